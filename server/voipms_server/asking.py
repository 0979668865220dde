"""A person is asked through their client: an input request on 2026-07-28, elicitation on the versions before it."""

from contextlib import suppress
from enum import StrEnum
from typing import Protocol

import anyio
from mcp.server.mcpserver import Context
from mcp.types import (
    ElicitRequest,
    ElicitRequestFormParams,
    ElicitRequestURLParams,
    ElicitResult,
    InputRequiredResult,
)

from voipms_server.approvals.approval import Approval, Way

MODERN = "2026-07-28"
FIELD = "confirm"
PAGE = "page"
"""Under which a client answers that it was handed the page's address."""


SEE = "A person is needed: see exactly what would be done, and say yes or no there with the PIN."


class Answer(StrEnum):
    """What came back. Only `YES` is a yes; whatever went wrong is one of the others."""

    YES = "yes"
    NO = "no"
    CANCELLED = "dismissed"
    TIMED_OUT = "no answer in time"
    FAILED = "the client could not ask"
    LOOKING = "the client was handed the page's address"
    """No answer at all: only the page decides."""


YES_OR_NO: dict[str, object] = {
    "type": "object",
    "properties": {FIELD: {"type": "boolean", "title": "Confirm", "description": "Yes, do exactly this"}},
    "required": [FIELD],
}
"""The one field a person fills in; it has no default."""


class Person(Protocol):
    """The way to the person behind a call."""

    @property
    def way(self) -> Way | None:
        """How this client asks, or None when it cannot."""
        ...

    def returned(self) -> tuple[str, Answer] | None:
        """The id of the approval and the answer that this call brings back, if it brings any."""
        ...

    async def ask(self, approval: Approval) -> Answer | InputRequiredResult:
        """Ask now: an answer, or what the client must show before it calls again."""
        ...

    async def show(self, approval: Approval, address: str) -> InputRequiredResult | None:
        """Hand the page's address to a client that opens addresses; None where it does not, or did so at once."""
        ...

    async def progress(self, done: int, whole: int, words: str) -> None:
        """How far a long call has come, for a client that shows it."""
        ...


def read_answer(result: object) -> Answer:
    """Strictly: `accept` with the JSON value true in the field is a yes, anything else is not."""
    if not isinstance(result, ElicitResult):
        return Answer.FAILED
    if result.action == "accept":
        return Answer.YES if result.content is not None and result.content.get(FIELD) is True else Answer.NO
    return Answer.NO if result.action == "decline" else Answer.CANCELLED


def form(question: str) -> ElicitRequestFormParams:
    """The question with its one yes-or-no field."""
    return ElicitRequestFormParams(message=question, requested_schema=YES_OR_NO)


class ClientPerson:
    """The person in front of the MCP client that made this call."""

    def __init__(self, context: Context, timeout: float) -> None:
        self._context = context
        self._timeout = timeout
        self._modern = context.protocol_version == MODERN

    @property
    def way(self) -> Way | None:
        capabilities = self._context.client_capabilities
        elicitation = capabilities.elicitation if capabilities else None
        if elicitation is None or (elicitation.form is None and elicitation.url is not None):
            return None
        if self._modern:
            return Way.INPUT_REQUIRED
        return Way.ELICITATION if self._context.session.can_send_request else None

    def returned(self) -> tuple[str, Answer] | None:
        """Only on 2026-07-28, where the SDK sealed the state; older requests carry it unsealed and are not read."""
        state = self._context.request_state if self._modern else None
        if not state:
            return None
        responses = self._context.input_responses or {}
        return state, Answer.LOOKING if PAGE in responses else read_answer(responses.get(FIELD))

    async def ask(self, approval: Approval) -> Answer | InputRequiredResult:
        params = form(approval.question)
        if self._modern:
            return InputRequiredResult(request_state=approval.id, input_requests={FIELD: ElicitRequest(params=params)})
        with anyio.move_on_after(self._timeout):
            return await self._elicit(params)
        return Answer.TIMED_OUT

    async def show(self, approval: Approval, address: str) -> InputRequiredResult | None:
        capabilities = self._context.client_capabilities
        elicitation = capabilities.elicitation if capabilities else None
        if elicitation is None or elicitation.url is None:
            return None
        params = ElicitRequestURLParams(message=SEE, url=address, elicitation_id=approval.code)
        if self._modern:
            return InputRequiredResult(request_state=approval.id, input_requests={PAGE: ElicitRequest(params=params)})
        if self._context.session.can_send_request:
            with anyio.move_on_after(self._timeout):
                await self._hand_over(approval, params)
        return None

    async def progress(self, done: int, whole: int, words: str) -> None:
        """A client that cannot be told misses nothing."""
        with suppress(Exception):
            await self._context.report_progress(done, whole, words)

    async def _hand_over(self, approval: Approval, params: ElicitRequestURLParams) -> None:
        """Whatever the client says to an address, or that it fails, decides nothing: the page does."""
        try:
            await self._context.session.elicit_url(
                params.message, params.url, approval.code, self._context.request_context.request_id
            )
        except Exception:
            return

    async def _elicit(self, params: ElicitRequestFormParams) -> Answer:
        """Any failure of the client to ask is a no: nothing here may turn into a yes."""
        try:
            result = await self._context.session.elicit_form(
                params.message, params.requested_schema, self._context.request_context.request_id
            )
        except Exception:
            return Answer.FAILED
        return read_answer(result)
