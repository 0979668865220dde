"""What is read before a person is asked, and again after their yes: rehearsal, price, balance, targets."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from voipms_server import quotes
from voipms_server.answers.words import route_in_words
from voipms_server.errors import Refused
from voipms_server.line import Line
from voipms_server.quotes import Seen, balance_of, text
from voipms_tools.effects import Effect
from voipms_tools.function import Function

ROUTE_PARAMETERS = ("routing", "failover_busy", "failover_unreachable", "failover_noanswer")
REHEARSED = {"test": "1"}


@dataclass(frozen=True, slots=True)
class Target:
    """Where the entries of a routing header are listed, and which fields name them."""

    getter: str
    id: str
    names: tuple[str, ...]


TARGETS = {
    "account": Target("getSubAccounts", "account", ("description", "username")),
    "fwd": Target("getForwardings", "forwarding", ("description", "phone_number")),
    "vm": Target("getVoicemails", "mailbox", ("name",)),
    "sip": Target("getSIPURIs", "sipuri", ("description", "uri")),
    "grp": Target("getRingGroups", "ring_group", ("name",)),
    "ivr": Target("getIVRs", "ivr", ("name",)),
    "recording": Target("getRecordings", "value", ("description",)),
    "queue": Target("getQueues", "queue", ("queue_name",)),
    "cb": Target("getCallbacks", "callback", ("description",)),
    "tc": Target("getTimeConditions", "timecondition", ("name",)),
    "disa": Target("getDISAs", "disa", ("name",)),
}


async def rehearse(line: Line, function: type[Function], params: Mapping[str, str]) -> None:
    """Ask the API whether this order would go through; raises Refused with its reason when it would not."""
    await line.client.call(function.tool_name(), {**params, **REHEARSED}, read=True)


async def look(line: Line, function: type[Function], params: Mapping[str, str]) -> Seen:
    """The world as the person is shown it. Reads only, so it may run any number of times."""
    if function.declared.effect is not Effect.SPEND:
        return Seen(target=await _today(line, params))
    await rehearse(line, function, params)
    price = await quotes.quote(function.tool_name(), params, line.rows, line.sources)
    return Seen(quote=price, balance=await balance(line))


async def balance(line: Line) -> Decimal | None:
    """The account's balance in US$, or None when it cannot be read."""
    return balance_of(await line.answer("getBalance", {}))


async def owned(line: Line) -> frozenset[str]:
    """The numbers the account holds."""
    return frozenset(text(row, "did") for row in await line.rows("getDIDsInfo", {}))


async def routes_in_words(line: Line, params: Mapping[str, str]) -> dict[str, str]:
    """Each routing of the call in words, with the name of its target beside the id."""
    return {name: await route_words(line, params[name]) for name in ROUTE_PARAMETERS if params.get(name)}


async def route_words(line: Line, route: str) -> str:
    header, _, id_ = route.partition(":")
    target = TARGETS.get(header)
    if target is None:
        return route_in_words(route, {})
    try:
        rows = await line.rows(target.getter, {})
    except Refused:
        return route_in_words(route, {})
    row = next((row for row in rows if text(row, target.id) == id_), None)
    if row is None:
        return route_in_words(route, {})
    return route_in_words(route, {route: text(row, *target.names)})


async def _today(line: Line, params: Mapping[str, str]) -> str:
    """What a number does now, for a question about taking it away."""
    rows = await line.rows("getDIDsInfo", {"did": params["did"]})
    row = next((row for row in rows if text(row, "did") == params["did"]), None)
    if row is None:
        return "the number is not on this account"
    calls = await route_words(line, text(row, "routing") or "none:")
    client = text(row, "reseller_account") or "no reseller client"
    return f"calls go to {calls}; connected to {client}"
