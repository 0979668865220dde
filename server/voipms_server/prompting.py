"""The prompts of `voipms_prompts` as MCP has them; one whose tools are not offered is not either."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from mcp import MCPError
from mcp.types import INVALID_PARAMS, GetPromptResult, PromptMessage, TextContent
from mcp.types import Prompt as Listed
from mcp.types import PromptArgument as ListedArgument

from voipms_server.catalog import Catalog
from voipms_server.checking import shown
from voipms_server.errors import NotAllowed
from voipms_tools.registry import tools

if TYPE_CHECKING:
    from voipms_prompts.prompt import Prompt


class Prompts:
    """The prompts that can be used with the tools of a catalog. Their files are read at the first use."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    @property
    def listed(self) -> list[Listed]:
        """In a fixed order."""
        return [_listed(prompt) for prompt in every() if self._lacking(prompt) is None]

    def get(self, name: str, arguments: Mapping[str, str]) -> GetPromptResult:
        """What the assistant is told. Raises MCPError (invalid params), with the reason, where that cannot be."""
        prompt = self._named(name)
        check(prompt, arguments)
        message = PromptMessage(role="user", content=TextContent(text=prompt.filled(arguments)))
        return GetPromptResult(description=prompt.description, messages=[message])

    def source(self, name: str, argument: str) -> str:
        """What the values of an argument are suggested from; empty for one without suggestions."""
        arguments = (one for prompt in every() if prompt.name == name for one in prompt.arguments)
        return next((one.suggest for one in arguments if one.name == argument), "")

    def _named(self, name: str) -> "Prompt":
        prompt = next((one for one in every() if one.name == name), None)
        if prompt is None:
            names = ", ".join(one.name for one in self.listed)
            raise wrong(f"There is no prompt {shown(name)}; there are: {names or 'none'}.")
        lacking = self._lacking(prompt)
        if lacking is not None:
            raise wrong(f"The prompt {name} cannot be used here. {lacking}")
        return prompt

    def _lacking(self, prompt: "Prompt") -> str | None:
        """Why a tool of this prompt is not offered, or a step of its plan not allowed; None where all are."""
        try:
            for name in prompt.tools:
                self._catalog.permit(tools()[name])
            for name in prompt.steps:
                self._catalog.permit_inside(tools()[name])
        except NotAllowed as error:
            return str(error)
        return None


def every() -> "tuple[Prompt, ...]":
    from voipms_prompts.shelf import prompts

    return prompts()


def check(prompt: "Prompt", arguments: Mapping[str, str]) -> None:
    """Raises MCPError (invalid params) for an argument that is missing or blank, or that there is none of."""
    names = [one.name for one in prompt.arguments]
    unknown = next((name for name in arguments if name not in names), None)
    if unknown is not None:
        raise wrong(f"The prompt {prompt.name} has no argument {shown(unknown)}; it takes: {', '.join(names)}.")
    for one in prompt.arguments:
        if one.required and not arguments.get(one.name, "").strip():
            raise wrong(f"The prompt {prompt.name} needs the argument {one.name}: {one.description}")


def wrong(sentence: str) -> MCPError:
    return MCPError(INVALID_PARAMS, sentence)


def _listed(prompt: "Prompt") -> Listed:
    arguments = [
        ListedArgument(name=one.name, description=one.description, required=one.required) for one in prompt.arguments
    ]
    return Listed(name=prompt.name, title=prompt.title, description=prompt.description, arguments=arguments)
