"""The simulated office at noon of a Tuesday, over HTTP in this process."""

from datetime import datetime
from decimal import Decimal
from functools import cache
from pathlib import Path

import httpx

from voipms_sandbox import Sandbox, create_app
from voipms_sandbox.calls import Experience
from voipms_sandbox.clock import EASTERN
from voipms_sandbox.plain import list_of, object_of, rows_of
from voipms_sandbox.seed import seed
from voipms_sandbox.world import Account, Row

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=EASTERN)
NIGHT = datetime(2026, 11, 24, 22, 0, tzinfo=EASTERN)
MAIN = "5145550110"
QUEUE = "4385550115"
CALLER = "5145550160"
LOGIN = {"api_username": "office@example.com", "api_password": "any"}
API = "/api/v1/rest.php"


@cache
def office() -> dict[str, object]:
    """The seed at noon; a sandbox copies it."""
    return seed(NOON)


class Line:
    """A client of the API and of the controls, and the sandbox behind them."""

    def __init__(self, file: Path | None = None, credentials: dict[str, str] | None = None) -> None:
        self.app = create_app(None if file else office(), now=NOON, file=file, credentials=credentials)
        self.sandbox: Sandbox = self.app.state.sandbox
        self.transport = httpx.ASGITransport(self.app)

    def http(self, base: str = "http://127.0.0.1") -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=self.transport, base_url=base)

    async def raw(self, method: str, **params: str) -> httpx.Response:
        async with self.http() as http:
            return await http.post(API, data={**LOGIN, "method": method, **params})

    async def api(self, method: str, **params: str) -> dict[str, object]:
        """The answer of the API."""
        return (await self.raw(method, **params)).json()

    async def status(self, method: str, **params: str) -> str:
        return str((await self.api(method, **params))["status"])

    async def rows(self, method: str, key: str, **params: str) -> list[Row]:
        """The list of a getter."""
        return rows_of((await self.api(method, **params)).get(key, []), key)

    async def messages(self, method: str = "getMMS", **params: str) -> list[dict[str, object]]:
        """The list of getMMS, or of getSMS: the media of an MMS are a list."""
        rows = (await self.api(method, **params)).get("sms", [])
        return [object_of(row, "a message") for row in list_of(rows, "messages")]

    async def control(self, path: str, body: object = None, **headers: str) -> httpx.Response:
        """GET without a body, else POST."""
        async with self.http() as http:
            if body is None:
                return await http.get(f"/sandbox{path}", headers=headers)
            return await http.post(f"/sandbox{path}", json=body, headers=headers)

    @property
    def office(self) -> Account:
        return self.sandbox.world.accounts[0]

    def row(self, table: str, **fields: str) -> Row:
        found = self.office.find(table, **fields)
        assert found is not None
        return found

    def route(self, did: str, routing: str, **settings: str) -> None:
        """Point a number somewhere, without the API's checks."""
        self.row("dids", did=did).update(routing=routing, **settings)


def booked(account: Account) -> Decimal:
    """What the transactions add up to."""
    return sum((Decimal(row["ammount"]) for row in account.table("transactions")), Decimal(0))


def events(experience: Experience) -> list[tuple[int, str]]:
    return [(step.second, step.event) for step in experience.steps]


def words(experience: Experience) -> str:
    return "\n".join(step.words for step in experience.steps)
