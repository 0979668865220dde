"""An office without a past, whose clock stands where it is put: calls and texts happen when a test says so."""

import copy
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any

from cases.office import NOON, Era, Office, text
from voipms_sandbox.calls import Experience
from voipms_sandbox.clock import EASTERN
from voipms_sandbox.messages import SMS
from voipms_sandbox.plain import list_of, object_of
from voipms_sandbox.rates import outbound
from voipms_sandbox.refusal import Here
from voipms_sandbox.seed import seed
from voipms_sandbox.world import Account, Row
from voipms_server.setup import Setup
from voipms_server.zones import Zone

MAIN, SUPPORT, MARC, HELENE, QUEUE, PARTNER = (
    "5145550110",
    "5145550111",
    "5145550113",
    "5145550114",
    "4385550115",
    "3055550118",
)
STRANGER, JEROME, CAFE = "4165550199", "5145550161", "5145550160"
ON_CALL, CELL = "5145550151", "5145550150"
PAST = ("cdr", "transactions", "sms", "mms")
Answer = dict[str, Any]


@cache
def without_past() -> dict[str, object]:
    """The seeded office, made once, without what happened; each sandbox copies it."""
    data = copy.deepcopy(seed(NOON))
    for one in list_of(data["accounts"], "accounts"):
        tables = object_of(object_of(one, "an account")["tables"], "tables")
        tables.update({name: list[Row]() for name in PAST})
    return data


class Called:
    """The office, its first account, and what `listCalls` and `explainCharges` say of it."""

    def __init__(self, zone: str = "America/Toronto", now: datetime = NOON) -> None:
        self.office = Office(data=without_past(), setup=Setup(zone=Zone(zone)))
        self.stand(now)

    @property
    def account(self) -> Account:
        return self.office.sandbox.world.accounts[0]

    @property
    def here(self) -> Here:
        return Here(self.office.sandbox.world, self.account)

    def stand(self, now: datetime) -> None:
        self.office.sandbox.world.clock.set(now, frozen=True)

    def move(self, seconds: float) -> None:
        self.office.sandbox.world.clock.move(seconds)

    def route(self, did: str, routing: str, **fields: str) -> None:
        """Point a number somewhere, without the API's checks."""
        self.office.row("dids", did=did).update(routing=routing, **fields)

    def ring(self, did: str = MAIN, caller: str = STRANGER, **told: Any) -> Experience:
        """Somebody calls; a minute later nothing else has happened."""
        found = self.office.sandbox.call_in(did, caller, **told)
        self.move(60)
        return found

    def dial(self, number: str, disposition: str = "ANSWERED", seconds: int = 60, shown: str = MAIN) -> Row:
        """Somebody of the office calls out."""
        row = made(self, number, disposition, seconds if disposition == "ANSWERED" else 0, shown)
        self.account.table("cdr").append(row)
        self.move(60)
        return row

    def write(self, number: str) -> None:
        """A text goes out."""
        SMS.add(self.here, MAIN, number, "Hello", [])
        self.move(60)

    def hear(self, number: str) -> None:
        self.office.sandbox.inbound_sms(MAIN, number, "Hello")
        self.move(60)

    async def ask(self, tool: str, arguments: Mapping[str, object], era: Era = "2026-07-28") -> Answer:
        async with self.office.client(era) as client:
            result = await client.call_tool(tool, dict(arguments))
        assert not result.is_error, text(result)
        assert result.structured_content is not None
        return result.structured_content

    async def refusal(self, tool: str, **arguments: object) -> str:
        async with self.office.client() as client:
            result = await client.call_tool(tool, arguments)
        assert result.is_error, text(result)
        return text(result)

    async def calls(self, **arguments: object) -> Answer:
        return await self.ask("listCalls", arguments)


def made(called: Called, number: str, disposition: str, seconds: int, shown: str) -> Row:
    """The record of a call out, as the API has it."""
    kind, world = outbound(number), called.office.sandbox.world
    return {
        "date": world.clock.stamp(),
        "callerid": f"<{shown}>",
        "destination": number,
        "description": kind.description,
        "account": "100000_John",
        "disposition": disposition,
        "duration": f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}",
        "seconds": str(seconds),
        "rate": f"{kind.rate:.8f}",
        "total": f"{kind.cost(seconds):.8f}",
        "uniqueid": f"{world.new_id()}x7",
        "destination_type": kind.type,
        "call_logs": "",
    }


def usd(said: str) -> Decimal:
    """`-US$0.99` as a number."""
    return Decimal(said.replace("US$", "").replace(",", ""))


def moment_of(row: Mapping[str, str], fold: int = 0) -> datetime:
    """When a row was, read straight from what it says."""
    return datetime.fromisoformat(row["date"]).replace(tzinfo=EASTERN, fold=fold).astimezone(UTC)


def away(called: Called, *logins: str) -> None:
    """These devices are not registered any more."""
    table = called.account.table("registrations")
    table[:] = [row for row in table if row["account"] not in logins]
