"""The calls of the last hundred days. All invented."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from voipms_sandbox.calls.hours import matches
from voipms_sandbox.rates import OUT_CANADA, OUT_FRANCE, OUT_USA, Kind, inbound
from voipms_sandbox.world import Row

CALLS = 3_000
DAYS = 100
INBOUND_SHARE = 0.6
SUNDAY = 6
OUTSIDE = (
    (OUT_CANADA, ("51455501", "43855501", "41655501"), 62),
    (OUT_USA, ("21255501", "30555501", "64655501"), 31),
    (OUT_FRANCE, ("01133639980", "01133639981"), 7),
)
"""Where people call, by weight. The French numbers are of the range that country keeps for fiction."""
ENDS = (("ANSWERED", 80), ("NO ANSWER", 14), ("BUSY", 4), ("FAILED", 2))
LOGGED = {"ANSWERED": "ANSWERED", "NO ANSWER": "No answer", "BUSY": "Busy", "FAILED": "Channel not available"}


@dataclass(frozen=True, slots=True)
class Line:
    """A number that is called: how often, and who answers it; nobody does while it is closed."""

    did: str
    weight: int
    people: tuple[str, ...]
    billing_type: str = "1"
    hours: Row | None = None
    picks_up: bool = False
    """Whether a menu, a queue or a mailbox answers every call."""
    broken: str = ""
    """Why every call fails, if it does."""


@dataclass(frozen=True, slots=True)
class Call:
    """What a CDR says, but for its time."""

    kind: Kind
    caller: str
    to: str
    account: str
    end: str
    logged: str = ""
    longest: int = 900
    """Seconds."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """Who of an account is called and calls, and whose device was last there how many days ago."""

    account: str
    main: str
    lines: tuple[Line, ...]
    people: tuple[str, ...]
    away: Mapping[str, int] = field(default_factory=dict[str, int])

    def calls(self, now: datetime, count: int = CALLS) -> list[Row]:
        """`count` calls over the last hundred days, most in office hours; the same for the same clock."""
        dice = random.Random(self.account)
        moments = sorted(_moment(now, dice) for _ in range(count))
        return [self._call(n, now, moment, dice) for n, moment in enumerate(moments)]

    def _call(self, n: int, now: datetime, moment: datetime, dice: random.Random) -> Row:
        here = tuple(one for one in self.people if self._there(one, now, moment))
        if dice.random() < INBOUND_SHARE:
            return self._inbound(n, moment, dice, here)
        return self._outbound(n, moment, dice, here)

    def _there(self, login: str, now: datetime, moment: datetime) -> bool:
        return (now - moment).days >= self.away.get(login, 0)

    def _inbound(self, n: int, moment: datetime, dice: random.Random, here: tuple[str, ...]) -> Row:
        line = dice.choices(self.lines, [line.weight for line in self.lines])[0]
        longest = 900
        login, end = dice.choice(line.people), "ANSWERED" if line.picks_up else _end(dice)
        if line.hours is not None and not matches(line.hours, moment):
            login, logged, longest = self.account, "Routing to voicemail", 120
        elif line.broken:
            end, logged = "FAILED", f"Hangup: {line.broken}"
        else:
            end = end if login == self.account or login in here else "FAILED"
            logged = f"Routing to sub-account: {login}\nStatus is '{LOGGED[end]}'"
        other = f"51455501{dice.randint(60, 99)}"
        kind, caller = inbound(line.did, line.billing_type), f'"Caller {other[-2:]}" <{other}>'
        return _row(n, moment, dice, Call(kind, caller, line.did, login, end, logged, longest))

    def _outbound(self, n: int, moment: datetime, dice: random.Random, here: tuple[str, ...]) -> Row:
        kind, prefixes, _ = dice.choices(OUTSIDE, [weight for _, _, weight in OUTSIDE])[0]
        other = f"{dice.choice(prefixes)}{dice.randint(60, 99)}"
        other = f"{other}{dice.randint(10, 99)}"[:14] if other.startswith("011") else other
        return _row(n, moment, dice, Call(kind, f"<{self.main}>", other, dice.choice(here), _end(dice)))


def _moment(now: datetime, dice: random.Random) -> datetime:
    """Some time before today; a Sunday is mostly moved to the Saturday before."""
    day = now - timedelta(days=dice.randint(1, DAYS))
    if day.weekday() == SUNDAY and dice.random() < 0.8 and (now - day).days < DAYS:
        day -= timedelta(days=1)
    hour = dice.choices((dice.randint(9, 16), dice.randint(0, 23)), (9, 1))[0]
    return day.replace(hour=hour, minute=dice.randint(0, 59), second=dice.randint(0, 59), microsecond=0)


def _end(dice: random.Random) -> str:
    return dice.choices([end for end, _ in ENDS], [weight for _, weight in ENDS])[0]


def _row(n: int, moment: datetime, dice: random.Random, call: Call) -> Row:
    seconds = dice.randint(6, call.longest) if call.end == "ANSWERED" else 0
    id_ = f"{120_000_000 + n}x{n}"
    return {
        "date": moment.strftime("%Y-%m-%d %H:%M:%S"),
        "callerid": call.caller,
        "destination": call.to,
        "description": call.kind.description,
        "account": call.account,
        "disposition": call.end,
        "duration": f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}",
        "seconds": str(seconds),
        "rate": f"{call.kind.rate:.8f}",
        "total": f"{call.kind.cost(seconds):.8f}",
        "uniqueid": id_,
        "destination_type": call.kind.type,
        "call_logs": "\n".join(filter(None, (f"Call logs for UniqueID: {id_}", call.logged))),
    }
