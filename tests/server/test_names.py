"""Every tool that a text of this project names exists: instructions, prompts, descriptions, errors, answers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import pytest
from mcp import Client

from cases.office import Office
from voipms_prompts.shelf import prompts
from voipms_server.catalog import Choice
from voipms_server.instructions import JOBS, LIMIT, instructions
from voipms_tools.jobs import Job
from voipms_tools.registry import tools

pytestmark = pytest.mark.anyio
ROOT = Path(__file__).parent.parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
LIKE_A_TOOL = re.compile(r"(?<![\w.\\])[a-z][a-z0-9]*(?:[A-Z][A-Za-z0-9]*)+")
VERBS = re.compile(
    r"(?:get|set|del|send|search|order|list|find|trace|check|explain|read|undo|update|receive|finish|e911|cancel)[A-Z]"
)
OTHERS = {"setDID", "getX", "setX", "sendX"}
"""Forms of names."""


def sources() -> list[Path]:
    return sorted(path for room in ("server", "tools", "prompts") for path in (ROOT / room).rglob("*.py"))


def texts(path: Path) -> Iterator[str]:
    """Every string of a module, the pieces of formatted ones too."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def unknown(text: str) -> set[str]:
    """What looks like a tool in a text, and is none."""
    return {word for word in LIKE_A_TOOL.findall(text) if VERBS.match(word) and word not in tools()} - OTHERS


def test_every_tool_that_the_code_names_exists() -> None:
    """Descriptions, errors, questions and answers are made of these."""
    found = {
        str(path.relative_to(ROOT)): {word for text in texts(path) for word in unknown(text)} for path in sources()
    }
    assert {path: words for path, words in found.items() if words} == {}


@pytest.mark.parametrize(
    "path", [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))], ids=lambda path: path.name
)
def test_every_tool_that_a_page_names_exists(path: Path) -> None:
    words = {word for word in LIKE_A_TOOL.findall(path.read_text(encoding="utf-8")) if VERBS.match(word)}
    assert words - set(tools()) - OTHERS == set()


def test_every_tool_that_a_prompt_names_exists() -> None:
    for prompt in prompts():
        assert unknown(prompt.body) == set()
        assert set(prompt.tools) <= set(tools())


def test_the_instructions_name_jobs_that_there_are_and_are_short() -> None:
    told = instructions(tools())
    assert len(told) < LIMIT
    assert unknown(told) == set()
    assert {name for name, _ in JOBS} <= {name for name, function in tools().items() if issubclass(function, Job)}
    for name in ("traceRouting", "diagnose", "listCalls", "explainCharges", "sendMessage", "undoChange"):
        assert f"{name} (" in told
    for words in (
        "set*",
        "order*",
        "finishApproved",
        "`header:id`",
        "fwd",
        "sys:hangup",
        "none:",
        "untrusted",
        "US Eastern",
    ):
        assert words in told


@pytest.mark.parametrize("mode", ["auto", "legacy"])
async def test_a_client_is_told_only_of_jobs_it_may_call(mode: Literal["auto", "legacy"]) -> None:
    whole, some = Office().server, Office(Choice(toolsets=["sms"])).server
    async with Client(whole, mode=mode) as client, Client(some, mode=mode) as texting:
        assert client.instructions == instructions([tool.name for tool in (await client.list_tools()).tools])
        assert texting.instructions is not None
        assert "sendMessage (" in texting.instructions
        assert "diagnose" not in texting.instructions
