"""What happens to a call: checked before it leaves, completed from the entry, answered without secrets."""

import json
from typing import Any

import anyio
import pytest
from mcp import MCPError

from cases.arguments import RIGHT, right
from cases.limits import LIMITS
from cases.office import ERAS, Era, Office, Person, text
from voipms_server.catalog import Choice
from voipms_tools.effects import Effect
from voipms_tools.getters.files import FileGetter
from voipms_tools.registry import functions
from voipms_tools.registry import tools as tools_
from voipms_tools.words.marks import MASK

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)


async def test_a_value_outside_its_limits_never_reaches_the_api() -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        for function, parameter, _, outside in LIMITS:
            result = await client.call_tool(function, {**right(function), parameter: outside})
            assert result.is_error, (function, parameter)
    assert office.calls == []


@eras
async def test_every_tool_is_listed_with_a_hint_of_its_effect(era: Era) -> None:
    async with Office().client(era) as client:
        tools = {tool.name: tool for tool in (await client.list_tools()).tools}
    assert set(tools) == {name for name, one in tools_().items() if one.declared.by_default}
    for name, tool in tools.items():
        assert tool.annotations is not None
        saves = issubclass(tools_()[name], FileGetter)
        assert bool(tool.annotations.read_only_hint) is (tools_()[name].declared.effect is Effect.READ and not saves)


@eras
async def test_an_unknown_tool_is_a_protocol_error(era: Era) -> None:
    async with Office().client(era) as client:
        with pytest.raises(MCPError, match="Unknown tool"):
            await client.call_tool("deleteEverything", {})


@eras
async def test_an_unknown_argument_is_refused_with_the_nearest_valid_one(era: Era) -> None:
    office = Office()
    async with office.client(era) as client:
        result = await client.call_tool("setDIDRouting", {"did": "5145550110", "routting": "none:"})
    assert "did you mean routing?" in text(result)
    assert office.calls == []


async def test_a_read_only_server_neither_lists_nor_runs_anything_else() -> None:
    office = Office(Choice(read_only=True, profile="full", tools=["sendSMS"]))
    async with office.client(person=Person()) as client:
        listed = {tool.name for tool in (await client.list_tools()).tools}
        results = [await client.call_tool(name, RIGHT[name]) for name in RIGHT if not name.startswith("search")]
    assert all(tools_()[name].declared.effect is Effect.READ for name in listed)
    assert all(result.is_error and "read-only" in text(result) for result in results)
    assert office.calls == []


CHANGES: dict[str, tuple[str, str, str, dict[str, object]]] = {
    "setForwarding": ("forwardings", "forwarding", "19183", {"phone_number": "5145550177"}),
    "setSIPURI": ("sipuris", "sipuri", "6199", {"uri": "new@sip.example.com"}),
    "setCallback": (
        "callbacks",
        "callback",
        "2359",
        {"description": "X", "number": "5145550153", "delay_before": 5, "response_timeout": 10, "digit_timeout": 5},
    ),
    "setDISA": ("disas", "disa", "2114", {"name": "Renamed", "pin": MASK, "digit_timeout": 10}),
    "setRingGroup": (
        "ring_groups",
        "ring_group",
        "4768",
        {"name": "Support", "members": "account:100000_John", "voicemail": "100"},
    ),
    "setPhonebook": ("phonebook", "phonebook", "32208", {"name": "Renamed", "number": "5145550161"}),
    "setQueue": (
        "queues",
        "queue",
        "32208",
        {**RIGHT["setQueue"], "queue_name": "Renamed", "queue_number": 6},
    ),
    "setStaticMember": ("static_members", "member", "619", {"queue": "32208", "member_name": "Z", "priority": 3}),
    "setRecording": ("recordings", "value", "7567", {"name": "Renamed"}),
    "setCallerIDFiltering": (
        "filters",
        "filtering",
        "18915",
        {"callerid": "i", "did": "5145550110", "routing": "sys:hangup"},
    ),
    "setIVR": ("ivrs", "ivr", "4636", {**RIGHT["setIVR"], "name": "Renamed"}),
    "setTimeCondition": ("time_conditions", "timecondition", "1831", {**RIGHT["setTimeCondition"], "name": "Renamed"}),
    "setDIDInfo": ("dids", "did", "5145550114", {**RIGHT["setDIDInfo"], "did": "5145550114", "pop": 31}),
    "setSMS": ("dids", "did", "5145550110", {"enable": True}),
}
ID_PARAMETER = {"setCallerIDFiltering": "filter", "setRecording": "recording"}
SAME = {"SIP/": "", "-1": "", "*75": ""}
"""Forms of a getter that the API takes back in another form."""


def plain(value: str) -> str:
    for shown, taken in SAME.items():
        value = value.replace(shown, taken)
    return value


@pytest.mark.parametrize("name", sorted(CHANGES))
async def test_an_update_keeps_every_field_the_caller_left_out(name: str) -> None:
    table, row_id, id_, arguments = CHANGES[name]
    office = Office()
    before = dict(office.row(table, **{row_id: id_}))
    parameter = ID_PARAMETER.get(name, row_id)
    async with office.client() as client:
        result = await client.call_tool(name, {parameter: id_, **arguments})
    assert not result.is_error, text(result)
    after = office.row(table, **{row_id: id_})
    entry = functions()[name].declared.entry
    assert entry is not None
    touched = {entry.names.get(given, given) for given in arguments}
    assert {k: plain(v) for k, v in after.items() if k not in touched} == {
        k: plain(v) for k, v in before.items() if k not in touched
    }


async def test_updates_of_one_entry_at_once_lose_nothing() -> None:
    """The API's writes are full: without a lock from the read to the write, the last one would undo the others."""
    office = Office()
    changes: list[dict[str, object]] = [
        {"email_enabled": False},
        {"sms_forward": "5145550177"},
        {"url_callback": "https://example.com/sms"},
    ]
    async with office.client() as client, anyio.create_task_group() as group:
        for change in changes:
            group.start_soon(client.call_tool, "setSMS", {"did": "5145550110", "enable": True, **change})
    row = office.row("dids", did="5145550110")
    assert (row["sms_email_enabled"], row["sms_forward"]) == ("0", "5145550177")
    assert row["sms_url_callback"] == "https://example.com/sms"


async def test_an_entry_that_does_not_exist_is_not_written() -> None:
    office = Office()
    async with office.client() as client:
        result = await client.call_tool("setForwarding", {"forwarding": "1", "phone_number": "5145550155"})
    assert "getForwardings lists what exists" in text(result)
    assert office.calls == ["getForwardings"]


async def test_a_masked_secret_keeps_the_one_that_is_there() -> None:
    office = Office()
    arguments = {"name": "Renamed", "pin": MASK, "digit_timeout": 10}
    async with office.client() as client:
        await client.call_tool("setDISA", {"disa": "2114", **arguments})
        refused = await client.call_tool("setDISA", arguments)
    assert office.row("disas", disa="2114")["pin"] == "8824"
    assert "(hidden)" in text(refused)


async def test_an_address_given_back_as_it_was_shown_is_kept_with_its_secrets() -> None:
    office = Office()
    there = "https://example.com/sms?token=s3cret-word&text={MESSAGE}"
    office.row("dids", did="5145550110")["sms_url_callback"] = there
    async with office.client() as client:
        answer = (await client.call_tool("getDIDsInfo", {"did": "5145550110"})).structured_content
        assert answer is not None
        shown = answer["rows"][0]["sms_url_callback"]
        await client.call_tool("setSMS", {"did": "5145550110", "enable": True, "url_callback": shown})
    assert "s3cret-word" not in shown
    assert office.row("dids", did="5145550110")["sms_url_callback"] == there


@eras
async def test_no_answer_holds_a_password_or_pin(era: Era) -> None:
    office = Office()
    office.row("dids", did="5145550110")["sms_url_callback"] = "https://ana:s3cret-word@example.com/?token=s3cret-word"
    secrets = ("Invented-", "4711", "2468", "8824", "s3cret-word")
    getters: dict[str, dict[str, Any]] = {
        "getSubAccounts": {},
        "getVoicemails": {},
        "getQueues": {},
        "getDISAs": {},
        "getDIDsInfo": {},
    }
    async with office.client(era) as client:
        for name, arguments in getters.items():
            answer = json.dumps((await client.call_tool(name, arguments)).structured_content)
            assert not [secret for secret in secrets if secret in answer]
            assert MASK in answer or name == "getDIDsInfo"


async def test_long_answers_are_cut_and_say_how_to_narrow() -> None:
    period = {"date_from": "2026-10-01", "date_to": "2026-11-24", "timezone": -5}
    async with Office(Choice(profile="full"), max_rows=10).client() as client:
        answer = (await client.call_tool("getCDR", period)).structured_content
    assert answer is not None
    assert (len(answer["rows"]), answer["shown"]) == (10, 10)
    assert answer["total"] > 1_000
    assert "fewer days" in answer["narrow"]


@eras
async def test_an_empty_list_is_an_answer(era: Era) -> None:
    async with Office(accounts={"home": "solo@example.com"}).client(era) as client:
        answer = (await client.call_tool("getIVRs", {})).structured_content
    assert answer == {"rows": [], "total": 0}


async def test_a_refusal_has_its_meaning_and_a_way_out() -> None:
    async with Office().client() as client:
        result = await client.call_tool("setDIDRouting", {"did": "5145550110", "routing": "fwd:1"})
    assert "invalid_forwarding" in text(result)
    assert "getForwardings" in text(result)


async def test_with_several_accounts_a_call_must_say_which() -> None:
    office = Office(accounts={"office": "office@example.com", "home": "solo@example.com"})
    async with office.client() as client:
        tools = (await client.list_tools()).tools
        unsaid = await client.call_tool("setDIDRouting", {"did": "3055550130", "routing": "sys:busy"})
        calls_before = list(office.calls)
        arguments = {"did": "3055550130", "routing": "sys:busy", "voipms_account": "home"}
        said = await client.call_tool("setDIDRouting", arguments)
    assert all("voipms_account" in tool.input_schema["properties"] for tool in tools)
    assert "office, home" in text(unsaid)
    assert calls_before == []
    assert said.structured_content is not None
    assert said.structured_content["voipms_account"] == "home"
    assert {call.account for call in office.sandbox.log} == {"200000"}


async def test_a_job_changes_nothing_whose_function_is_not_offered() -> None:
    arguments = {"kind": "disa", "id": "2114", "changes": {"digit_timeout": 9}}
    office = Office(Choice(toolsets=["changes", "numbers"]))
    async with office.client() as client:
        refused = await client.call_tool("updateSettings", arguments)
        done = await client.call_tool(
            "updateSettings", {"kind": "number", "id": "5145550110", "changes": {"note": "x"}}
        )
    assert "setDISA is not among the tools this server was started with" in text(refused)
    assert not done.is_error


async def test_a_write_is_never_tried_again() -> None:
    office = Office()
    office.sandbox.faults.plan("http_500", "sendSMS", count=5)
    async with office.client() as client:
        result = await client.call_tool("sendSMS", RIGHT["sendSMS"])
    assert "It is unknown whether the text to 5145550160 was sent" in text(result)
    assert (office.real("sendSMS"), len(office.changes)) == (0, 1)
