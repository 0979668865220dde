"""The server over Streamable HTTP: host and origin always checked, bearer tokens with names, `/healthz`."""

import hmac
import ipaddress
import re
from collections.abc import AsyncGenerator, Awaitable, Callable, Coroutine, Mapping, Sequence
from contextlib import asynccontextmanager

import anyio
from mcp.server.auth.middleware.auth_context import AuthContextMiddleware
from mcp.server.auth.middleware.bearer_auth import BearerAuthBackend, RequireAuthMiddleware
from mcp.server.auth.provider import AccessToken
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.authentication import AuthenticationMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import BaseRoute, Mount, Route

from voipms_server.errors import NotAllowed
from voipms_server.mcp_server import VoipmsServer

PATH = "/mcp"
LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
ADDRESS = re.compile(r"(?:(?:\[(?P<six>[0-9A-Fa-f:.]+)\]|(?P<host>[A-Za-z0-9._-]+))?:)?(?P<port>[0-9]{1,5})")


class NamedTokens:
    """The configured bearer tokens, each with the name its caller goes by; compared in constant time."""

    def __init__(self, tokens: Mapping[str, SecretStr]) -> None:
        self._tokens = dict(tokens)

    async def verify_token(self, token: str) -> AccessToken | None:
        given = token.encode()
        matches = [
            name
            for name, known in self._tokens.items()
            if hmac.compare_digest(known.get_secret_value().encode(), given)
        ]
        return AccessToken(token=matches[0], client_id=matches[0], scopes=[]) if matches else None


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def address(text: str) -> tuple[str, int]:
    """`[HOST:]PORT` of `--http`; the host is 127.0.0.1 when left out, an IPv6 one is in brackets. Raises NotAllowed."""
    found = ADDRESS.fullmatch(text)
    if found is None or not 0 < int(found["port"]) < 65536:
        raise NotAllowed(
            f"--http takes PORT or HOST:PORT, for example 8000, 127.0.0.1:8000 or [::1]:8000, not {text[:60]!a}."
        )
    return found["six"] or found["host"] or "127.0.0.1", int(found["port"])


def check_exposure(host: str, tokens: Mapping[str, SecretStr], hosts: Sequence[str]) -> None:
    """Refuse to listen beyond this machine without tokens and without the names it is reached by."""
    if is_loopback(host):
        return
    if not tokens:
        raise NotAllowed(
            f"Listening on {host} would let others use this account. Set VOIPMS_MCP_HTTP_TOKENS to named tokens "
            '({"ana": "<24 characters or more>"}), or listen on 127.0.0.1.'
        )
    if not hosts:
        raise NotAllowed(
            f"Listening on {host} needs VOIPMS_MCP_HTTP_ALLOWED_HOSTS: the host names clients use, "
            'for example ["mcp.example.com"].'
        )


def security(hosts: Sequence[str], origins: Sequence[str]) -> TransportSecuritySettings:
    """Which Host and Origin headers are let in; loopback names always, others as configured."""
    names = [*LOOPBACK_NAMES, *(host.lower() for host in hosts)]
    local = [f"http://{name}" for name in LOOPBACK_NAMES]
    return TransportSecuritySettings(
        enable_dns_rebinding_protection=True,
        allowed_hosts=[form for name in names for form in (name, f"{name}:*")],
        allowed_origins=[form for name in local for form in (name, f"{name}:*")] + list(origins),
    )


async def healthz(_: Request) -> PlainTextResponse:
    """Says that the process answers, and nothing else."""
    return PlainTextResponse("ok\n")


async def nothing() -> None:
    """There is nothing to open or close."""


def http_app(
    server: VoipmsServer,
    *,
    tokens: Mapping[str, SecretStr],
    hosts: Sequence[str] = (),
    origins: Sequence[str] = (),
    routes: Sequence[BaseRoute] = (),
    open_: Callable[[], Awaitable[None]] = nothing,
    close: Callable[[], Awaitable[None]] = nothing,
    beside: Callable[[], Coroutine[None, None, None]] = nothing,
) -> Starlette:
    """The ASGI application: MCP at /mcp, /healthz and `routes` beside it.

    `open_` and `close` are called at start and end, `beside` runs in between. The `routes` need no token and are
    reached by any name.
    """
    inner = server.streamable_http_app(streamable_http_path=PATH, transport_security=security(hosts, origins))
    guarded = RequireAuthMiddleware(inner, []) if tokens else inner
    backend = BearerAuthBackend(NamedTokens(tokens))
    middleware = [Middleware(AuthenticationMiddleware, backend=backend), Middleware(AuthContextMiddleware)]

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncGenerator[None]:
        try:
            await open_()
            async with server.session_manager.run(), anyio.create_task_group() as group:
                group.start_soon(beside)
                yield
                group.cancel_scope.cancel()
        finally:
            await close()

    return Starlette(
        routes=[Route("/healthz", healthz), *routes, Mount("/", app=guarded)],
        middleware=middleware if tokens else [],
        lifespan=lifespan,
    )
