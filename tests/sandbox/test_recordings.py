"""The simulated account takes recordings of the one form, and gives them back as they came."""

from base64 import b64decode, b64encode

import pytest

from cases.sounds import BASE64, MP3, TONE, tone
from sandbox.line import Line

pytestmark = pytest.mark.anyio


def encoded(data: bytes) -> str:
    return b64encode(data).decode()


MORE = TONE[:4] + (len(TONE) + 4).to_bytes(4, "little") + TONE[8:] + b"LIST\x04\0\0\0INFO"
"""The same sound, with a remark behind it."""


@pytest.mark.parametrize("data", [TONE, MORE, tone(seconds=3)], ids=["short", "with a remark", "longer"])
async def test_the_file_comes_back_byte_by_byte(data: bytes) -> None:
    line = Line()
    made = await line.api("setRecording", name="Another", file=encoded(data))
    assert made["status"] == "success"
    (row,) = await line.rows("getRecordingFile", "recordings", recording=str(made["recording"]))
    assert b64decode(row["data"]) == data


@pytest.mark.parametrize(
    ("file", "status"),
    [
        ("", "missing_file"),
        ("not base64!", "no_base64file"),
        ("AAA", "no_base64file"),
        (f"data:audio/wav;base64,{BASE64}", "no_base64file"),
        (encoded(b"RIFF"), "invalid_file"),
        (encoded(b"A text."), "invalid_file"),
        (encoded(MP3), "invalid_file"),
        (encoded(tone(rate=16_000)), "invalid_file"),
        (encoded(tone(channels=2)), "invalid_file"),
        (encoded(tone(width=1)), "invalid_file"),
        (encoded(tone(seconds=0)), "invalid_file"),
        (encoded(TONE[:30]), "invalid_file"),
    ],
)
async def test_what_is_no_such_file_is_refused(file: str, status: str) -> None:
    line = Line()
    before = line.sandbox.snapshot()
    assert await line.status("setRecording", name="Another", file=file) == status
    assert line.sandbox.diff(before) == []


async def test_another_file_in_place_of_the_one_there_is_must_be_right_too() -> None:
    line = Line()
    assert await line.status("setRecording", recording="7567", file=encoded(MP3)) == "invalid_file"
    assert await line.status("setRecording", recording="7567", file=BASE64) == "success"
    assert line.row("recordings", value="7567")["data"] == BASE64
