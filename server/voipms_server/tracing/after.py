"""What follows when nobody was reached: a failover for that reason, a mailbox, else a tone or an announcement."""

from dataclasses import dataclass

from voipms_server.facts import Row
from voipms_server.quotes import text
from voipms_server.tracing.parts import FAILURES, Exit, Over

NOWHERE = ("", "none:")
NO_MAILBOX = ("", "0", "none")
TONES = {
    "busy": Over("busy", "the caller hears a busy tone"),
    "unreachable": Over("unreachable", "the caller hears that the party cannot be reached"),
    "noanswer": Over("no answer", "nobody answers, and the call ends"),
}
"""How a call ends that reached nobody (inferred)."""
WHY = {"busy": "busy", "unreachable": "cannot be reached", "noanswer": "no answer"}


@dataclass(frozen=True, slots=True)
class After:
    """Failovers by their reason where a number or a filter has them, then `own` mailbox, then that of the number."""

    key: str = ""
    failovers: tuple[tuple[str, str], ...] = ()
    own: str = ""

    def failover(self, failure: str) -> str:
        """The route that is taken for this reason; empty for none."""
        route = dict(self.failovers).get(failure, "")
        return "" if route in NOWHERE else route


LAST = After()
"""Behind a menu, a queue or a failover only the mailbox is left (inferred)."""


def after_row(key: str, row: Row) -> After:
    """Of a number, or of a filter."""
    return After(key, tuple((one, text(row, f"failover_{one}").strip()) for one in FAILURES))


@dataclass(frozen=True, slots=True)
class Next:
    """A node to be made: a route in a situation."""

    route: str
    after: After = LAST

    @property
    def key(self) -> str:
        return f"{self.route}@{self.after.key}" if self.after.key else self.route


def failed(after: After, failure: str, mailbox: str) -> tuple[Exit, Next | Over]:
    """The exit a call takes that reached nobody for this reason, and what is there."""
    route = after.failover(failure)
    if route:
        return Exit(failure, Next(route).key, f"failover: {WHY[failure]}", failover=True), Next(route)
    box = next((box for box in (after.own, mailbox) if box not in NO_MAILBOX), "")
    if box:
        target = Next(f"vm:{box}")
        return Exit(failure, target.key, f"{WHY[failure]}: mailbox"), target
    return Exit(failure, end_key(TONES[failure].end), WHY[failure]), TONES[failure]


def end_key(end: str) -> str:
    return f"end:{end}"
