"""What a plan comes to: its writes in order, each looked at as the account will be when its turn comes."""

from collections.abc import Generator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from voipms_server.completion import keeps, named
from voipms_server.errors import NotAllowed
from voipms_server.files import FILE
from voipms_server.line import Line
from voipms_server.plans.blanks import Blanks
from voipms_server.plans.projected import Projected, projected
from voipms_server.plans.steps import MOST_WRITES, Call, Names, Permit, calls, naming, repeated
from voipms_server.prepare import Desk, differences
from voipms_server.prepared import Prepared
from voipms_server.requests import Write
from voipms_server.setup import USUAL, Setup
from voipms_tools.words.plans import EACH, Step

MOST_FILES = 20_000_000
LONGEST = 4_000
"""Twice what a list may have: what stands in it for an entry yet to be made is never cut in two."""


@dataclass(frozen=True, slots=True)
class Planned:
    """One write of a plan: its number, that of the step it belongs to, and what was read before it."""

    number: int
    step: int
    ready: Prepared
    blank: str = ""
    """The id that stands for the entry it makes."""

    @property
    def write(self) -> Write:
        return self.ready.write


@dataclass(frozen=True, slots=True)
class Plan:
    """All writes, and the account after them."""

    planned: tuple[Planned, ...]
    after: Projected
    later: tuple["Plan", ...] = ()
    """Plans that are kept once it is done, each looked at as the account will be then; each is told as one step."""

    @property
    def blanks(self) -> Blanks:
        return self.after.blanks

    @property
    def writes(self) -> tuple[Write, ...]:
        return tuple(one.write for one in self.planned)

    @property
    def ready(self) -> list[Prepared]:
        return [one.ready for one in self.planned]


@dataclass(frozen=True, slots=True)
class Planner:
    """Makes plans of one caller for one account."""

    line: Line
    desk: Desk
    caller: str
    permit: Permit
    keep_secrets: bool = True
    setup: Setup = USUAL

    async def plan(self, steps: Sequence[Step], later: Sequence[Sequence[Step]] = ()) -> Plan:
        """Reads only. Raises NotAllowed, naming the step, for what cannot be done; Refused when a rehearsal fails.

        The steps of `later` are those of plans that are kept once this one is done.
        """
        account, names = projected(self.line, Blanks()), Names()
        found = await self._all(account, names, steps)
        plans: list[Plan] = []
        for some in later:
            after = account.copied()
            own = await self._all(after, Names(dict(names.ids)), some, len(steps) + 1)
            plans.append(Plan(tuple(replace(one, step=len(steps) + 1) for one in own), after))
        return Plan(tuple(found), account, tuple(plans))

    async def _all(self, account: Projected, names: Names, steps: Sequence[Step], first: int = 1) -> list[Planned]:
        """The writes of these steps, laid over the account; `first` is the number of the first step in what is told."""
        found: list[Planned] = []
        for number, step in enumerate(steps, first):
            with _of_step(number):
                call = calls(step, self.permit)
            ids = await repeated(step.each, account, number) if step.each is not None else [""]
            if len(found) + len(ids) > MOST_WRITES:
                raise NotAllowed(f"A plan makes at most {MOST_WRITES} changes; step {number} would exceed them.")
            for id_ in ids:
                names.ids |= {EACH: id_} if id_ else {}
                one = await self._planned(account, call, names, number, len(found) + 1)
                _not_too_much(found, one, number)
                name = naming(one.write, step, number, account.blanks)
                found.append(replace(one, blank=name if one.write.creates else ""))
                await account.written(one.write, one.ready.full, name)
                names.ids |= {step.name: name} if step.name and name else {}
            names.ids.pop(EACH, None)
        return found

    async def again(self, writes: Sequence[tuple[int, Write, str]], blanks: Blanks) -> Plan:
        """The rest of a plan that goes on: its writes as they were confirmed, looked at now."""
        account, found = projected(self.line, blanks), list[Planned]()
        for number, write, blank in writes:
            ready = _told(await self.desk.prepare(account, write, self.caller), account.blanks)
            found.append(Planned(number, number, ready, blank))
            await account.written(write, ready.full, blank)
        return Plan(tuple(found), account)

    async def _planned(self, account: Projected, call: Call, names: Names, step: int, number: int) -> Planned:
        with _of_step(step):
            asked = await call.write(names, step, self.setup, keep_secrets=self.keep_secrets)
            write = replace(asked, params=await named(account, asked.function, asked.params))
            return Planned(number, step, _told(await self.desk.prepare(account, write, self.caller), account.blanks))


def _not_too_much(found: Sequence[Planned], one: Planned, step: int) -> None:
    """A plan is kept until it is done, files and all. Raises NotAllowed for more than a plan may hold."""
    if sum(len(planned.write.params.get(FILE, "")) for planned in (*found, one)) > MOST_FILES:
        raise NotAllowed(
            f"The files of a plan may have {MOST_FILES // 1_000_000} MB in base64; step {step} exceeds that."
        )


@contextmanager
def _of_step(step: int) -> Generator[None]:
    """What is wrong with a step is said with its number."""
    try:
        yield
    except NotAllowed as error:
        where = f"Step {step}: "
        raise NotAllowed(str(error) if str(error).startswith(where) else f"{where}{error}") from None


def _told(ready: Prepared, blanks: Blanks) -> Prepared:
    """With every field that it changes, as it is and as it will be: a yes is to exactly that."""
    write, seen = ready.write, ready.seen
    told = ""
    if ready.before is not None and write.function.declared.entry is not None:
        told = "; ".join(differences(write, keeps(write.function, ready.before), ready.full, LONGEST))
    reasons, warnings = (tuple(blanks.shown(words) for words in some) for some in (ready.reasons, ready.warnings))
    seen = replace(seen, target=blanks.shown(told or seen.target))
    return replace(ready, reasons=reasons, warnings=warnings, seen=seen)
