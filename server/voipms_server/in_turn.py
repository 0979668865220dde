"""The course of most requests: each write looked at, told and sent by itself, one after the other."""

from collections.abc import Sequence
from dataclasses import dataclass

from voipms_server.carrying import Answer, Carrier
from voipms_server.commit import Errand
from voipms_server.line import Line
from voipms_server.prepared import Prepared
from voipms_server.question import Question
from voipms_server.requests import Request


@dataclass(frozen=True, slots=True)
class InTurn:
    """The writes of a request on an account."""

    line: Line
    request: Request
    words: Question
    carrier: Carrier

    async def prepare(self, *, anew: bool) -> list[Prepared]:
        """Looked at anew each time."""
        return await self.carrier.desk.prepare_all(self.line, self.request.writes, self.request.caller)

    async def question(self, request: Request, ready: Sequence[Prepared], before: Sequence[str]) -> str:
        return await self.words.words(self.line, request, ready, before)

    async def carry_out(self, errand: Errand, ready: Sequence[Prepared]) -> Answer:
        return await self.carrier.in_turn(self.line, errand, ready)
