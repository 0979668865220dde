"""What is read before a person is asked, and again after their yes: rehearsal, price, balance, numbers owned."""

from collections.abc import Mapping
from decimal import Decimal

from voipms_server import quotes
from voipms_server.entries import route_words
from voipms_server.line import Line
from voipms_server.quotes import Seen, balance_of, text
from voipms_server.requests import Write

ROUTE_PARAMETERS = ("routing", "failover_busy", "failover_unreachable", "failover_noanswer")
REHEARSED = {"test": "1"}


async def rehearse(line: Line, write: Write) -> None:
    """Ask the API whether this order would go through; raises Refused with its reason when it would not."""
    await line.client.call(write.name, {**write.params, **REHEARSED}, read=True)


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


async def routes_in_words(line: Line, params: Mapping[str, str]) -> dict[str, str]:
    """Each routing of the call in words, with the name of its target beside the id."""
    return {name: await route_words(line, params[name]) for name in ROUTE_PARAMETERS if params.get(name)}
