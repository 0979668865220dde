"""Sending texts: each case of `cases.texts` has exactly the messages, the question and the answer that it states."""

import base64
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from cases.office import ERAS, NO, YES, Era, Office, Person, text
from cases.texts import SUBJECTS
from cases.texts.case import Case, Gone
from voipms_sandbox.world import Row
from voipms_server.catalog import Choice
from voipms_server.setup import Setup

pytestmark = pytest.mark.anyio
CASES = [pytest.param(case, id=f"{subject}: {case.name}") for subject, cases in SUBJECTS.items() for case in cases]
INVENTED_ADDRESS = "https://media.voip.ms.invalid/"
PNG = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"
LARGEST = 1_200_000
FILES: dict[str, bytes] = {
    "folder/photo.png": PNG,
    "folder/photo-called.txt": PNG,
    "folder/below/photo.gif": b"GIF89a" + bytes(20),
    "folder/largest.jpg": JPEG.ljust(LARGEST, b"\0"),
    "folder/too-large.jpg": JPEG.ljust(LARGEST + 1, b"\0"),
    "folder/text.png": b"A text that is called a picture.",
    "folder/paper.pdf": b"%PDF-1.7 paper",
    "folder/empty.png": b"",
    "folder-too/secret.png": PNG,
    "outside/secret.png": PNG,
}
LINKS = {"folder/link-inside.png": "folder/photo.png", "folder/link-outside.png": "outside/secret.png"}


@pytest.fixture(scope="session")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where a folder lies whose files may be sent, and others beside it."""
    root = tmp_path_factory.mktemp("files")
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    for name, target in LINKS.items():
        (root / name).symlink_to(root / target)
    os.mkfifo(root / "folder" / "pipe.png")
    return root


def office_of(case: Case, files: Path) -> Office:
    """The office, in which only the main number has SMS on."""
    setup = Setup(media_folders=(files / "folder",) if case.folders else ())
    office = Office(Choice(profile="full"), texts=case.rules, setup=setup)
    for did in ("5145550111", "4165550116"):
        office.row("dids", did=did)["sms_enabled"] = "0"
    return office


def placed(arguments: Mapping[str, object], files: Path) -> dict[str, object]:
    """The call as it is made: paths of files are those of this test."""
    found = dict(arguments)
    parts = str(found.get("media", "")).split(";")
    placed = [str(files / one) if one.split("/")[0] in ("folder", "folder-too", "outside") else one for one in parts]
    return found | ({"media": ";".join(placed)} if "media" in found else {})


def rows(office: Office) -> list[tuple[bool, Row]]:
    """Every message of the account, as MMS or not."""
    tables = office.sandbox.world.accounts[0].table
    return [*((False, row) for row in tables("sms")), *((True, row) for row in tables("mms"))]


def gone(office: Office, before: set[str]) -> list[Gone]:
    """The messages that were not there before, in the order they were made."""
    made = [(mms, row) for mms, row in rows(office) if row["id"] not in before]
    assert all(row["type"] == "0" for _, row in made)
    ordered = sorted(made, key=lambda one: int(one[1]["id"]))
    return [Gone(row["contact"], row["message"], row["did"], media(row), mms) for mms, row in ordered]


def media(row: Row) -> tuple[str, ...]:
    found = [row.get(f"col_media{n}", "") for n in (1, 2, 3)]
    return tuple(f"file:{one.rpartition('.')[2]}" if one.startswith(INVENTED_ADDRESS) else one for one in found if one)


def check_question(case: Case, questions: list[str]) -> None:
    """One that holds what it must, and the account and what cannot be taken back; or none at all."""
    assert len(questions) == (1 if case.asks else 0), questions
    if case.asks is None:
        return
    for part in (*case.asks.holds, "VoIP.ms account: office", "A text that was sent cannot be taken back."):
        assert any(part in line for line in questions[0].splitlines()), (part, questions[0])
    for part in case.asks.lacks:
        assert part not in questions[0]


def check_answer(case: Case, told: str, structured: dict[str, Any] | None) -> None:
    for part in case.says:
        assert part in told, told
    for part in case.says_not:
        assert part not in told
    if case.length is not None:
        assert structured is not None and structured["length"] == case.length
    if case.tool == "sendMessage" and structured is not None:
        went = [(one["from"], one["to"]) for one in structured["results"] if one["sent"] is True]
        assert went == [(one.did, one.dst) for one in case.sent]
        assert (structured["sent"], structured["done"]) == (len(case.sent), case.refused == 0)


@pytest.mark.parametrize("era", ERAS)
@pytest.mark.parametrize("case", CASES)
async def test_a_text(case: Case, era: Era, files: Path) -> None:
    office = office_of(case, files)
    async with office.client(era, Person()) as client:
        for event in case.before:
            await event.happen(office, client)
    before, tried = {row["id"] for _, row in rows(office)}, sends(office)
    person = Person([NO if case.answer == "no" else YES])
    async with office.client(era, None if case.answer == "nobody" else person) as client:
        result = await client.call_tool(case.tool, placed(case.call, files))
    assert gone(office, before) == list(case.sent), text(result)
    assert sends(office) - tried == len(case.sent) + case.refused
    check_question(case, person.questions)
    assert result.is_error is (not case.sent if case.error is None else case.error), text(result)
    structured = None if result.is_error else result.structured_content
    told = text(result) if structured is None else json.dumps(structured, ensure_ascii=False)
    check_answer(case, told, structured)


def sends(office: Office) -> int:
    """How often VoIP.ms was given a text."""
    return office.real("sendSMS") + office.real("sendMMS")


async def test_a_file_arrives_as_it_is(files: Path) -> None:
    office = Office(setup=Setup(media_folders=(files / "folder",)))
    async with office.client() as client:
        sent = await client.call_tool("sendMessage", {"to": "5145550160", "text": "Look.", "media": "photo.png"})
    assert not sent.is_error, text(sent)
    given = next(call.params["media1"] for call in office.sandbox.log if call.method == "sendMMS")
    assert given == f"data:image/png;base64,{base64.b64encode(PNG).decode()}"


def test_every_case_has_a_name_of_its_own() -> None:
    names = [case.id for case in CASES]
    assert len(names) == len(set(names)) >= 130
