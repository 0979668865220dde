"""The flowchart of a trace is Mermaid that every renderer takes, whatever the account holds."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.graphs import DID, Dice, account, dial, sandbox_of
from cases.office import NOON, Office, text
from cases.straight import line_to
from voipms_server.facts import Facts
from voipms_server.tracing.account import Account
from voipms_server.tracing.callers import caller_of
from voipms_server.tracing.checks import findings
from voipms_server.tracing.picture import mermaid
from voipms_server.tracing.traced import When, trace_number
from voipms_server.zones import Zone

pytestmark = pytest.mark.anyio
SAFE = r"[\w\s.,:;+@/()#-]*"
OPEN, CLOSE = r"(?:\(\[|\{\{|\[/|\(\(|\{|\[)", r"(?:\]\)|\}\}|/\]|\)\)|\}|\])"
NODE = re.compile(rf'(n\d+){OPEN}"{SAFE}"{CLOSE}(?::::(?:path|problem|warning))?')
EDGE = re.compile(rf'(n\d+) (==>|-->)(?:\|"{SAFE}"\|)? (n\d+)')
STYLE = re.compile(r"classDef (path|problem|warning) [a-z0-9:,#-]+")


def checked(chart: str) -> tuple[set[str], int]:
    """The places and the number of ways of a chart, every line of which has a form that Mermaid knows."""
    first, *rest = chart.splitlines()
    assert first == "flowchart TD"
    nodes: set[str] = set()
    ends: set[str] = set()
    edges = 0
    for line in rest:
        node, edge = NODE.fullmatch(line), EDGE.fullmatch(line)
        assert node or edge or STYLE.fullmatch(line), line
        if node:
            nodes.add(node[1])
        if edge:
            ends |= {edge[1], edge[3]}
            edges += 1
    assert ends <= nodes
    return nodes, edges


@given(st.integers(0, 100_000))
@settings(max_examples=150)
async def test_every_line_has_a_form_that_mermaid_knows(seed: int) -> None:
    dice = Dice(seed)
    sandbox, call = sandbox_of(account(dice)), dial(dice)
    facts = Facts(line_to(sandbox), lambda: call.at)
    trace = await trace_number(Account(facts), DID, When(call.at, Zone("UTC")), caller_of(call.caller))
    nodes, _ = checked(mermaid(trace, findings(trace)))
    assert nodes


@given(st.text(max_size=60))
@settings(max_examples=60)
async def test_names_of_any_kind_stay_inside_their_quotes(name: str) -> None:
    office = Office()
    office.sandbox.world.clock.set(NOON, frozen=True)
    office.row("ivrs", ivr="4636")["name"] = name
    async with office.client() as client:
        result = await client.call_tool("traceRouting", {"did": "5145550110"})
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    nodes, edges = checked(result.structured_content["mermaid"])
    assert (len(nodes), edges) == (13, 16)


async def test_the_way_of_the_call_is_thick() -> None:
    office = Office()
    office.sandbox.world.clock.set(NOON, frozen=True)
    async with office.client() as client:
        result = await client.call_tool("traceRouting", {"did": "5145550113"})
    assert result.structured_content is not None
    thick = [line for line in result.structured_content["mermaid"].splitlines() if "==>" in line]
    assert len(thick) == 2
