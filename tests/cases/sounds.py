"""Sounds as people have them: a tone, in a WAV of any form."""

import io
import math
import wave
from base64 import b64encode

MP3 = b"ID3\x04\0\0\0\0\0\0" + b"\xff\xfb\x90\x64" + bytes(413)
"""The head of an MP3, with the frame that follows it."""


def tone(rate: int = 8_000, channels: int = 1, width: int = 2, seconds: float = 0.5, pitch: int = 440) -> bytes:
    """Half as loud as can be, the same in all channels."""
    most = 0.5 * (2 ** (8 * width - 1) - 1)
    frames = bytearray()
    for number in range(int(rate * seconds)):
        value = int(most * math.sin(2 * math.pi * pitch * number / rate))
        sample = (value + 128).to_bytes(1, "little") if width == 1 else value.to_bytes(width, "little", signed=True)
        frames += sample * channels
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((channels, width, rate, 0, "NONE", ""))
        file.writeframes(bytes(frames))
    return made.getvalue()


TONE = tone(seconds=0.05)
BASE64 = b64encode(TONE).decode()
"""A recording as VoIP.ms keeps it."""
