"""Plain samples made into fewer, of one channel and 16 bit: no library of Python's own does it since 3.13."""

import math
import sys
from array import array
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate
from operator import add, mul

TAPS = 12
"""Periods of the lower rate on either side that a sample is made of."""
LOUDEST = 32_767


def samples(data: bytes, width: int) -> "array[int]":
    """As 16 bit, whatever their width; 8 bit is unsigned in a WAV, and of wider ones the upper 16 bits are kept."""
    whole = len(data) - len(data) % width
    if width == 1:
        return array("h", ((one - 128) << 8 for one in data[:whole]))
    found, kept = array("h"), bytearray(whole // width * 2)
    kept[0::2], kept[1::2] = data[width - 2 : whole : width], data[width - 1 : whole : width]
    found.frombytes(bytes(kept))
    if sys.byteorder == "big":
        found.byteswap()
    return found


def mono(found: "array[int]", channels: int) -> "array[int]":
    """The mean of all channels."""
    if channels == 1:
        return found
    whole = len(found) // channels * channels
    parts = [found[channel:whole:channels] for channel in range(channels)]
    *_, sums = accumulate(parts, lambda one, other: array("l", map(add, one, other)))
    return array("h", (one // channels for one in sums))


def resampled(found: "array[int]", rate: int, to: int) -> bytes:
    """At another rate, as bytes; what the lower rate cannot hold is filtered out first (a windowed sinc)."""
    made = array("h", _made(found, rate, to) if rate != to else found)
    if sys.byteorder == "big":
        made.byteswap()
    return made.tobytes()


def _made(found: "array[int]", rate: int, to: int) -> Sequence[int]:
    half = math.ceil(TAPS * max(rate / to, 1))
    padded = array("h", [0] * half) + found + array("h", [0] * (half + 1))
    phases = to // math.gcd(rate, to)
    window = 2 * half + 1
    made: list[int] = []
    for number in range(len(found) * to // rate):
        at = number * rate // to
        taps = _taps(number % phases, rate, to, half)
        value = round(sum(map(mul, taps, padded[at : at + window])))
        made.append(max(-LOUDEST - 1, min(LOUDEST, value)))
    return made


@lru_cache(maxsize=9_000)
def _taps(phase: int, rate: int, to: int, half: int) -> tuple[float, ...]:
    """The weights of the samples around one that lies between two of them; they add up to 1."""
    between = phase * rate % to / to
    cut = 0.9 * min(rate, to) / rate
    weights = [_weight(n - between, cut, half + 1) for n in range(-half, half + 1)]
    whole = sum(weights)
    return tuple(one / whole for one in weights)


def _weight(distance: float, cut: float, half: int) -> float:
    at = math.pi * cut * distance
    sinc = math.sin(at) / at if at else 1.0
    return sinc * (0.5 + 0.5 * math.cos(math.pi * distance / half))
