"""The calls of the last hundred days. All invented."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from voipms_sandbox.calls.hours import matches
from voipms_sandbox.rates import OUT_CANADA, OUT_FRANCE, OUT_USA, Kind, inbound, outbound
from voipms_sandbox.world import Row

CALLS = 3_000
"""CDRs, those of forwarded legs among them."""
FORWARDED = 40
"""Calls that a menu sent on to an outside phone; each leaves a leg."""
RINGING = 4
"""Seconds before the outside phone answered."""
FIRST_ID = 10_000
"""Ids grow with time, and are below those of calls that come in later."""
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
LEFT, TO_MAILBOX = 0.08, 0.16
"""Up to which throw a caller hangs up in the menu or the queue, and up to which nobody answers but a mailbox."""


@dataclass(frozen=True, slots=True)
class Line:
    """A number that is called: how often, and who answers it; nobody does while it is closed."""

    did: str
    weight: int
    people: tuple[str, ...]
    billing_type: str = "1"
    hours: Row | None = None
    picks_up: str = ""
    """The menu or queue that answers every call, as logs name it: `IVR: Main menu`."""
    forwards: str = ""
    """The outside phone to which its menu sends some calls on."""
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
        """`count` CDRs over the last hundred days, most in office hours; the same for the same clock."""
        dice = random.Random(self.account)
        forwarded = FORWARDED if any(line.forwards for line in self.lines) else 0
        moments = sorted(_moment(now, dice) for _ in range(count - forwarded))
        rows = [self._call(now, moment, dice) for moment in moments]
        rows += [leg for line in self.lines if line.forwards for leg in _forwarded(line, rows, dice)]
        rows.sort(key=lambda row: row["date"])
        for n, row in enumerate(rows):
            row["uniqueid"] = f"{FIRST_ID + n}x{n}"
            row["call_logs"] = "\n".join(filter(None, (f"Call logs for UniqueID: {row['uniqueid']}", row["call_logs"])))
        return rows

    def _call(self, now: datetime, moment: datetime, dice: random.Random) -> Row:
        here = tuple(one for one in self.people if self._there(one, now, moment))
        if dice.random() < INBOUND_SHARE:
            return self._inbound(moment, dice, here)
        return self._outbound(moment, dice, here)

    def _there(self, login: str, now: datetime, moment: datetime) -> bool:
        return (now - moment).days >= self.away.get(login, 0)

    def _inbound(self, moment: datetime, dice: random.Random, here: tuple[str, ...]) -> Row:
        line = dice.choices(self.lines, [line.weight for line in self.lines])[0]
        longest = 900
        login, end = dice.choice(line.people), "ANSWERED" if line.picks_up else _end(dice)
        if line.hours is not None and not matches(line.hours, moment):
            login, logged, longest = self.account, "Routing to voicemail", 120
        elif line.broken:
            end, logged = "FAILED", f"Hangup: {line.broken}"
        elif line.picks_up:
            login, logged, longest = self._picked_up(line, login if login in here else "", dice)
        else:
            end = end if login == self.account or login in here else "FAILED"
            logged = _rang(login, end)
        other = f"51455501{dice.randint(60, 99)}"
        kind, caller = inbound(line.did, line.billing_type), f'"Caller {other[-2:]}" <{other}>'
        return _row(moment, dice, Call(kind, caller, line.did, login, end, logged, longest))

    def _picked_up(self, line: Line, login: str, dice: random.Random) -> tuple[str, str, int]:
        """Who took a call that a menu or queue answered, its log, and the longest it lasted."""
        throw, way = dice.random(), f"Routing to {line.picks_up}"
        if throw < LEFT:
            return self.account, way, 30
        if throw < TO_MAILBOX or not login:
            return self.account, f"{way}\nRouting to voicemail: 100", 120
        return login, f"{way}\n{_rang(login, 'ANSWERED')}", 900

    def _outbound(self, moment: datetime, dice: random.Random, here: tuple[str, ...]) -> Row:
        kind, prefixes, _ = dice.choices(OUTSIDE, [weight for _, _, weight in OUTSIDE])[0]
        other = f"{dice.choice(prefixes)}{dice.randint(60, 99)}"
        other = f"{other}{dice.randint(10, 99)}"[:14] if other.startswith("011") else other
        return _row(moment, dice, Call(kind, f"<{self.main}>", other, dice.choice(here), _end(dice)))


def _rang(login: str, end: str) -> str:
    return f"Routing to sub-account: {login}\nStatus is '{LOGGED[end]}'"


def _forwarded(line: Line, rows: list[Row], dice: random.Random) -> list[Row]:
    """Some answered calls to this number went on to an outside phone; the legs that this left."""
    answered = [row for row in rows if row["destination"] == line.did and "'ANSWERED'" in row["call_logs"]]
    return [_leg(row, line) for row in dice.sample(answered, FORWARDED)]


def _leg(call: Row, line: Line) -> Row:
    call["call_logs"] = f"Routing to {line.picks_up}\nRouting to forwarding: {line.forwards}\nStatus is 'ANSWERED'"
    call["account"] = call["account"].partition("_")[0]
    at = datetime.fromisoformat(call["date"]) + timedelta(seconds=RINGING)
    kind, seconds = outbound(line.forwards), max(int(call["seconds"]) - RINGING, 1)
    words = Call(kind, call["callerid"], line.forwards, call["account"], "ANSWERED")
    return _made(at, seconds, words)


def _moment(now: datetime, dice: random.Random) -> datetime:
    """Some time before today; a Sunday is mostly moved to the Saturday before."""
    day = now - timedelta(days=dice.randint(1, DAYS))
    if day.weekday() == SUNDAY and dice.random() < 0.8 and (now - day).days < DAYS:
        day -= timedelta(days=1)
    hour = dice.choices((dice.randint(9, 16), dice.randint(0, 23)), (9, 1))[0]
    return day.replace(hour=hour, minute=dice.randint(0, 59), second=dice.randint(0, 59), microsecond=0)


def _end(dice: random.Random) -> str:
    return dice.choices([end for end, _ in ENDS], [weight for _, weight in ENDS])[0]


def _row(moment: datetime, dice: random.Random, call: Call) -> Row:
    return _made(moment, dice.randint(6, call.longest) if call.end == "ANSWERED" else 0, call)


def _made(moment: datetime, seconds: int, call: Call) -> Row:
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
        "uniqueid": "",
        "destination_type": call.kind.type,
        "call_logs": call.logged,
    }
