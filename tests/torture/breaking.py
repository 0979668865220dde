"""A server that is broken on purpose, so that the schedules can show that they find it out."""

from collections.abc import Mapping

import pytest

from voipms_server.api.client import VoipmsClient
from voipms_server.errors import UnknownOutcome, Unreachable


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
