"""What is attached to a message: an address, or a file of a folder that the user allowed."""

import re
from base64 import b64encode
from collections.abc import Sequence

from voipms_server.errors import NotAllowed
from voipms_server.local_files.contents import kind_of
from voipms_server.local_files.folders import Folders
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
    "audio/wav": "WAV",
}
"""The wiki of VoIP.ms says photos, videos and audio; these are the kinds that phones agree on."""
ADDRESS = re.compile(r"https?://[^\s/@?#]+(?:[/?#][^\s]*)?", re.IGNORECASE)
NOTHING = "Nothing was sent. media"


def attached(said: Sequence[str], folders: Folders) -> tuple[dict[str, str], dict[str, str]]:
    """`media1` to `media3` as the API takes them, and the names of those that are files.

    Raises NotAllowed for what may not be sent, saying why.
    """
    values = {f"media{number}": one for number, one in enumerate(said, 1)}
    files = {name: quoted(one, 120) for name, one in values.items() if not ADDRESS.fullmatch(one)}
    return {name: _value(one, folders) for name, one in values.items()}, files


def _value(said: str, folders: Folders) -> str:
    if ADDRESS.fullmatch(said):
        return said
    if "://" in said or said.startswith("data:"):
        raise NotAllowed(f"{NOTHING}: {quoted(said, 60)} is no http or https address, and no file.")
    return data_url(said, folders, NOTHING)


def data_url(said: str, folders: Folders, nothing: str) -> str:
    """A file as the API takes it, of the kind that its content is. Raises NotAllowed, beginning with `nothing`."""
    data = folders.read(said, LARGEST, nothing)
    kind = kind_of(data)
    if kind not in TYPES:
        raise NotAllowed(f"{nothing}: {quoted(said, 120)} is none of {', '.join(TYPES.values())}.")
    return f"data:{kind};base64,{b64encode(data).decode()}"
