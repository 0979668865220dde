"""One call, one path: permit, validate, then read; or prepare, ask where something is at stake, commit, send."""

from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from mcp.types import InputRequiredResult

from voipms_server import generating
from voipms_server.answers import render
from voipms_server.answers.reading import listed_rows
from voipms_server.catalog import ACCOUNT_ARGUMENT, Catalog
from voipms_server.checking import validate
from voipms_server.completion import named
from voipms_server.errors import NotAllowed
from voipms_server.found import remember
from voipms_server.gate import Gate
from voipms_server.jobs import job
from voipms_server.jobs.job import Call, Result, Task
from voipms_server.line import Line
from voipms_server.local_files.handing_over import Handing
from voipms_server.local_files.uploads import uploads
from voipms_server.plans.keeping import keep_dates
from voipms_server.prepared import Prepared
from voipms_server.questions import price_line, usd
from voipms_server.requests import Request, Write
from voipms_server.setup import USUAL, Setup
from voipms_server.strangers.text import texts_in
from voipms_tools.effects import Effect
from voipms_tools.function import Function

if TYPE_CHECKING:
    from voipms_server.plans.due import Due

REAL = (
    "VoIP.ms would accept this; nothing was done. For the real thing call {function} again with the same "
    "arguments and test=false: a person is then asked to confirm it."
)
TEST = "test"


class Lines(Protocol):
    """The configured VoIP.ms accounts."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def choose(self, name: str | None) -> Line:
        """The account a call is for; raises NotAllowed with the names there are."""
        ...


class Pipeline:
    """Walks every call of every function."""

    def __init__(
        self,
        lines: Lines,
        catalog: Catalog,
        gate: Gate,
        max_rows: int = 100,
        setup: Setup = USUAL,
    ) -> None:
        self._lines = lines
        self._catalog = catalog
        self._gate = gate
        self._max_rows = max_rows
        self._setup = setup

    async def keep_dates(self, *, lasting: bool) -> None:
        """Carry out dated changes beside the calls, under the same locks."""
        await keep_dates(self._gate.store, self.due, lasting=lasting)

    def due(self) -> "Due":
        """What carries them out."""
        from voipms_server.plans.due import Due

        return Due(self._lines, self._gate)

    async def run(self, call: Call) -> Result:
        """The clean answer, or what the client must show a person first. Raises the errors of `errors`."""
        self._permit(call)
        arguments = dict(call.arguments)
        account = self._take_account(call.function, arguments)
        line = self._lines.choose(account)
        answer = await self.on_line(line, replace(call, arguments=arguments))
        if isinstance(answer, InputRequiredResult):
            return answer
        return self._signed(line, answer) | await generating.told(answer, self._gate.waiting)

    async def on_line(self, line: Line, call: Call) -> Result:
        """The same, once the account is chosen; the arguments do not name it any more."""
        self._permit(call)
        keeps = self._gate.committer.keep_secrets
        arguments, generated = generating.filled(call.function, call.arguments, kept=keeps)
        checked = validate(call.function, arguments, self._catalog.arguments(call.function) - {ACCOUNT_ARGUMENT})
        run = job(call.function.tool_name())
        if run is not None:
            return await run(Task(line, call, checked, self._gate, self.on_line, self._catalog, self._setup))
        if call.function.declared.effect is Effect.READ:
            return await self._read(line, call, checked)
        return await self._write(line, call, checked, generated)

    def _permit(self, call: Call) -> None:
        permit = self._catalog.permit_as_resource if call.as_resource else self._catalog.permit
        permit(call.function)

    def _take_account(self, function: type[Function], arguments: dict[str, object]) -> str | None:
        if ACCOUNT_ARGUMENT not in self._catalog.arguments(function):
            return None
        account = arguments.pop(ACCOUNT_ARGUMENT, None)
        if account is not None and not isinstance(account, str):
            raise NotAllowed(f"{ACCOUNT_ARGUMENT} must be the name of a configured account, as text.")
        return account

    def _signed(self, line: Line, answer: dict[str, object]) -> dict[str, object]:
        """With several accounts every answer says whose it is."""
        return {ACCOUNT_ARGUMENT: line.account, **answer} if len(self._lines.names) > 1 else answer

    async def _read(self, line: Line, call: Call, checked: Function) -> dict[str, object]:
        params = checked.wire()
        handing = self._handing(line)
        handing.check(checked)
        rows = call.function.declared.rows
        answer = await line.answer(call.function.tool_name(), params)
        if rows is not None:
            found = listed_rows(answer, rows)
            line.sources.note(call.function.tool_name(), params, found)
            await remember(self._gate.store, line.account, call.function.tool_name(), params, found)
            texts = texts_in(line.account, call.function, found[: self._max_rows])
            await self._gate.desk.caution.note(call.caller, texts)
        told = render(call.function, answer, limit=self._max_rows, zone=params.get("timezone"))
        return await handing.over(checked, told)

    def _handing(self, line: Line) -> Handing:
        account = line.account if len(self._lines.names) > 1 else ""
        return Handing(self._setup.files, account, self._catalog.choice.read_only)

    async def _write(self, line: Line, call: Call, checked: Function, generated: frozenset[str]) -> Result:
        params = checked.wire()
        rehearsal = call.function.declared.effect is Effect.SPEND and getattr(checked, TEST, False) is not False
        params.pop(TEST, None)

        async def made() -> tuple[Write, ...]:
            """With its files as they are now."""
            found = await uploads(checked, self._setup)
            full = await named(line, call.function, params | found.params)
            return (Write(call.function, full, generated=generated, files=found.names),)

        (write,) = writes = await made()
        if rehearsal:
            ready = await self._gate.desk.prepare(line, write, call.caller)
            return {"rehearsal": True, "done": False, **told(ready), "next": REAL.format(function=write.name)}
        again = made if write.files else None
        request = Request(writes, call.caller, write.name, call.arguments, replanned=again)
        return await self._gate.run(line, request, call.person)


def told(ready: Prepared) -> dict[str, object]:
    """What a rehearsal found out about money and about what is at stake."""
    seen = ready.seen
    found: dict[str, object] = {"price": price_line(seen.quote, ready.write.name)}
    if seen.quote is not None:
        found["price_now"] = usd(seen.quote.now)
    if seen.balance is not None:
        found["balance"] = usd(seen.balance)
    return found | ({"careful": list(ready.warnings)} if ready.warnings else {})
