"""A server that VoIP.ms reaches, a client that follows a resource, and VoIP.ms delivering what arrives."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import anyio
import httpx2
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp import Client
from mcp.client.session import IncomingMessage
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.subscriptions import ResourceUpdated
from mcp.types import (
    CallToolResult,
    EmptyResult,
    ResourceUpdatedNotification,
    SubscribeRequest,
    SubscribeRequestParams,
    UnsubscribeRequest,
    UnsubscribeRequestParams,
)
from pydantic import SecretStr

from cases.office import NOON, Era, Person, office_data
from cases.web import TOKENS, bearer, listening
from voipms_sandbox import Sandbox, create_app
from voipms_server.assembly import Limits, make_server, sandbox_lines
from voipms_server.catalog import Choice
from voipms_server.cli.serving import RECEIVES
from voipms_server.http_app import http_app
from voipms_server.inbound.address import secret_of
from voipms_server.inbound.routes import routes
from voipms_server.store.store import Store, in_memory

BASE = "https://voip.example.com"
MAIN, SUPPORT, TORONTO, OFF = "5145550110", "5145550111", "4165550116", "5145550112"
"""Numbers of the office; of the last the SMS service is off."""
ANA = "5145550199"
PATIENCE = 10
CALLBACK = "?id={ID}&from={FROM}&to={TO}&message={MESSAGE}&time={TIMESTAMP}&media={MEDIA}"


def messages(did: str) -> str:
    return f"voipms://messages/{did}"


class Live:
    """The simulated office and a server over HTTP, reached by VoIP.ms at `base`."""

    def __init__(
        self,
        store: Store | None = None,
        *,
        base: str = BASE,
        accounts: Mapping[str, str] | None = None,
        choice: Choice | None = None,
    ) -> None:
        api = create_app(office_data(), now=NOON)
        self.sandbox: Sandbox = api.state.sandbox
        self.store = store or in_memory()
        lines = sandbox_lines(api, accounts)
        chosen = choice or Choice(also=RECEIVES)
        self.server = make_server(lines, chosen, Limits(), self.store, inbound_url=base)
        self.app = http_app(
            self.server,
            tokens={name: SecretStr(token) for name, token in TOKENS.items()},
            routes=routes(self.store, lines.served, self.server.messages_arrived),
        )

    def secret(self, account: str = "office") -> str:
        return self.store.run_now(lambda t: secret_of(t.keys, account))

    def address(self, account: str = "office") -> str:
        return f"{BASE}/inbound/{account}/{self.secret(account)}"

    def row(self, did: str) -> dict[str, str]:
        found = self.sandbox.world.accounts[0].find("dids", did=did)
        assert found is not None
        return found

    def writes(self) -> list[Mapping[str, str]]:
        """What setSMS was sent."""
        return [call.params for call in self.sandbox.log if call.method == "setSMS"]

    @asynccontextmanager
    async def client(self, person: Person | None = None) -> AsyncGenerator[Client]:
        async with Client(self.server, elicitation_callback=person) as client:
            yield client

    async def receive(self, did: str, *, on: bool, **more: str) -> CallToolResult:
        async with self.client() as client:
            return await client.call_tool("receiveMessages", {"did": did, "on": on, **more})

    @asynccontextmanager
    async def voipms(self) -> AsyncGenerator["Voipms"]:
        """VoIP.ms alone, where nobody subscribes."""
        async with self.app.router.lifespan_context(self.app), self.outside() as voipms:
            yield voipms

    @asynccontextmanager
    async def outside(self) -> AsyncGenerator["Voipms"]:
        """VoIP.ms, where the application runs already."""
        async with httpx2.AsyncClient(transport=httpx2.ASGITransport(app=self.app)) as http:
            yield Voipms(self, http)

    @asynccontextmanager
    async def running(self) -> AsyncGenerator[tuple[str, "Voipms"]]:
        async with listening(self.app) as url, self.outside() as voipms:
            yield url, voipms


@dataclass(frozen=True, slots=True)
class Voipms:
    """Sends what VoIP.ms would."""

    live: Live
    http: httpx2.AsyncClient

    async def get(self, query: str, address: str = "") -> httpx2.Response:
        return await self.http.get(f"{address or self.live.address()}{query}")

    async def post(self, body: object, address: str = "") -> httpx2.Response:
        return await self.http.post(address or self.live.address(), json=body)

    async def text(self, to: str, id_: str, address: str = "") -> httpx2.Response:
        """A URL callback for a message with this id."""
        query = f"?id={id_}&from={ANA}&to={to}&message=hello&time=2026-11-24+12%3A00%3A00&media="
        return await self.get(query, address)

    async def deliver(self, did: str, message: str) -> list[httpx2.Response]:
        """Somebody writes to the number, and VoIP.ms delivers where its settings say."""
        rows: Sequence[Mapping[str, str]] = self.live.sandbox.inbound_sms(did, ANA, message)
        return [await self._request(row) for row in rows if row["address"]]

    async def _request(self, row: Mapping[str, str]) -> httpx2.Response:
        if row["body"]:
            return await self.http.post(row["address"], content=row["body"])
        return await self.http.get(row["address"])


@dataclass(slots=True)
class Updates:
    """What a client was told, in order."""

    client: Client
    told: MemoryObjectReceiveStream[str]

    async def next(self) -> str:
        with anyio.fail_after(PATIENCE):
            return await self.told.receive()

    async def stop(self, uri: str) -> None:
        """Of an older session."""
        await self.client.session.send_request(
            UnsubscribeRequest(params=UnsubscribeRequestParams(uri=uri)), EmptyResult
        )


@dataclass(slots=True)
class Ear:
    """Hears what the server says on its own account, and knows when it can."""

    tell: MemoryObjectSendStream[str]
    opened: anyio.Event = field(default_factory=anyio.Event)

    async def __call__(self, message: IncomingMessage) -> None:
        if isinstance(message, ResourceUpdatedNotification):
            await self.tell.send(message.params.uri)

    async def note(self, response: httpx2.Response) -> None:
        if response.request.method == "GET":
            self.opened.set()


@asynccontextmanager
async def following(url: str, era: Era, *uris: str, name: str = "ana") -> AsyncGenerator[Updates]:
    """A client of this caller that subscribed to these resources."""
    send, told = anyio.create_memory_object_stream[str](100)
    ear = Ear(send)
    hooks = {"response": [ear.note]}
    listens = era == "2026-07-28"
    heard = None if listens else ear
    with send, told:
        async with (
            httpx2.AsyncClient(headers=bearer(name), event_hooks=hooks, timeout=PATIENCE) as http,
            Client(streamable_http_client(f"{url}/mcp", http_client=http), mode=era, message_handler=heard) as client,
        ):
            subscribed = _listening if listens else _subscribed
            async with subscribed(client, ear, uris):
                yield Updates(client, told)


@asynccontextmanager
async def _subscribed(client: Client, ear: Ear, uris: Sequence[str]) -> AsyncGenerator[None]:
    with anyio.fail_after(PATIENCE):
        await ear.opened.wait()
    for uri in uris:
        request = SubscribeRequest(params=SubscribeRequestParams(uri=uri))
        await client.session.send_request(request, EmptyResult)
    yield


@asynccontextmanager
async def _listening(client: Client, ear: Ear, uris: Sequence[str]) -> AsyncGenerator[None]:
    async with client.listen(resource_subscriptions=uris) as events, anyio.create_task_group() as group:

        async def hear() -> None:
            async for event in events:
                assert isinstance(event, ResourceUpdated)
                await ear.tell.send(event.uri)

        group.start_soon(hear)
        yield
        group.cancel_scope.cancel()
