"""What the file of a recording must be. The manual says base64; `invalid_file` is a status of its table.

That the one form is a WAV of 8,000 Hz, mono, 16 bit is inferred from the file that the manual shows in an answer. Files
are kept and given back as they came.
"""

import base64
import struct

from voipms_sandbox.refusal import Here, Refuse

RIGHT = (1, 1, 8_000, 16_000, 2, 16)
"""Plain samples, mono, samples and bytes a second, bytes and bits of a sample: the head of the manual's file."""


def check_recording(_: Here, value: str) -> None:
    """Base64 of such a WAV, in which there is something to hear."""
    try:
        data = base64.b64decode(value, validate=True)
    except ValueError:
        raise Refuse("no_base64file") from None
    parts = _parts(data) if data[:4] == b"RIFF" and data[8:12] == b"WAVE" else {}
    head = parts.get(b"fmt ", b"")
    if len(head) < 16 or struct.unpack("<HHIIHH", head[:16]) != RIGHT or not parts.get(b"data"):
        raise Refuse("invalid_file")


def _parts(data: bytes) -> dict[bytes, bytes]:
    """The parts of a RIFF file by their names, as far as they are there."""
    found: dict[bytes, bytes] = {}
    at = 12
    while at + 8 <= len(data):
        size = int.from_bytes(data[at + 4 : at + 8], "little")
        found.setdefault(data[at : at + 4], data[at + 8 : at + 8 + size])
        at += 8 + size + size % 2
    return found
