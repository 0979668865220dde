"""Writes the generated pages, the picture and the schema snapshots of tests/ from the code: `make docs`."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from picture import picture

from voipms_server.api.statuses import statuses
from voipms_server.catalog import annotations, toolset
from voipms_server.entries import updates
from voipms_server.look import CHECKED_BY
from voipms_server.question import LOST, OWN
from voipms_server.questions import FREE
from voipms_server.quotes import PRICED_BY
from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.registry import functions, tools
from voipms_tools.schema import description, tool_schema
from voipms_tools.words.marks import Rule

ROOT = Path(__file__).parent.parent
SNAPSHOTS = ROOT / "tests" / "snapshots"
GATES: Mapping[Effect, str] = {
    Effect.READ: "only reads",
    Effect.CHANGE: "changes settings; what is left out of an update is kept",
    Effect.DELETE: "a person is asked first",
    Effect.SEND: "sends at once",
    Effect.SPEND: "rehearsed and priced; a person is asked before the real thing",
}
HEAD = """# Tools

Every tool, as this server lists it. Made from the code by `make docs`; do not edit.

Names are those of the VoIP.ms manual; a few tools do a whole job with several functions. Parameters in **bold** are
required. What is not listed by default is listed with `--profile full`, `--toolsets` or `--tools`. What each function
does to the account, and how it is undone: [effects](effects.md).
"""


def snapshot(name: str, function: type[Function]) -> str:
    """A tool as it is listed, as readable JSON."""
    hints = annotations(function).model_dump(exclude_none=True)
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
    default = "" if function.declared.by_default else ", not listed by default"
    lines[-1] += f"{GATES[function.declared.effect]}. Toolset: {toolset(function)}{default}."
    if schema["properties"]:
        lines += ["", "| parameter | form | meaning |", "|---|---|---|"]
    for parameter, one in schema["properties"].items():
        shown = f"**{parameter}**" if parameter in required else parameter
        text = str(one.get("description", "")).replace("|", "\\|")
        lines.append(f"| {shown} | {form(one)} | {text} |")
    return "\n".join(lines)


EFFECTS = """# Effects

What each function does to the account, what stands before it, where its price is looked up, and how it is undone. Made
from the code by `make docs`; do not edit. Functions that only read are not in the table: nothing stands before them.

| function | effect | before it is sent | price | undone by |
|---|---|---|---|---|
"""
RULES: Mapping[Rule, str] = {
    Rule.CHARGED: "changes what is charged",
    Rule.DIALS: "dials abroad or a premium number",
    Rule.LEADS: "leads to a DISA, or a number with E911 to nobody",
    Rule.OPENS: "opens international calls",
    Rule.RATES: "changes what calls cost",
    Rule.STEERS: "steers where something arrives, after strangers' text was read",
}


def effects_page() -> str:
    """Every function that does something."""
    doing = {name: one for name, one in functions().items() if one.declared.effect is not Effect.READ}
    return EFFECTS + "".join(f"{effects_row(name, doing[name])}\n" for name in sorted(doing, key=str.lower))


def effects_row(name: str, function: type[Function]) -> str:
    effect = function.declared.effect
    return f"| {name} | {effect.value} | {gate(function)} | {price(name, effect)} | {undone(function)} |"


def gate(function: type[Function]) -> str:
    """What must be so, and who is asked."""
    declared = function.declared
    name = function.tool_name()
    if name in CHECKED_BY or name == "e911Cancel":
        checked = f"checked by {CHECKED_BY[name]}; " if name in CHECKED_BY else ""
        return f"{checked}a person says yes, always{'; limits' if declared.effect is Effect.SPEND else ''}"
    if declared.effect is Effect.SPEND:
        return "rehearsed; a person says yes, always; limits"
    if declared.effect is Effect.DELETE:
        narrow = declared.entry is not None and declared.entry.narrow
        own = "a person says yes, unless the same caller made it within the hour; refused while something points at it"
        return "a person says yes, always" if narrow else own
    if declared.effect is Effect.SEND:
        return "the [rules about texts](messages.md): a person says yes, or it is refused, where one of them says so"
    rules: dict[Rule, list[str]] = {}
    for parameter, rule in function.asks().items():
        if rule is not Rule.RATES or updates(function):
            rules.setdefault(rule, []).append(parameter)
    told = [f"{RULES[rule]} ({', '.join(names)})" for rule, names in rules.items()]
    return f"a person says yes where it {'; '.join(told)}" if told else "nothing"


def price(name: str, effect: Effect) -> str:
    """The functions that tell it."""
    if effect is not Effect.SPEND:
        return ""
    if name in FREE:
        return "none documented"
    return ", ".join(PRICED_BY[name]) if name in PRICED_BY else "unknown"


def undone(function: type[Function]) -> str:
    """What takes it back."""
    declared = function.declared
    if declared.effect in (Effect.SEND, Effect.SPEND):
        return f"cannot be undone; {declared.counterpart} ends it" if declared.counterpart else "cannot be undone"
    if function.tool_name() in OWN:
        return f"{declared.counterpart}, which costs anew"
    if declared.effect is Effect.DELETE:
        lost = f". {LOST[function.tool_name()]}" if function.tool_name() in LOST else ""
        return f"{declared.counterpart}, with a new id{lost}" if declared.counterpart else "cannot be undone here"
    if not updates(function):
        return declared.counterpart
    made = f"; what it made by {declared.counterpart}" if declared.counterpart else ""
    return f"itself, with the values before{made}"


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
    listed = tools()
    pages = [section(name, listed[name]) for name in sorted(listed, key=str.lower)]
    (ROOT / "docs" / "tools.md").write_text("\n\n".join([HEAD.strip(), *pages]) + "\n", encoding="utf-8")
    (ROOT / "docs" / "effects.md").write_text(effects_page(), encoding="utf-8")
    (ROOT / "docs" / "statuses.md").write_text(status_page(), encoding="utf-8")
    (ROOT / "docs" / "demo.svg").write_text(picture(), encoding="utf-8")
    SNAPSHOTS.mkdir(exist_ok=True)
    for old in SNAPSHOTS.glob("*.json"):
        if old.stem not in listed:
            old.unlink()
    for name, function in listed.items():
        (SNAPSHOTS / f"{name}.json").write_text(snapshot(name, function), encoding="utf-8")


main()
