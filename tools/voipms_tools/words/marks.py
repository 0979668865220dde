"""Marks on parameters: what the type alone does not say."""

from dataclasses import dataclass
from enum import StrEnum

MASK = "(hidden)"
"""How a secret is shown; the mask given back means the secret that is there."""
GENERATE = "generate"
"""Given instead of a secret: one is made here, and shown to a person only."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A parameter whose value must never be shown. With a length it can be made here, of digits or of characters."""

    digits: int = 0
    characters: int = 0
    mixed: bool = False
    """Of a small letter, a capital, a digit and a sign at least."""


@dataclass(frozen=True, slots=True)
class Newer:
    """A parameter that the project's first copy of the manual does not have."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A parameter whose values are those of a short, stable list: the function that gives it and the rows' field."""

    getter: str
    field: str


class Content(StrEnum):
    """What VoIP.ms takes as the content of a file."""

    RECORDING = "recording"
    MEDIA = "media"


@dataclass(frozen=True, slots=True)
class Here:
    """A parameter of this server's own, never sent to VoIP.ms.

    Where it names files of this machine, their contents are sent as the parameters of `becomes`.
    """

    becomes: tuple[str, ...] = ()
    content: Content = Content.RECORDING


class Rule(StrEnum):
    """Why a new value of a parameter may need a person's yes."""

    CHARGED = "charged"
    """It changes what VoIP.ms charges."""
    DIALS = "dials"
    """The account pays for calls to this number: abroad or premium ones are dear."""
    LEADS = "leads"
    """Calls are led by it: to a DISA, or of a number with emergency calls to nobody."""
    OPENS = "opens"
    """A lock of international calls: without it the account pays for them."""
    RATES = "rates"
    """Another value of an entry that is there changes what calls cost."""
    STEERS = "steers"
    """Where calls, messages or transcripts arrive hangs on it: asked about after strangers' text only."""


@dataclass(frozen=True, slots=True)
class Asks:
    """A parameter whose value can make a person necessary."""

    rule: Rule


HERE = Here()
SECRET = Secret()
NEWER = Newer()
CHARGED = Asks(Rule.CHARGED)
DIALS = Asks(Rule.DIALS)
LEADS = Asks(Rule.LEADS)
OPENS = Asks(Rule.OPENS)
RATES = Asks(Rule.RATES)
STEERS = Asks(Rule.STEERS)
