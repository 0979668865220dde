"""A server in a process of its own, forked from this one so that it begins at once, and there to be killed."""

import multiprocessing
import socket
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from multiprocessing.context import ForkProcess
from pathlib import Path

import anyio
from anyio.abc import SocketStream
from anyio.streams.buffered import BufferedByteReceiveStream
from anyio.streams.memory import MemoryObjectReceiveStream, MemoryObjectSendStream
from mcp.shared.message import SessionMessage
from mcp.types import jsonrpc_message_adapter

from torture.clockwork import START
from torture.moves import TOOLS
from torture.process import NAME, SEAL
from voipms_server.api.client import VoipmsClient
from voipms_server.assembly import AccountLines, Limits, make_server
from voipms_server.catalog import Choice
from voipms_server.store.store import in_file

FORK = multiprocessing.get_context("fork")
LONGEST = 1_000_000
"""Bytes of a message."""
Streams = tuple[MemoryObjectReceiveStream[SessionMessage | Exception], MemoryObjectSendStream[SessionMessage]]


@dataclass(frozen=True, slots=True)
class Child:
    """What a server is started with. Its clock is `ahead`: what killed ones left open is soon nobody's any more."""

    path: Path
    api: str
    ahead: float

    def serve(self, wire: socket.socket) -> None:
        """Serve MCP on this wire as on stdin and stdout, until the end."""
        sys.stdin, sys.stdout = wire.makefile("r"), wire.makefile("w")
        store = in_file(self.path, keyring=False)
        store.clock = lambda: START + time.monotonic() + self.ahead
        lines = AccountLines((NAME,), lambda name: VoipmsClient(name, "office@example.com", "-", self.api))
        anyio.run(make_server(lines, Choice(tools=TOOLS), Limits(), store, seal_key=SEAL).run_stdio_async)

    def born(self) -> tuple[ForkProcess, socket.socket]:
        """Its process, and the other end of its wire."""
        ours, theirs = socket.socketpair()
        process = FORK.Process(target=self.serve, args=(theirs,))
        process.start()
        theirs.close()
        return process, ours


@asynccontextmanager
async def spoken_to(wire: socket.socket) -> AsyncGenerator[Streams]:
    """A client's transport: a message a line, until the other end is gone."""
    inward, received = anyio.create_memory_object_stream[SessionMessage | Exception](16)
    to_send, outward = anyio.create_memory_object_stream[SessionMessage](16)
    async with await SocketStream.from_socket(wire) as stream, anyio.create_task_group() as group:
        group.start_soon(_receive, stream, inward)
        group.start_soon(_send, stream, outward)
        yield received, to_send
        group.cancel_scope.cancel()
    for one in (inward, received, to_send, outward):
        one.close()


GONE = (anyio.EndOfStream, anyio.IncompleteRead, anyio.BrokenResourceError, anyio.ClosedResourceError)


async def _receive(stream: SocketStream, inward: MemoryObjectSendStream[SessionMessage | Exception]) -> None:
    lines = BufferedByteReceiveStream(stream)
    async with inward:
        try:
            while True:
                line = await lines.receive_until(b"\n", LONGEST)
                await inward.send(SessionMessage(jsonrpc_message_adapter.validate_json(line, by_name=False)))
        except GONE:
            return


async def _send(stream: SocketStream, outward: MemoryObjectReceiveStream[SessionMessage]) -> None:
    async with outward:
        try:
            async for one in outward:
                await stream.send(f"{one.message.model_dump_json(by_alias=True, exclude_unset=True)}\n".encode())
        except GONE:
            return
