"""Schemas that every client and model provider accepts, in few bytes."""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from voipms_server.catalog import Catalog, Choice
from voipms_tools.registry import jobs, tools
from voipms_tools.schema import description, tool_schema

SNAPSHOTS = Path(__file__).parent.parent / "snapshots"
NAMES = sorted(tools())


def parts(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """A property and, where it is one of several, each of these."""
    yield from (part for one in schema.get("anyOf", [schema]) for part in [one])


@pytest.mark.parametrize("name", NAMES)
def test_the_snapshot_of_each_tool_is_current(name: str) -> None:
    stored = json.loads((SNAPSHOTS / f"{name}.json").read_text(encoding="utf-8"))
    assert stored["inputSchema"] == tool_schema(tools()[name])
    assert stored["description"] == description(tools()[name])


def test_no_snapshot_is_left_over() -> None:
    assert {path.stem for path in SNAPSHOTS.glob("*.json")} == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_a_schema_is_a_flat_closed_object_with_required_first(name: str) -> None:
    schema = tool_schema(tools()[name])
    assert set(schema) <= {"type", "properties", "required", "additionalProperties"}
    assert (schema["type"], schema["additionalProperties"]) == ("object", False)
    required = schema.get("required", [])
    assert list(schema["properties"])[: len(required)] == required


def test_only_a_job_takes_objects() -> None:
    found = {
        name
        for name, tool in tools().items()
        for one in tool_schema(tool)["properties"].values()
        if one.get("type") in ("object", "array")
    }
    assert found == {"updateSettings", "applyPlan", "temporarily", "at", "orderNumber", "businessHours"} <= set(jobs())


@pytest.mark.parametrize("name", NAMES)
def test_every_property_is_typed_and_portable(name: str) -> None:
    for one in tool_schema(tools()[name])["properties"].values():
        assert one["description"].isascii()
        for part in parts(one):
            assert part["type"] in ("string", "integer", "number", "boolean", "object", "array")
            assert part["type"] != "array" or part["items"]["type"] == "object"
            assert not {"$ref", "const", "title", "default"} & set(part)
            assert "enum" not in part or part["type"] == "string"


def test_the_default_listing_keeps_its_budget() -> None:
    sizes = {
        tool.name: len(json.dumps(tool.model_dump(by_alias=True, exclude_none=True), separators=(",", ":")))
        for tool in Catalog(Choice(), ["one"]).tools
    }
    assert sum(sizes.values()) + len(sizes) + 1 <= 51_900
    assert max(sizes.values()) <= 4_500


def test_what_a_listed_tool_refers_to_is_listed_too() -> None:
    """A model that follows a description must find the tool it names."""
    tools = Catalog(Choice(), ["one"]).tools
    names = {tool.name for tool in tools}
    for tool in tools:
        texts = json.dumps([tool.description, tool.input_schema])
        assert set(re.findall(r"\b(?:get|set|search|send|order|del)[A-Z]\w+(?![\w*])", texts)) <= names, tool.name
