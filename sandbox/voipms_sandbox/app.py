"""The sandbox over ASGI: the API under its own path, the owner's controls under another."""

import json
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import anyio
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route

from voipms_sandbox.clock import Clock
from voipms_sandbox.control import routes as control_routes
from voipms_sandbox.faults import ConnectionDropped, Fault, Planned
from voipms_sandbox.plain import is_list, is_object
from voipms_sandbox.sandbox import Sandbox, planned_status
from voipms_sandbox.seed import seed
from voipms_sandbox.stored import begin, read
from voipms_sandbox.world import load

API = "/api/v1/rest.php"


def create_app(
    data: dict[str, object] | None = None,
    *,
    now: datetime | None = None,
    credentials: Mapping[str, str] | None = None,
    file: Path | None = None,
) -> Starlette:
    """A simulated VoIP.ms. Without `data` or an existing `file` it is the seeded office; `app.state.sandbox` is it.

    Raises ValueError, with a sentence for people, when the file or the data cannot be used.
    """
    clock = Clock(now)
    if data is None and file is not None and file.exists():
        world = read(file, clock)
    else:
        world = begin(load(data or seed(clock.now()), clock, file))
    sandbox = Sandbox(world)
    sandbox.world.credentials = dict(credentials or {})
    app = Starlette(
        routes=[
            Route(API, api, methods=["GET", "POST"]),
            Route("/api/v1/", api, methods=["GET", "POST"]),
            Mount("/sandbox", routes=control_routes),
        ]
    )
    app.state.sandbox = sandbox
    return app


async def fields_of(request: Request) -> dict[str, str]:
    """The fields of a call: query, form or multipart, whichever it came as."""
    fields = dict(request.query_params)
    if request.method == "POST":
        async with request.form(max_part_size=8 * 1024 * 1024, max_fields=200) as form:
            fields |= {name: value for name, value in form.items() if isinstance(value, str)}
    return fields


async def api(request: Request) -> Response:
    """One call of the API."""
    sandbox: Sandbox = request.app.state.sandbox
    fields = await fields_of(request)
    fault = sandbox.faults.take(fields)
    if fault is None:
        return JSONResponse(sandbox.call(fields))
    return await faulty(sandbox, fields, fault)


async def faulty(sandbox: Sandbox, fields: dict[str, str], fault: Planned) -> Response:
    """The call as this fault lets it through."""
    status = planned_status(fault.kind)
    if status is not None:
        return JSONResponse({"status": status})
    match Fault(fault.kind):
        case Fault.RESET_BEFORE:
            raise ConnectionDropped("before the effect")
        case Fault.LATE_EFFECT:
            sandbox.later(fields, int(fault.value))
            raise ConnectionDropped("the effect comes later")
        case Fault.HTTP_500:
            return PlainTextResponse("error", status_code=500)
        case Fault.HTML_503:
            return HTMLResponse("<html><body>Backend fetch failed</body></html>", status_code=503)
        case Fault.REDIRECT:
            return RedirectResponse("https://www.voip.ms/", status_code=301)
        case kind:
            return await _after(kind, fault, sandbox, fields)


async def _after(kind: Fault, fault: Planned, sandbox: Sandbox, fields: dict[str, str]) -> Response:
    """Faults that spoil the answer after the effect."""
    if kind is Fault.SLOW:
        await anyio.sleep(fault.value)
    answer = sandbox.call(fields)
    match kind:
        case Fault.RESET_AFTER:
            raise ConnectionDropped("after the effect")
        case Fault.EMPTY:
            return PlainTextResponse("")
        case Fault.TRUNCATED:
            text = json.dumps(answer)
            return PlainTextResponse(text[: len(text) // 2], media_type="application/json")
        case Fault.STATUS_NULL:
            return JSONResponse({**answer, "status": None})
        case Fault.BARE_OBJECT:
            return JSONResponse({name: _bare(value) for name, value in answer.items()})
        case Fault.MIXED_TYPES:
            return JSONResponse({name: _mixed(value) for name, value in answer.items()})
        case _:
            return JSONResponse(answer)


def _bare(value: object) -> object:
    """A list of one row as the row itself (observed)."""
    return value[0] if is_list(value) and value else value


def _mixed(value: object) -> object:
    """Numbers as numbers, as some releases send them."""
    if is_list(value):
        return [_mixed(item) for item in value]
    if is_object(value):
        return {name: _mixed(item) for name, item in value.items()}
    return int(value) if isinstance(value, str) and value.isdecimal() and value[:1] != "0" else value
