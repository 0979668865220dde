"""One complaint, with what is read of the account to explain it; everything is read once, and only if it is needed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from voipms_server.checkup.account import Checked
from voipms_server.diagnosis.symptoms import Symptom
from voipms_server.errors import NotAllowed, VoipmsError
from voipms_server.facts import Facts, Row
from voipms_server.findings import Finding, saw
from voipms_server.journal.change import Change
from voipms_server.quotes import Rows, text
from voipms_server.tracing.account import Account
from voipms_server.tracing.callers import Caller
from voipms_server.tracing.checks import findings
from voipms_server.tracing.traced import Traced, When, trace_number
from voipms_server.zones import EASTERN, from_api

MOST_NUMBERS = 20
"""How many numbers are looked at when none is named."""
NEAR = timedelta(minutes=15)
"""How far a call may lie from the moment that a person remembers."""
EVERY_CALL = {"answered": "1", "noanswer": "1", "busy": "1", "failed": "1", "timezone": "-5"}
ON = ("1", "yes", "true")


@dataclass(frozen=True, slots=True)
class About:
    """What the complaint is about; an empty `did` or `login` was not said, nor was `at` where `at_said` is false."""

    symptom: Symptom
    when: When
    now: datetime
    at_said: bool = False
    did: str = ""
    login: str = ""
    caller: Caller | None = None


@dataclass(slots=True)
class Case:
    """`changed` are the changes that this server made since the moment of the complaint."""

    about: About
    account: Account
    changed: Sequence[Change] = ()
    _traces: list[Traced] | None = None
    _checked: Checked | None = None
    _found: dict[str, list[Finding]] = field(default_factory=dict[str, list[Finding]])

    @property
    def facts(self) -> Facts:
        return self.account.facts

    async def numbers(self) -> Rows:
        """The numbers that are meant: the one named, else the first ones."""
        rows = await self.facts.rows("getDIDsInfo")
        if self.about.did:
            return [row for row in rows if text(row, "did") == self.about.did]
        return rows[:MOST_NUMBERS]

    async def traces(self) -> list[Traced]:
        """What a call to each of these numbers meets."""
        if self._traces is None:
            when, caller = self.about.when, self.about.caller
            rows = await self.numbers()
            self._traces = [await trace_number(self.account, text(row, "did"), when, caller) for row in rows]
        return self._traces

    async def on_the_way(self) -> list[Finding]:
        """What the traces found."""
        for trace in await self.traces():
            if trace.did not in self._found:
                self._found[trace.did] = findings(trace)
        return [one for found in self._found.values() for one in found]

    def checked(self) -> Checked:
        """The whole account, for checks that are not about one number."""
        if self._checked is None:
            self._checked = Checked(self.account, self.about.when.zone, self.about.now)
        return self._checked

    async def devices(self) -> Rows:
        """The sub-accounts that are meant: the one named, else those that calls to the numbers meet, else all."""
        rows = await self.facts.rows("getSubAccounts")
        if self.about.login:
            return [row for row in rows if text(row, "account") == self.about.login]
        if not self.about.did:
            return rows
        met = {login for trace in await self.traces() for login in trace.devices}
        return [row for row in rows if text(row, "account") in met]

    async def call(self) -> Row | None:
        """The record of the call that is meant: of this number, by this caller, near the moment that was said."""
        if not self.about.at_said or not self.about.did:
            return None
        rows = [row for row in await self.calls() if text(row, "destination")[-10:] == self.about.did]
        meant = [row for row in rows if self._by_caller(row)]
        return min(meant, key=self._away, default=None)

    async def calls(self) -> Rows:
        """The account's calls near the moment."""
        days = sorted({(self.about.when.at + off).astimezone(EASTERN).date().isoformat() for off in (-NEAR, NEAR)})
        try:
            rows = await self.facts.rows("getCDR", date_from=days[0], date_to=days[-1], **EVERY_CALL)
        except VoipmsError:
            return []
        return [row for row in rows if self._away(row) <= NEAR]

    def _away(self, row: Row) -> timedelta:
        wall = from_api(text(row, "date"))
        if wall is None:
            return timedelta.max
        return min(abs(wall.replace(tzinfo=EASTERN, fold=fold) - self.about.when.at) for fold in (0, 1))

    def _by_caller(self, row: Row) -> bool:
        caller = self.about.caller
        return caller is None or (caller.digits[-10:] in text(row, "callerid") if caller.digits else True)

    def saw(self, function: str, words: str) -> str:
        """Evidence: what was read, when, and what it said."""
        at = next((one.at for one in reversed(self.facts.reads) if one.function == function), self.about.now)
        return saw(function, at, self.about.when.zone, words)


def is_on(row: Row, field_: str) -> bool:
    return text(row, field_).lower() in ON


async def one_device(case: Case) -> Row | None:
    """The sub-account that was named. Raises NotAllowed where there is none of that name."""
    if not case.about.login:
        return None
    rows = await case.devices()
    if not rows and "_" in case.about.login:
        raise NotAllowed(f"There is no sub-account {case.about.login[:60]}; getSubAccounts lists them.")
    return rows[0] if rows else None
