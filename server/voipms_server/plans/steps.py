"""From the steps of a plan to its writes: names resolved, repetitions spelled out, each call checked like any other."""

import difflib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from voipms_server.entries import writers
from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.finding.matching import match, said
from voipms_server.finding.searched import BY_KIND, Searched, kind_called
from voipms_server.plans.blanks import Blanks
from voipms_server.plans.projected import Projected
from voipms_server.quotes import text
from voipms_server.requests import Write
from voipms_server.setup import Setup
from voipms_server.shapes import is_list, is_row
from voipms_server.updates import SMS, meant, write_of, writer
from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.registry import functions
from voipms_tools.rows import Kind, Rows
from voipms_tools.words.plans import Each, Step

UPDATE, OF_UPDATE = "updateSettings", ("kind", "id", "changes")
"""The tool that takes some fields of one entry, and its arguments."""
TEST = "test"
MOST_WRITES = 500
REFERENCE = re.compile(r"\$\{([a-z][a-z0-9_]*)\}")
Permit = Callable[[type[Function]], None]


@dataclass(slots=True)
class Names:
    """What `${name}` stands for."""

    ids: dict[str, str] = field(default_factory=dict[str, str])

    def resolved(self, value: object, step: int) -> object:
        """The same with ids in place of names, in every text it holds. Raises NotAllowed for a name there is not."""
        if isinstance(value, str):
            return REFERENCE.sub(lambda found: self._id(found[1], step), value)
        if is_row(value):
            return {name: self.resolved(one, step) for name, one in value.items()}
        return [self.resolved(one, step) for one in value] if is_list(value) else value

    def _id(self, name: str, step: int) -> str:
        if name in self.ids:
            return self.ids[name]
        there = ", ".join(f"${{{one}}}" for one in self.ids) or "none yet"
        raise NotAllowed(f"Step {step}: no step before it has the name {name}; give it to one. There is: {there}.")


def calls(step: Step, permit: Permit) -> "Call":
    """The function of a step and how its arguments are checked. Raises NotAllowed for one that no plan may hold."""
    if step.tool == UPDATE:
        return _update(step, permit)
    function = functions().get(step.tool)
    if function is None:
        near = difflib.get_close_matches(step.tool, functions(), n=1)
        raise NotAllowed(f"There is no function {step.tool[:60]!r}{f'; did you mean {near[0]}?' if near else '.'}")
    if function.declared.effect is Effect.READ:
        raise NotAllowed(f"{step.tool} only reads: call it before the plan. A plan holds what changes something.")
    if function.declared.effect is Effect.SEND:
        raise NotAllowed(f"{step.tool} cannot be taken back, so no plan holds it: call it once the plan is done.")
    permit(function)
    return Call(function, {name: one for name, one in step.arguments.items() if name != TEST})


def _update(step: Step, permit: Permit) -> "Call":
    kind, id_, changes = (step.arguments.get(name) for name in OF_UPDATE)
    function = writer(str(kind))
    if function is None or id_ is None or not is_row(changes) or not set(step.arguments) <= set(OF_UPDATE):
        raise NotAllowed(f"{UPDATE} takes kind, id and changes; kinds are: {', '.join((*writers(), SMS))}.")
    permit(function)
    return Call(function, meant(function, str(kind), id_, changes))


@dataclass(frozen=True, slots=True)
class Call:
    """A function, and its arguments before names are resolved."""

    function: type[Function]
    arguments: Mapping[str, object]

    async def write(self, names: Names, step: int, setup: Setup, *, keep_secrets: bool) -> Write:
        """The checked write, with its files as they are now; of an entry that is there, what is left out is kept."""
        arguments = names.resolved(dict(self.arguments), step)
        given = arguments if is_row(arguments) else {}
        entry = self.function.declared.entry
        loose = entry is not None and bool(given.get(entry.id)) and self.function.declared.effect is Effect.CHANGE
        return await write_of(self.function, given, kept=keep_secrets, loose=loose, setup=setup)


def naming(write: Write, step: Step, number: int, blanks: Blanks) -> str:
    """What `${name}` stands for after this write: the id it has, or the one that stands for it."""
    entry = write.function.declared.entry
    if write.creates:
        return blanks.add(number, step.name, login=entry is not None and bool(entry.number))
    return write.id or write.params.get("did", "")


async def repeated(each: Each, account: Projected, step: int) -> Sequence[str]:
    """The ids of the entries a step is for. Raises NotAllowed when there are none, or no such field."""
    searched = kind_called(each.kind)
    if searched is None:
        raise NotAllowed(f"Step {step}: there is no kind {each.kind!r}; kinds are {', '.join(BY_KIND)}.")
    _known_fields(each, searched, step)
    rows = await account.rows(searched.kind.getter, {})
    ids = [text(row, searched.kind.id) for row in rows if _is_meant(each, searched, row)]
    found = [id_ for id_ in ids if id_ not in each.but]
    if not found:
        raise NotAllowed(f"Step {step}: no {searched.kind.words} matches; find and {searched.kind.getter} show them.")
    return found


def _known_fields(each: Each, searched: Searched, step: int) -> None:
    """Secrets are none of them: nobody finds one out by asking which entries have it."""
    getter = functions()[searched.kind.getter]
    known = open_fields(getter.declared.rows)
    unknown = sorted(set(each.where) - set(known))
    if unknown:
        raise NotAllowed(
            f"Step {step}: {unknown[0][:60]!r} is no field of {getter.tool_name()} to choose by: {', '.join(known)}."
        )


def open_fields(rows: Rows | None) -> list[str]:
    """The documented fields that may be shown."""
    return sorted(name for name, kind in (rows.fields.items() if rows else ()) if kind is not Kind.SECRET)


def _is_meant(each: Each, searched: Searched, row: Row) -> bool:
    held = all(str(row.get(name, "")).strip().lower() == value.strip().lower() for name, value in each.where.items())
    return held and (not each.matching or match(said(each.matching), searched, row) is not None)
