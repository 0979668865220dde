"""`generate`: a secret is made here, sent once, kept encrypted, and shown to a person with the PIN and nobody else."""

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest
from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import CallToolResult, ElicitRequestParams, ElicitResult

from cases.arguments import RIGHT
from cases.asked import PIN, WRONG, Browser, beside
from cases.hidden import holds, in_the_clear
from cases.office import ERAS, NOON, YES, Era, Office, Person, text
from cases.terminal import environment, on_terminal, run
from voipms_sandbox import create_app
from voipms_server import generating
from voipms_server.approvals import rows
from voipms_server.assembly import Limits, make_server, sandbox_lines
from voipms_server.catalog import Choice
from voipms_server.checking import some
from voipms_server.cli.serving import Asked, build
from voipms_server.errors import NotAllowed
from voipms_server.gate import Confirm
from voipms_server.page.server import PageServer
from voipms_server.pin import Pin
from voipms_server.settings import Settings
from voipms_server.store.store import in_memory
from voipms_server.waiting import NoPage, Page
from voipms_tools.function import Function
from voipms_tools.registry import functions
from voipms_tools.words.marks import GENERATE

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
NUMBER = "5145550110"
DISA: dict[str, object] = {"disa": "2114", "pin": GENERATE}
SMS: dict[str, object] = {"kind": "sms", "id": NUMBER, "changes": {"smpp_pass": GENERATE}}
FLAT: dict[str, object] = {"kind": "number", "id": NUMBER, "changes": {"billing_type": 2, "port_out_pin": GENERATE}}
"""Changing how a number is charged asks a person."""


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every value that is made, as it is made."""
    found: list[str] = []
    filled = generating.filled

    def noted(
        function: type[Function], arguments: Mapping[str, object], *, kept: bool
    ) -> tuple[dict[str, object], frozenset[str]]:
        full, names = filled(function, arguments, kept=kept)
        found.extend(str(full[name]) for name in names)
        return full, names

    monkeypatch.setattr(generating, "filled", noted)
    return found


def with_pin(page: Page | None = None, **limits: Any) -> Office:
    """An office whose person has a PIN, and this page."""
    office = Office(**limits)
    Pin(office.store).replace(PIN)
    if page is not None:
        office.server = make_server(sandbox_lines(office.app), Choice(), Limits(**limits), office.store, page)
    return office


async def call(
    office: Office, tool: str, arguments: dict[str, object], era: Era = "2026-07-28", person: Person | None = None
) -> dict[str, Any]:
    """The answer of a call that is not refused."""
    async with office.client(era, person) as client:
        result = await client.call_tool(tool, arguments)
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


def sent(office: Office, method: str, name: str) -> list[str]:
    """The values of this parameter that VoIP.ms was sent, in every call."""
    return [call.params[name] for call in office.sandbox.log if call.method == method]


MAKERS = [(function, name) for function in functions().values() for name in sorted(function.generable())]


@pytest.mark.parametrize(("function", "name"), MAKERS, ids=lambda one: one if isinstance(one, str) else one.__name__)
def test_what_is_made_is_of_the_form_that_its_parameter_takes(function: type[Function], name: str) -> None:
    for _ in range(100):
        full, names = generating.filled(function, {name: GENERATE}, kept=True)
        assert names == {name}
        checked = some(function).model_validate(full)
        assert checked.wire()[name] == full[name] != GENERATE


SHAPES: dict[str, tuple[str, str, str, str, str]] = {
    "number": (NUMBER, "setDIDInfo", "port_out_pin", "dids", "[0-9]{6}"),
    "sms": (NUMBER, "setSMS", "smpp_pass", "dids", "[2-9A-HJ-NP-Za-km-z]{8}"),
    "disa": ("2114", "setDISA", "pin", "disas", "[0-9]{4}"),
    "queue": ("32208", "setQueue", "queue_password", "queues", "[0-9]{6}"),
    "sub_account": (
        "100000_Marc",
        "setSubAccount",
        "password",
        "sub_accounts",
        r"(?=.*[2-9])(?=.*[a-km-z])(?=.*[A-HJ-NP-Z])(?=.*[-_.+])[2-9A-HJ-NP-Za-km-z_.+-]{16}",
    ),
    "mailbox": ("107", "setVoicemail", "password", "voicemails", "[0-9]{4}"),
}


@eras
@pytest.mark.parametrize("kind", SHAPES)
async def test_every_secret_that_can_be_made_is_made_sent_once_and_not_told(kind: str, era: Era) -> None:
    id_, method, name, table, shape = SHAPES[kind]
    office = with_pin()
    answer = await call(office, "updateSettings", {"kind": kind, "id": id_, "changes": {name: GENERATE}}, era)
    (value,) = sent(office, method, name)
    assert re.fullmatch(shape, value)
    assert any(row[name] == value for row in office.sandbox.world.accounts[0].table(table))
    assert answer["done"] is True
    assert answer["generated"] == [name]
    assert not holds(json.dumps(answer), value)


NEW: dict[str, tuple[str, str, str]] = {
    "createSubAccount": ("password", "sub_accounts", SHAPES["sub_account"][4]),
    "createVoicemail": ("password", "voicemails", SHAPES["mailbox"][4]),
}
"""Secrets of entries that a tool of its own makes."""


@eras
@pytest.mark.parametrize("method", NEW)
async def test_a_new_entry_has_a_secret_that_was_made_and_not_told(method: str, era: Era) -> None:
    name, table, shape = NEW[method]
    office = with_pin(choice=Choice(profile="full"))
    answer = await call(office, method, {**RIGHT[method], name: GENERATE}, era)
    (value,) = sent(office, method, name)
    assert re.fullmatch(shape, value)
    assert [row[name] for row in office.sandbox.world.accounts[0].table(table)].count(value) == 1
    assert answer["generated"] == [name]
    assert not holds(json.dumps(answer), value)
    assert not holds(in_the_clear(office.store), value)


def test_every_secret_that_can_be_made_is_tried() -> None:
    tried = {(method, name) for _, method, name, _, _ in SHAPES.values()}
    tried |= {(method, name) for method, (name, _, _) in NEW.items()}
    assert {(function.tool_name(), name) for function, name in MAKERS} == tried


@eras
async def test_a_tool_of_its_own_makes_one_as_updates_do(era: Era) -> None:
    office = with_pin()
    new = {"name": "Doors", "digit_timeout": "5", "callerid_override": "5145550110", **DISA}
    del new["disa"]
    answer = await call(office, "setDISA", new, era)
    (value,) = sent(office, "setDISA", "pin")
    assert answer["generated"] == ["pin"]
    assert not holds(json.dumps(answer), value)


async def test_each_is_a_new_one() -> None:
    office = with_pin()
    for _ in range(2):
        await call(office, "updateSettings", SMS)
    first, second = sent(office, "setSMS", "smpp_pass")
    assert first != second


async def test_a_call_that_makes_nothing_says_nothing_of_it() -> None:
    answer = await call(with_pin(), "updateSettings", {**SMS, "changes": {"smpp_pass": "given-here"}})
    assert answer["done"] is True
    assert "generated" not in answer
    assert "shown_to_a_person" not in answer


@eras
async def test_a_question_about_it_is_answered_in_the_client_and_it_is_made_once(era: Era, made: list[str]) -> None:
    office, person = with_pin(), Person()
    answer = await call(office, "updateSettings", FLAT, era, person)
    (question,) = person.questions
    assert "port_out_pin: (hidden)" in question
    assert not any(holds(question, value) for value in made)
    (value,) = sent(office, "setDIDInfo", "port_out_pin")
    assert office.row("dids", did=NUMBER)["port_out_pin"] == value
    assert answer["generated"] == ["port_out_pin"]
    assert not holds(json.dumps(answer), value)
    assert len(office.changes) == 1


@eras
@pytest.mark.parametrize("again", [True, False])
async def test_a_question_about_it_is_answered_on_the_page_and_it_is_made_once(
    era: Era, made: list[str], *, again: bool
) -> None:
    """`again`: the same call is made again; else finishApproved is called."""
    office = with_pin(confirm=Confirm.PAGE)
    waiting = await call(office, "updateSettings", FLAT, era)
    code = str(waiting["code"])
    browser = Browser(office.store)
    page = (await browser.get(code)).text
    assert "port_out_pin: (hidden)" in page
    assert not any(holds(page + json.dumps(waiting), value) for value in made)
    assert sent(office, "setDIDInfo", "port_out_pin") == []
    assert (await browser.answer(code, "yes", await browser.items(code), PIN)).status_code == 200
    done = await (
        call(office, "updateSettings", FLAT, era) if again else call(office, "finishApproved", {"code": code}, era)
    )
    replayed = await call(office, "finishApproved", {"code": code}, era)
    assert len(sent(office, "setDIDInfo", "port_out_pin")) == 1
    assert done["generated"] == ["port_out_pin"]
    assert not any(holds(json.dumps([done, replayed]), value) for value in made)


async def test_a_yes_to_making_one_is_no_yes_to_one_that_is_given() -> None:
    office = with_pin(confirm=Confirm.PAGE)
    code = str((await call(office, "updateSettings", FLAT))["code"])
    approval = next(one for one in office.approvals if one.code == code)
    assert office.store.run_now(lambda t: rows.agree(t, approval.id, "page"))
    changes = {"billing_type": 2, "port_out_pin": "123456"}
    other = await call(office, "updateSettings", {**FLAT, "changes": changes})
    assert other["waiting_for_approval"] is True
    assert other["code"] != code
    assert office.real("setDIDInfo") == 0


async def test_the_terminal_asks_without_showing_it(tmp_path: Path, made: list[str]) -> None:
    sandbox = tmp_path / "office.json"
    store = beside(sandbox)
    Pin(store).replace(PIN)
    code = str((await call(Office(store=store, confirm=Confirm.PAGE), "updateSettings", FLAT))["code"])
    env = environment(VOIPMS_MCP_CONFIG=str(tmp_path / "none.toml"))
    _, seen = await on_terminal(["approve", code, "--sandbox", str(sandbox)], {"Yes or no": "no"}, env)
    assert "port_out_pin: (hidden)" in seen
    assert not any(holds(seen, value) for value in made)


@eras
async def test_it_is_in_no_answer_no_log_and_nothing_that_is_stored_in_the_clear(
    era: Era, made: list[str], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    office, person = with_pin(), Person()
    answers = [
        await call(office, "updateSettings", SMS, era),
        await call(office, "updateSettings", FLAT, era, person),
        await call(office, "getDIDsInfo", {"did": NUMBER}, era),
        await call(office, "listChanges", {}, era),
        await call(office, "undoChange", {"change": 1}, era, person),
        await call(office, "listChanges", {}, era),
    ]
    logs = [str(record.__dict__) for record in caplog.records]
    everything = json.dumps([answers, person.questions, caplog.text, logs, in_the_clear(office.store)])
    assert len(set(made)) >= 2
    assert [value for value in made if holds(everything, value)] == []


@eras
@pytest.mark.parametrize("fault", ["status:invalid_smpp", "http_500", "reset_before_effect", "reset_after_effect"])
async def test_it_is_in_no_error(fault: str, era: Era, made: list[str]) -> None:
    office = with_pin()
    office.sandbox.faults.plan(fault, "setSMS", count=5)
    async with office.client(era) as client:
        result = await client.call_tool("updateSettings", SMS)
        later = await client.call_tool("updateSettings", SMS)
    assert result.is_error
    assert made
    told = text(result) + text(later) + in_the_clear(office.store)
    assert [value for value in made if holds(told, value)] == []


@eras
@pytest.mark.parametrize("tool", ["setDISA", "updateSettings"])
async def test_where_secrets_are_not_kept_none_is_made(tool: str, era: Era) -> None:
    office = with_pin(keep_secrets=False)
    arguments: dict[str, object] = {"name": "Doors", "callerid_override": "5145550110", **DISA}
    async with office.client(era) as client:
        result = await client.call_tool(tool, arguments if tool == "setDISA" else SMS)
    assert result.is_error
    assert text(result) == "generate needs the setting keep_secrets: what is made must be kept to be shown."
    assert office.calls == []
    assert office.changes == []


async def test_without_a_page_the_answer_names_the_command() -> None:
    answer = await call(with_pin(), "updateSettings", SMS)
    assert answer["shown_to_a_person"] == (
        "Only a person sees what was made: with `mcp-voipms changes --reveal 1` in a terminal, with the PIN. "
        "Tell them so."
    )


async def test_where_no_pin_is_set_the_answer_says_how_to_set_one() -> None:
    answer = await call(Office(), "updateSettings", SMS)
    assert "None is set yet: `mcp-voipms init --pin` in a terminal sets one." in answer["shown_to_a_person"]


@eras
async def test_the_page_that_the_answer_names_shows_what_was_made_to_whoever_has_the_pin(era: Era) -> None:
    store = in_memory()
    Pin(store).replace(PIN)
    async with PageServer(store) as page, httpx.AsyncClient() as http:
        office = Office(store=store)
        office.server = make_server(sandbox_lines(office.app), Choice(), store=store, page=page)
        answer = await call(office, "updateSettings", SMS, era)
        found = re.search(r"at (http://127\.0\.0\.1:[0-9]+)(/secret/[^, ]+), with the PIN", answer["shown_to_a_person"])
        assert found is not None
        assert found[2] == f"/secret/{answer['change']}"
        url = found[1] + found[2]
        asked = (await http.get(url)).text
        (item,) = re.findall(r'name="item" value="([^"]+)"', asked)
        data = {"answer": "yes", "item": item, "pin": PIN}
        shown = await http.post(url, data=data, headers={"origin": found[1]})
    (value,) = sent(office, "setSMS", "smpp_pass")
    assert value not in asked
    assert f">{value}<" in shown.text


class Failing(NoPage):
    """A page whose store fails."""

    async def secret(self, change: int) -> str | None:
        raise NotAllowed("The store cannot be used.")


async def test_a_page_that_fails_takes_nothing_back_of_what_was_done() -> None:
    office = with_pin(Failing())
    answer = await call(office, "updateSettings", SMS)
    assert answer["done"] is True
    assert "mcp-voipms changes --reveal 1" in answer["shown_to_a_person"]


@pytest.mark.parametrize(
    ("elsewhere", "where"), [(False, "at http://127.0.0.1:"), (True, "with `mcp-voipms changes --reveal 1`")]
)
async def test_a_server_names_its_page_to_people_on_this_machine_alone(*, elsewhere: bool, where: str) -> None:
    serving = build(Asked(sandbox=""), Settings.model_validate({}), elsewhere=elsewhere)
    async with Client(serving.server) as client:
        result = await client.call_tool("updateSettings", {**SMS, "id": "5145550110"})
    await serving.close()
    assert where in text(result)


class Somewhere(NoPage):
    """A page at an address."""

    async def secret(self, change: int) -> str | None:
        return f"http://127.0.0.1:9/secret/{change}"


@eras
async def test_a_client_that_opens_addresses_is_not_handed_this_one(era: Era) -> None:
    seen: list[str] = []

    async def looks(context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        seen.append(params.message)
        return YES

    office = with_pin(Somewhere())
    async with Client(office.server, mode=era, elicitation_callback=looks) as client:
        result: CallToolResult = await client.call_tool("updateSettings", SMS)
    assert seen == []
    assert "at http://127.0.0.1:9/secret/1, with the PIN" in text(result)


@dataclass
class Seat:
    """A person at a terminal, beside a simulated account in which a secret was made."""

    sandbox: Path
    value: str

    async def reveals(self, change: int, typed: Mapping[str, str]) -> tuple[int, str]:
        """What `changes --reveal` of this change ends with, and what is on the screen."""
        env = environment(VOIPMS_MCP_CONFIG=str(self.sandbox.with_name("none.toml")))
        return await on_terminal(["changes", "--reveal", str(change), "--sandbox", str(self.sandbox)], typed, env)


@pytest.fixture
async def seat(tmp_path: Path) -> Seat:
    sandbox = tmp_path / "office.json"
    create_app(now=NOON, file=sandbox)
    store = beside(sandbox)
    Pin(store).replace(PIN)
    office = Office(store=store)
    await call(office, "updateSettings", SMS)
    await call(office, "setDIDRouting", {"did": NUMBER, "routing": "account:100000_John"})
    return Seat(sandbox, *sent(office, "setSMS", "smpp_pass"))


async def test_the_terminal_shows_which_change_it_is_and_for_the_pin_what_was_made(seat: Seat) -> None:
    code, seen = await seat.reveals(1, {"PIN": PIN})
    assert code == 0, seen
    before, _, after = seen.partition("PIN: ")
    assert f"Change 1: setSMS number {NUMBER}, " in before
    assert "account office, asked by local" in " ".join(before.split())
    assert seat.value not in before
    assert f"smpp_pass: {seat.value}" in after


async def test_the_terminal_shows_nothing_for_a_wrong_pin(seat: Seat) -> None:
    code, seen = await seat.reveals(1, {"PIN": WRONG})
    assert code == 2
    assert "4 tries are left" in seen
    assert seat.value not in seen


@pytest.mark.parametrize("change", [4, 99, 0, 2**70])
async def test_the_terminal_asks_for_no_pin_where_there_is_nothing_to_show(seat: Seat, change: int) -> None:
    """Change 4 set no secret."""
    code, seen = await seat.reveals(change, {})
    assert code == 2
    assert "There is no change with this number that set a secret" in " ".join(seen.split())
    assert "PIN:" not in seen


async def test_without_a_terminal_nothing_is_shown(seat: Seat) -> None:
    env = environment(VOIPMS_MCP_CONFIG=str(seat.sandbox.with_name("none.toml")))
    code, said = await run(["changes", "--reveal", "1", "--sandbox", str(seat.sandbox)], env)
    assert code == 2
    assert "there is none here" in said
    assert seat.value not in said


async def test_the_list_of_a_terminal_shows_no_secret(seat: Seat) -> None:
    env = environment(VOIPMS_MCP_CONFIG=str(seat.sandbox.with_name("none.toml")))
    code, said = await run(["changes", "--sandbox", str(seat.sandbox)], env)
    assert code == 0, said
    assert "setSMS" in said
    assert seat.value not in said


@eras
async def test_a_plan_tells_where_a_person_sees_what_each_of_its_steps_made(era: Era, made: list[str]) -> None:
    office = with_pin()
    steps = [
        {"tool": "updateSettings", "arguments": {"kind": "number", "id": NUMBER, "changes": {"note": "Main"}}},
        {
            "tool": "updateSettings",
            "arguments": {"kind": "queue", "id": "32208", "changes": {"queue_password": GENERATE}},
        },
        {
            "tool": "updateSettings",
            "arguments": {"kind": "queue", "id": "32209", "changes": {"queue_password": GENERATE}},
        },
    ]
    person = Person()
    both = await call(office, "applyPlan", {"steps": steps}, era, person)
    one = await call(office, "applyPlan", {"steps": steps[:2]}, era, person)
    changes = [step["change"] for step in both["steps"][1:]]
    ways = both["shown_to_a_person"]
    assert all(f"--reveal {change}`" in way for change, way in zip(changes, ways, strict=True))
    assert f"--reveal {one['steps'][1]['change']}`" in one["shown_to_a_person"]
    queue = office.row("queues", queue="32209")
    assert queue["queue_password"] in made
    assert not any(value in str([both, one, person.questions]) for value in made)
