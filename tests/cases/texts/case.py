"""One case of sending a text: what was there, the call, the person's answer, and everything that must come of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from cases.texts.before import Before
from voipms_server.texting.rules import SendRules

MAIN, SECOND = "5145550110", "5145550111"
"""The numbers of the office that texts go from; unless a case says otherwise, only the first has SMS on."""
CAFE, JEROME, WRIGHT, EMILIE, GARAGE, JANE, OTHER_JANE, LUC = (f"51455501{n}" for n in range(60, 68))
"""The people of the phonebook. With the first there are texts of three days ago, with the others none."""
CLIENT, LATE = "4385550162", "4165550161"
"""In no phonebook: wrote and was answered a day ago; wrote half an hour ago."""
HELLO = "Your order is ready."
NEW = "No text to or from {} in the last year: it is a new recipient."
SAME = "The same text"
LINKED = "It holds a link"
STRANGERS = "Text by strangers was read before this was asked for"
NOTHING = "Nothing was sent"


@dataclass(frozen=True, slots=True)
class Gone:
    """A message that went out. `media` are addresses, or `file:` and what kind it is."""

    dst: str
    text: str = HELLO
    did: str = MAIN
    media: tuple[str, ...] = ()
    mms: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """The one question: parts of its lines that it holds, and what it does not hold."""

    holds: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """`folder` and `outside` in an argument are a folder whose files may be sent, and one beside it."""

    name: str
    call: Mapping[str, object]
    tool: str = "sendMessage"
    before: tuple[Before, ...] = ()
    rules: SendRules = field(default_factory=SendRules)
    folders: bool = True
    answer: Literal["yes", "no", "nobody"] = "yes"
    sent: tuple[Gone, ...] = ()
    asks: Asked | None = None
    says: tuple[str, ...] = ()
    says_not: tuple[str, ...] = ()
    length: Mapping[str, object] | None = None
    """What the answer tells of the length, where that is stated."""
    refused: int = 0
    """How many texts VoIP.ms was given and did not take."""
    error: bool | None = None
    """Whether the answer is an error; unless told, when nothing went."""


def to(whom: str, text: str = HELLO, **more: object) -> dict[str, object]:
    """The arguments of `sendMessage`; `from_` is `from`."""
    return {"to": whom, "text": text} | {name.rstrip("_"): value for name, value in more.items()}


def new(number: str, name: str = "", *more: str) -> Asked:
    """The question to a person nobody wrote to before."""
    whom = f'To: {number} ("{name}")' if name else f"To: {number}"
    return Asked(("Send this SMS?", whom, NEW.format(number), *more))
