"""The steps of a plan: calls in order, one of which may be for every entry that matches."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Annotated, TypeGuard

from voipms_tools.words.word import Word, Wrong, as_text, shown

MOST_STEPS = 100
NAME = re.compile(r"[a-z][a-z0-9_]{0,30}")
EACH = "each"
"""`${each}` is the id of the entry that a repeated step is about."""
STEP = 'a step is {"tool": "setForwarding", "arguments": {...}}, and may have a "name" and "each"'
EACH_WORDS = 'each is {"kind": "number", "where": {"pop": "5"}, "matching": "text", "except": ["5551234567"]}'


@dataclass(frozen=True, slots=True)
class Each:
    """Every entry of a kind whose fields have these values and that holds this text, but not these ids."""

    kind: str
    where: Mapping[str, str] = field(default_factory=dict[str, str])
    matching: str = ""
    but: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """One call of a plan; later steps say `${name}` for the id of the entry it makes or changes."""

    tool: str
    arguments: Mapping[str, object]
    name: str = ""
    each: Each | None = None


def steps_of(value: object) -> tuple[Step, ...]:
    """Raises Wrong, naming the step."""
    if not _is_list(value) or not value:
        raise Wrong(f"steps are a list: {STEP}.")
    if len(value) > MOST_STEPS:
        raise Wrong(f"{len(value)} steps are more than {MOST_STEPS}; a step may be for each of many entries.")
    return tuple(_step(one, number) for number, one in enumerate(value, 1))


def _step(value: object, number: int) -> Step:
    step = _object(value, ("tool", "arguments", "name", "each"), f"Step {number}: {STEP}.")
    name = as_text(step.get("name", ""), "a name", 40)
    if name and (not NAME.fullmatch(name) or name == EACH):
        raise Wrong(f"Step {number}: {shown(name)} is not a name; small letters, digits and _, and not {EACH}.")
    arguments = step.get("arguments", {})
    if not _is_object(arguments):
        raise Wrong(f"Step {number}: arguments are names and values.")
    each = step.get("each")
    if each is not None and name:
        raise Wrong(f"Step {number}: one that is repeated has no name; `${{each}}` is its own id.")
    return Step(
        as_text(step.get("tool"), f"the name of a tool (step {number})", 60),
        arguments,
        name,
        None if each is None else _each(each, number),
    )


def _each(value: object, number: int) -> Each:
    right = f"Step {number}: {EACH_WORDS}."
    each = _object(value, ("kind", "where", "matching", "except"), right)
    where, but = each.get("where", {}), each.get("except", [])
    if not _is_object(where) or not _is_list(but):
        raise Wrong(right)
    return Each(
        as_text(each.get("kind"), f"a kind of entries (step {number})", 40),
        {name: as_text(one, f"the value of {shown(name)}", 200) for name, one in where.items()},
        as_text(each.get("matching", ""), "a text to look for", 200).strip(),
        tuple(as_text(one, "an id", 60) for one in but),
    )


def _object(value: object, known: Sequence[str], right: str) -> dict[str, object]:
    if not _is_object(value):
        raise Wrong(right)
    unknown = [name for name in value if name not in known]
    if unknown:
        raise Wrong(f"{shown(unknown[0])} is nothing a plan knows. {right}")
    return {name: one for name, one in value.items() if one is not None}


def _is_list(value: object) -> TypeGuard[list[object]]:
    return isinstance(value, list)


def _is_object(value: object) -> TypeGuard[dict[str, object]]:
    return isinstance(value, dict)


SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "properties": {
            "tool": {"type": "string"},
            "arguments": {"type": "object"},
            "name": {"type": "string"},
            "each": {"type": "object"},
        },
        "required": ["tool", "arguments"],
    },
}
Steps = Annotated[tuple[Step, ...], Word(steps_of, SCHEMA, repr)]
StepsToo = Annotated[tuple[Step, ...], Word(steps_of, {"type": "array", "items": {"type": "object"}}, repr)]
