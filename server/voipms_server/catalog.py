"""Which functions this server offers, how each is listed, and that what is not listed cannot be called."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from mcp.types import Tool, ToolAnnotations

from voipms_server.errors import NotAllowed
from voipms_server.map.page import URI
from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.getters.files import FileGetter
from voipms_tools.registry import tools
from voipms_tools.schema import description, tool_schema

ACCOUNT_ARGUMENT = "voipms_account"
REFERENCE = "reference"
DEFAULT = "default"
FULL = "full"
PROFILES = (DEFAULT, FULL)

DRAWN: Mapping[str, dict[str, object]] = {"traceRouting": {"ui": {"resourceUri": URI}}}
"""Tools whose answer hosts of MCP Apps can show as a page."""
ANNOTATIONS: Mapping[Effect, ToolAnnotations] = {
    Effect.READ: ToolAnnotations(read_only_hint=True),
    Effect.CHANGE: ToolAnnotations(destructive_hint=False),
    Effect.SEND: ToolAnnotations(destructive_hint=True),
    Effect.DELETE: ToolAnnotations(destructive_hint=True),
    Effect.SPEND: ToolAnnotations(destructive_hint=True),
}


SAVES = ToolAnnotations(read_only_hint=False, destructive_hint=False)
"""Of what reads the account, and may save a new file on this machine."""


def annotations(function: type[Function], *, read_only: bool = False) -> ToolAnnotations:
    """The hints of a tool; a read-only server saves no files."""
    saves = issubclass(function, FileGetter) and not read_only
    return SAVES if saves else ANNOTATIONS[function.declared.effect]


@dataclass(frozen=True)
class Choice:
    """What the operator asked for. Read-only beats everything; named tools and toolsets beat the profile."""

    profile: str = DEFAULT
    toolsets: Sequence[str] = ()
    tools: Sequence[str] = ()
    read_only: bool = False
    also: Sequence[str] = ()
    """Tools that this server adds to those of its profile."""


class Catalog:
    """The functions that are offered; the same rule lists them and lets them be called."""

    def __init__(self, choice: Choice, accounts: Sequence[str]) -> None:
        self.choice = choice
        self._accounts = tuple(accounts)
        self._check_names()

    @cached_property
    def offered(self) -> Mapping[str, type[Function]]:
        return {name: function for name, function in tools().items() if self._offers(name, function)}

    @cached_property
    def tools(self) -> list[Tool]:
        """The listing, in a fixed order."""
        return [self._tool(name, function) for name, function in self.offered.items()]

    def permit(self, function: type[Function]) -> None:
        """Raise NotAllowed, with the reason, for a function that is not offered."""
        name = function.tool_name()
        if name in self.offered:
            return
        if self.choice.read_only and function.declared.effect is not Effect.READ:
            raise NotAllowed(f"{name} changes something, and this server was started read-only (--read-only).")
        raise NotAllowed(
            f"{name} is not among the tools this server was started with (--profile, --toolsets, --tools). "
            f"Its toolset is {toolset(function)}."
        )

    def permit_inside(self, function: type[Function]) -> None:
        """Raise NotAllowed for what no job may do: there, what is unlisted only to save room need not be listed.

        Named tools, named toolsets and read-only are a limit there too.
        """
        changes = function.declared.effect is not Effect.READ
        if self.choice.toolsets or self.choice.tools or (self.choice.read_only and changes):
            self.permit(function)

    def permit_as_resource(self, function: type[Function]) -> None:
        """Raise NotAllowed for what cannot be read at an address."""
        permit = self.permit_inside if function.declared.effect is Effect.READ else self.permit
        permit(function)

    def can_be_read(self, function: type[Function]) -> bool:
        """Whether `permit_as_resource` lets it pass."""
        try:
            self.permit_as_resource(function)
        except NotAllowed:
            return False
        return True

    def arguments(self, function: type[Function]) -> frozenset[str]:
        """The names of its arguments, the choice of an account included where there is one."""
        names = {field.alias or name for name, field in function.model_fields.items()}
        return frozenset(names | {ACCOUNT_ARGUMENT} if len(self._accounts) > 1 else names)

    def _offers(self, name: str, function: type[Function]) -> bool:
        if self.choice.read_only and function.declared.effect is not Effect.READ:
            return False
        if self.choice.toolsets or self.choice.tools:
            return name in self.choice.tools or toolset(function) in self.choice.toolsets
        return self.choice.profile == FULL or function.declared.by_default or name in self.choice.also

    def _tool(self, name: str, function: type[Function]) -> Tool:
        schema = tool_schema(function)
        if len(self._accounts) > 1:
            argument = {"type": "string", "enum": list(self._accounts), "description": "VoIP.ms account to use."}
            schema = {**schema, "properties": {**schema.get("properties", {}), ACCOUNT_ARGUMENT: argument}}
            schema["required"] = [*schema.get("required", []), ACCOUNT_ARGUMENT]
        return Tool(
            name=name,
            description=description(function),
            input_schema=schema,
            annotations=annotations(function, read_only=self.choice.read_only),
            _meta=DRAWN.get(name),
        )

    def _check_names(self) -> None:
        sets = {toolset(function) for function in tools().values()}
        for name in self.choice.toolsets:
            if name not in sets:
                raise NotAllowed(f"There is no toolset {name!r}. The toolsets are: {', '.join(sorted(sets))}.")
        for name in self.choice.tools:
            if name not in tools():
                raise NotAllowed(f"There is no tool {name!r}. Tools carry the names of the VoIP.ms manual.")
        if self.choice.profile not in PROFILES:
            raise NotAllowed(f"There is no profile {self.choice.profile!r}. The profiles are: {', '.join(PROFILES)}.")


def toolset(function: type[Function]) -> str:
    """Short, stable reference lists form a toolset of their own."""
    return REFERENCE if function.declared.reference else function.declared.toolset
