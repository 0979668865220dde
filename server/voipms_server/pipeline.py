"""One call, one path: permit, validate, complete, ask where the effect demands it, send, answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from mcp.types import InputRequiredResult

from voipms_server.answers import render
from voipms_server.answers.reading import listed_rows
from voipms_server.asking import Person
from voipms_server.catalog import ACCOUNT_ARGUMENT, Catalog
from voipms_server.checking import validate
from voipms_server.completion import complete, entry_id
from voipms_server.errors import NotAllowed
from voipms_server.gate import Gate, Gated
from voipms_server.line import Line
from voipms_server.look import look
from voipms_server.questions import price_line, usd
from voipms_server.quotes import Seen
from voipms_server.shield import shielded
from voipms_tools.effects import Effect
from voipms_tools.function import Function

REAL = (
    "VoIP.ms would accept this order; nothing was ordered. For the real order call {function} again with the same "
    "arguments and test=false: a person is then asked to confirm it."
)


class Lines(Protocol):
    """The configured VoIP.ms accounts."""

    @property
    def names(self) -> tuple[str, ...]: ...

    def choose(self, name: str | None) -> Line:
        """The account a call is for; raises NotAllowed with the names there are."""
        ...


@dataclass(frozen=True, slots=True)
class Call:
    """What a client asked for."""

    function: type[Function]
    arguments: Mapping[str, object]
    caller: str
    person: Person


Step = Callable[[Line, Call, Function], Awaitable[dict[str, object] | InputRequiredResult]]


class Pipeline:
    """Walks every call of every function."""

    def __init__(self, lines: Lines, catalog: Catalog, gate: Gate, max_rows: int = 100) -> None:
        self._lines = lines
        self._catalog = catalog
        self._gate = gate
        self._max_rows = max_rows
        self._steps: Mapping[Effect, Step] = {
            Effect.READ: self._read,
            Effect.CHANGE: self._change,
            Effect.SEND: self._send,
            Effect.DELETE: self._ask_first,
            Effect.SPEND: self._ask_first,
        }

    async def run(self, call: Call) -> dict[str, object] | InputRequiredResult:
        """The clean answer, or what the client must show a person first. Raises the errors of `errors`."""
        self._catalog.permit(call.function)
        arguments = dict(call.arguments)
        account = self._take_account(call.function, arguments)
        checked = validate(call.function, arguments, self._catalog.arguments(call.function))
        line = self._lines.choose(account)
        answer = await self._steps[call.function.declared.effect](line, call, checked)
        return answer if isinstance(answer, InputRequiredResult) else self._signed(line, answer)

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
        rows = call.function.declared.rows
        answer = await line.answer(call.function.tool_name(), params)
        if rows is not None:
            line.sources.note(call.function.tool_name(), params, listed_rows(answer, rows))
        return render(call.function, answer, limit=self._max_rows, zone=params.get("timezone"))

    async def _change(self, line: Line, call: Call, checked: Function) -> dict[str, object]:
        """An update holds the entry's lock from its last read to the write."""
        params = checked.wire()
        name = call.function.tool_name()
        await line.lists.check(call.function, params)
        async with line.entries[lock_key(call.function, params)]:
            full = await complete(line, call.function, params)
            answer = await send(line, name, full)
        return {"done": True, **render(call.function, answer), **kept(params, full)}

    async def _send(self, line: Line, call: Call, checked: Function) -> dict[str, object]:
        answer = await send(line, call.function.tool_name(), checked.wire())
        return {"done": True, **render(call.function, answer)}

    async def _ask_first(self, line: Line, call: Call, checked: Function) -> dict[str, object] | InputRequiredResult:
        params = checked.wire()
        rehearsal = getattr(checked, "test", False) is not False
        params.pop("test", None)
        await line.lists.check(call.function, params)
        if rehearsal:
            return await self._rehearsal(line, call.function, params)
        answer = await self._gate.run(line, Gated(call.function, params, call.caller), call.person)
        return answer if isinstance(answer, InputRequiredResult) else {"done": True, **render(call.function, answer)}

    async def _rehearsal(self, line: Line, function: type[Function], params: Mapping[str, str]) -> dict[str, object]:
        seen = await look(line, function, params)
        return {"rehearsal": True, "done": False, **told(seen), "next": REAL.format(function=function.tool_name())}


async def send(line: Line, name: str, params: Mapping[str, str]) -> dict[str, object]:
    """One write, once; a caller who gives up does not stop it half-way."""
    return await shielded(lambda: line.client.call(name, params, read=False))


def lock_key(function: type[Function], params: Mapping[str, str]) -> str:
    """The entry a write is about: writes to the same entry wait for each other."""
    entry = function.declared.entry
    id_ = entry_id(function, params)
    if entry is not None and id_ is not None:
        return f"{entry.getter}:{id_}"
    return f"getDIDsInfo:{params['did']}" if "did" in params else function.tool_name()


def kept(given: Mapping[str, str], full: Mapping[str, str]) -> dict[str, object]:
    """Which settings were left out and therefore kept as they were."""
    names = sorted(name for name in full if name not in given)
    return {"kept_as_it_was": names} if names else {}


def told(seen: Seen) -> dict[str, object]:
    """What a rehearsal found out about money."""
    money: dict[str, object] = {"price": price_line(seen.quote)}
    if seen.quote is not None:
        money["price_now"] = usd(seen.quote.now)
    if seen.balance is not None:
        money["balance"] = usd(seen.balance)
    return money
