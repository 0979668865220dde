"""One call as its caller experiences it: what happened at which second, and the log its CDR keeps."""

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal, NoReturn

from voipms_sandbox.calls.callers import Caller, entries_of
from voipms_sandbox.refusal import Here
from voipms_sandbox.world import Row

Failure = Literal["busy", "unreachable", "noanswer"]
Answers = Mapping[str, int | str]


@dataclass(frozen=True, slots=True)
class Step:
    """What the caller meets: the second since dialling, a word for the kind of event, a sentence, and the route."""

    second: int
    event: str
    words: str
    route: str = ""

    def plain(self) -> dict[str, object]:
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Leg:
    """A call out to an outside phone that was part of the call."""

    phone: str
    disposition: str
    answered_at: int | None


class Over(Exception):
    """The call has ended."""

    def __init__(self, end: str) -> None:
        super().__init__(end)
        self.end = end


@dataclass(slots=True)
class Trace:
    """A call under way."""

    here: Here
    did: Row
    caller: Caller
    keys: deque[str]
    """What the caller presses, one key for each time a key is waited for; `-` is none."""
    answers: Answers
    """What phones do, by route: seconds until they answer, `busy` or `never`."""
    patience: float = math.inf
    """The second at which the caller hangs up."""
    prefix: str = ""
    """What phones show before the caller's name."""
    account: str = ""
    """The sub-account that was reached, or tried last."""
    second: int = 0
    answered_at: int | None = None
    steps: list[Step] = field(default_factory=list[Step])
    logs: list[str] = field(default_factory=list[str])
    legs: list[Leg] = field(default_factory=list[Leg])
    passed: set[tuple[str, int]] = field(default_factory=set[tuple[str, int]])

    @property
    def moment(self) -> datetime:
        """US Eastern."""
        dialled = self.here.world.clock.now()
        return (dialled.astimezone(UTC) + timedelta(seconds=self.second)).astimezone(dialled.tzinfo)

    @property
    def shown(self) -> str:
        """What a ringing phone shows: prefixes, then the phone book's name or, with CNAM, the caller's."""
        entries = entries_of(self.here.account, self.caller)
        name = entries[0]["name"] if entries else self.caller.name if self.did.get("cnam") == "1" else ""
        return f'"{self.prefix}{name}" <{self.caller.digits or "anonymous"}>'

    def note(self, event: str, words: str, route: str = "") -> None:
        self.steps.append(Step(self.second, event, words, route))

    def wait(self, seconds: int) -> None:
        """Let time pass; the caller hangs up when patience ends."""
        if self.second + seconds >= self.patience:
            self.second = max(self.second, int(self.patience))
            self.note("hangs up", "the caller hangs up")
            raise Over("caller hung up")
        self.second += seconds

    def answer(self) -> None:
        """From here on the call is billed."""
        if self.answered_at is None:
            self.answered_at = self.second

    def press(self, seconds: int, what: str) -> str:
        """The key the caller presses within this time; empty for none."""
        self.note("waits", f"waits {seconds} s for {what}")
        key = self.keys.popleft() if self.keys else "-"
        if key == "-":
            self.wait(seconds)
            return ""
        self.wait(1)
        self.note("presses", f"presses {key}")
        return key

    def need(self, table: str, field_: str, id_: str, what: str) -> Row:
        """The entry a route leads to; without it the call fails here."""
        row = self.here.account.find(table, **{field_: id_})
        if row is None:
            self.stop("dangling", f"{what} {id_} does not exist", "failed")
        return row

    def enter(self, route: str) -> None:
        """A route met again with the same keys left would be met for ever: the call ends."""
        state = (route, len(self.keys))
        if state in self.passed:
            self.stop("loop", f"{route} leads back to itself", "loop", route)
        self.passed.add(state)

    def stop(self, event: str, words: str, end: str, route: str = "") -> NoReturn:
        self.note(event, words, route)
        self.logs.append(f"Hangup: {words.removeprefix('hung up: ')}")
        raise Over(end)
