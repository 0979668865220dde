"""The secrets that a change set, as page and terminal show them to a person who has the PIN."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import MappingProxyType

from voipms_server.jobs.listing import entry_in_words
from voipms_server.journal.change import Change
from voipms_server.journal.line import Outcome
from voipms_server.page.wording import visible
from voipms_server.store.store import Transaction

HIGHEST = 2**31 - 1
"""What the store takes for a number."""
NONE = "There is no change with this number that set a secret, or the secret was not kept."
DOUBT: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.DONE: "",
        Outcome.REFUSED: "VoIP.ms refused this change, so it set nothing.",
        Outcome.NOT_DONE: "This change was not done, so it set nothing.",
        Outcome.UNKNOWN: "It is not known whether this change was done.",
    }
)


@dataclass(frozen=True, slots=True)
class About:
    """Which change it is; all of it is text."""

    number: int
    function: str
    entry: str
    at: str
    at_iso: str
    account: str
    caller: str
    doubt: str
    """Why what it set may not be in use."""

    @classmethod
    def of(cls, change: Change) -> "About":
        at = datetime.fromtimestamp(change.at, UTC).astimezone()
        return cls(
            change.number,
            visible(change.subject.function),
            visible(entry_in_words(change.subject.entry)),
            at.strftime("%Y-%m-%d %H:%M %Z").strip(),
            at.isoformat(timespec="seconds"),
            visible(change.subject.account),
            visible(change.subject.caller),
            DOUBT[change.outcome or Outcome.UNKNOWN],
        )


@dataclass(frozen=True, slots=True)
class Kept:
    """A change and the secrets that it set, by name."""

    about: About
    secrets: Mapping[str, str] = field(repr=False)


def kept(t: Transaction, number: int) -> Kept | None:
    """The secrets of this change; None where there is no such change, or none was kept."""
    from voipms_server.journal import changes as journal

    change = journal.with_number(t, number) if 0 < number <= HIGHEST else None
    found = change.sent_secrets(t.keys) if change is not None else {}
    if change is None or not found:
        return None
    return Kept(About.of(change), {visible(name): _line(str(value)) for name, value in sorted(found.items())})


def _line(value: str) -> str:
    """On one line, so that nothing in it is taken for another secret."""
    return visible(value).replace("\n", "{U+000A}")
