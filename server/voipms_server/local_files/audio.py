"""Recordings: what a WAV holds, and the same as VoIP.ms keeps it.

The manual asks for base64 and names no format; the file it shows in an answer is a WAV of 8,000 Hz, mono, 16 bit.
Taking that for the one that is accepted is inferred.
"""

import io
import wave
from dataclasses import dataclass

from voipms_server.errors import NotAllowed
from voipms_server.local_files.resampling import mono, resampled, samples

RATE, WIDTH = 8_000, 2
RATES = range(4_000, 192_001)
MOST_CHANNELS = 8
LARGEST = 2_600_000
"""Bytes of a recording: what a file given as base64 may have too."""
LARGEST_SOURCE = 40_000_000
"""Bytes of a file that is made into one: its longest, in the finest form that studios use."""
RIGHT = (
    "a WAV file (PCM) of at most 162 seconds; 8,000 Hz, mono, 16 bit is taken as it is, other PCM is converted to that"
)


@dataclass(frozen=True, slots=True)
class Sound:
    """What a WAV holds; `width` is the bytes of a sample."""

    rate: int
    channels: int
    width: int
    data: bytes

    @property
    def seconds(self) -> float:
        return len(self.data) / (self.rate * self.channels * self.width)

    @property
    def is_right(self) -> bool:
        return (self.rate, self.channels, self.width) == (RATE, 1, WIDTH)

    @property
    def words(self) -> str:
        channels = {1: "mono", 2: "stereo"}.get(self.channels, f"{self.channels} channels")
        return f"{self.rate:,} Hz, {channels}, {self.width * 8} bit"


def sound(data: bytes) -> Sound | None:
    """None of what is no WAV of plain samples."""
    try:
        with wave.open(io.BytesIO(data)) as file:
            found = Sound(file.getframerate(), file.getnchannels(), file.getsampwidth(), file.readframes(len(data)))
    except (wave.Error, EOFError, RuntimeError, ValueError):  # What the library raises for broken ones.
        return None
    fits = found.rate in RATES and 1 <= found.channels <= MOST_CHANNELS and 1 <= found.width <= 4
    return found if fits and found.data else None


def recorded(data: bytes, name: str, nothing: str) -> tuple[bytes, str]:
    """A recording as VoIP.ms keeps it, and what it was converted from, if it was.

    Raises NotAllowed, naming the accepted format.
    """
    found = sound(data)
    if found is None:
        raise NotAllowed(f"{nothing}: {name} is no such file. A recording is {RIGHT}.")
    if found.seconds * RATE * WIDTH > LARGEST - 100:
        raise NotAllowed(f"{nothing}: {name} lasts {found.seconds:,.0f} seconds. A recording is {RIGHT}.")
    if found.is_right:
        return data if len(data) <= LARGEST else _wav(found.data), ""
    return _wav(resampled(mono(samples(found.data, found.width), found.channels), found.rate, RATE)), found.words


def _wav(data: bytes) -> bytes:
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setparams((1, WIDTH, RATE, 0, "NONE", ""))
        file.writeframes(data)
    return made.getvalue()
