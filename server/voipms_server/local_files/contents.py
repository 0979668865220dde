"""What a file holds, whatever it is called."""

from base64 import b64decode
from collections.abc import Mapping
from types import MappingProxyType

UNKNOWN, UNKNOWN_SUFFIX = "application/octet-stream", ".bin"
WAV = "audio/wav"
SUFFIXES: Mapping[str, str] = MappingProxyType(
    {
        "image/jpeg": ".jpg",
        "image/png": ".png",
        "image/gif": ".gif",
        "video/mp4": ".mp4",
        "video/3gpp": ".3gp",
        "audio/mpeg": ".mp3",
        WAV: ".wav",
    }
)
ALSO_CALLED: Mapping[str, str] = MappingProxyType({"audio/x-wav": WAV, "audio/wave": WAV})


def kind_of(data: bytes) -> str:
    """Its MIME type, of the few kinds that VoIP.ms deals in; anything else is no more than bytes."""
    import puremagic

    try:
        kind = puremagic.from_string(data, mime=True)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    known = ALSO_CALLED.get(kind, kind)
    return known if known in SUFFIXES else UNKNOWN


def decoded(text: str) -> bytes:
    """The bytes of base64, after `data:` and a kind or without; none of anything else."""
    try:
        return b64decode(text.partition(",")[2] if text.startswith("data:") else text)
    except ValueError:
        return b""


def suffix_of(kind: str) -> str:
    return SUFFIXES.get(kind, UNKNOWN_SUFFIX)
