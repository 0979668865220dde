"""Uploads by path: what lies in an allowed folder goes as it is or converted; nothing outside is reached."""

import wave
from array import array
from base64 import b64decode
from functools import partial
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult
from sqlalchemy import select

from cases.folder import SECRET, laid_out, office
from cases.office import ERAS, YES, Era, Office, Person, text
from cases.plans import apply, writes
from cases.sounds import BASE64, TONE, tone
from voipms_server.approvals import rows
from voipms_server.catalog import Choice
from voipms_server.errors import NotAllowed
from voipms_server.gate import Confirm
from voipms_server.local_files.audio import recorded, sound
from voipms_server.local_files.folders import Folders, Place
from voipms_server.pin import Pin
from voipms_server.plans import planning
from voipms_server.setup import Setup
from voipms_server.store.store import Transaction
from voipms_server.store.tables import PlanRow

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
SHORT = sha256(TONE).hexdigest()[:12]
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
CAFE, STRANGER = "5145550160", "5145550162"
"""Somebody who was written to before, and somebody new."""


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return laid_out(tmp_path_factory.mktemp("shelf"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder in which files may change."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "greeting.wav").write_bytes(TONE)
    return tmp_path


async def called(client: Client, tool: str, **arguments: object) -> dict[str, Any]:
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


async def refused(client: Client, tool: str, **arguments: object) -> str:
    result = await client.call_tool(tool, arguments)
    assert result.is_error
    return text(result)


def kept(here: Office, recording: str) -> bytes:
    """The file of a recording, as VoIP.ms has it."""
    return b64decode(here.row("recordings", value=recording)["data"])


GOES = {
    "by its name": "greeting.wav",
    "whatever it is called": "called.txt",
    "in letters of any script": "Öffnungszeiten ☎ 営業.wav",
    "with a sign that separates several": "with; sign.wav",
    "below the folder": "below/greeting.wav",
    "out of the folder and back in": "below/../greeting.wav",
    "a link within the folder": "link-inside.wav",
    "by its whole path": "{root}/folder/greeting.wav",
    "by a whole path with ..": "{root}/outside/../folder/greeting.wav",
}


@eras
@pytest.mark.parametrize("path", GOES.values(), ids=GOES)
async def test_a_file_of_an_allowed_folder_becomes_a_recording_byte_by_byte(era: Era, path: str, shelf: Path) -> None:
    here = office(shelf)
    async with here.client(era) as client:
        answer = await called(client, "setRecording", path=path.format(root=shelf), name="New")
    assert kept(here, answer["recording"]) == TONE
    assert f"{len(TONE)} bytes, 0.1 seconds, sha256 {SHORT}" in answer["files"]["file"]
    (sent,) = [call for call in here.sandbox.log if call.method == "setRecording"]
    assert set(sent.params) & {"path", "file", "name"} == {"file", "name"}
    assert BASE64 not in str(answer)
    assert BASE64 not in str(here.changes)


STAYS = {
    "outside, by its whole path": ("{root}/outside/secret.wav", "is no file in a folder that is allowed"),
    "outside, by ..": ("../outside/secret.wav", "is no file in a folder that is allowed"),
    "outside, by .. of a folder below": ("below/../../outside/secret.wav", "is no file in a folder that is allowed"),
    "a link out of the folder": ("link-outside.wav", "is no file in a folder that is allowed"),
    "through a link to another folder": ("away/secret.wav", "is no file in a folder that is allowed"),
    "in a folder whose name begins alike": ("{root}/folder-too/secret.wav", "is no file in a folder that is allowed"),
    "of somebody who is not there": ("~nobody-here/secret.wav", "is no file in a folder that is allowed"),
    "that is not there": ("nothing.wav", "is no file in a folder that is allowed"),
    "a link to what is not there": ("dangling.wav", "is no file in a folder that is allowed"),
    "the folder itself": (".", "is no file in a folder that is allowed"),
    "a folder below": ("below", "is no plain file"),
    "a pipe": ("pipe.wav", "is no plain file"),
    "empty": ("empty.wav", "is empty"),
    "too large": ("huge.wav", "is larger than 40 MB"),
    "too long": ("long.wav", "lasts 163 seconds. A recording is a WAV file (PCM) of at most 162 seconds; 8,000 Hz"),
    "a text": ("text.wav", "is no such file. A recording is a WAV file (PCM) of at most 162 seconds; 8,000 Hz, mono"),
    "an MP3": ("song.mp3", "is no such file. A recording is a WAV file (PCM)"),
    "without a sound": ("silent.wav", "is no such file. A recording is a WAV file (PCM)"),
}


@eras
@pytest.mark.parametrize(("path", "says"), STAYS.values(), ids=STAYS)
async def test_any_other_file_is_refused_in_a_sentence_before_anything_is_sent(
    era: Era, path: str, says: str, shelf: Path
) -> None:
    here = office(shelf)
    async with here.client(era) as client:
        told = await refused(client, "setRecording", path=path.format(root=shelf), name="New")
    assert told.startswith("Nothing was sent by setRecording: ")
    assert says in told
    assert told.endswith(".")
    assert here.calls == []


@eras
async def test_without_an_allowed_folder_the_answer_names_the_setting(era: Era, shelf: Path) -> None:
    here = Office(Choice(profile="full"), setup=Setup(media_folders=(shelf / "folder",)))
    async with here.client(era) as client:
        for path in ("greeting.wav", str(shelf / "folder" / "greeting.wav")):
            told = await refused(client, "setRecording", path=path, name="New")
            assert "no folder is allowed" in told
            assert 'the setting file_folders, such as ["~/voip-files"]' in told
        assert "file_folders" in await refused(client, "getRecordingFile", recording="7567", save_to=".")
    assert here.calls == []


@eras
async def test_a_file_is_given_in_one_way_and_a_new_recording_needs_one(era: Era, shelf: Path) -> None:
    here = office(shelf)
    async with here.client(era) as client:
        both = {"path": "greeting.wav", "file": BASE64}
        assert "give file or path, one of them" in await refused(client, "setRecording", name="New", **both)
        changes = {"kind": "recording", "id": "7567", "changes": both}
        assert "give file or path, one of them" in await refused(client, "updateSettings", **changes)
        assert "file is required for a new recording" in await refused(client, "setRecording", name="New")
        assert "name is required for a new recording" in await refused(client, "setRecording", path="greeting.wav")
    assert here.calls == []


@eras
@pytest.mark.parametrize("tool", ["setRecording", "updateSettings"])
async def test_the_file_of_a_recording_is_replaced_by_path_its_name_kept_and_brought_back(
    era: Era, tool: str, shelf: Path
) -> None:
    here = office(shelf)
    before = dict(here.row("recordings", value="7567"))
    own = {"recording": "7567", "path": "greeting.wav"}
    update = {"kind": "recording", "id": "7567", "changes": {"path": "greeting.wav"}}
    async with here.client(era, Person()) as client:
        answer = await called(client, tool, **(own if tool == "setRecording" else update))
        assert here.row("recordings", value="7567") == before | {"data": BASE64}
        await called(client, "undoChange", change=answer["change"])
    assert here.row("recordings", value="7567") == before


FORMS = [(44_100, 2, 2), (48_000, 1, 3), (16_000, 1, 2), (11_025, 1, 1), (8_000, 2, 4), (8_000, 1, 1), (6_000, 6, 2)]


@pytest.mark.parametrize(("rate", "channels", "width"), FORMS)
async def test_a_wav_of_another_form_is_converted_and_sounds_the_same(
    rate: int, channels: int, width: int, folder: Path
) -> None:
    (folder / "folder" / "greeting.wav").write_bytes(tone(rate, channels, width))
    here = office(folder)
    async with here.client() as client:
        answer = await called(client, "setRecording", path="greeting.wav", name="New")
    assert f"converted from {rate:,} Hz" in answer["files"]["file"]
    found, meant = heard(kept(here, answer["recording"])), heard(tone())
    assert abs(len(found) - len(meant)) <= 1
    off = 800 if width == 1 else 40
    assert all(abs(one - other) < off for one, other in list(zip(found, meant, strict=False))[200:-200])


def heard(data: bytes) -> "array[int]":
    with wave.open(BytesIO(data)) as file:
        assert (file.getframerate(), file.getnchannels(), file.getsampwidth()) == (8_000, 1, 2)
        return array("h", file.readframes(file.getnframes()))


async def test_what_a_telephone_cannot_play_is_not_heard_as_something_else() -> None:
    found = heard(recorded(tone(44_100, pitch=5_000), "it", "Nothing")[0])
    assert max(abs(one) for one in found[200:-200]) < 100


@given(st.binary(max_size=200), st.integers(0, 44), st.booleans())
@settings(max_examples=300)
def test_a_broken_wav_is_refused_in_a_sentence_or_made_a_recording(rest: bytes, at: int, head: bool) -> None:
    data = TONE[:at] + rest + TONE[at + len(rest) :] if head else rest
    try:
        made, _ = recorded(data, "it", "Nothing was sent")
    except NotAllowed as error:
        assert str(error).endswith(".")
        return
    found = sound(made)
    assert found is not None
    assert found.is_right


WORDS = ".. . below away greeting.wav link-inside.wav link-outside.wav secret.wav folder outside folder-too pipe.wav"
PARTS = st.sampled_from([*WORDS.split(), "", "~", "{root}", "é", "\\", "C:"])


@given(st.lists(PARTS, min_size=1, max_size=7))
@settings(max_examples=400)
def test_no_path_leads_out_of_the_folder(shelf: Path, parts: list[str]) -> None:
    said = "/".join(parts).replace("{root}", str(shelf))
    try:
        found = Folders((shelf / "folder",)).read(said, 1_000_000, "Nothing")
    except NotAllowed as error:
        assert str(error).startswith("Nothing: ")
        return
    assert found == TONE != SECRET


def led_to(place: Place, root: Path, said: str) -> Place:
    """What a path led to before something was put in its place."""
    return place


def test_a_link_put_in_place_after_the_path_was_followed_is_not_followed(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for parts in (("away", "secret.wav"), ("link-outside.wav",)):
        swapped = Place(shelf / "folder", parts)
        monkeypatch.setattr("voipms_server.local_files.folders._inside", partial(led_to, swapped))
        with pytest.raises(NotAllowed, match="cannot be read"):
            Folders((shelf / "folder",)).read("greeting.wav", 1_000_000, "Nothing")


STEPS: list[dict[str, object]] = [
    {"tool": "setRecording", "arguments": {"recording": "7567", "path": "greeting.wav"}},
    {"tool": "setRecording", "name": "closed", "arguments": {"name": "Closed", "path": "greeting.wav"}},
    {"tool": "setDIDRouting", "arguments": {"did": "5145550110", "routing": "recording:${closed}"}},
]


@eras
async def test_a_plan_holds_recordings_by_path_and_is_undone(era: Era, shelf: Path) -> None:
    here, person = office(shelf), Person()
    since = here.sandbox.snapshot()
    told = await apply(here, person, era, steps=STEPS)
    (question,) = person.questions
    assert f'File: "greeting.wav", {len(TONE)} bytes, 0.1 seconds, sha256 {SHORT}' in question
    assert BASE64[:60] not in question
    assert told.answer["done"] is True
    closed = here.row("recordings", description="Closed")
    assert closed["data"] == here.row("recordings", value="7567")["data"] == BASE64
    assert here.row("dids", did="5145550110")["routing"] == f"recording:{closed['value']}"
    async with here.client(era, Person()) as client:
        await called(client, "undoChange", group=told.answer["group"])
    assert [one for one in here.sandbox.diff(since) if one.table != "meta"] == []


class Replaces(Person):
    """Says yes, while the file becomes another one."""

    path = Path()

    async def __call__(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        if not self.questions:
            self.path.write_bytes(SECRET)
        return await Person.__call__(self, context, params)


@eras
async def test_a_file_that_changes_between_the_question_and_the_yes_is_not_sent(era: Era, folder: Path) -> None:
    here, person = office(folder), Replaces()
    person.path = folder / "folder" / "greeting.wav"
    told = await apply(here, person, era, steps=STEPS)
    assert told.refusal.startswith("Nothing was sent: ")
    assert "changed" in told.refusal
    assert told.changed == []
    assert writes(here) == []


@eras
@pytest.mark.parametrize("tool", ["setRecording", "updateSettings", "sendMMS", "sendMessage"])
async def test_so_it_is_with_a_single_call_that_asks(era: Era, tool: str, folder: Path) -> None:
    """After a stranger's text was read, a file of this machine needs a person."""
    calls: dict[str, dict[str, object]] = {
        "setRecording": {"recording": "7567", "path": "greeting.wav"},
        "updateSettings": {"kind": "recording", "id": "7567", "changes": {"path": "greeting.wav"}},
        "sendMMS": {"did": "5145550110", "dst": CAFE, "message": "Listen.", "paths": "greeting.wav"},
        "sendMessage": {"to": CAFE, "text": "Listen.", "media": "greeting.wav"},
    }
    here, person = office(folder), Replaces()
    person.path = folder / "folder" / "greeting.wav"
    async with here.client(era, person) as client:
        await called(client, "readMessages")
        told = await refused(client, tool, **calls[tool])
        assert "changed" in told
        assert writes(here) == []
        (question,) = person.questions
        assert "It sends a file of this machine." in question
        assert '"greeting.wav"' in question
        await called(client, tool, **calls[tool])
    assert len(person.questions) == 2
    assert len(writes(here)) == 1


@eras
async def test_a_file_that_changes_after_a_preview_is_not_applied(era: Era, folder: Path) -> None:
    here, person = office(folder), Person()
    first = await apply(here, person, era, steps=STEPS, preview=True)
    assert any(SHORT in line for line in first.answer["changes"])
    (folder / "folder" / "greeting.wav").write_bytes(SECRET)
    told = await apply(here, person, era, plan=first.answer["plan"])
    assert "changed since its preview" in told.refusal
    assert person.questions == []
    assert writes(here) == []


def stored_plan(here: Office) -> str:
    """All that is kept of the one plan there is."""

    def kept_of(t: Transaction) -> str:
        (row,) = t.session.scalars(select(PlanRow))
        return str(t.keys.decrypt(row.calls))

    return here.store.run_now(kept_of)


@eras
async def test_what_a_plan_in_pieces_has_left_is_sent_as_it_was_confirmed(era: Era, folder: Path) -> None:
    files = Setup(file_folders=(folder / "folder",), piece_seconds=0)
    here, person = Office(Choice(profile="full"), setup=files), Person()
    told = await apply(here, person, era, steps=STEPS)
    (folder / "folder" / "greeting.wav").write_bytes(SECRET)
    for _ in STEPS[1:]:
        told = await apply(here, person, era, plan=told.answer["plan"])
        assert (BASE64 in stored_plan(here)) is not told.answer["done"]
    assert told.answer["done"] is True
    assert len(person.questions) == 1
    assert here.row("recordings", description="Closed")["data"] == BASE64


async def test_a_plan_names_the_step_whose_file_is_wrong_or_one_too_many(
    shelf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = office(shelf)
    wrong = {"tool": "setRecording", "arguments": {"name": "New", "path": "song.mp3"}}
    told = await apply(here, Person(), steps=[STEPS[0], wrong])
    assert told.refusal.startswith('Step 2: Nothing was sent by setRecording: "song.mp3" is no such file.')
    monkeypatch.setattr(planning, "MOST_FILES", len(BASE64))
    told = await apply(here, Person(), steps=STEPS)
    assert "step 2 exceeds that" in told.refusal
    assert writes(here) == []


@eras
async def test_files_of_an_mms_fill_what_is_left_out(era: Era, folder: Path) -> None:
    (folder / "folder" / "photo.png").write_bytes(PNG)
    here = office(folder)
    mms = {"did": "5145550110", "dst": CAFE, "message": "Look.", "media1": "https://example.com/1.png"}
    async with here.client(era, Person()) as client:
        answer = await called(client, "sendMMS", **mms, paths="photo.png;greeting.wav")
        assert "photo.png" in answer["files"]["media2"]
        told = await refused(client, "sendMMS", **mms, paths="photo.png;photo.png;photo.png")
        assert "give media1 ... or paths, at most 3 of both together" in told
        assert "is no file" in await refused(client, "sendMMS", **mms, paths="../folder/other.png")
    (sent,) = [call.params for call in here.sandbox.log if call.method == "sendMMS"]
    assert sent["media1"] == "https://example.com/1.png"
    assert b64decode(sent["media2"].removeprefix("data:image/png;base64,")) == PNG
    assert b64decode(sent["media3"].removeprefix("data:audio/wav;base64,")) == TONE
    assert "paths" not in sent


@eras
async def test_the_question_about_an_mms_names_the_file_and_shows_nothing_of_it(era: Era, folder: Path) -> None:
    (folder / "folder" / "photo.png").write_bytes(PNG)
    here, person = office(folder), Person([YES])
    mms = {"did": "5145550110", "dst": STRANGER, "message": "Look."}
    async with here.client(era, person) as client:
        await called(client, "sendMMS", **mms, paths="photo.png")
    (question,) = person.questions
    short = sha256(PNG).hexdigest()[:12]
    assert f'Attached: a file of this machine, "photo.png", {len(PNG)} bytes, sha256 {short}' in question
    assert "base64" not in question


@eras
@pytest.mark.parametrize("changes", [False, True], ids=["unchanged", "changed"])
async def test_a_yes_of_the_terminal_is_to_the_file_that_was_there(era: Era, changes: bool, folder: Path) -> None:
    here = Office(setup=Setup(file_folders=(folder / "folder",)), confirm=Confirm.PAGE)
    Pin(here.store).replace("402917")
    async with here.client(era) as client:
        waits = await called(client, "applyPlan", steps=STEPS)
        (approval,) = here.approvals
        assert SHORT in approval.question
        assert here.store.run_now(lambda t: rows.agree(t, approval.id, "terminal"))
        if changes:
            (folder / "folder" / "greeting.wav").write_bytes(SECRET)
        answer = await called(client, "finishApproved", code=waits["code"])
    assert answer["done"] is not changes
    assert (writes(here) == []) is changes
    assert not changes or (answer["waiting_for_approval"] is True and answer["code"] != waits["code"])
