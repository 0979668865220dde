"""The page as an ASGI application: GET shows a question and changes nothing, POST takes the answer; so with secrets."""

from collections.abc import Collection
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from voipms_server.approvals.approval import Approval
from voipms_server.errors import VoipmsError
from voipms_server.page import answering, wording
from voipms_server.page.form import AGAIN, Form, only, read
from voipms_server.page.place import QUESTION, SECRET
from voipms_server.page.rendering import HEADERS, message, render
from voipms_server.page.revealing import Revealing
from voipms_server.page.sheet import Sheet, sheet, ticked
from voipms_server.store.store import Store

OTHER = f"This answer belongs to another question. {AGAIN}"
NOTHING = "Nothing is ticked. Tick what you mean, or close this page."


def page_app(store: Store, *, host: str, origin: str, beyond: bool = False) -> ASGIApp:
    """The page over this store, for browsers that reach it by exactly this `Host` and post from this `Origin`.

    `beyond`: others than this machine reach it too.
    """
    page, revealing = Page(store, origin), Revealing(store, origin, beyond)
    app = Starlette(
        routes=[
            Route(f"{QUESTION}/{{code}}", page.show, methods=["GET"]),
            Route(f"{QUESTION}/{{code}}", page.answer, methods=["POST"]),
            Route(f"{SECRET}/{{change}}", revealing.show, methods=["GET"]),
            Route(f"{SECRET}/{{change}}", revealing.reveal, methods=["POST"]),
        ],
        exception_handlers={HTTPException: _refused, VoipmsError: _failed},
    )
    app.router.redirect_slashes = False
    return Door(app, host)


@dataclass(frozen=True, slots=True)
class Door:
    """Lets in who came by the page's own name, so that no other name can be pointed at it, and guards every answer."""

    app: ASGIApp
    host: str

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def guarded(part: Message) -> None:
            if part["type"] == "http.response.start":
                MutableHeaders(scope=part).update(HEADERS)
            await send(part)

        known = scope["type"] != "http" or only(Headers(scope=scope), "host").lower() == self.host
        app = self.app if known else message("This page is not at this address.", 421)
        await app(scope, receive, guarded)


@dataclass(frozen=True, slots=True)
class Page:
    """Its two methods are the two endpoints of a question."""

    store: Store
    origin: str

    async def show(self, request: Request) -> Response:
        """The question, and what else of its caller waits."""
        seen = await self._sheet(request)
        return _closed(seen) or _shown(seen, ticks={seen.asked.code})

    async def answer(self, request: Request) -> Response:
        """Take a yes with the right PIN, or a no, to all that is ticked."""
        form = await read(request, self.origin)
        seen = await self._sheet(request)
        asked = await self.store.run(lambda t: ticked(t, seen.asked, form.items))
        if asked is None:
            raise HTTPException(403, OTHER)
        if not asked:
            return _closed(seen) or _shown(seen, ticks=(), notice=NOTHING, status=400)
        return await (self._yes(seen, asked, form) if form.yes else self._no(asked))

    async def _yes(self, seen: Sheet, asked: list[Approval], form: Form) -> Response:
        if all(wording.closed(one) for one in asked):
            return message(wording.closed(asked[0]), 410)
        if wrong := await form.wrong_pin(self.store):
            return _shown(seen, ticks={one.code for one in asked}, notice=wrong, status=403)
        done = await self.store.run(lambda t: answering.agree(t, asked, answering.PAGE))
        return render("result.html", yes=True, done=done, heading=wording.heading)

    async def _no(self, asked: list[Approval]) -> Response:
        done = await self.store.run(lambda t: answering.decline(t, asked, answering.PAGE))
        return render("result.html", yes=False, done=done, heading=wording.heading)

    async def _sheet(self, request: Request) -> Sheet:
        found = await self.store.run(lambda t: sheet(t, request.path_params["code"]))
        if found is None:
            raise HTTPException(404, wording.UNKNOWN)
        return found


def _closed(seen: Sheet) -> Response | None:
    """For a question that takes no answer here any more."""
    why = wording.closed(seen.asked)
    if not why or seen.yes_stands:
        return None
    return message(why, 410 if seen.asked.page else 404)


def _shown(seen: Sheet, ticks: Collection[str], notice: str = "", status: int = 200) -> Response:
    if notice and wording.closed(seen.asked):
        return message(notice, status)
    return render("question.html", status, sheet=seen, ticks=ticks, notice=notice, no_pin=wording.NO_PIN)


async def _refused(_: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    return message(error.detail, error.status_code)


async def _failed(_: Request, error: Exception) -> Response:
    """The store cannot be used: nothing was answered."""
    return message(str(error), 503)
