"""What `diagnose` says of an account with a planted fault, and of a healthy one."""

from typing import Any

from cases.faults.fault import Fault
from cases.faults.healthy import ROLES, Healthy
from cases.office import NOON, Office, text
from voipms_server.diagnosis.symptoms import Symptom
from voipms_server.setup import Setup
from voipms_server.zones import Zone

UNLED = {
    "queue_silent": (("queue",), "not_led_to_queue"),
    "queue_drops": (("queue",), "not_led_to_queue"),
    "group_silent": (("group", "menu"), "not_led_to_group"),
    "forward_fails": (("cell",), "not_forwarded"),
}
"""The numbers that lead to a queue, a group, an outside phone."""


async def diagnosed(office: Office, **arguments: object) -> dict[str, Any]:
    office.sandbox.world.clock.set(NOON, frozen=True)
    async with office.client() as client:
        result = await client.call_tool("diagnose", arguments)
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


async def of_fault(fault: Fault, seed: int) -> dict[str, Any]:
    """The answer about an account with this fault."""
    account = Healthy(seed, NOON)
    fault.plant(account)
    did = {"did": account.dids[fault.role]} if fault.role else {}
    office = Office(data=account.data(fault.balance), setup=Setup(zone=Zone(fault.zone)))
    return await diagnosed(office, symptom=fault.says, **{**did, **fault.more(account)})


async def ranked(fault: Fault, seed: int) -> list[str]:
    """The causes that are named for a planted fault, the likeliest first."""
    return [one["cause"] for one in (await of_fault(fault, seed))["causes"]]


async def accused(symptom: Symptom, role: str, seed: int) -> list[str]:
    """What is accused on a healthy account, but that a number does not lead to what the complaint is about."""
    account = Healthy(seed, NOON)
    office = Office(data=account.data(), setup=Setup(zone=Zone("America/Toronto")))
    answer = await diagnosed(office, symptom=symptom.words, did=account.dids[role])
    roles, cause = UNLED.get(symptom.name, (ROLES, ""))
    expected = [] if role in roles else [cause]
    found = [one["cause"] for one in answer["causes"]]
    return [one for one in found if one not in expected] + [one for one in expected if one not in found]
