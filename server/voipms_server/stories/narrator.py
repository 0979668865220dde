"""Whoever tells a story, and the assistant in it."""

import json
from collections.abc import Mapping, Sequence

from mcp import Client
from mcp.types import TextContent
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from voipms_server.shapes import is_list, is_row

Answer = Mapping[str, object]


class Story:
    """Shows each call and its answer; plain text when the output is not a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def part(self, title: str) -> None:
        self._console.print()
        self._console.print(Panel(Text(title, style="bold"), width=100))

    def chapter(self, title: str) -> None:
        self._console.print()
        self._console.rule(Text(title, style="bold"), align="left", characters="-")

    def say(self, sentence: str) -> None:
        self._console.print(Text(sentence, style="italic"))

    def call(self, tool: str, arguments: Mapping[str, object]) -> None:
        self._console.print(Text(f"> {tool} {json.dumps(arguments)}", style="cyan"))

    def answer(self, words: str, *, refused: bool = False) -> None:
        self._console.print(Text(words, style="yellow" if refused else "green"))

    def question(self, words: str) -> None:
        self._console.print(Panel(Text(words), title="The person is asked", width=100))

    def numbers(self, title: str, rows: list[Answer]) -> None:
        table = Table(title=title, title_justify="left")
        for column in ("number", "calls go to", "note"):
            table.add_column(column)
        for row in rows:
            words = str(row.get("routing_in_words") or row.get("routing") or "nowhere")
            table.add_row(str(row.get("did")), Text(words), Text(str(row.get("note") or "")))
        self._console.print(table)


class Off(Exception):
    """A step that did not go as the story has it."""


class Assistant:
    """Calls tools as an AI assistant would, and shows what comes back."""

    def __init__(self, client: Client, story: Story) -> None:
        self._client = client
        self._story = story

    async def call(self, tool: str, **arguments: object) -> Answer:
        """The answer of a call that must succeed."""
        self._story.call(tool, arguments)
        result = await self._client.call_tool(tool, arguments)
        if result.is_error or result.structured_content is None:
            raise Off(f"{tool} failed: {_text(result.content)}")
        return result.structured_content

    async def refused(self, tool: str, **arguments: object) -> str:
        """The reason of a call that must be refused."""
        self._story.call(tool, arguments)
        result = await self._client.call_tool(tool, arguments)
        if not result.is_error:
            raise Off(f"{tool} was not refused.")
        return _text(result.content)


def _text(content: Sequence[object]) -> str:
    return "\n".join(block.text for block in content if isinstance(block, TextContent))


def rows(answer: Answer, name: str = "rows") -> list[Answer]:
    found = answer.get(name)
    return [row for row in found if is_row(row)] if is_list(found) else []


def listed(answer: Answer, name: str) -> list[str]:
    """A list of sentences."""
    found = answer.get(name)
    return [str(one) for one in found] if is_list(found) else []
