"""The way to the account: HTTP requests arrive here, and here go wrong."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import anyio
import httpx

from torture.account import Account, Sent, is_write
from torture.incidents import LATE, Attempt, Incident, What

ANSWER = 30
"""Seconds after which the client's patience is over."""
FOREVER = 1_000
SLOW = 20
PAGE = "<html><body>Backend fetch failed</body></html>"
BEFORE = (What.TIMEOUT_BEFORE, What.RESET_BEFORE, What.HTTP_500, What.HTML, What.EMPTY, What.RATE_LIMIT)


class Lives(Protocol):
    """The life of the process that calls."""

    def check(self) -> None: ...

    def crash(self) -> None: ...


@dataclass(slots=True)
class Wire(httpx.AsyncBaseTransport):
    """Carries the requests of one process."""

    account: Account
    life: Lives
    current: Callable[[], Attempt | None]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.life.check()
        fields = form(await request.aread(), request.headers["content-type"])
        attempt, write = self.current(), is_write(fields)
        incident = attempt.at_call(write=write) if attempt is not None else None
        what = incident.what if incident is not None else None
        if what is What.GIVE_UP and attempt is not None:
            attempt.give_up()
        if what is What.NO_CONNECTION:
            raise httpx.ConnectError("no connection", request=request)
        if what is What.CRASH_BEFORE:
            self.life.crash()
        sent = None
        if write:
            sent = self.account.arrive(fields, attempt or Attempt(-1), what)
        try:
            return await self._carried(Carried(self.account, fields, sent), incident, request)
        finally:
            self.life.check()

    async def _carried(self, carried: "Carried", incident: Incident | None, request: httpx.Request) -> httpx.Response:
        what = incident.what if incident is not None else None
        if what is What.SLOW:
            await anyio.sleep(SLOW)
        if self.account.latency:
            await anyio.sleep(self.account.latency)
        answer: dict[str, object] = {}
        if incident is not None and what in LATE:
            carried.later(incident.late)
        elif what not in BEFORE:
            answer = carried.land()
        await anyio.lowlevel.checkpoint()
        match what:
            case What.CRASH_AFTER:
                self.life.crash()
            case What.TIMEOUT_BEFORE | What.TIMEOUT_AFTER | What.TIMEOUT_LATE:
                await anyio.sleep(ANSWER)
                raise httpx.ReadTimeout("no answer in time", request=request)
            case What.STALLED:
                await anyio.sleep(FOREVER)
            case What.RESET_BEFORE | What.RESET_AFTER | What.RESET_LATE:
                raise httpx.ReadError("connection reset", request=request)
            case _:
                pass
        return response(what, answer)


@dataclass(frozen=True, slots=True)
class Carried:
    """A request on its way, and the write it is."""

    account: Account
    fields: dict[str, str]
    sent: Sent | None

    def land(self) -> dict[str, object]:
        """It takes effect now."""
        return self.account.read(self.fields) if self.sent is None else self.account.land(self.sent)

    def later(self, seconds: float) -> None:
        """It takes effect after this time, whatever becomes of who sent it."""
        import asyncio

        if self.sent is not None:
            asyncio.get_running_loop().call_later(seconds, self.account.land, self.sent)


def response(what: What | None, answer: dict[str, object]) -> httpx.Response:
    """The answer as it comes back."""
    match what:
        case What.HTTP_500 | What.HTTP_500_AFTER:
            return httpx.Response(500, text="error")
        case What.HTML | What.HTML_AFTER:
            return httpx.Response(200, html=PAGE)
        case What.EMPTY | What.EMPTY_AFTER:
            return httpx.Response(200, text="")
        case What.TRUNCATED:
            text = json.dumps(answer)
            return httpx.Response(200, text=text[: len(text) // 2])
        case What.RATE_LIMIT:
            return httpx.Response(200, json={"status": "api_limit_exceeded"})
        case _:
            return httpx.Response(200, json=answer)


def form(body: bytes, kind: str) -> dict[str, str]:
    """The fields of a multipart body."""
    boundary = b"--" + kind.partition("boundary=")[2].encode()
    fields: dict[str, str] = {}
    for part in body.split(boundary)[1:-1]:
        head, _, value = part.removeprefix(b"\r\n").removesuffix(b"\r\n").partition(b"\r\n\r\n")
        fields[head.partition(b'name="')[2].partition(b'"')[0].decode()] = value.decode()
    return fields
