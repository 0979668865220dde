"""Who calls, and the caller-ID filter that catches them.

Order (documented): an exact number, then patterns, then the rest; in each, from the top down. `s`, `sb` and `sc` are
taken for attestation A, B and C (inferred). A caller without a number matches no number and no pattern (inferred).
"""

import re
from dataclasses import dataclass

from voipms_sandbox.phonebook import ids_in
from voipms_sandbox.world import Account, Row

HIDDEN = ("anonymous", "private", "restricted", "unknown", "unavailable")
NOBODY = ("", "0000000000", *HIDDEN)
LEVELS = {"s": "A", "sb": "B", "sc": "C"}


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls: the number as it arrives, the name that comes with it, and its attestation if it has one."""

    number: str
    name: str = ""
    attestation: str = ""

    def shown(self) -> str:
        """As the account's lists show it."""
        return f'"{self.name}" <{self.number or "anonymous"}>'

    @property
    def digits(self) -> str:
        """The number as filters see it: no plus, no leading 1 of a North American number; empty if there is none."""
        if self.number.lower() in NOBODY:
            return ""
        digits = "".join(c for c in self.number if c in "0123456789")
        return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits

    @property
    def anonymous(self) -> bool:
        return not self.digits or self.name.lower() in HIDDEN

    @property
    def abroad(self) -> bool:
        """Not of the North American format."""
        return bool(self.digits) and re.fullmatch(r"[2-9][0-9]{2}[2-9][0-9]{6}", self.digits) is None


def catching(account: Account, did: str, caller: Caller) -> Row | None:
    """The filter of this number that catches the caller."""
    rows = [row for row in account.table("filters") if row["did"] in ("all", did)]
    caught = [row for row in rows if _catches(row["callerid"], account, caller)]
    return min(caught, key=lambda row: _rank(row["callerid"]), default=None)


def _rank(rule: str) -> int:
    """An exact number before a pattern before the rest; rows of one rank keep their order."""
    if len(rule) > 1 and rule.isdecimal():
        return 0
    return 1 if re.fullmatch(r"[0-9X]*\*?", rule) and rule != "0" else 2


def _catches(rule: str, account: Account, caller: Caller) -> bool:
    if rule == "0":
        return caller.anonymous
    if rule == "i":
        return caller.abroad
    if rule in LEVELS:
        return caller.attestation.upper() == LEVELS[rule]
    if rule == "p" or rule.startswith("p:"):
        return _in_phone_book(account, caller, rule[2:])
    return bool(caller.digits) and _pattern(rule).fullmatch(caller.digits) is not None


def _pattern(rule: str) -> re.Pattern[str]:
    """`X` is any digit, `*` any tail."""
    return re.compile(rule.replace("X", "[0-9]").replace("*", "[0-9]*"))


def _in_phone_book(account: Account, caller: Caller, group: str) -> bool:
    return any(not group or _in_group(account, row, group) for row in entries_of(account, caller))


def _in_group(account: Account, entry: Row, group: str) -> bool:
    """An entry that names the group, or that the group lists (inferred)."""
    row = account.find("phonebook_groups", phonebook_group=group)
    return entry.get("group") == group or (row is not None and entry.get("phonebook") in ids_in(row["members"]))


def entries_of(account: Account, caller: Caller) -> list[Row]:
    """The phone book's entries with the caller's number."""
    return [row for row in account.table("phonebook") if caller.digits and row["number"][-10:] == caller.digits[-10:]]
