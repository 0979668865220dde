"""Random accounts whose numbers lead anywhere: to each other, in circles, to nothing; and calls to them."""

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from voipms_sandbox import Sandbox
from voipms_sandbox.clock import Clock
from voipms_sandbox.seed.reference import reference
from voipms_sandbox.world import Row, Tables, load

MAIN = "100000"
DID = "5145550100"
SWITCHES = (datetime(2026, 3, 8, 6, 30, tzinfo=UTC), datetime(2026, 11, 1, 4, 30, tzinfo=UTC))
"""Shortly before the clocks change."""
CALLERS = ("5145550160", "5145550161", "4165550162", "15145550160", "anonymous", "0000000000", "33639980160")
RULES = ("0", "i", "p", "p:70", "5145550160", "514*", "514XXX0161", "4165550162", "s", "*", "51455501")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
IDS: Mapping[str, Sequence[str]] = {
    "account": (f"{MAIN}_A", f"{MAIN}_B", f"{MAIN}_C", MAIN),
    "fwd": ("21", "22"),
    "vm": ("101", "102"),
    "sip": ("31",),
    "grp": ("41", "42"),
    "ivr": ("51", "52", "53"),
    "recording": ("61",),
    "queue": ("71", "72"),
    "cb": ("81",),
    "tc": ("91", "92", "93"),
    "disa": ("95",),
    "sys": ("hangup", "busy", "noservice", "disconnected", "dtmf", "echo"),
}
LIKELY = (*IDS, *"account account account tc tc tc ivr ivr ivr grp grp queue queue".split())


@dataclass(frozen=True, slots=True)
class Dial:
    """A call: when, by whom, which keys, and what phones do."""

    at: datetime
    caller: str
    keys: str
    answers: Mapping[str, int | str]


@cache
def shared() -> Tables:
    return reference()


class Dice(random.Random):
    """Random settings of an account."""

    def route(self, none: float = 0.03) -> str:
        """A target, now and then one that is not there."""
        roll = self.random()
        if roll < none:
            return "none:"
        if roll < none + 0.03:
            return self.choice(("fwd:999", "ivr:999", f"account:{MAIN}_Gone", "vm:999", "did:5145550199", "tc:999"))
        header = self.choice(LIKELY)
        return f"{header}:{self.choice(IDS[header])}"

    def failover(self) -> str:
        return self.choice(("", "none:")) if self.random() < 0.4 else self.route()

    def recording(self) -> str:
        return self.choice(("", "none", "0", "61", "61", "699"))

    def hours(self) -> Mapping[str, str]:
        count = self.choice((1, 1, 2, 3))
        names = ("starthour", "startminute", "endhour", "endminute", "weekdaystart", "weekdayend")
        made = [
            (self.randrange(24), self.randrange(60), self.randrange(24), self.randrange(60), *self.choices(DAYS, k=2))
            for _ in range(count)
        ]
        lists = {name: ";".join(str(one[n]) for one in made) for n, name in enumerate(names)}
        if self.random() < 0.05:
            lists["endhour"] = lists["endhour"].partition(";")[0]
        return lists


def account(dice: Dice) -> Tables:
    """All tables that a call meets."""
    subs = [login for login in IDS["account"] if login != MAIN]
    present = [login for login in (*subs[:2], MAIN) if dice.random() < 0.6]
    return {
        "dids": [number(dice)],
        "sub_accounts": [_sub(dice, login) for login in subs],
        "registrations": [{"account": login, "server_pop": "31"} for login in present],
        "forwardings": [{"forwarding": id_, "phone_number": f"51455501{id_}"} for id_ in IDS["fwd"]],
        "voicemails": [{"mailbox": id_, "name": f"box {id_}", "new": "0", "urgent": "0"} for id_ in IDS["vm"]],
        "sipuris": [{"sipuri": "31", "uri": "{DID}@sip.example.com", "description": "PBX"}],
        "ring_groups": [_group(dice, id_) for id_ in IDS["grp"]],
        "ivrs": [_ivr(dice, id_) for id_ in IDS["ivr"]],
        "recordings": [{"value": "61", "description": "Hello", "data": ""}],
        "queues": [_queue(dice, id_) for id_ in IDS["queue"]],
        "static_members": _members(dice),
        "callbacks": [_callback()],
        "time_conditions": [_condition(dice, id_) for id_ in IDS["tc"]],
        "disas": [{"disa": "95", "name": "DISA 95", "pin": "1379", "digit_timeout": "5"}],
        "filters": [_filter(dice, n) for n in range(dice.choice((0, 0, 1, 2, 3)))],
        "phonebook": [_entry("1", CALLERS[0], ""), _entry("2", CALLERS[1], "70"), _entry("3", CALLERS[2], "")],
        "phonebook_groups": [{"phonebook_group": "70", "name": "Clients", "members": "2;3"}],
    }


def number(dice: Dice) -> Row:
    return {
        "did": DID,
        "description": "Montreal, QC",
        "note": "Main",
        "routing": dice.route(),
        "failover_busy": dice.failover(),
        "failover_unreachable": dice.failover(),
        "failover_noanswer": dice.failover(),
        "voicemail": dice.choice(("0", "", "101", "102", "999") if dice.random() < 0.2 else ("0", "101")),
        "dialtime": dice.choice(("10", "20", "30", "")),
        "billing_type": "1",
        "cnam": "0",
    }


def _sub(dice: Dice, login: str) -> Row:
    auth = dice.choice("1112")
    return {
        "id": str(dice.randint(10_000, 99_999)),
        "account": login,
        "auth_type": auth,
        "internal_voicemail": dice.choice(("", "101")),
    }


def _group(dice: Dice, id_: str) -> Row:
    routes = [*(f"account:{login}" for login in IDS["account"]), "fwd:21", "fwd:22", "sip:31", f"account:{MAIN}_Gone"]
    members = [_member(dice, route) for route in dice.sample(routes, dice.randint(1, 4))]
    return {
        "ring_group": id_,
        "name": f"grp {id_}",
        "caller_announcement": dice.recording(),
        "music_on_hold": "default",
        "members": ";".join(members),
        "voicemail": dice.choice(("0", "0", "", "102")),
    }


def _member(dice: Dice, route: str) -> str:
    ring, press = str(dice.randint(5, 40)), dice.choice("01")
    return dice.choice((route, f"{route},{ring}", f"{route},{ring},{press}"))


def _ivr(dice: Dice, id_: str) -> Row:
    keys = dice.sample("0123456789*#", dice.randint(1, 4)) + [key for key in "ti" if dice.random() < 0.3]
    joined = dice.choice((";", " ; "))
    return {
        "ivr": id_,
        "name": f"ivr {id_}",
        "recording": dice.recording(),
        "timeout": str(dice.randint(1, 10)),
        "voicemailsetup": dice.choice("112"),
        "choices": joined.join(f"{key}={dice.route()}" for key in keys),
    }


def _queue(dice: Dice, id_: str) -> Row:
    reasons = ("timeout", "full", "join_empty", "leave_empty", "join_unavail", "leave_unavail")
    return {
        "queue": id_,
        "queue_name": f"queue {id_}",
        "callerid_prefix": "",
        "join_announcement": dice.recording(),
        "music_on_hold": "default",
        "maximum_wait_time": dice.choice(("20", "60", "120", "unlimited", "")),
        "join_when_empty": dice.choice(("yes", "no", "strict")),
        "leave_when_empty": dice.choice(("yes", "no", "strict")),
        "ring_strategy": dice.choice(("ringall", "rrmemory", "random")),
        "agent_ring_timeout": dice.choice(("5", "15", "")),
        "retry_timer": dice.choice(("1", "5", "")),
        **{f"fail_over_routing_{reason}": dice.failover() for reason in reasons},
    }


def _members(dice: Dice) -> list[Row]:
    rows: list[Row] = []
    for queue in IDS["queue"]:
        for login in dice.sample(IDS["account"], dice.randint(0, 3)):
            row = {"member": str(len(rows)), "queue_number": queue, "account": f"SIP/{login}", "name": login}
            rows.append({**row, "priority": str(dice.randint(0, 2))})
    return rows


def _callback() -> Row:
    times = {"delay_before": "5", "response_timeout": "20", "digit_timeout": "10"}
    return {"callback": "81", "description": "cb 81", "number": "5145550181", **times}


def _condition(dice: Dice, id_: str) -> Row:
    routes = {"routing_match": dice.route(none=0), "routing_nomatch": dice.route(none=0)}
    return {"timecondition": id_, "name": f"tc {id_}", **routes, **dice.hours()}


def _filter(dice: Dice, n: int) -> Row:
    failovers = {f"failover_{one}": dice.failover() for one in ("busy", "unreachable", "noanswer")}
    rule = {"callerid": dice.choice(RULES), "did": dice.choice((DID, DID, "all", "5145550199"))}
    return {"filtering": str(900 + n), "routing": dice.route(), "note": "", **rule, **failovers}


def _entry(id_: str, number_: str, group: str) -> Row:
    return {"phonebook": id_, "name": f"Caller {id_}", "number": number_, "group": group, "callerid": "", "note": ""}


def dial(dice: Dice) -> Dial:
    """A call at any time, often near a whole hour or a change of the clocks."""
    if dice.random() < 0.1:
        at = dice.choice(SWITCHES) + timedelta(minutes=dice.randrange(120))
    else:
        at = datetime(2026, 1, 5, tzinfo=UTC) + timedelta(minutes=dice.randrange(360 * 1440))
    phones = [f"{header}:{id_}" for header in ("account", "fwd", "sip", "cb") for id_ in IDS[header]]
    answers: dict[str, int | str] = {
        phone: dice.choice((0, 3, 8, 18, 33, "busy", "never", "never")) for phone in phones
    }
    keys = "".join(dice.choices("0123456789*#-", k=dice.choice((0, 1, 2, 3, 6))))
    moment = at.replace(second=dice.choice((0, 30, 59)))
    return Dial(moment, dice.choice(CALLERS), keys, answers)


def data_of(tables: Tables) -> dict[str, object]:
    """The plain data of a world with just this account."""
    plain = {"number": MAIN, "email": "owner@example.com", "balance": "25.00", "tables": tables}
    return {"accounts": [plain], "reference": shared()}


def sandbox_of(tables: Tables) -> Sandbox:
    return Sandbox(load(data_of(tables), Clock()))
