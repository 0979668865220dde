"""The account over HTTP, for servers in processes of their own; it is told when one of them is to be killed."""

import socket
from collections.abc import AsyncGenerator, Callable, MutableMapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

import anyio
import uvicorn
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from torture.account import Account, is_write
from torture.incidents import Attempt, What
from torture.wire import form

HOST = "127.0.0.1"


@dataclass(slots=True)
class Served:
    """An ASGI app: the account, the step under way, the journal's last line, and how to kill the server that asks."""

    account: Account
    last_intent: Callable[[], int]
    kill: Callable[[], None]
    attempt: Attempt | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        try:
            fields = form(await request.body(), request.headers["content-type"])
        except ClientDisconnect:
            return
        await JSONResponse(self._answer(fields))(scope, receive, send)

    def _answer(self, fields: MutableMapping[str, str]) -> dict[str, object]:
        """The account's answer; the server may be killed before the effect, or before it hears of it."""
        attempt, write = self.attempt, is_write(fields)
        incident = attempt.at_call(write=write) if attempt is not None else None
        what = incident.what if incident is not None else None
        if not write:
            self._killed(what in (What.CRASH_BEFORE, What.CRASH_AFTER))
            return self.account.read(fields)
        attempt = attempt or Attempt(-1)
        attempt.change = self.last_intent()
        sent = self.account.arrive(fields, attempt, what)
        self._killed(what is What.CRASH_BEFORE)
        if what is What.CRASH_BEFORE and incident is not None and not incident.late:
            return {}
        answer = self.account.land(sent)
        self._killed(what is What.CRASH_AFTER)
        return answer

    def _killed(self, now: bool) -> None:
        if now:
            self.kill()


@asynccontextmanager
async def serving(app: Served) -> AsyncGenerator[str]:
    """Serve it on a free port until the block ends; the API's address."""
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off", access_log=False, ws="none"))
    with socket.create_server((HOST, 0)) as place:
        async with anyio.create_task_group() as group:
            group.start_soon(server.serve, [place])
            yield f"http://{HOST}:{place.getsockname()[1]}/api/v1/rest.php"
            server.should_exit = True
