"""A healthy account, other each time: other numbers, ids and names, the same kinds of routing."""

import random
from dataclasses import dataclass, field
from datetime import datetime

from voipms_sandbox.seed import rows as r
from voipms_sandbox.seed.reference import reference
from voipms_sandbox.world import Row, Tables

AREAS = ("514", "438", "416", "604", "212", "305", "646")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ROLES = ("direct", "group", "queue", "menu", "hours", "cell", "pbx")
"""The numbers of the account, by what they lead to."""


@dataclass
class Healthy:
    """`ids` names every entry by its role, `dids` every number."""

    seed: int
    now: datetime
    dice: random.Random = field(init=False)
    ids: dict[str, str] = field(default_factory=dict[str, str])
    dids: dict[str, str] = field(default_factory=dict[str, str])
    tables: Tables = field(init=False)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)
        self.main = str(self.dice.randrange(100_000, 999_999))
        self.pop = self.dice.choice(("1", "3", "7", "31", "41"))
        self.dids = {
            role: f"{self.dice.choice(AREAS)}55501{place}{self.dice.randrange(10)}"
            for place, role in enumerate(self.dice.sample(ROLES, len(ROLES)))
        }
        self.tables = self._tables()

    def login(self, name: str) -> str:
        return f"{self.main}_{name}"

    def id(self, role: str) -> str:
        """An id that no other entry has."""
        while role not in self.ids:
            id_ = str(self.dice.randrange(1_000, 99_999))
            if id_ not in self.ids.values():
                self.ids[role] = id_
        return self.ids[role]

    def row(self, table: str, **fields: str) -> Row:
        return next(one for one in self.tables[table] if all(one[name] == value for name, value in fields.items()))

    def number(self, role: str) -> Row:
        return self.row("dids", did=self.dids[role])

    def sub(self, name: str) -> Row:
        return self.row("sub_accounts", account=self.login(name))

    def data(self, balance: str = "80.00") -> dict[str, object]:
        plain = {"number": self.main, "email": "office@example.com", "balance": balance, "tables": self.tables}
        return {"accounts": [plain], "reference": reference()}

    def _tables(self) -> Tables:
        names = self.dice.sample(("Ann", "Bob", "Carl", "Dana", "Eve", "Finn", "Gus"), 6)
        self.names = dict(zip("abcdef", names, strict=True))
        for old, role in (("vm:", "box"),):
            self.ids[role] = old and str(self.dice.randrange(101, 999))
        subs = [self._sub(n, name) for n, name in enumerate(names)]
        return {
            "dids": [self._number(role) for role in ROLES],
            "sub_accounts": subs,
            "registrations": [r.registration(sub["account"], self.pop, 20 + n, self.now) for n, sub in enumerate(subs)],
            "voicemails": [r.mailbox(self.ids["box"], "Everybody", "all@example.com")],
            "forwardings": [r.forwarding(self.id("cell"), "5145550170", "Cell")],
            "sipuris": [self._uri()],
            "ring_groups": [self._group()],
            "recordings": [{"value": self.id("hello"), "description": "Hello", "data": r.wav()}],
            "ivrs": [self._menu()],
            "queues": [self._queue()],
            "static_members": self._members(),
            "time_conditions": [self._hours()],
            "phonebook": [],
        }

    def _sub(self, n: int, name: str) -> Row:
        mine = {"callerid_number": self.dids["direct"], "canada_routing": "2"}
        return r.sub_account(str(90_000 + n), self.login(name), name, str(100 + n), **mine)

    def _number(self, role: str) -> Row:
        box = f"vm:{self.ids['box']}"
        routing = {
            "direct": f"account:{self.login(self.names['a'])}",
            "group": f"grp:{self.id('group')}",
            "queue": f"queue:{self.id('queue')}",
            "menu": f"ivr:{self.id('menu')}",
            "hours": f"tc:{self.id('hours')}",
            "cell": f"fwd:{self.id('cell')}",
            "pbx": f"sip:{self.id('pbx')}",
        }[role]
        rings = role in ("direct", "pbx", "hours")
        failovers = {f"failover_{why}": box for why in ("busy", "unreachable", "noanswer")} if rings else {}
        sms = {"sms_enabled": "1", "sms_email_enabled": "1", "sms_email": "texts@example.com"}
        given = {"note": role.title(), "e911": "1" if role == "direct" else "0", **failovers, **sms}
        return r.number(self.now, self.dids[role], "Montreal, QC", routing, self.pop, **given)

    def _uri(self) -> Row:
        plain = {"uri": "pbx@sip.example.com", "description": "PBX", "callerid_override": "-1", "callerid_e164": "0"}
        return {"sipuri": self.id("pbx"), **plain}

    def _group(self) -> Row:
        members = ";".join(f"account:{self.login(self.names[one])},25,0" for one in "bc")
        plain = {"name": "Sales", "caller_announcement": "", "music_on_hold": "default", "language": "en"}
        return {"ring_group": self.id("group"), **plain, "members": members, "voicemail": self.ids["box"]}

    def _menu(self) -> Row:
        choices = f"1=account:{self.login(self.names['a'])};2=grp:{self.id('group')};t=vm:{self.ids['box']}"
        plain = {"name": "Welcome", "timeout": "5", "language": "en", "voicemailsetup": "1", "choices": choices}
        return {"ivr": self.id("menu"), "recording": self.id("hello"), **plain}

    def _queue(self) -> Row:
        reasons = ("timeout", "full", "join_empty", "leave_empty", "join_unavail", "leave_unavail")
        return {
            "queue": self.id("queue"),
            "queue_name": "Support",
            "queue_number": "6",
            "queue_language": "en",
            "queue_password": "2468",
            "callerid_prefix": "",
            "join_announcement": self.id("hello"),
            "priority_weight": "1",
            "agent_announcement": "none",
            "report_hold_time_agent": "no",
            "wrapup_time": "10",
            "frequency_announcement": "none",
            "announce_position_frecuency": "60",
            "announce_round_seconds": "none",
            "if_announce_position_enabled_report_estimated_hold_time": "once",
            "thankyou_for_your_patience": "yes",
            "voice_announcement": "none",
            "member_delay": "none",
            "maximum_wait_time": "600",
            "maximum_callers": "10",
            "join_when_empty": "no",
            "leave_when_empty": "yes",
            "ring_strategy": "ringall",
            "ring_inuse": "no",
            "agent_ring_timeout": "20",
            "retry_timer": "5",
            "music_on_hold": "default",
            **{f"fail_over_routing_{one}": f"vm:{self.ids['box']}" for one in reasons},
        }

    def _members(self) -> list[Row]:
        return [
            {
                "member": str(700 + n),
                "queue_number": self.id("queue"),
                "name": self.names[one],
                "account": f"SIP/{self.login(self.names[one])}",
                "priority": str(n),
            }
            for n, one in enumerate("de")
        ]

    def _hours(self) -> Row:
        to = (f"account:{self.login(self.names['f'])}", f"vm:{self.ids['box']}")
        return r.hours(self.id("hours"), "Office hours", *to, "8 0 17 30 mon fri")
