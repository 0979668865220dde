"""Writes the generated pages, the picture and the schema snapshots of tests/ from the code: `make docs`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from picture import picture

from voipms_server.api.statuses import statuses
from voipms_server.catalog import ANNOTATIONS, toolset
from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.registry import functions
from voipms_tools.schema import description, tool_schema

ROOT = Path(__file__).parent.parent
SNAPSHOTS = ROOT / "tests" / "snapshots"
GATES: Mapping[Effect, str] = {
    Effect.READ: "only reads",
    Effect.CHANGE: "changes settings; what is left out of an update is kept",
    Effect.DELETE: "a person is asked first",
    Effect.SEND: "sends at once",
    Effect.SPEND: "rehearsed and priced; a person is asked before the real order",
}
HEAD = """# Tools

Every tool, as this server lists it. Made from the code by `make docs`; do not edit.

Names are those of the VoIP.ms manual. Parameters in **bold** are required. Functions of the toolset `reference` are
listed with `--profile full` or `--toolsets reference`.
"""


def snapshot(name: str, function: type[Function]) -> str:
    """A tool as it is listed, as readable JSON."""
    hints = ANNOTATIONS[function.declared.effect].model_dump(exclude_none=True)
    shown = {"name": name, "description": description(function), "inputSchema": tool_schema(function), "hints": hints}
    return json.dumps(shown, indent=2) + "\n"


def form(schema: Mapping[str, Any]) -> str:
    """A parameter's type in a few words."""
    if "anyOf" in schema:
        return " or ".join(form(part) for part in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(f"`{value}`" for value in schema["enum"])
    words = str(schema["type"])
    if "minimum" in schema:
        words += f" {schema['minimum']} to {schema['maximum']}" if "maximum" in schema else f" from {schema['minimum']}"
    if "maxLength" in schema:
        words += f", at most {schema['maxLength']} characters"
    return words + (f", steps of {schema['multipleOf']}" if "multipleOf" in schema else "")


def section(name: str, function: type[Function]) -> str:
    """One tool: what it does, its effect, its parameters."""
    schema = tool_schema(function)
    required = schema.get("required", [])
    lines = [f"### {name}", "", description(function), "", f"Effect: {function.declared.effect.value}, "]
    lines[-1] += f"{GATES[function.declared.effect]}. Toolset: {toolset(function)}."
    if schema["properties"]:
        lines += ["", "| parameter | form | meaning |", "|---|---|---|"]
    for parameter, one in schema["properties"].items():
        shown = f"**{parameter}**" if parameter in required else parameter
        text = str(one.get("description", "")).replace("|", "\\|")
        lines.append(f"| {shown} | {form(one)} | {text} |")
    return "\n".join(lines)


STATUSES = """# Status codes

What VoIP.ms answers when it refuses a call, what that means, and what to do. Made from the code by `make docs`; do not
edit. Codes are the manual's, a few are observed on the live API; a code that is in neither is passed on as it is.

| code | meaning | what to do |
|---|---|---|
"""


def status_page() -> str:
    """Every known status code."""
    rows = [f"| `{one.code}` | {one.meaning} | {one.advice} |" for one in statuses().values()]
    return STATUSES + "\n".join(rows) + "\n"


def main() -> None:
    """Write all of it; files of tools that are gone are removed."""
    listed = functions()
    pages = [section(name, listed[name]) for name in sorted(listed, key=str.lower)]
    (ROOT / "docs" / "tools.md").write_text("\n\n".join([HEAD.strip(), *pages]) + "\n", encoding="utf-8")
    (ROOT / "docs" / "statuses.md").write_text(status_page(), encoding="utf-8")
    (ROOT / "docs" / "demo.svg").write_text(picture(), encoding="utf-8")
    SNAPSHOTS.mkdir(exist_ok=True)
    for old in SNAPSHOTS.glob("*.json"):
        if old.stem not in listed:
            old.unlink()
    for name, function in listed.items():
        (SNAPSHOTS / f"{name}.json").write_text(snapshot(name, function), encoding="utf-8")


main()
