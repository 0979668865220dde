"""Where hours and menus lead is there: VoIP.ms would refuse it only once some of the plan was done."""

from collections.abc import Iterable

from voipms_server.entries import BY_HEADER
from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts
from voipms_server.tracing.account import Account
from voipms_tools.words.opening import MENU


async def check_targets(tool: str, facts: Facts, routes: Iterable[str]) -> None:
    """Raises NotAllowed for a route to an entry that does not exist."""
    account = Account(facts)
    for route in dict.fromkeys(routes):
        header, _, id_ = route.partition(":")
        known = BY_HEADER.get(header) if not route.startswith(MENU) else None
        if known is not None and await account.led_to(header, id_) is None:
            raise NotAllowed(f"{tool}: there is no {known.words} {id_}; {known.getter} lists what exists.")
