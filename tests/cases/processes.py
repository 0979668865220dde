"""Programs of their own that share a store and a simulated account, and are let go at one moment."""

import os
import sys
from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from decimal import Decimal
from pathlib import Path

import anyio
import anyio.to_thread
from anyio.abc import Process
from anyio.streams.buffered import BufferedByteReceiveStream
from mcp import Client
from mcp.types import TextContent
from pydantic import BaseModel

from cases.office import NO, YES, Era, Person
from cases.terminal import environment
from voipms_sandbox.app import API
from voipms_server.api.client import VoipmsClient
from voipms_server.assembly import AccountLines, Limits, make_server
from voipms_server.catalog import Choice
from voipms_server.errors import NotAllowed
from voipms_server.limits import Mode, SpendLimits
from voipms_server.mcp_server import VoipmsServer
from voipms_server.store.store import Store, Transaction, at_url, in_file
from voipms_server.texting.rules import Mode as SendMode
from voipms_server.texting.rules import SendRules

PATIENCE = 60
LONGEST = 1_000_000
READY = b"ready\n"
COMMAND = [sys.executable, "-m", "cases.processes"]


class Task(BaseModel, frozen=True):
    """What a program does: one call of a tool, or without a tool it only opens the store."""

    store: str
    """A file, or the address of a database."""
    folder: str = ""
    """Where the key of a database is kept."""
    api: str = ""
    """Where the simulated account is."""
    tool: str = ""
    arguments: dict[str, object] = {}
    era: Era = "2026-07-28"
    answer: bool | None = None
    """What the person says; None for a client that cannot ask."""
    per_day: str = ""
    """US$ that may be spent in a day; what would be above is refused."""
    texts: int = 100
    """Texts that may go in a day; new recipients are not asked about."""


class Told(BaseModel):
    """What came of it: the model's text and what the person was asked; of a store that was opened, its key's mark."""

    error: bool
    text: str
    asked: list[str] = []


class Crew:
    """The programs; they are started when they are first needed, and serve one test after another."""

    def __init__(self) -> None:
        self._programs: list[tuple[Process, BufferedByteReceiveStream]] = []

    async def at_once(self, tasks: Sequence[Task]) -> list[Told]:
        """Each task in a program of its own; none begins before all are ready to."""
        with anyio.fail_after(PATIENCE):
            for _ in range(len(self._programs), len(tasks)):
                await self._start()
            for number, task in enumerate(tasks):
                await self._send(number, task)
            for number in range(len(tasks)):
                assert await self._line(number) == READY.strip()
            for number in range(len(tasks)):
                await self._write(number, b"go\n")
            return [Told.model_validate_json(await self._line(number)) for number in range(len(tasks))]

    async def _start(self) -> None:
        process = await anyio.open_process(COMMAND, stderr=None, env=environment())
        assert process.stdout is not None
        self._programs.append((process, BufferedByteReceiveStream(process.stdout)))

    async def _send(self, number: int, task: Task) -> None:
        await self._write(number, task.model_dump_json().encode() + b"\n")

    async def _write(self, number: int, line: bytes) -> None:
        stream = self._programs[number][0].stdin
        assert stream is not None
        await stream.send(line)

    async def _line(self, number: int) -> bytes:
        return await self._programs[number][1].receive_until(b"\n", LONGEST)

    async def close(self) -> None:
        """A program ends when nothing more can come."""
        with anyio.fail_after(PATIENCE):
            for process, _ in self._programs:
                assert process.stdin is not None
                await process.stdin.aclose()
            for process, _ in self._programs:
                await process.wait()
                await process.aclose()


@asynccontextmanager
async def crew() -> AsyncGenerator[Crew]:
    """Programs that end with the block."""
    found = Crew()
    try:
        yield found
    finally:
        await found.close()


def store_of(task: Task) -> Store:
    """The store that the task names."""
    return at_url(task.store, Path(task.folder)) if "://" in task.store else in_file(Path(task.store), keyring=False)


class Seat:
    """A program's server; it lasts for as long as the tasks are about the same store and account."""

    def __init__(self) -> None:
        self._at: tuple[str, str, str, int] | None = None
        self._store: Store | None = None
        self._server: VoipmsServer | None = None

    def server(self, task: Task) -> VoipmsServer:
        at = (task.store, task.api, task.per_day, task.texts)
        if self._server is None or self._at != at:
            self.leave()
            self._store = store_of(task)
            self._server = server_over(self._store, task)
            self._at = at
        return self._server

    def leave(self) -> None:
        """Let go of the store."""
        if self._store is not None:
            self._store.close()
        self._server = None


def server_over(store: Store, task: Task) -> VoipmsServer:
    def connect(name: str) -> VoipmsClient:
        return VoipmsClient(name, "office@example.com", "sandbox", f"{task.api}{API}")

    spending = SpendLimits(per_day=Decimal(task.per_day), mode=Mode.REFUSE) if task.per_day else SpendLimits()
    texts = SendRules({"new_recipient": SendMode.OFF}, task.texts)
    return make_server(AccountLines(("office",), connect), Choice(), Limits(spending=spending, texts=texts), store)


async def called(server: VoipmsServer, task: Task) -> Told:
    """What the model reads, and what the person was asked."""
    person = None if task.answer is None else Person([YES if task.answer else NO])
    async with Client(server, mode=task.era, elicitation_callback=person) as client:
        await client.call_tool("listChanges", {})
        await ready()
        result = await client.call_tool(task.tool, task.arguments)
    text = "\n".join(block.text for block in result.content if isinstance(block, TextContent))
    return Told(error=bool(result.is_error), text=text, asked=person.questions if person else [])


async def opened(task: Task) -> Told:
    """The mark of the store's key, or why it could not be opened."""
    store = store_of(task)
    await ready()
    try:
        return Told(error=False, text=await store.run(mark))
    except NotAllowed as error:
        return Told(error=True, text=str(error))
    finally:
        store.close()


def mark(t: Transaction) -> str:
    """What tells the store's key from every other."""
    return t.keys.digest("mark")


async def ready() -> None:
    """Say so, and wait to be let go."""
    sys.stdout.buffer.write(READY)
    sys.stdout.buffer.flush()
    assert await anyio.to_thread.run_sync(sys.stdin.buffer.readline) == b"go\n"


async def main() -> None:
    """One task after another, a line each, until there are no more."""
    seat = Seat()
    while line := await anyio.to_thread.run_sync(sys.stdin.buffer.readline):
        task = Task.model_validate_json(line)
        told = await (called(seat.server(task), task) if task.tool else opened(task))
        sys.stdout.buffer.write(told.model_dump_json().encode() + b"\n")
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    anyio.run(main)
    os._exit(0)  # Taking everything down in good order would take each program a second.
