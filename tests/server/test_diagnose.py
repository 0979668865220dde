"""`diagnose` names the fault that was planted, and accuses nothing on an account that is well."""

import re
from typing import Any

import pytest

from cases.faults.fault import Fault
from cases.faults.healthy import ROLES, Healthy
from cases.faults.planted import FAULTS
from cases.office import NOON, Office, text
from voipms_server.diagnosis.symptoms import SYMPTOMS, Symptom
from voipms_server.entries import writers
from voipms_server.setup import Setup
from voipms_server.zones import Zone
from voipms_tools.function import Function
from voipms_tools.numbers import SetSMS
from voipms_tools.registry import tools

pytestmark = pytest.mark.anyio
SEEDS = (1, 20, 300)
FIRST = 0.9
SAID = {"sms_abroad"}
"""What the complaint itself shows."""
EVIDENCE = re.compile(r"(\w+), read [0-9]{2}:[0-9]{2}:[0-9]{2}: .+")
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


async def ranked(fault: Fault, seed: int) -> list[str]:
    """The causes that are named for a planted fault, the likeliest first."""
    account = Healthy(seed, NOON)
    fault.plant(account)
    did = {"did": account.dids[fault.role]} if fault.role else {}
    office = Office(data=account.data(fault.balance), setup=Setup(zone=Zone(fault.zone)))
    answer = await diagnosed(office, symptom=fault.says, **{**did, **fault.more(account)})
    return [one["cause"] for one in answer["causes"]]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.id)
async def test_the_planted_cause_is_among_the_first_three(fault: Fault) -> None:
    for seed in SEEDS:
        assert fault.cause in (await ranked(fault, seed))[:3], seed


async def test_the_planted_cause_is_mostly_the_first() -> None:
    for seed in SEEDS:
        first = [fault.id for fault in FAULTS if (await ranked(fault, seed))[:1] == [fault.cause]]
        assert len(first) >= FIRST * len(FAULTS), {fault.id for fault in FAULTS} - set(first)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("symptom", SYMPTOMS, ids=lambda one: one.name)
async def test_nothing_is_accused_on_a_healthy_account(symptom: Symptom, role: str) -> None:
    """But that a number does not lead to what the complaint is about."""
    account = Healthy(7, NOON)
    office = Office(data=account.data(), setup=Setup(zone=Zone("America/Toronto")))
    answer = await diagnosed(office, symptom=symptom.words, did=account.dids[role])
    roles, cause = UNLED.get(symptom.name, (ROLES, ""))
    assert [one["cause"] for one in answer["causes"]] == ([] if role in roles else [cause])


async def test_every_fix_is_a_call_that_exists_with_parameters_it_has() -> None:
    for fault in FAULTS:
        account = Healthy(5, NOON)
        fault.plant(account)
        did = {"did": account.dids[fault.role]} if fault.role else {}
        office = Office(data=account.data(fault.balance), setup=Setup(zone=Zone(fault.zone)))
        answer = await diagnosed(office, symptom=fault.says, **{**did, **fault.more(account)})
        for fix in (fix for cause in answer["causes"] for fix in cause.get("fix", [])):
            assert fix["words"]
            if "tool" in fix:
                check_fix(fix)


def check_fix(fix: dict[str, Any]) -> None:
    """Its arguments, those a person chooses too, are parameters of the tool, or fields of the entry's set function."""
    tool = tools()[fix["tool"]]
    chosen: dict[str, str] = fix.get("choose", {})
    names = {name for name in (*fix["arguments"], *chosen) if not name.startswith("changes.")}
    assert names <= parameters(tool), fix
    if fix["tool"] == "updateSettings":
        kind: str = fix["arguments"]["kind"]
        writer = SetSMS if kind == "sms" else writers()[kind]
        fields = {*fix["arguments"]["changes"], *(name.partition(".")[2] for name in chosen)} - {""}
        assert fields, fix
        assert fields <= parameters(writer), fix


def parameters(tool: type[Function]) -> set[str]:
    return {field.alias or name for name, field in tool.model_fields.items()}


async def test_every_cause_says_what_was_read_and_when() -> None:
    """A function that was called for it, the time on the user's clock, and what was in it."""
    for fault in FAULTS:
        account = Healthy(5, NOON)
        fault.plant(account)
        did = {"did": account.dids[fault.role]} if fault.role else {}
        office = Office(data=account.data(fault.balance), setup=Setup(zone=Zone(fault.zone)))
        answer = await diagnosed(office, symptom=fault.says, **{**did, **fault.more(account)})
        for cause in answer["causes"]:
            assert cause.get("evidence") or cause["cause"] in SAID, cause
            for evidence in cause.get("evidence", []):
                found = EVIDENCE.match(evidence)
                assert found, evidence
                assert found[1] in office.calls or found[1] == "listChanges", evidence
