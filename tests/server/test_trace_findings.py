"""Each finding of `traceRouting`, planted alone on a healthy account, and gone once its fix was carried out."""

import copy
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from cases.faults.healthy import ROLES, Healthy
from cases.faults.planted import away, caught, entry, gone, number
from cases.office import NOON, Office, Person, text
from voipms_sandbox.seed import rows as r
from voipms_server.catalog import Choice
from voipms_server.setup import Setup
from voipms_server.tracing.checks import CHECKS
from voipms_server.zones import Zone

pytestmark = pytest.mark.anyio
SEEDS = (2, 40)
CALLER = {"caller": "4165550162"}
Plant = Callable[[Healthy], None]
Chosen = Callable[[Healthy], Mapping[str, str]]


def nothing(_: Healthy) -> Mapping[str, str]:
    return {}


def to_box(*fields: str) -> Chosen:
    return lambda one: dict.fromkeys(fields, f"vm:{one.ids['box']}")


def box(one: Healthy) -> Mapping[str, str]:
    return {"voicemail": one.ids["box"]}


def own_again(one: Healthy) -> None:
    one.tables["forwardings"][0]["phone_number"] = one.dids["direct"]


def circle(one: Healthy) -> None:
    one.tables["time_conditions"][0].update(
        routing_match=f"tc:{one.id('hours')}", routing_nomatch=f"tc:{one.id('hours')}"
    )


def left_member(one: Healthy) -> None:
    one.tables["ring_groups"][0]["members"] += ";account:999999_Nobody,20,0"


def menu_without_end(one: Healthy) -> None:
    menu = one.tables["ivrs"][0]
    menu["choices"] = f"1=grp:{one.id('group')};t=ivr:{one.id('menu')}"


def with_disa(one: Healthy) -> None:
    one.tables["disas"] = [
        {"disa": one.id("disa"), "name": "Travel", "pin": "8642", "digit_timeout": "10", "callerid_override": ""}
    ]
    one.number("cell")["routing"] = f"disa:{one.id('disa')}"


def choices(one: Healthy) -> Mapping[str, str]:
    return {"choices": f"1=grp:{one.id('group')};t=vm:{one.ids['box']}"}


def members(one: Healthy) -> Mapping[str, str]:
    return {"members": f"account:{one.login(one.names['b'])},25,0"}


def agent(one: Healthy) -> Mapping[str, str]:
    return {"account": one.login(one.names["d"]), "member_name": "Agent", "priority": "0"}


def lists(_: Healthy) -> Mapping[str, str]:
    return {
        "starthour": "8",
        "startminute": "0",
        "endhour": "17",
        "endminute": "30",
        "weekdaystart": "mon",
        "weekdayend": "fri",
    }


def comes_back(one: Healthy) -> None:
    """Every device registers again."""
    subs = one.tables["sub_accounts"]
    one.tables["registrations"] = [r.registration(sub["account"], one.pop, 20, NOON) for sub in subs]


def cell_like_direct(one: Healthy) -> None:
    away("a")(one)
    one.number("cell")["routing"] = one.number("direct")["routing"]


ALWAYS = {
    "starthour": "0",
    "startminute": "0",
    "endhour": "23",
    "endminute": "59",
    "weekdaystart": "mon",
    "weekdayend": "sun",
}
NO_ANSWER = number("direct", failover_noanswer="none:", voicemail="0")
NO_CALL = ("unregistered", "group_silent")
"""What a device must do itself, whatever else can be done meanwhile."""


@dataclass(frozen=True)
class Case:
    """`chosen` are the values that a person decides; `fix` is which of the fixes is carried out, -1 for none."""

    kind: str
    role: str
    plant: Plant
    chosen: Chosen = nothing
    fix: int = 0
    more: Mapping[str, str] = field(default_factory=dict[str, str])
    balance: str = "80.00"


CASES = (
    Case("dangling", "direct", number("direct", routing="fwd:1"), to_box("routing")),
    Case("dangling", "hours", entry("time_conditions", routing_match="grp:1"), to_box("changes.routing_match")),
    Case("loop", "hours", circle, to_box("changes.routing_match", "changes.routing_nomatch")),
    Case("menu_repeats", "menu", menu_without_end, lambda one: {"changes.choices": choices(one)["choices"]}),
    Case("leads_to_announcement", "group", number("group", routing="sys:noservice"), to_box("routing")),
    Case("filter_catches", "direct", caught("4165550162"), lambda _: {"changes.callerid": "4165550169"}, more=CALLER),
    Case(
        "unregistered",
        "cell",
        cell_like_direct,
        fix=-1,
    ),
    Case("group_silent", "group", away("b", "c"), fix=-1),
    Case("group_member_gone", "group", left_member, lambda one: {"changes.members": members(one)["members"]}),
    Case("queue_without_members", "queue", gone("static_members"), agent),
    Case("queue_members_away", "queue", away("d", "e"), fix=-1),
    Case(
        "queue_timeout_hangs_up",
        "queue",
        entry("queues", fail_over_routing_timeout="none:"),
        to_box("changes.fail_over_routing_timeout"),
    ),
    Case(
        "queue_full_hangs_up",
        "queue",
        entry("queues", fail_over_routing_full="none:"),
        to_box("changes.fail_over_routing_full"),
    ),
    Case("forward_to_own_number", "cell", own_again, lambda _: {"changes.phone_number": "5145550171"}),
    Case(
        "missing_announcement", "menu", entry("ivrs", recording="1"), lambda one: {"changes.recording": one.id("hello")}
    ),
    Case(
        "no_failover",
        "direct",
        NO_ANSWER,
        to_box("changes.failover_noanswer"),
    ),
    Case("no_failover", "direct", NO_ANSWER, box, fix=1),
    Case("short_ring", "direct", number("direct", dialtime="5")),
    Case(
        "uneven_hours",
        "hours",
        entry("time_conditions", starthour="8;9"),
        lambda one: {f"changes.{name}": value for name, value in lists(one).items()},
    ),
    Case(
        "unreachable_branch",
        "hours",
        entry("time_conditions", **ALWAYS),
        fix=-1,
    ),
    Case("on_the_edge", "hours", entry("time_conditions", starthour="12", startminute="0"), fix=-1),
    Case("unused_failover", "queue", number("queue", failover_noanswer="sys:busy"), fix=-1),
    Case("disa_reachable", "cell", with_disa, fix=-1),
    Case("unknown_target", "direct", number("direct", routing="fax:1"), fix=-1),
    Case("balance_used_up", "direct", lambda _: None, fix=-1, balance="-1.00"),
    Case("other_pop", "direct", lambda one: one.number("direct").update(pop="5"), fix=0),
)


def office_of(account: Healthy, balance: str = "80.00") -> Office:
    office = Office(data=account.data(balance), setup=Setup(zone=Zone("America/Toronto")))
    office.sandbox.world.clock.set(NOON, frozen=True)
    return office


async def found(office: Office, did: str, **more: str) -> list[dict[str, Any]]:
    async with office.client() as client:
        result = await client.call_tool("traceRouting", {"did": did, **more})
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content["findings"]


def carried(fix: dict[str, Any], chosen: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of a fix with what a person decided; nothing is decided that it does not leave open."""
    arguments = copy.deepcopy(fix["arguments"])
    assert set(fix.get("choose", {})) <= set(chosen), fix
    for name in fix.get("choose", {}):
        place = arguments["changes"] if name.startswith("changes.") else arguments
        place[name.removeprefix("changes.")] = chosen[name]
    return arguments


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.kind} {case.fix}")
@pytest.mark.parametrize("seed", SEEDS)
async def test_a_planted_fault_is_found_and_its_fix_mends_it(case: Case, seed: int) -> None:
    account = Healthy(seed, NOON)
    case.plant(account)
    office = office_of(account, case.balance)
    findings = await found(office, account.dids[case.role], **case.more)
    (finding,) = [one for one in findings if one["cause"] == case.kind][:1]
    assert finding["words"].endswith(".")
    if case.fix < 0:
        assert not [fix for fix in finding.get("fix", []) if "tool" in fix] or case.kind in (
            "unregistered",
            "group_silent",
        )
        return
    fix = finding["fix"][case.fix]
    async with office.client(person=Person()) as client:
        result = await client.call_tool(fix["tool"], carried(fix, case.chosen(account)))
    assert not result.is_error, text(result)
    after = await found(office, account.dids[case.role], **case.more)
    assert case.kind not in [one["cause"] for one in after]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("seed", SEEDS)
async def test_nothing_is_found_on_a_healthy_account(role: str, seed: int) -> None:
    account = Healthy(seed, NOON)
    findings = await found(office_of(account), account.dids[role])
    assert [one["cause"] for one in findings if one["weight"] != "hint"] == []


async def test_a_device_that_registers_again_is_not_accused_any_more() -> None:
    account = Healthy(3, NOON)
    away("a")(account)
    assert "unregistered" in [one["cause"] for one in await found(office_of(account), account.dids["direct"])]
    comes_back(account)
    assert await found(office_of(account), account.dids["direct"]) == []


@pytest.mark.parametrize("profile", ["default", "full"])
async def test_a_fix_whose_tool_is_not_offered_is_words_only(profile: str) -> None:
    """Deletions are not listed by default: then the answer says with what the server is to be started."""
    account = Healthy(6, NOON)
    caught("4165550162")(account)
    office = Office(Choice(profile=profile), data=account.data(), setup=Setup(zone=Zone("America/Toronto")))
    (finding,) = await found(office, account.dids["direct"], caller="4165550162")
    change, deletion = finding["fix"]
    assert change["tool"] == "updateSettings"
    assert deletion.get("tool") == ("delCallerIDFiltering" if profile == "full" else None)
    assert ("--tools delCallerIDFiltering" in deletion["words"]) is (profile == "default")


def test_every_check_of_the_table_has_its_fault_here() -> None:
    """As many kinds as there are; a check that is added is planted here too."""
    assert len({case.kind for case in CASES}) >= len(CHECKS)
