"""A server that is broken on purpose, so that the schedules can show that they find it out."""

from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager

import pytest

from voipms_server.api.client import VoipmsClient
from voipms_server.errors import UnknownOutcome, Unreachable
from voipms_server.line import Line
from voipms_server.locking import Held
from voipms_server.requests import Request
from voipms_server.settling import Settler
from voipms_server.store.store import Store


def a_lost_answer(patch: pytest.MonkeyPatch, *, again: bool) -> None:
    """Such a write is sent again at once, or is told as not sent."""
    call = VoipmsClient.call

    async def called(
        self: VoipmsClient,
        function: str,
        params: Mapping[str, str],
        *,
        read: bool,
        empty: tuple[str, ...] = (),
        in_turn: bool = False,
    ) -> dict[str, object]:
        try:
            return await call(self, function, params, read=read, empty=empty, in_turn=in_turn)
        except UnknownOutcome as error:
            if again:
                return await call(self, function, params, read=read, empty=empty, in_turn=in_turn)
            raise Unreachable(str(error)) from None

    patch.setattr(VoipmsClient, "call", called)


def what_is_open_stops_nothing(patch: pytest.MonkeyPatch) -> None:
    async def never(self: Settler, line: Line, request: Request) -> None:
        """Anything may go on."""

    patch.setattr(Settler, "refuse_while_open", never)


def one_look_is_enough_to_call_it_not_done(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("torture.settle.SETTLE", 0)
    patch.setattr("torture.process.SETTLE", 0)


def nothing_is_locked(patch: pytest.MonkeyPatch) -> None:
    @asynccontextmanager
    async def held(store: Store, line: Line, keys: Sequence[str]) -> AsyncGenerator[Held]:
        yield Held()

    patch.setattr("voipms_server.gate.held", held)
