"""What is attached to a message: an address, or a file of a folder that the user allowed."""

import os
import re
import stat
from base64 import b64encode
from collections.abc import Sequence
from pathlib import Path

from voipms_server.errors import NotAllowed
from voipms_server.questions import quoted

LARGEST = 1_200_000
"""Bytes (observed by other clients: larger ones are taken and not delivered)."""
TYPES = {
    "image/jpeg": "JPEG",
    "image/png": "PNG",
    "image/gif": "GIF",
    "video/mp4": "MP4",
    "video/3gpp": "3GP",
    "audio/mpeg": "MP3",
    "audio/x-wav": "WAV",
    "audio/wav": "WAV",
}
"""The wiki of VoIP.ms says photos, videos and audio; these are the kinds that phones agree on."""
ADDRESS = re.compile(r"https?://[^\s/@?#]+(?:[/?#][^\s]*)?", re.IGNORECASE)


def attached(said: Sequence[str], folders: Sequence[Path]) -> dict[str, str]:
    """`media1` to `media3` as the API takes them. Raises NotAllowed for what may not be sent, saying why."""
    return {f"media{number}": _value(one, folders) for number, one in enumerate(said, 1)}


def _value(said: str, folders: Sequence[Path]) -> str:
    if ADDRESS.fullmatch(said):
        return said
    if "://" in said or said.startswith("data:"):
        raise NotAllowed(f"Nothing was sent. media: {quoted(said, 60)} is no http or https address, and no file.")
    return _file(said, folders)


def _file(said: str, folders: Sequence[Path]) -> str:
    name = quoted(said, 120)
    if not folders:
        raise NotAllowed(
            f"Nothing was sent. media: {name} is a file, and no folder is allowed. A person allows one with the "
            'setting media_folders, such as ["~/Pictures/to-send"]; an https address needs none.'
        )
    path = _inside(said, folders)
    if path is None:
        raise NotAllowed(
            f"Nothing was sent. media: {name} is no file in a folder that is allowed: "
            f"{', '.join(map(str, folders))} (setting media_folders)."
        )
    data = _read(path, name)
    return f"data:{_type(data, name)};base64,{b64encode(data).decode()}"


def _inside(said: str, folders: Sequence[Path]) -> Path | None:
    """The file itself, links and `..` followed, where it lies in one of these folders."""
    for folder in folders:
        try:
            root = folder.resolve(strict=True)
            path = (root / Path(said).expanduser()).resolve(strict=True)
        except (OSError, RuntimeError, ValueError):
            continue
        if path.is_relative_to(root) and path != root:
            return path
    return None


def _read(path: Path, name: str) -> bytes:
    """Only a plain file, and not more than may be sent; a link that was put there meanwhile is not followed."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            raise NotAllowed(f"Nothing was sent. media: {name} is no plain file.")
        with os.fdopen(handle, "rb") as file:
            data = file.read(LARGEST + 1)
    except OSError as error:
        raise NotAllowed(f"Nothing was sent. media: {name} cannot be read ({type(error).__name__}).") from None
    if not data or len(data) > LARGEST:
        size = "is empty" if not data else f"is larger than {LARGEST / 1_000_000} MB: such files are not delivered"
        raise NotAllowed(f"Nothing was sent. media: {name} {size}.")
    return data


def _type(data: bytes, name: str) -> str:
    """What the content is, whatever the file is called."""
    import puremagic

    try:
        kind = puremagic.from_string(data, mime=True)
    except (puremagic.PureError, ValueError):
        kind = ""
    if kind not in TYPES:
        kinds = ", ".join(dict.fromkeys(TYPES.values()))
        raise NotAllowed(f"Nothing was sent. media: {name} is none of {kinds}.")
    return kind
