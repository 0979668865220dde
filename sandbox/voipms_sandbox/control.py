"""The owner's controls: clock, state, snapshots, calls, inbound SMS, faults. Never under the API's path.

They carry no password, so they answer only a program on this machine, and no page of a browser.
"""

import ipaddress
from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from voipms_sandbox.refusal import Refuse
from voipms_sandbox.sandbox import Sandbox

Endpoint = Callable[[Request], Awaitable[Response]]


def _loopback(host: str) -> bool:
    name = host.rsplit(":", 1)[0].strip("[]") if not host.endswith("]") else host.strip("[]")
    if name in ("localhost", "testserver"):
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def local(endpoint: Endpoint) -> Endpoint:
    """Refuse what comes from a browser's page or under another host name."""

    async def guarded(request: Request) -> Response:
        if request.headers.get("origin") or not _loopback(request.headers.get("host", "")):
            return JSONResponse({"error": "The sandbox's controls answer only programs on this machine."}, 403)
        try:
            return await endpoint(request)
        except (KeyError, TypeError, ValueError) as error:
            return JSONResponse({"error": f"{type(error).__name__}: {error}"}, 400)
        except Refuse as refuse:
            return JSONResponse({"error": refuse.status}, 400)

    return guarded


def sandbox_of(request: Request) -> Sandbox:
    return request.app.state.sandbox


async def about(request: Request) -> Response:
    accounts = [{"number": one.number, "email": one.email} for one in sandbox_of(request).world.accounts]
    return JSONResponse({"what": "A simulated VoIP.ms account. All data is invented.", "accounts": accounts})


async def clock(request: Request) -> Response:
    """GET tells the time; POST takes `set` (ISO, US Eastern), `frozen`, or `move` (seconds)."""
    world = sandbox_of(request).world
    if request.method == "POST":
        body = await request.json()
        if "set" in body:
            world.clock.set(datetime.fromisoformat(body["set"]), frozen=bool(body.get("frozen")))
        world.clock.move(float(body.get("move", 0)))
    return JSONResponse({"now": world.clock.now().isoformat()})


async def state(request: Request) -> Response:
    return JSONResponse(sandbox_of(request).world.dump())


async def snapshot(request: Request) -> Response:
    return JSONResponse({"snapshot": sandbox_of(request).snapshot()})


async def diff(request: Request) -> Response:
    """What changed since `?since=SNAPSHOT`."""
    found = sandbox_of(request).diff(request.query_params["since"])
    return JSONResponse([one.plain() for one in found])


async def sms(request: Request) -> Response:
    """An inbound message: `did`, `from`, `message`."""
    body = await request.json()
    return JSONResponse(sandbox_of(request).inbound_sms(body["did"], body["from"], body["message"]))


async def faults(request: Request) -> Response:
    """A list of faults to come, each with `kind` and maybe `method`, `count`, `value`; DELETE forgets them."""
    planned = sandbox_of(request).faults
    if request.method == "DELETE":
        planned.clear()
        return JSONResponse([])
    body = await request.json()
    for one in body:
        planned.plan(one["kind"], one.get("method", "*"), int(one.get("count", 1)), float(one.get("value", 0)))
    return JSONResponse(body)


async def calls(request: Request) -> Response:
    """The API calls received, without credentials."""
    log = sandbox_of(request).log
    return JSONResponse(
        [{"method": c.method, "params": dict(c.params), "account": c.account, "status": c.status} for c in log]
    )


routes = [
    Route("/", local(about)),
    Route("/clock", local(clock), methods=["GET", "POST"]),
    Route("/state", local(state)),
    Route("/snapshot", local(snapshot), methods=["POST"]),
    Route("/diff", local(diff)),
    Route("/sms", local(sms), methods=["POST"]),
    Route("/faults", local(faults), methods=["POST", "DELETE"]),
    Route("/calls", local(calls)),
]
