"""How long a text is on the wire: characters, alphabet, segments."""

from collections.abc import Sequence
from dataclasses import dataclass

from voipms_server.answers.words import counted

GSM, UCS2 = "GSM-7", "UCS-2"
SHORT = 160
"""Characters of an SMS that the API takes."""


@dataclass(frozen=True, slots=True)
class Length:
    """`because` are the characters that need UCS-2. Segments are what carriers count (GSM 03.38)."""

    characters: int
    segments: int
    alphabet: str
    because: str = ""

    def told(self) -> dict[str, object]:
        """For an answer."""
        found: dict[str, object] = {
            "characters": self.characters,
            "segments": self.segments,
            "alphabet": self.alphabet,
        }
        return found | ({"because_of": self.because} if self.because else {})

    def words(self) -> str:
        why = f", because of {self.because}" if self.because else ""
        length = f"{counted(self.characters, 'character')}, {counted(self.segments, 'segment')}"
        return f"{length} ({self.alphabet}{why})."


def measure(text: str) -> Length:
    """A character outside the GSM alphabet makes the whole text UCS-2: 70 units for one segment instead of 160."""
    from aiosmpplib.codec import GSM7BitCodec

    codec, outside = GSM7BitCodec(), [c for c in text if not GSM7BitCodec.is_gsm_text(c)]
    if not outside:
        return Length(len(text), _segments([len(codec.to_gsm_codes(c)) for c in text], SHORT, 153), GSM)
    units = [len(c.encode("utf-16-be", "surrogatepass")) // 2 for c in text]
    return Length(len(text), _segments(units, 70, 67), UCS2, _named(outside))


def _segments(widths: Sequence[int], alone: int, each: int) -> int:
    """One holds more alone than as one of several; no character is cut in two."""
    if sum(widths) <= alone:
        return 1
    segments, filled = 1, 0
    for width in widths:
        if filled + width > each:
            segments, filled = segments + 1, 0
        filled += width
    return segments


def _named(characters: Sequence[str]) -> str:
    """The first few, each once; what cannot be seen by its number."""
    distinct = list(dict.fromkeys(characters))[:5]
    return " ".join(c if c.isprintable() and not c.isspace() else f"U+{ord(c):04X}" for c in distinct)
