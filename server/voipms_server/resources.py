"""The messages of a number as a resource: reading it is a call of readMessages, and clients can subscribe to it."""

import json
import logging
import re
from collections.abc import Awaitable, Mapping, Sequence
from dataclasses import dataclass

from mcp import MCPError
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.types import INTERNAL_ERROR, INVALID_PARAMS, InputRequiredResult, ResourceTemplate

from voipms_server.catalog import ACCOUNT_ARGUMENT
from voipms_server.checking import shown
from voipms_server.errors import NotAllowed, VoipmsError
from voipms_server.jobs.job import Result

SCHEME = "voipms://"
JSON = "application/json"
MESSAGES = re.compile(r"voipms://(?:(?P<account>[^/]*)/)?messages/(?P<did>[^/]*)")
DID = re.compile(r"[0-9]{10}")
logger = logging.getLogger(__name__)


def messages_uri(account: str, did: str, *, several: bool) -> str:
    """Where several accounts are served, the account is part of it: no call leaves open which one is meant."""
    return f"{SCHEME}{account}/messages/{did}" if several else f"{SCHEME}messages/{did}"


@dataclass(frozen=True, slots=True)
class Messages:
    """`several`: whether several accounts are served; `offered`: whether readMessages may be called."""

    several: bool
    offered: bool

    @property
    def templates(self) -> list[ResourceTemplate]:
        if not self.offered:
            return []
        return [
            ResourceTemplate(
                uri_template=messages_uri("{account}", "{did}", several=self.several),
                name="messages",
                title="Messages of a number",
                description="What readMessages tells of a number: conversations of the last 7 days, as JSON.",
                mime_type=JSON,
            )
        ]

    def has(self, uri: str) -> bool:
        """Whether it is meant as an address of messages, a right one or not."""
        return MESSAGES.fullmatch(uri) is not None

    def arguments(self, uri: str) -> dict[str, object]:
        """Of the call that reads it. Raises MCPError (invalid params) for an address that is not right."""
        found = MESSAGES.fullmatch(uri)
        if found is None or not DID.fullmatch(found["did"]) or (found["account"] is not None) is not self.several:
            example = messages_uri("main", "5555550101", several=self.several)
            raise MCPError(
                INVALID_PARAMS, f"{shown(uri)} is not the address of a number's messages, such as {example}."
            )
        return {"did": found["did"], **({ACCOUNT_ARGUMENT: found["account"]} if self.several else {})}


async def contents(uri: str, call: Awaitable[Result]) -> Sequence[ReadResourceContents] | InputRequiredResult:
    """The answer of a call as a resource. Raises MCPError with the sentence of what went wrong."""
    try:
        answer = await call
    except VoipmsError as error:
        code = INVALID_PARAMS if isinstance(error, NotAllowed) else INTERNAL_ERROR
        raise MCPError(code, str(error), {"uri": uri}) from None
    except Exception as error:
        logger.warning("reading a resource failed: %s", type(error).__name__)
        raise MCPError(INTERNAL_ERROR, f"Reading it failed inside this server ({type(error).__name__}).") from None
    return answer if isinstance(answer, InputRequiredResult) else [_text(answer)]


def _text(answer: Mapping[str, object]) -> ReadResourceContents:
    return ReadResourceContents(content=json.dumps(answer, ensure_ascii=False), mime_type=JSON)
