"""`diagnose` names the fault that was planted, and accuses nothing on an account that is well."""

import re
from typing import Any

import pytest

from cases.faults.every import FAULTS
from cases.faults.fault import Fault
from cases.faults.healthy import ROLES, Healthy
from cases.faults.looking import accused, diagnosed, of_fault, ranked
from cases.office import NOON, Office
from voipms_server.diagnosis.nearest import nearest
from voipms_server.diagnosis.symptoms import SYMPTOMS, Symptom
from voipms_server.entries import writers
from voipms_server.setup import Setup
from voipms_server.zones import Zone
from voipms_tools.function import Function
from voipms_tools.numbers import SetSMS
from voipms_tools.registry import tools

pytestmark = pytest.mark.anyio
SEEDS = (1, 20, 300)
FIRST, KINDS = 0.9, 60
SAID = {"sms_abroad"}
"""What the complaint itself shows."""
EVIDENCE = re.compile(r"(\w+), read [0-9]{2}:[0-9]{2}:[0-9]{2}: .+")


def test_there_are_many_kinds_of_faults_over_all_symptoms() -> None:
    """Access is tested by itself: nothing can be planted in an account that lets nobody in."""
    assert len({fault.id for fault in FAULTS}) == len(FAULTS)
    assert len({fault.cause for fault in FAULTS}) >= KINDS
    causes = {fault.cause for fault in FAULTS}
    assert causes >= {"port_not_done", "mms_media_apart", "expensive_at_night", "dangling", "sms_off"}


def test_every_symptom_has_a_fault_that_leads_to_it() -> None:
    meant = {taken.symptom.name for fault in FAULTS if (taken := nearest(fault.says)) is not None}
    assert meant | {"everything_fails"} == {symptom.name for symptom in SYMPTOMS}


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
    assert await accused(symptom, role, 7) == []


@pytest.mark.parametrize(
    ("code", "cause"),
    [
        ("invalid_credentials", "credentials_wrong"),
        ("missing_credentials", "credentials_wrong"),
        ("api_not_enabled", "api_off"),
        ("ip_not_enabled", "address_not_allowed"),
    ],
)
async def test_an_account_that_lets_nobody_in_is_the_cause_when_nothing_works(code: str, cause: str) -> None:
    office = Office(data=Healthy(2, NOON).data(), setup=Setup(zone=Zone("America/Toronto")))
    office.sandbox.faults.plan(f"status:{code}", "getBalance", count=9)
    answer = await diagnosed(office, symptom="nothing works")
    assert [one["cause"] for one in answer["causes"]] == [cause]
    assert ("203.0.113.7" in answer["causes"][0]["words"]) is (code == "ip_not_enabled")


async def test_every_fix_is_a_call_that_exists_with_parameters_it_has() -> None:
    for fault in FAULTS:
        answer = await of_fault(fault, 5)
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
        answer = await of_fault(fault, 5)
        for cause in answer["causes"]:
            assert cause.get("evidence") or cause["cause"] in SAID, cause
            for evidence in cause.get("evidence", []):
                found = EVIDENCE.match(evidence)
                assert found, evidence
                assert found[1] == "listChanges" or any(one.startswith(found[1]) for one in answer["read"]), evidence
