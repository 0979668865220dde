"""Who is told that a resource changed: streams of 2026-07-28 by the SDK's bus, older sessions one by one."""

import logging
from dataclasses import dataclass, field
from typing import Any

import anyio
from mcp import MCPError
from mcp.server import Server, ServerRequestContext
from mcp.server.session import ServerSession
from mcp.server.subscriptions import InMemorySubscriptionBus, ResourceUpdated
from mcp.types import INVALID_PARAMS, EmptyResult, InitializeRequestParams, SubscribeRequestParams
from mcp.types import UnsubscribeRequestParams as Unsubscribe

MOST_SESSIONS = 1_000
"""Older sessions that are told; what has ended cannot be seen, so the one that subscribed first makes room."""
MOST_URIS = 200
PATIENCE = 2.0
"""Seconds in which a session takes what it is told; one that does not is let go."""
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Subscriber:
    """An older session; `client` is the one thing that its requests have in common."""

    client: InitializeRequestParams | None
    session: ServerSession
    uris: set[str] = field(default_factory=set[str])


class Subscribers:
    """Nobody is told but of the address that they subscribed to, and nothing but that address."""

    def __init__(self) -> None:
        self.bus = InMemorySubscriptionBus()
        self._older: list[Subscriber] = []

    def serve(self, server: Server[Any]) -> None:
        """Take subscriptions of older sessions; those of 2026-07-28 the SDK takes."""
        server.add_request_handler("resources/subscribe", SubscribeRequestParams, self._subscribe)
        server.add_request_handler("resources/unsubscribe", Unsubscribe, self._unsubscribe)

    async def tell(self, uri: str) -> None:
        """Returns once everybody has it, or was let go."""
        await self.bus.publish(ResourceUpdated(uri))
        async with anyio.create_task_group() as group:
            for one in self._older:
                if uri in one.uris:
                    group.start_soon(self._tell, one, uri)

    async def _tell(self, one: Subscriber, uri: str) -> None:
        """A client that does not read, or fails, keeps nobody else waiting."""
        told = False
        try:
            with anyio.move_on_after(PATIENCE):
                await one.session.send_resource_updated(uri)
                told = True
        except Exception as error:
            logger.warning("a subscriber was not told: %s", type(error).__name__)
        if not told:
            self._forget(one)

    async def _subscribe(self, ctx: ServerRequestContext[Any], params: SubscribeRequestParams) -> EmptyResult:
        one = self._of(ctx.session) or Subscriber(ctx.session.client_params, ctx.session)
        if len(one.uris | {params.uri}) > MOST_URIS:
            raise MCPError(INVALID_PARAMS, f"A session subscribes to {MOST_URIS} resources at most.")
        one.uris.add(params.uri)
        self._forget(one)
        self._older = [*self._older[-MOST_SESSIONS + 1 :], one]
        return EmptyResult()

    async def _unsubscribe(self, ctx: ServerRequestContext[Any], params: Unsubscribe) -> EmptyResult:
        one = self._of(ctx.session)
        if one is not None:
            one.uris.discard(params.uri)
            if not one.uris:
                self._forget(one)
        return EmptyResult()

    def _of(self, session: ServerSession) -> Subscriber | None:
        return next((one for one in self._older if one.client is session.client_params), None)

    def _forget(self, gone: Subscriber) -> None:
        self._older = [one for one in self._older if one is not gone]
