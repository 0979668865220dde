"""The server over HTTP: in this process, or on a port of this machine where answers must stream."""

import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from functools import partial

import anyio
import anyio.lowlevel
import httpx2
import uvicorn
from mcp import Client
from mcp.client.streamable_http import streamable_http_client
from pydantic import SecretStr
from starlette.applications import Starlette

from cases.office import Era, Person
from voipms_server.http_app import http_app
from voipms_server.mcp_server import VoipmsServer

HERE = "http://127.0.0.1:8000"
TOKENS = {"ana": "ana-token-0123456789-abcdef", "bob": "bob-token-0123456789-abcdef"}


def application(server: VoipmsServer, tokens: dict[str, str] | None = None, *names: str) -> Starlette:
    """With these named tokens; of the names those with a scheme are origins, the others hosts."""
    secret = {name: SecretStr(token) for name, token in (tokens or {}).items()}
    hosts = [name for name in names if "://" not in name]
    return http_app(server, tokens=secret, hosts=hosts, origins=[name for name in names if "://" in name])


@asynccontextmanager
async def in_process(app: Starlette) -> AsyncGenerator[httpx2.AsyncClient]:
    """Requests to the application without a socket; an answer is read when it is whole."""
    transport = httpx2.ASGITransport(app=app)
    async with app.router.lifespan_context(app), httpx2.AsyncClient(transport=transport, base_url=HERE) as http:
        yield http


@asynccontextmanager
async def listening(app: Starlette) -> AsyncGenerator[str]:
    """The application on a free port of the loopback address."""
    async with served(uvicorn.Server(uvicorn.Config(app, log_level="warning", ws="none"))) as url:
        yield url


@asynccontextmanager
async def served(server: uvicorn.Server) -> AsyncGenerator[str]:
    """What this server serves, on a free port of the loopback address."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        async with anyio.create_task_group() as group:
            group.start_soon(partial(server.serve, sockets=[listener]))
            while not server.started:
                await anyio.lowlevel.checkpoint()
            yield f"http://127.0.0.1:{port}"
            server.should_exit = True


def bearer(name: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {TOKENS[name]}"}


@asynccontextmanager
async def connected(
    http: httpx2.AsyncClient, era: Era, person: Person | None = None, url: str = HERE
) -> AsyncGenerator[Client]:
    """An MCP client that sends its requests through this HTTP client."""
    transport = streamable_http_client(f"{url}/mcp", http_client=http)
    async with Client(transport, mode=era, elicitation_callback=person) as client:
        yield client
