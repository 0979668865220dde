"""Deletions: the entry goes and nothing else; what the manual has a status for holds it; a cancelled number is gone."""

import base64
import io
import wave

import pytest

from cases.arguments import RIGHT
from cases.sounds import BASE64
from sandbox.line import CALLER, MAIN, Line
from voipms_sandbox.refusal import Refuse

pytestmark = pytest.mark.anyio
TABLES = {
    "delCallback": "callbacks",
    "delCallerIDFiltering": "filters",
    "delDISA": "disas",
    "delForwarding": "forwardings",
    "delIVR": "ivrs",
    "delPhonebook": "phonebook",
    "delPhonebookGroup": "phonebook_groups",
    "delQueue": "queues",
    "delRecording": "recordings",
    "delRingGroup": "ring_groups",
    "delSIPURI": "sipuris",
    "delStaticMember": "static_members",
    "delTimeCondition": "time_conditions",
    "delVoicemail": "voicemails",
}
UNKNOWN = {
    "delCallerIDFiltering": "invalid_filter",
    "delPhonebookGroup": "invalid_phonebook",
    "delStaticMember": "invalid_member",
}
"""Of deletions whose status is not `invalid_` and the name of their parameter."""
IDLE = "5145550140"
UNUSED = "7571"


def right(method: str) -> dict[str, str]:
    return {name: str(value) for name, value in RIGHT[method].items()}


@pytest.mark.parametrize("method", TABLES)
async def test_the_entry_goes_and_the_answer_says_no_more_than_success(method: str) -> None:
    line = Line()
    before = line.sandbox.snapshot()
    assert await line.api(method, **right(method)) == {"status": "success"}
    (gone,) = [one for one in line.sandbox.diff(before) if one.table == TABLES[method]]
    assert (gone.row, gone.after) == (next(iter(right(method).values())), None)


@pytest.mark.parametrize("method", sorted(TABLES.keys() - {"delQueue", "delVoicemail"}))
async def test_nothing_else_goes(method: str) -> None:
    line = Line()
    before = line.sandbox.snapshot()
    await line.api(method, **right(method))
    assert len(line.sandbox.diff(before)) == 1


@pytest.mark.parametrize("method", TABLES)
async def test_an_entry_that_does_not_exist_is_refused(method: str) -> None:
    line = Line()
    before = line.sandbox.snapshot()
    first, *_ = RIGHT[method]
    told = await line.status(method, **{**right(method), first: "1"})
    assert told == UNKNOWN.get(method, f"invalid_{first}")
    assert line.sandbox.diff(before) == []


async def test_the_messages_of_a_mailbox_go_with_it_and_no_others() -> None:
    line = Line()
    before = line.sandbox.snapshot()
    mine = await line.rows("getVoicemailMessages", "messages", mailbox="106")
    await line.api("delVoicemail", mailbox="106")
    others = [row for row in line.sandbox.world.accounts[0].table("voicemail_messages") if row["mailbox"] != "106"]
    assert len(mine) == 1
    assert len(others) == len(line.sandbox.world.accounts[0].table("voicemail_messages"))
    assert len(line.sandbox.diff(before)) > 1


async def test_what_is_deleted_twice_is_refused_the_second_time() -> None:
    line = Line()
    told = [await line.status("delForwarding", forwarding="19183") for _ in range(2)]
    assert told == ["success", "invalid_forwarding"]


async def test_an_entry_of_another_account_cannot_be_deleted() -> None:
    assert await Line().status("delForwarding", forwarding="17001") == "invalid_forwarding"


async def test_a_forwarding_must_be_named() -> None:
    assert await Line().status("delForwarding") == "missing_forwarding"


@pytest.mark.parametrize(
    ("table", "settings", "status"),
    [
        ("dids", {"routing": f"recording:{UNUSED}"}, "recording_in_use_did"),
        ("dids", {"failover_busy": f"recording:{UNUSED}"}, "recording_in_use_did"),
        ("ivrs", {"recording": UNUSED}, "recording_in_use_ivr"),
        ("ivrs", {"choices": f"1=vm:100; 2 = recording:{UNUSED}"}, "recording_in_use_ivr"),
        ("queues", {"join_announcement": UNUSED}, "recording_in_use_queue"),
        ("queues", {"agent_announcement": UNUSED}, "recording_in_use_queue"),
        ("queues", {"voice_announcement": UNUSED}, "recording_in_use_queue"),
        ("queues", {"fail_over_routing_full": f"recording:{UNUSED}"}, "recording_in_use_queue"),
        ("time_conditions", {"routing_match": f"recording:{UNUSED}"}, "recording_in_use_caller_timecondition"),
        ("time_conditions", {"routing_nomatch": f"recording:{UNUSED}"}, "recording_in_use_caller_timecondition"),
        ("filters", {"routing": f"recording:{UNUSED}"}, "recording_in_use_caller_id_filtering"),
        ("filters", {"failover_noanswer": f"recording:{UNUSED}"}, "recording_in_use_caller_id_filtering"),
    ],
)
async def test_a_recording_in_use_is_refused_and_stays(table: str, settings: dict[str, str], status: str) -> None:
    line = Line()
    line.office.table(table)[0].update(settings)
    assert await line.status("delRecording", recording=UNUSED) == status
    assert line.row("recordings", value=UNUSED)


@pytest.mark.parametrize(
    ("table", "settings"),
    [
        ("dids", {"routing": f"recording:{UNUSED}0", "note": f"recording:{UNUSED}"}),
        ("ivrs", {"timeout": UNUSED}),
        ("ring_groups", {"caller_announcement": UNUSED}),
    ],
)
async def test_what_the_manual_has_no_status_for_holds_no_recording(table: str, settings: dict[str, str]) -> None:
    line = Line()
    line.office.table(table)[0].update(settings)
    assert await line.status("delRecording", recording=UNUSED) == "success"


async def test_a_sip_uri_in_the_phonebook_is_refused_until_the_entry_is_gone() -> None:
    line = Line()
    line.row("phonebook", phonebook="32207")["number"] = "sip:6199"
    assert await line.status("delSIPURI", sipuri="6199") == "sipuri_in_phonebook"
    await line.api("delPhonebook", phonebook="32207")
    assert await line.status("delSIPURI", sipuri="6199") == "success"


async def test_a_route_to_what_was_deleted_leads_nowhere() -> None:
    line = Line()
    await line.api("delRingGroup", ringgroup="4768")
    call = line.sandbox.call_in("5145550111", CALLER)
    assert [(step.event, step.words) for step in call.steps] == [("dangling", "ring group 4768 does not exist")]


async def test_a_queue_takes_its_static_members_along_and_no_others() -> None:
    line = Line()
    await line.api("delQueue", queue="32208")
    assert {row["queue_number"] for row in line.office.table("static_members")} == {"32209"}


@pytest.mark.parametrize(("queue", "status"), [("32209", "invalid_member"), ("1", "invalid_queue")])
async def test_a_static_member_is_deleted_from_its_own_queue_only(queue: str, status: str) -> None:
    assert await Line().status("delStaticMember", member="619", queue=queue) == status


async def test_a_rehearsed_cancellation_changes_nothing() -> None:
    line = Line()
    before = line.sandbox.snapshot()
    assert await line.status("cancelDID", did=IDLE, test="1") == "success"
    assert line.sandbox.diff(before) == []


async def test_a_cancelled_number_is_gone_and_nothing_else_changes() -> None:
    line = Line()
    before = line.sandbox.snapshot()
    assert await line.api("cancelDID", did=IDLE, cancelcomment="Not needed", portout="1") == {"status": "success"}
    assert [(one.table, one.row, one.after) for one in line.sandbox.diff(before)] == [("dids", IDLE, None)]


async def test_a_cancelled_number_cannot_be_called() -> None:
    line = Line()
    await line.api("cancelDID", did=MAIN)
    with pytest.raises(Refuse, match="invalid_did"):
        line.sandbox.call_in(MAIN, CALLER)


@pytest.mark.parametrize("test", [{}, {"test": "1"}])
@pytest.mark.parametrize("did", ["5145550199", "3055550130"])
async def test_a_number_that_is_not_the_accounts_cannot_be_cancelled(did: str, test: dict[str, str]) -> None:
    assert await Line().status("cancelDID", did=did, **test) == "invalid_did"


async def test_the_file_of_a_seeded_recording_is_a_wav_of_telephone_quality() -> None:
    (row,) = await Line().rows("getRecordingFile", "recordings", recording="7567")
    with wave.open(io.BytesIO(base64.b64decode(row["data"], validate=True))) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8_000, 1, 2)
        assert sound.getnframes() == 160


async def test_the_file_of_a_recording_is_the_one_that_was_given() -> None:
    line = Line()
    made = await line.api("setRecording", name="Another", file=BASE64)
    rows = await line.rows("getRecordingFile", "recordings", recording=str(made["recording"]))
    assert rows == [{"value": made["recording"], "data": BASE64}]


@pytest.mark.parametrize(("recording", "status"), [("", "missing_recording"), ("1", "invalid_recording")])
async def test_a_file_of_no_recording_is_refused(recording: str, status: str) -> None:
    assert await Line().status("getRecordingFile", recording=recording) == status
