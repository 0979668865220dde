"""Whose devices a move concerns: what rings for each number, and where it is registered now."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voipms_server.answers.words import clean
from voipms_server.moving.pops import Pop
from voipms_server.tracing.account import Account, Device
from voipms_server.tracing.devices import phones_of
from voipms_server.tracing.traced import When, trace_number

MOST_TOLD = 12
HEADER = "account:"


@dataclass(slots=True)
class Ringing:
    """A device, and the numbers whose calls can make it ring."""

    login: str
    device: Device
    dids: list[str] = field(default_factory=list[str])

    def told(self, pops: Mapping[str, Pop]) -> str:
        """`100000_Anne (now POP 31 Montreal, QC; rings for 5145550110)`."""
        now = ", ".join(pops[pop].words if pop in pops else f"POP {pop}" for pop in self.device.pops)
        few = ", ".join(self.dids[:MOST_TOLD]) + (" ..." if len(self.dids) > MOST_TOLD else "")
        return f"{clean(self.login, 60)} ({f'now {now}; ' if now else ''}rings for {few})"


async def ringing(account: Account, dids: Sequence[str], when: When) -> list[Ringing]:
    """Every device that a call to one of these numbers can reach."""
    found: dict[str, Ringing] = {}
    for did in dids:
        trace = await trace_number(account, did, when, None)
        phones = (phone for node in trace.graph.nodes.values() for phone in phones_of(node) if phone.exists)
        routes = dict.fromkeys(phone.route for phone in phones if phone.route.startswith(HEADER))
        for login in (route.removeprefix(HEADER) for route in routes):
            device = trace.devices.get(login) or Device(None, "registration not asked for")
            found.setdefault(login, Ringing(login, device)).dids.append(did)
    return list(found.values())


def told(devices: Sequence[Ringing], to: Pop, pops: Sequence[Pop]) -> list[str]:
    """A sentence for those that must register anew, one for those that are there, one for what is not known."""
    by_number = {one.number: one for one in pops}
    there = [one for one in devices if to.number in one.device.pops]
    move = [one for one in devices if one.device.pops and one not in there]
    by_ip = [one for one in devices if one.device.there is True and not one.device.pops]
    away = [one for one in devices if one.device.there is False]
    unknown = [one for one in devices if one.device.there is None]
    host = f"{clean(to.host, 80)} ({to.words})"
    groups = (
        (f"Devices that must register at {host}", move),
        (f"Registered at {to.words} already", there),
        (f"Known by their IP address, to be pointed at {host}", by_ip),
        ("Not registered anywhere now", away),
        ("Where these are registered is not known", unknown),
    )
    return [f"{words}: {_listed(some, by_number)}." for words, some in groups if some]


def _listed(devices: Sequence[Ringing], pops: Mapping[str, Pop]) -> str:
    more = [f"and {len(devices) - MOST_TOLD} more"] if len(devices) > MOST_TOLD else []
    return "; ".join([*(one.told(pops) for one in devices[:MOST_TOLD]), *more])
