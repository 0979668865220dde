"""Questions that wait on page and terminal, in a store of their own."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx
from sqlalchemy import select

from voipms_server.approvals import rows
from voipms_server.approvals.approval import Approval, Order, State, ToRun, Way
from voipms_server.page.app import page_app
from voipms_server.pin import Pin
from voipms_server.quotes import Seen
from voipms_server.settings import Settings
from voipms_server.store.opening import opened
from voipms_server.store.store import Store, in_memory
from voipms_server.store.tables import ApprovalRow, PinRow

PIN, WRONG = "402913", "402914"
HOST = "127.0.0.1:8123"
ORIGIN = f"http://{HOST}"
QUESTION = """Order this number?
VoIP.ms account: office (asked by local)
Number: 5145550101
Calls go to: sub-account 100000_Reception (Reception)
Price: US$1.25 now (US$0.40 set-up and US$0.85 for the first month), then US$0.85 a month. Taxes are not in it.
Balance: US$295.80 now, US$294.55 after.
VoIP.ms cannot undo this.
Note: "Front desk\""""


@dataclass
class Clock:
    """The store's time; it moves when it is told to."""

    now: float = datetime(2026, 11, 24, 17, tzinfo=UTC).timestamp()

    def __call__(self) -> float:
        return self.now


@dataclass
class Desk:
    """A store with a PIN, and the questions that are put into it."""

    clock: Clock = field(default_factory=Clock)
    store: Store = field(init=False)

    def __post_init__(self) -> None:
        self.store = in_memory(self.clock)
        Pin(self.store).replace(PIN)

    def ask(
        self,
        question: str = QUESTION,
        *,
        account: str = "office",
        caller: str = "local",
        way: Way = Way.PAGE,
        both: bool = False,
    ) -> Approval:
        """A question that waits; to the page, by the local caller, unless told otherwise."""
        return ask(self.store, question, Order(question, account, caller, way, both))

    def state(self, approval: Approval) -> State:
        return state(self.store, approval)

    def everything(self) -> list[Mapping[str, object]]:
        """Every approval and the PIN, as they stand in the store."""
        return self.store.run_now(
            lambda t: [
                {column.name: getattr(row, column.name) for column in row.__table__.columns}
                for table in (ApprovalRow, PinRow)
                for row in t.session.scalars(select(table))
            ]
        )


def ask(store: Store, question: str = QUESTION, order: Order | None = None) -> Approval:
    made = order or Order(question, "office", "local", Way.PAGE)
    return store.run_now(lambda t: rows.open_one(t, made, Seen(), question, 1, ToRun("orderDID", {}), 600))


def state(store: Store, approval: Approval) -> State:
    """How it stands now."""
    found = store.run_now(lambda t: rows.by_code(t, approval.code))
    assert found is not None
    return found.state


def beside(sandbox: Path) -> Store:
    """The store of the simulated account that is kept in this file."""
    return opened(Settings.model_validate({}), str(sandbox))


class Browser:
    """Sends what a browser on the page would send, unless told otherwise."""

    def __init__(self, store: Store, host: str = HOST, origin: str = ORIGIN) -> None:
        self.origin = origin
        transport = httpx.ASGITransport(app=page_app(store, host=host, origin=origin))
        self._http = httpx.AsyncClient(transport=transport, base_url=origin)

    async def get(self, code: str, **headers: str) -> httpx.Response:
        return await self.send("GET", code, headers=headers)

    async def items(self, code: str) -> list[str]:
        """The values of the page's boxes, or of its one hidden field."""
        return re.findall(r'name="item" value="([^"]+)"', (await self.get(code)).text)

    async def answer(self, code: str, answer: str, items: list[str], pin: str = "") -> httpx.Response:
        return await self.send("POST", code, data={"answer": answer, "item": items, "pin": pin})

    async def send(
        self,
        method: str,
        code: str,
        data: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        own = {"origin": self.origin, "sec-fetch-site": "same-origin"} if method == "POST" else {}
        if content is not None:
            own["content-type"] = "application/x-www-form-urlencoded"
        sent = {name: value for name, value in (own | dict(headers or {})).items() if value != "-"}
        return await self._http.request(method, f"/approve/{code}", data=data, headers=sent, content=content)
