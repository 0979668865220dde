"""updateSettings: one field of any entry by its name, checked as its own tool checks it, all others kept."""

import copy
from typing import Any

import anyio
import pytest

from cases.entries import world
from cases.office import ERAS, Era, Office, Person, text
from voipms_sandbox import sandbox
from voipms_sandbox.entries import Params
from voipms_sandbox.refusal import Here
from voipms_server.catalog import Choice
from voipms_tools.words.marks import MASK

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
NUMBER = "5145550110"


async def update(office: Office, kind: str, id_: str, /, era: Era = "2026-07-28", **changes: Any) -> dict[str, Any]:
    """The answer of an update that is done."""
    async with office.client(era, Person()) as client:
        result = await client.call_tool("updateSettings", {"kind": kind, "id": id_, "changes": changes})
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


async def refusal(office: Office, kind: str, id_: str, **changes: object) -> str:
    """The sentence of an update that is refused before anything is sent."""
    async with office.client(person=Person()) as client:
        result = await client.call_tool("updateSettings", {"kind": kind, "id": id_, "changes": changes})
    assert result.is_error, text(result)
    assert [call for call in office.calls if not call.startswith("get")] == []
    return text(result)


ONE_FIELD: dict[str, tuple[str, dict[str, object], str, str, dict[str, str]]] = {
    "number": (NUMBER, {"voicemail": "102"}, "dids", "did", {"voicemail": "102"}),
    "sms": (NUMBER, {"sms_forward": "5145550177"}, "dids", "did", {"sms_forward": "5145550177"}),
    "forwarding": ("19183", {"pause": 1.5}, "forwardings", "forwarding", {"pause": "1.5"}),
    "sip_uri": ("6199", {"callerid_e164": True}, "sipuris", "sipuri", {"callerid_e164": "1"}),
    "callback": ("2359", {"digit_timeout": 7}, "callbacks", "callback", {"digit_timeout": "7"}),
    "disa": ("2114", {"pin": "0042"}, "disas", "disa", {"pin": "0042"}),
    "ivr": ("4636", {"choices": "1=vm:101 ; 2=none:"}, "ivrs", "ivr", {"choices": "1=vm:101;2=none:"}),
    "recording": ("7567", {"name": "Open"}, "recordings", "value", {"description": "Open"}),
    "ring_group": (
        "4768",
        {"members": "fwd:19183,10,1"},
        "ring_groups",
        "ring_group",
        {"members": "fwd:19183,10,1"},
    ),
    "time_condition": ("1831", {"endhour": "14"}, "time_conditions", "timecondition", {"endhour": "14"}),
    "filter": ("18915", {"callerid": "514*"}, "filters", "filtering", {"callerid": "514*"}),
    "phonebook": ("32207", {"speed_dial": "44"}, "phonebook", "phonebook", {"speed_dial": "*7544"}),
    "phonebook_group": ("3220", {"members": "32209"}, "phonebook_groups", "phonebook_group", {"members": "32209"}),
    "queue": ("32208", {"ring_inuse": True}, "queues", "queue", {"ring_inuse": "yes"}),
    "sub_account": ("100000_Marc", {"max_expiry": 600}, "sub_accounts", "account", {"max_expiry": "600"}),
    "e911": (NUMBER, {"street_number": "200"}, "e911", "did", {"street_number": "200"}),
    "static_member": ("619", {"queue": "32208", "priority": 9}, "static_members", "member", {"priority": "9"}),
}


@eras
@pytest.mark.parametrize("kind", ONE_FIELD)
async def test_one_field_of_every_kind(kind: str, era: Era) -> None:
    id_, changes, table, row_id, expected = ONE_FIELD[kind]
    office = Office(Choice(profile="full"), data=world())
    row = office.row(table, **{row_id: id_})
    taken = {name: "" for name, value in row.items() if value == "-1" and name != "tfcarrier"}
    before = row | taken
    answer = await update(office, kind, id_, era, **changes)
    assert office.row(table, **{row_id: id_}) == before | expected
    (field,) = expected
    assert field in answer["changed"]
    assert "not_as_sent" not in answer


@pytest.mark.parametrize(
    ("kind", "id_", "wrong", "right"),
    [
        ("number", NUMBER, "voicemale", "voicemail"),
        ("number", NUMBER, "failover_no_answer", "failover_noanswer"),
        ("sms", NUMBER, "sms_enabled", "enable"),
        ("queue", "32208", "announce_position_frequency", "announce_position_frecuency"),
        ("filter", "18915", "notes", "note"),
    ],
)
async def test_an_unknown_field_is_refused_with_the_nearest(kind: str, id_: str, wrong: str, right: str) -> None:
    told = await refusal(Office(data=world()), kind, id_, **{wrong: "1"})
    assert f"'{wrong}' is not" in told
    assert f"did you mean {right}?" in told


WRONG: dict[str, tuple[str, str, str, object, str]] = {
    "out of range": ("number", NUMBER, "dialtime", 601, "601 is not 1 to 600 seconds"),
    "no route": ("number", NUMBER, "failover_busy", "voicemail", "is not a route"),
    "no number": ("sms", NUMBER, "sms_forward", "555", "is not a 10-digit number"),
    "out of step": ("forwarding", "19183", "pause", 0.7, "0 to 10 seconds in steps of 0.5"),
    "not of the words": ("queue", "32208", "join_when_empty", "maybe", "is not one of yes, no, strict"),
    "nothing": ("ring_group", "4768", "members", "", "needs at least one member"),
    "lists of different lengths": (
        "time_condition",
        "1831",
        "starthour",
        "8;9",
        "must have as many items each",
    ),
    "not in the list": ("number", NUMBER, "pop", 999, "is not listed by getServersInfo"),
    "a structure": ("forwarding", "19183", "description", ["x"], "description"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_a_wrong_value_is_refused_in_a_sentence(case: str) -> None:
    kind, id_, field, value, sentence = WRONG[case]
    told = await refusal(Office(data=world()), kind, id_, **{field: value})
    assert sentence in told
    assert field in told or case == "lists of different lengths"


async def test_an_entry_that_is_not_there_is_refused() -> None:
    assert "there is no forwarding 1" in await refusal(Office(data=world()), "forwarding", "1", description="x")
    assert "there is no number 5145550199" in await refusal(Office(data=world()), "number", "5145550199", note="x")


async def test_an_id_of_the_wrong_form_is_refused() -> None:
    assert "did" in await refusal(Office(data=world()), "number", "514", note="x")
    assert "forwarding" in await refusal(Office(data=world()), "forwarding", "fwd:19183", description="x")


async def test_the_id_is_no_change() -> None:
    assert "given as `id`" in await refusal(Office(data=world()), "forwarding", "19183", forwarding="18635")


async def test_a_member_needs_its_queue() -> None:
    assert "needs queue" in await refusal(Office(data=world()), "static_member", "619", priority=1)


async def test_nothing_to_change_is_refused() -> None:
    assert "names and values" in await refusal(Office(data=world()), "forwarding", "19183")


async def test_a_rehearsal_flag_is_no_setting() -> None:
    assert "'test' is not" in await refusal(Office(data=world()), "number", NUMBER, test=True)


def storing(patch: pytest.MonkeyPatch, method: str, **fields: str) -> None:
    """Let this method of the sandbox store these fields, whatever it was sent."""
    original, (table, key) = sandbox.TABLE[method], STORED[method]

    def otherwise(here: Here, params: Params) -> dict[str, object]:
        answer = original(here, params)
        row = here.account.find(table, **{key: params[key]})
        assert row is not None
        row.update(fields)
        return answer

    patch.setitem(sandbox.TABLE, method, otherwise)


STORED = {
    "setForwarding": ("forwardings", "forwarding"),
    "setDIDInfo": ("dids", "did"),
    "setSMS": ("dids", "did"),
    "setDISA": ("disas", "disa"),
}


@eras
async def test_what_the_api_stores_otherwise_is_told(era: Era, monkeypatch: pytest.MonkeyPatch) -> None:
    storing(monkeypatch, "setForwarding", description="Cut sho")
    answer = await update(Office(data=world()), "forwarding", "19183", era, description="Cut short")
    assert answer["not_as_sent"] == {"description": "Cut sho"}
    assert answer["changed"]["description"] == {"before": "Hélène's cell", "after": "Cut sho"}


async def test_a_kept_field_that_the_api_loses_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    storing(monkeypatch, "setDIDInfo", failover_noanswer="none:")
    answer = await update(Office(data=world()), "number", "5145550114", note="x")
    assert answer["not_as_sent"] == {"failover_noanswer": "none:"}
    assert answer["changed"]["failover_noanswer"] == {"before": "vm:104", "after": "none:"}


async def test_a_secret_that_is_stored_otherwise_is_told_without_it(monkeypatch: pytest.MonkeyPatch) -> None:
    storing(monkeypatch, "setDISA", pin="9999")
    answer = await update(Office(data=world()), "disa", "2114", pin="0042")
    assert answer["not_as_sent"] == {"pin": "differs"}
    assert "9999" not in str(answer)
    assert "0042" not in str(answer)


@pytest.mark.parametrize(
    ("sent", "stored"),
    [
        ({"description": "none"}, {"description": ""}),
        ({"description": "0"}, {"description": ""}),
        ({"description": "007"}, {"description": "7"}),
        ({"description": "a b"}, {"description": "ab"}),
    ],
)
async def test_a_text_that_lost_something_is_not_as_it_was_sent(
    sent: dict[str, Any], stored: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """`8` and `08`, `0` and nothing mean the same in numbers and routes, not in texts."""
    storing(monkeypatch, "setForwarding", **stored)
    assert (await update(Office(data=world()), "forwarding", "19183", **sent))["not_as_sent"] == stored


async def test_a_field_newer_than_ours_is_kept_and_shown_when_it_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(data=world())
    row = office.row("dids", did=NUMBER)
    row |= {"holiday_greeting": "Bonjour", "robot_filter": "1"}
    quiet = await update(office, "number", NUMBER, note="Kept")
    assert "holiday_greeting" not in quiet["changed"]
    storing(monkeypatch, "setDIDInfo", robot_filter="0")
    answer = await update(office, "number", NUMBER, note="Changed")
    assert answer["changed"]["robot_filter"] == {"before": "1", "after": "0"}
    assert office.row("dids", did=NUMBER)["holiday_greeting"] == "Bonjour"


async def test_a_newer_field_that_sounds_secret_is_named_and_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(data=world())
    office.row("dids", did=NUMBER)["recovery_password"] = "first-s3cret"
    storing(monkeypatch, "setDIDInfo", recovery_password="second-s3cret")
    answer = await update(office, "number", NUMBER, note="Changed")
    assert "recovery_password" in answer["changed"]
    assert "s3cret" not in str(answer)


SMS: dict[str, tuple[Any, str, str]] = {
    "enable": (False, "sms_enabled", "0"),
    "email_enabled": (False, "sms_email_enabled", "0"),
    "email_address": ("ana@example.com", "sms_email", "ana@example.com"),
    "sms_forward_enable": (True, "sms_forward_enabled", "1"),
    "sms_forward": ("5145550177", "sms_forward", "5145550177"),
    "url_callback_enable": (True, "sms_url_callback_enabled", "1"),
    "url_callback": ("https://example.com/new", "sms_url_callback", "https://example.com/new"),
    "url_callback_retry": (True, "sms_url_callback_retry", "1"),
    "webhook_enable": (True, "webhook_enabled", "1"),
    "webhook": ("https://example.com/hook", "webhook", "https://example.com/hook"),
    "dialmode": (2, "dialmode", "2"),
    "smpp_pass": ("s3cret", "smpp_pass", "s3cret"),
}


@pytest.mark.parametrize("name", SMS)
async def test_a_delivery_setting_is_compared_with_the_field_the_getter_calls_otherwise(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    value, field, stored = SMS[name]
    answer = await update(Office(data=world()), "sms", NUMBER, **{name: value})
    assert list(answer["changed"]) == [field]
    assert "not_as_sent" not in answer
    other = "0" if stored == "1" else "1"
    storing(monkeypatch, "setSMS", **{field: other})
    lost = await update(Office(data=world()), "sms", NUMBER, **{name: value})
    assert list(lost["not_as_sent"]) == [name]


@eras
async def test_what_was_kept_is_named(era: Era) -> None:
    answer = await update(Office(data=world()), "disa", "2114", era, digit_timeout=11)
    assert answer["kept_as_it_was"] == ["callerid_override", "language", "name", "pin"]
    assert answer["changed"] == {"digit_timeout": {"before": "10", "after": "11"}}


async def test_a_masked_secret_keeps_the_one_that_is_there() -> None:
    office = Office(data=world())
    await update(office, "disa", "2114", pin=MASK, digit_timeout=11)
    assert office.row("disas", disa="2114")["pin"] == "8824"


async def test_an_entry_that_cannot_be_read_again_is_changed_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    office = Office(data=world())
    original = sandbox.TABLE["setForwarding"]

    def blind(here: Here, params: Params) -> dict[str, object]:
        office.sandbox.faults.plan("status:ip_not_enabled", "getForwardings")
        return original(here, params)

    monkeypatch.setitem(sandbox.TABLE, "setForwarding", blind)
    answer = await update(office, "forwarding", "19183", description="x")
    assert answer["done"] is True
    assert "could not be read again" in answer["read_back"]
    assert office.changes[-1].outcome == "done"


@eras
async def test_it_obeys_the_choice_of_tools_and_read_only(era: Era) -> None:
    for choice in (Choice(read_only=True), Choice(toolsets=["numbers"])):
        office = Office(choice, data=world())
        async with office.client(era, Person()) as client:
            arguments = {"kind": "forwarding", "id": "19183", "changes": {"description": "x"}}
            result = await client.call_tool("updateSettings", arguments)
        assert result.is_error
        assert office.calls == []


async def test_two_updates_of_one_entry_at_once_lose_nothing() -> None:
    office = Office(data=world())
    before = copy.deepcopy(office.row("forwardings", forwarding="19183"))
    async with office.client(person=Person()) as client, anyio.create_task_group() as group:
        for changes in ({"description": "Both"}, {"pause": 2}, {"dtmf_digits": "12"}):
            group.start_soon(
                client.call_tool, "updateSettings", {"kind": "forwarding", "id": "19183", "changes": changes}
            )
    after = office.row("forwardings", forwarding="19183")
    assert after == before | {"description": "Both", "pause": "2", "dtmf_digits": "12", "callerid_override": ""}
