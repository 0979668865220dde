"""A folder that is allowed, with files people have in it, and what lies beside it."""

import os
from pathlib import Path

from cases.office import Office
from cases.sounds import MP3, TONE, tone
from voipms_server.catalog import Choice
from voipms_server.local_files.audio import LARGEST_SOURCE
from voipms_server.setup import Setup

SECRET = tone(seconds=0.07, pitch=1_000)
"""Of no folder that is allowed."""
FILES: dict[str, bytes] = {
    "folder/greeting.wav": TONE,
    "folder/called.txt": TONE,
    "folder/Öffnungszeiten ☎ 営業.wav": TONE,
    "folder/with; sign.wav": TONE,
    "folder/below/greeting.wav": TONE,
    "folder/stereo.wav": tone(44_100, 2),
    "folder/song.mp3": MP3,
    "folder/text.wav": b"A text that is called a recording.",
    "folder/silent.wav": tone(seconds=0),
    "folder/empty.wav": b"",
    "folder/long.wav": tone(8_000, 1, 1, 163),
    "folder-too/secret.wav": SECRET,
    "outside/secret.wav": SECRET,
}
LINKS = {
    "folder/link-inside.wav": "folder/greeting.wav",
    "folder/link-outside.wav": "outside/secret.wav",
    "folder/away": "outside",
    "folder/dangling.wav": "outside/new.wav",
}


def laid_out(root: Path) -> Path:
    """Files, links, a pipe and a file too large, below this folder."""
    for name, content in FILES.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(content)
    for name, target in LINKS.items():
        (root / name).symlink_to(root / target)
    os.mkfifo(root / "folder" / "pipe.wav")
    with (root / "folder" / "huge.wav").open("wb") as huge:
        huge.truncate(LARGEST_SOURCE + 1)
    return root


def office(root: Path, **more: Path) -> Office:
    """All tools, and the folder allowed."""
    return Office(Choice(profile="full"), setup=Setup(file_folders=(root / "folder", *more.values())))
