"""A large account: 2,000 numbers and 1,000 entries, all of which one call can come to. All of it is invented."""

from datetime import datetime

from cases.faults.healthy import Healthy
from voipms_sandbox.seed import rows as r
from voipms_sandbox.world import Row

NUMBERS, ENTRIES = 2_000, 1_000
WAYS = 9
"""Choices of each menu."""
KINDS = ("ivr", "tc", "grp", "fwd", "vm")


class Large:
    """Menus lead to menus, and those to conditions, groups, forwardings and mailboxes."""

    def __init__(self, now: datetime, numbers: int = NUMBERS, entries: int = ENTRIES) -> None:
        self.base = Healthy(1, now)
        self.each = entries // len(KINDS)
        self.dids = [f"{2_105_550_100 + 1_000_000 * n}" for n in range(numbers)]
        tables = self.base.tables
        tables["dids"] = [self._number(now, n, did) for n, did in enumerate(self.dids)]
        tables["ivrs"] = [self._menu(n) for n in range(self.each)]
        tables["time_conditions"] = [
            r.hours(f"{20_000 + n}", f"Hours {n}", f"grp:{30_000 + n}", f"vm:{50_000 + n}", "8 0 17 30 mon fri")
            for n in range(self.each)
        ]
        tables["ring_groups"] = [self._group(n) for n in range(self.each)]
        tables["forwardings"] = [r.forwarding(f"{40_000 + n}", "5145550170", f"Cell {n}") for n in range(self.each)]
        tables["voicemails"] = [r.mailbox(f"{50_000 + n}", f"Box {n}", "all@example.com") for n in range(self.each)]

    def data(self) -> dict[str, object]:
        return self.base.data()

    def _number(self, now: datetime, n: int, did: str) -> Row:
        return r.number(now, did, "Montreal, QC", f"ivr:{10_000 + n % self.each}", "31", note=f"Number {n}")

    def _menu(self, n: int) -> Row:
        """Each leads to the next ones, so that the first one leads to all; then to one entry of each other kind."""
        ways = [f"{key}=ivr:{10_000 + next_}" for key in range(4) if (next_ := 4 * n + key + 1) < self.each]
        ways += [f"4=tc:{20_000 + n}", f"5=fwd:{40_000 + n}", f"6=vm:{50_000 + n}", f"t=grp:{30_000 + n}"]
        plain = {"name": f"Menu {n}", "timeout": "5", "language": "en", "voicemailsetup": "1"}
        return {"ivr": f"{10_000 + n}", "recording": self.base.id("hello"), **plain, "choices": ";".join(ways)}

    def _group(self, n: int) -> Row:
        members = f"fwd:{40_000 + n},25,0"
        plain = {"name": f"Group {n}", "caller_announcement": "", "music_on_hold": "default", "language": "en"}
        return {"ring_group": f"{30_000 + n}", **plain, "members": members, "voicemail": f"{50_000 + n}"}
