"""One write of a plan as it is kept, and whether what it was to change is still as it was then."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from voipms_server.answers.words import clean
from voipms_server.completion import keeps
from voipms_server.errors import NotAllowed
from voipms_server.files import unfiled
from voipms_server.plans.planning import Planned
from voipms_server.prepared import Prepared
from voipms_server.readback import NEVER_THE_SAME, same
from voipms_server.requests import Write
from voipms_server.shapes import is_list, is_row
from voipms_tools.effects import Effect
from voipms_tools.registry import functions

UNREADABLE = "What was kept of the plan cannot be read; make the call again."


@dataclass(frozen=True, slots=True)
class Kept:
    """One write as it was confirmed."""

    number: int
    write: Write
    blank: str
    target: str
    """What it was to change, in words."""
    was: Mapping[str, str] = field(default_factory=dict[str, str])
    """What was there: of the fields that it changes; of an entry that it deletes, all."""

    def moved(self, now: Prepared, was: Mapping[str, str]) -> list[str]:
        """The fields that are neither as they were nor as they are to be; `was` has the ids that are known by now."""
        there, hidden = present(now), self.write.function.secrets()
        function, found = self.write.function, list[str]()
        for name, value in was.items():
            is_ = there.get(name, "")
            wanted = now.full.get(name, value) if self.write.effect is Effect.CHANGE else value
            if not same(function, name, is_, value) and not same(function, name, is_, wanted):
                told = f"{name}: it was {clean(value, 80)!r} and is {clean(is_, 80)!r} now"
                found.append(name if name in hidden else told)
        return found


def concerned(ready: Prepared) -> dict[str, str]:
    """What is there now of what this write changes; nothing, of an entry that it makes."""
    there = present(ready)
    if ready.write.effect is not Effect.CHANGE:
        return there
    return {name: value for name, value in there.items() if ready.full.get(name, value) != value}


def present(ready: Prepared) -> dict[str, str]:
    """The entry as it was read, by the names of the parameters."""
    row = ready.before
    if row is None:
        return {}
    if ready.write.effect is Effect.CHANGE:
        return dict(keeps(ready.write.function, row))
    return {name: str(value) for name, value in row.items() if name not in NEVER_THE_SAME}


def plain(one: Planned, *, filed: bool) -> dict[str, object]:
    """What `kept_of` takes; with its files, of a plan that is carried out: one that is only previewed is made anew."""
    write = one.write
    return {
        "number": one.number,
        "function": write.name,
        "params": dict(write.params) if filed else unfiled(write.params),
        "generated": sorted(write.generated),
        "files": dict(write.files),
        "blank": one.blank,
        "target": one.ready.seen.target,
        "was": concerned(one.ready),
    }


def kept_of(told: object) -> Kept:
    """What `plain` gave. Raises NotAllowed for anything else."""
    row = told if is_row(told) else {}
    params, generated, number, was = (row.get(name) for name in ("params", "generated", "number", "was"))
    function = functions().get(str(row.get("function")))
    if function is None or not is_row(params) or not is_list(generated) or not isinstance(number, int):
        raise NotAllowed(UNREADABLE)
    given = {name: str(value) for name, value in params.items()}
    names = row.get("files")
    files = {name: str(value) for name, value in names.items()} if is_row(names) else {}
    write = Write(function, given, generated=frozenset(map(str, generated)), files=files)
    before = {name: str(value) for name, value in (was if is_row(was) else {}).items()}
    return Kept(number, write, str(row.get("blank") or ""), str(row.get("target") or ""), before)
