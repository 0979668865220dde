"""What is read before a person is asked, and again after their yes: rehearsal, price, balance, numbers owned."""

from collections.abc import Mapping
from decimal import Decimal

from voipms_server import quotes
from voipms_server.entries import route_words
from voipms_server.line import Line
from voipms_server.quotes import Seen, balance_of, text
from voipms_server.requests import Write
from voipms_server.uses import routes_in, with_routes
from voipms_tools.registry import functions
from voipms_tools.words.marks import Rule

MEMBERS = "members"
REHEARSED = {"test": "1"}
CHECKED_BY = {"e911Provision": "e911Validate", "e911Update": "e911Validate"}
"""Functions without a rehearsal of their own."""


async def rehearse(line: Line, write: Write) -> None:
    """Ask the API whether this order would go through; raises Refused with its reason when it would not."""
    if write.name in CHECKED_BY:
        await check(line, write.name, write.params)
    elif "test" in write.function.model_fields:
        await line.client.call(write.name, {**write.params, **REHEARSED}, read=True)
    else:
        raise LookupError(f"{write.name} cannot be rehearsed, and nothing checks it")


async def check(line: Line, name: str, params: Mapping[str, str]) -> None:
    """Ask the function that checks what another one takes; raises Refused with its reason."""
    checker = functions()[CHECKED_BY[name]]
    checked = {one: params[one] for one in checker.model_fields if params.get(one)}
    await line.client.call(checker.tool_name(), checked, read=True)


async def look(line: Line, write: Write, today: str = "") -> Seen:
    """Price and balance as the person is shown them, after a rehearsal. It may run any number of times."""
    await rehearse(line, write)
    price = await quotes.quote(write.name, write.params, line.rows, line.sources)
    return Seen(price, await balance(line), today)


async def balance(line: Line) -> Decimal | None:
    """The account's balance in US$, or None when it cannot be read."""
    return balance_of(await line.answer("getBalance", {}))


async def owned(line: Line) -> frozenset[str]:
    """The numbers the account holds."""
    return frozenset(text(row, "did") for row in await line.rows("getDIDsInfo", {}))


async def routes_in_words(line: Line, write: Write) -> dict[str, str]:
    """Every parameter that leads calls, in words: what callers will experience."""
    leading = [name for name, rule in write.function.asks().items() if rule is Rule.LEADS]
    names = [name for name in (*leading, MEMBERS) if write.params.get(name)]
    return {name: await _in_words(line, write.params[name]) for name in names}


async def _in_words(line: Line, value: str) -> str:
    """Each route in a value, with the name of its target: of an IVR's choices or a ring group's members all of them."""
    words = {route: await route_words(line, route) for route in routes_in(value)}
    return with_routes(value, words)
