"""The clock, snapshots and differences, and the file that keeps the state."""

import json
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from sandbox.line import CALLER, MAIN, NOON, Line, office
from voipms_sandbox import create_app
from voipms_sandbox.clock import EASTERN, Clock
from voipms_sandbox.seed.reference import reference
from voipms_sandbox.world import SHARED

pytestmark = pytest.mark.anyio


async def test_the_clock_is_set_and_runs_on() -> None:
    real = [NOON]
    clock = Clock(real=lambda: real[0])
    clock.set(datetime.fromisoformat("2027-03-01T08:00"))
    real[0] += timedelta(minutes=5)
    assert clock.stamp() == "2027-03-01 08:05:00"


async def test_a_frozen_clock_stands_still_and_can_be_moved() -> None:
    line = Line()
    told = [
        (await line.control("/clock", body)).json()["now"]
        for body in ({"set": "2027-03-01T08:00", "frozen": True}, {}, {"move": 90}, {"move": -30})
    ]
    assert [now[11:19] for now in told] == ["08:00:00", "08:00:00", "08:01:30", "08:01:00"]


async def test_a_time_in_another_zone_is_told_in_eastern() -> None:
    now = (await Line().control("/clock", {"set": "2026-07-01T12:00:00+00:00", "frozen": True})).json()["now"]
    assert now == "2026-07-01T08:00:00-04:00"


async def test_a_snapshot_tells_which_rows_came_changed_and_went() -> None:
    line = Line()
    since = (await line.control("/snapshot", {})).json()["snapshot"]
    await line.api("setDISA", name="Another", pin="0123", digit_timeout="5")
    await line.api("setDIDVoicemail", did=MAIN, voicemail="102")
    line.office.table("callbacks").clear()
    found = (await line.control(f"/diff?since={since}")).json()
    assert [(one["table"], one["row"], one["before"] is None, one["after"] is None) for one in found] == [
        ("callbacks", "2359", False, True),
        ("dids", MAIN, False, False),
        ("disas", "50001", True, False),
    ]


async def test_a_second_filter_of_a_number_is_the_only_difference() -> None:
    line = Line()
    since = line.sandbox.snapshot()
    await line.api("setCallerIDFiltering", callerid="5145550177", did=MAIN, routing="sys:hangup")
    assert [(one.table, one.before) for one in line.sandbox.diff(since)] == [("filters", None)]


async def test_of_two_filters_of_a_number_the_one_that_went_is_named() -> None:
    line = Line()
    await line.api("setCallerIDFiltering", callerid="5145550177", did=MAIN, routing="sys:hangup")
    since = line.sandbox.snapshot()
    del line.office.table("filters")[0]
    assert [(one.row, one.after) for one in line.sandbox.diff(since)] == [("18915", None)]


async def test_reading_changes_nothing() -> None:
    line = Line()
    since = line.sandbox.snapshot()
    for method in ("getDIDsInfo", "getBalance", "searchTollFreeUSA"):
        await line.api(method)
    assert line.sandbox.diff(since) == []


async def test_an_unknown_snapshot_is_refused() -> None:
    assert (await Line().control("/diff?since=7")).status_code == 400


async def test_the_state_survives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    line = Line(file)
    await line.api("setDISA", name="Another", pin="0123", digit_timeout="5")
    line.sandbox.inbound_sms(MAIN, CALLER, "Hello")
    line.sandbox.call_in(MAIN, CALLER)
    line.sandbox.set_access("100000", address_allowed=False)
    again = Line(file)
    assert again.sandbox.world.dump() == line.sandbox.world.dump()
    assert await again.status("getBalance") == "ip_not_enabled"


async def test_ids_go_on_after_a_restart_whatever_the_clock(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    disa = {"pin": "0123", "digit_timeout": "5"}
    first = await Line(file).api("setDISA", name="One", **disa)
    later = Line(file)
    later.sandbox.world.clock.set(datetime(2020, 1, 1, tzinfo=EASTERN))
    second = await later.api("setDISA", name="Two", **disa)
    assert (first["disa"], second["disa"]) == ("50001", "50002")


async def test_two_programs_on_one_file_see_what_the_other_wrote(tmp_path: Path) -> None:
    first, second = Line(tmp_path / "state.json"), Line(tmp_path / "state.json")
    await first.api("setDIDRouting", did="5145550110", routing="sys:echo")
    await second.api("setDIDRouting", did="5145550111", routing="sys:busy")
    assert await first.status("getBalance") == "success"
    assert first.sandbox.world.dump() == second.sandbox.world.dump()
    routed = [row["routing"] for row in first.sandbox.world.accounts[0].table("dids")[:2]]
    assert routed == ["sys:echo", "sys:busy"]


def test_the_file_is_there_from_the_start_and_says_that_its_data_is_invented(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    Line(file)
    assert json.loads(file.read_text(encoding="utf-8"))["note"] == "Invented data of a simulated account."
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "is broken or no file of the sandbox"),
        ("{", "is broken or no file of the sandbox"),
        ("\x00\x01", "is broken or no file of the sandbox"),
        ("[]", "it should be an object"),
        ("{}", "accounts should be a list"),
        ('{"accounts": []}', "accounts should not be empty"),
        ('{"accounts": [7]}', "an account should be an object"),
        ('{"accounts": [{"tables": {"dids": [{"did": 7}]}}]}', "balance should be text"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence_and_left_as_it_is(
    tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "state.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match=words) as refused:
        create_app(file=file)
    sentence = str(refused.value)
    assert sentence.startswith(f"The data file {file} ")
    assert sentence.endswith("name one that the sandbox wrote, or one that does not exist yet.")
    assert file.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("part", ["reference", "accounts"])
def test_a_file_with_a_part_missing_is_refused(tmp_path: Path, part: str) -> None:
    file = tmp_path / "state.json"
    file.write_text(json.dumps({k: v for k, v in office().items() if k != part}), encoding="utf-8")
    with pytest.raises(ValueError, match=part):
        create_app(file=file)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "state.json"
    file.write_bytes(b"\xff\xfe")
    with pytest.raises(ValueError, match="is broken"):
        create_app(file=file)


@pytest.mark.parametrize(("name", "words"), [("", "cannot be read"), ("no/state.json", "cannot be written")])
def test_a_folder_and_a_place_that_is_not_there_are_refused(tmp_path: Path, name: str, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        create_app(file=tmp_path / name)


def test_the_seed_has_all_shared_lists() -> None:
    assert sorted(reference()) == sorted(SHARED)
