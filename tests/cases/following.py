"""A model that follows a prompt, and the office it follows it in."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from mcp import Client
from mcp.types import TextContent

from cases.office import NOON, Era, Office, Person, text
from voipms_prompts.shelf import prompts
from voipms_server.setup import Setup
from voipms_server.shapes import is_list, is_row
from voipms_server.zones import Zone


@dataclass
class Model:
    """Follows one prompt: it calls no tool and plans no step that the prompt does not name, but those a fix names."""

    client: Client
    allowed: set[str]
    steps: set[str] = field(default_factory=set[str])
    called: list[str] = field(default_factory=list[str])

    async def call(self, tool: str, **arguments: object) -> dict[str, Any]:
        """The answer of a call that must succeed."""
        assert tool in self.allowed, f"{tool} is not in the prompt"
        assert planned(arguments) <= self.steps, "a step is not in the prompt"
        self.called.append(tool)
        result = await self.client.call_tool(tool, arguments)
        assert not result.is_error, text(result)
        assert result.structured_content is not None
        return result.structured_content

    async def asked(self, tool: str, **arguments: object) -> str:
        """What the server wants to know of the user first, or why it did nothing."""
        self.called.append(tool)
        result = await self.client.call_tool(tool, arguments)
        assert result.is_error
        return text(result)

    async def mend(self, fix: dict[str, Any], **chosen: object) -> dict[str, Any]:
        """Make the call that an answer gives, once the user agreed; `chosen` is what it left to choose."""
        self.allowed.add(fix["tool"])
        return await self.call(fix["tool"], **{**fix["arguments"], **chosen})


def planned(arguments: dict[str, object]) -> set[str]:
    """The functions in the steps of a call."""
    steps = arguments.get("steps")
    return {str(step["tool"]) for step in steps if is_row(step)} if is_list(steps) else set()


@asynccontextmanager
async def following(client: Client, name: str, /, **arguments: str) -> AsyncGenerator[Model]:
    """A model that was told this prompt; it calls something of it."""
    (message,) = (await client.get_prompt(name, arguments)).messages
    assert isinstance(message.content, TextContent)
    told = message.content.text
    prompt = next(one for one in prompts() if one.name == name)
    named = [{tool for tool in tools if f"`{tool}`" in told} for tools in (prompt.tools, prompt.steps)]
    model = Model(client, named[0], {*named[0], *named[1]})
    assert model.allowed
    yield model
    assert model.called


@dataclass
class Scene:
    """The office at noon, and a person who says yes."""

    office: Office = field(default_factory=lambda: Office(setup=Setup(zone=Zone("America/Toronto"))))
    person: Person = field(default_factory=Person)

    def __post_init__(self) -> None:
        self.office.sandbox.world.clock.set(NOON, frozen=True)

    @asynccontextmanager
    async def follow(self, name: str, era: Era, /, **arguments: str) -> AsyncGenerator[Model]:
        async with self.office.client(era, self.person) as client, following(client, name, **arguments) as model:
            yield model

    def sent(self) -> Sequence[tuple[str, str]]:
        """The texts that went out by now: to whom, and what."""
        rows = self.office.sandbox.world.accounts[0].table("sms")
        since = [row for row in rows if row["type"] == "0" and row["date"] >= "2026-11-24 12"]
        return [(row["contact"], row["message"]) for row in since]
