"""The owner's controls: clock, state, snapshots, calls, inbound SMS and phone calls, faults, limits, access.

They carry no password, so they answer only a program on this machine, and no page of a browser. They are never under
the API's path, and every answer says in a header that the data is invented.
"""

import ipaddress
from collections.abc import Awaitable, Callable
from datetime import datetime

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from voipms_sandbox.body import Body
from voipms_sandbox.refusal import Refuse
from voipms_sandbox.sandbox import Sandbox

Endpoint = Callable[[Request], Awaitable[Response]]
INVENTED = {"X-Sandbox": "All data is invented."}


def _loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def from_here(request: Request) -> bool:
    """Whether it comes from this machine, under its own name, and from no page of a browser."""
    host = request.headers.get("host", "")
    name = host.rsplit(":", 1)[0] if not host.endswith("]") else host
    near = request.client is None or _loopback(request.client.host)
    return near and _loopback(name.strip("[]")) and "origin" not in request.headers


def local(endpoint: Endpoint) -> Endpoint:
    """Refuse what comes from elsewhere; tell in one sentence what is wrong with a request."""

    async def guarded(request: Request) -> Response:
        if not from_here(request):
            return _refused("The sandbox's controls answer only programs on this machine.", 403)
        try:
            response = await endpoint(request)
        except ValueError as error:
            return _refused(f"{error}.", 400)
        except Refuse as refuse:
            return _refused(refuse.status, 400)
        response.headers.update(INVENTED)
        return response

    return guarded


def _refused(words: str, status: int) -> Response:
    return JSONResponse({"error": words}, status, headers=INVENTED)


def sandbox_of(request: Request) -> Sandbox:
    return request.app.state.sandbox


async def about(request: Request) -> Response:
    accounts = [{"number": one.number, "email": one.email} for one in sandbox_of(request).world.accounts]
    return JSONResponse({"what": "A simulated VoIP.ms account. All data is invented.", "accounts": accounts})


async def clock(request: Request) -> Response:
    """GET tells the time; POST takes `set` (ISO, US Eastern), `frozen`, or `move` (seconds)."""
    world = sandbox_of(request).world
    if request.method == "POST":
        body = await Body.of(request)
        if "set" in body:
            world.clock.set(datetime.fromisoformat(body.text("set")), frozen=body.flag("frozen", otherwise=False))
        world.clock.move(body.number("move", 0))
    return JSONResponse({"now": world.clock.now().isoformat()})


async def state(request: Request) -> Response:
    return JSONResponse(sandbox_of(request).world.dump())


async def snapshot(request: Request) -> Response:
    return JSONResponse({"snapshot": sandbox_of(request).snapshot()})


async def diff(request: Request) -> Response:
    """What changed since `?since=SNAPSHOT`."""
    found = sandbox_of(request).diff(request.query_params.get("since", ""))
    return JSONResponse([one.plain() for one in found])


async def sms(request: Request) -> Response:
    """An inbound message: `did`, `from`, `message`, and of an MMS `media`, a list of addresses."""
    body = await Body.of(request)
    words = (body.text("did"), body.text("from"), body.text("message"))
    return JSONResponse(sandbox_of(request).inbound_sms(*words, body.texts("media")))


async def call(request: Request) -> Response:
    """A phone call from outside: `did`, `from`, maybe `name`, `keys`, `answers`, `hangs_up_after`, `attestation`."""
    body = await Body.of(request)
    experience = sandbox_of(request).call_in(
        body.text("did"),
        body.text("from"),
        name=body.text("name", ""),
        keys=body.text("keys", ""),
        answers=body.answers("answers"),
        hangs_up_after=int(body.number("hangs_up_after")) if "hangs_up_after" in body else None,
        attestation=body.text("attestation", ""),
    )
    return JSONResponse(experience.plain())


async def faults(request: Request) -> Response:
    """A list of faults: each `kind`, maybe `method`, `count`, `value`, `rehearsals`; DELETE forgets those to come."""
    planned = sandbox_of(request).faults
    if request.method == "DELETE":
        planned.clear()
        return JSONResponse([])
    asked = await Body.list_of(request)
    for one in asked:
        planned.plan(
            one.text("kind"),
            one.text("method", "*"),
            int(one.number("count", 1)),
            one.number("value", 0),
            rehearsals=one.flag("rehearsals", otherwise=True),
        )
    return JSONResponse([one.fields for one in asked])


async def limits(request: Request) -> Response:
    """GET tells, POST sets `per_minute`: calls a minute before the API refuses, 0 for no limit."""
    sandbox = sandbox_of(request)
    if request.method == "POST":
        sandbox.per_minute = int((await Body.of(request)).number("per_minute"))
    return JSONResponse({"per_minute": sandbox.per_minute})


async def access(request: Request) -> Response:
    """POST sets `api_enabled` and `address_allowed` of an `account` (number; the first, untold); untold is yes."""
    sandbox = sandbox_of(request)
    body = await Body.of(request)
    number = body.text("account", sandbox.world.accounts[0].number)
    enabled, allowed = body.flag("api_enabled", otherwise=True), body.flag("address_allowed", otherwise=True)
    sandbox.set_access(number, api_enabled=enabled, address_allowed=allowed)
    return JSONResponse({"account": number, "api_enabled": enabled, "address_allowed": allowed})


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
    Route("/call", local(call), methods=["POST"]),
    Route("/faults", local(faults), methods=["POST", "DELETE"]),
    Route("/limits", local(limits), methods=["GET", "POST"]),
    Route("/access", local(access), methods=["POST"]),
    Route("/calls", local(calls)),
]
