"""The MCP server: it lists the catalog and hands each call to the pipeline."""

import json
import logging
from collections.abc import Awaitable, Iterable, Mapping
from typing import Any

from mcp import MCPError
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.server.mcpserver import Context, MCPServer
from mcp.server.request_state import RequestStateSecurity
from mcp.types import (
    INVALID_PARAMS,
    CallToolResult,
    Completion,
    CompletionArgument,
    CompletionContext,
    ContentBlock,
    GetPromptResult,
    InputRequiredResult,
    Prompt,
    PromptReference,
    ResourceLink,
    ResourceTemplate,
    ResourceTemplateReference,
    TextContent,
    Tool,
)
from pydantic import AnyUrl

from voipms_server.addresses import Reading
from voipms_server.asking import ClientPerson
from voipms_server.catalog import DRAWN, Catalog
from voipms_server.checking import shown
from voipms_server.errors import VoipmsError
from voipms_server.inbound.address import NOWHERE, Inbound
from voipms_server.inbound.subscribers import Subscribers
from voipms_server.instructions import instructions
from voipms_server.jobs.job import Call, Result
from voipms_server.map.extension import Drawn
from voipms_server.pipeline import Pipeline
from voipms_server.prompting import Prompts
from voipms_server.resources import Resources, messages_uri
from voipms_server.shapes import is_list, is_row
from voipms_server.suggesting import Suggestions
from voipms_server.version import VERSION
from voipms_tools.registry import tools

NAME = "mcp-voipms"
LOCAL = "local"
PICTURE, PICTURE_META = "map", "mcp-voipms/routing-map"
"""Where a job puts the data of a picture, and where a client that draws it finds them."""
logger = logging.getLogger(__name__)


class VoipmsServer(MCPServer[dict[str, Any]]):
    """An MCPServer whose tools are the functions of the catalog."""

    def __init__(
        self,
        pipeline: Pipeline,
        catalog: Catalog,
        ask_timeout: float,
        seal: RequestStateSecurity,
        suggestions: Suggestions,
        inbound: Inbound = NOWHERE,
    ) -> None:
        self._subscribers = Subscribers()
        super().__init__(
            NAME,
            instructions=instructions(catalog.offered),
            version=VERSION,
            log_level="ERROR",
            request_state_security=seal,
            subscriptions=self._subscribers.bus,
            extensions=[Drawn()] if any(name in catalog.offered for name in DRAWN) else [],
        )
        if inbound.base:
            self._subscribers.serve(self._lowlevel_server)
        self._inbound = inbound
        self._resources = Resources(catalog, inbound.several)
        self._pipeline = pipeline
        self._tools = catalog.tools
        self._read_only = catalog.choice.read_only
        self._prompts = Prompts(catalog)
        self._suggestions = suggestions
        self.completion()(self._suggest)
        self._ask_timeout = ask_timeout

    async def keep_dates(self, *, lasting: bool = False) -> None:
        """Carry out dated changes for as long as the server runs; one that only reads carries out none."""
        if not self._read_only:
            await self._pipeline.keep_dates(lasting=lasting)

    async def list_tools(self) -> list[Tool]:
        return self._tools

    async def call_tool(
        self, name: str, arguments: Mapping[str, object], context: Context | None = None
    ) -> CallToolResult | InputRequiredResult:
        """Refusals are results a model can read; only an unknown tool is a protocol error."""
        function = tools().get(name)
        if function is None or context is None:
            raise MCPError(INVALID_PARAMS, f"Unknown tool: {shown(name)}")
        call = Call(function, arguments, caller(context), ClientPerson(context, self._ask_timeout))
        try:
            answer = await self._pipeline.run(call)
        except VoipmsError as error:
            return refusal(str(error))
        except Exception as error:
            logger.warning("%s failed: %s", name, type(error).__name__)
            return refusal(
                f"{name} failed inside this server ({type(error).__name__}). Look before you repeat a write."
            )
        if isinstance(answer, InputRequiredResult):
            return answer
        return told(answer, context)

    async def list_prompts(self) -> list[Prompt]:
        return self._prompts.listed

    async def get_prompt(
        self, name: str, arguments: Mapping[str, str] | None = None, context: Context | None = None
    ) -> GetPromptResult:
        return self._prompts.get(name, arguments or {})

    async def list_resource_templates(self) -> list[ResourceTemplate]:
        return self._resources.templates

    async def read_resource(
        self, uri: AnyUrl | str, context: Context | None = None
    ) -> Iterable[ReadResourceContents] | InputRequiredResult:
        """What is at one of our addresses is read by a call, under the same rules as any other."""
        if context is None or not self._resources.has(str(uri)):
            return await super().read_resource(uri, context)

        def run(reading: Reading) -> Awaitable[Result]:
            person = ClientPerson(context, self._ask_timeout)
            return self._pipeline.run(
                Call(reading.function, reading.arguments, caller(context), person, as_resource=True)
            )

        return await self._resources.read(str(uri), run)

    async def _suggest(
        self,
        ref: PromptReference | ResourceTemplateReference,
        argument: CompletionArgument,
        context: CompletionContext | None,
    ) -> Completion:
        given = (context.arguments if context else None) or {}
        if isinstance(ref, ResourceTemplateReference):
            return await self._suggestions.of_address(ref.uri, argument.name, argument.value, given)
        source = self._prompts.source(ref.name, argument.name)
        return await self._suggestions.of(source, argument.value, given)

    async def messages_arrived(self, account: str, did: str) -> None:
        """Tell whoever subscribed to the messages of this number."""
        await self._subscribers.tell(messages_uri(account, did, several=self._inbound.several))


def caller(context: Context) -> str:
    """The name configured with the bearer token; `local` on stdio and where no tokens are configured."""
    request = context.request_context.request
    user = getattr(request, "scope", {}).get("user") if request is not None else None
    return str(user.display_name) if user is not None else LOCAL


def told(answer: Mapping[str, object], context: Context) -> CallToolResult:
    """An answer as text and as data; a picture's data only for clients that draw it, beside what the model reads."""
    from mcp.server.apps import client_supports_apps

    plain = {name: value for name, value in answer.items() if name != PICTURE}
    drawn = PICTURE in answer and client_supports_apps(context)
    content: list[ContentBlock] = [TextContent(text=json.dumps(plain, ensure_ascii=False)), *links(answer)]
    meta = {PICTURE_META: answer[PICTURE]} if drawn else None
    return CallToolResult(content=content, structured_content=plain, _meta=meta)


def links(answer: Mapping[str, object]) -> list[ResourceLink]:
    """What an answer lists under `resource_links`, for clients that open them."""
    listed = answer.get("resource_links")
    rows = [one for one in (listed if is_list(listed) else []) if is_row(one)]
    return [_link(one) for one in rows]


def _link(row: Mapping[str, object]) -> ResourceLink:
    mime, size = row.get("mime_type"), row.get("size")
    return ResourceLink(
        uri=str(row["uri"]),
        name=str(row["name"]),
        mime_type=str(mime) if mime else None,
        size=size if isinstance(size, int) else None,
    )


def refusal(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=sentence)], is_error=True)
