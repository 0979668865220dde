"""A write ready to be sent."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voipms_server.quotes import Seen
from voipms_server.requests import Write

Row = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A write ready to be sent, and everything a person would be shown about it."""

    write: Write
    full: Mapping[str, str]
    before: Row | None = None
    ids: tuple[str, ...] = ()
    """What exists of its kind, when it makes a new one: entries, or the texts to its recipient."""
    reasons: tuple[str, ...] = ()
    """Why a person is asked; none where nobody needs to be."""
    lost: bool = False
    """Something goes with it that nothing brings back."""
    warnings: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()
    """Other people's words that belong to the question; they come last."""
    seen: Seen = field(default_factory=Seen)
