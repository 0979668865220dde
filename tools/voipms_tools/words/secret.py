"""Secrets are shown as a mask; the mask given back means the secret that is there."""

from dataclasses import dataclass

MASK = "(hidden)"


@dataclass(frozen=True, slots=True)
class Secret:
    """Metadata of a parameter whose value must never be shown."""


@dataclass(frozen=True, slots=True)
class Newer:
    """Metadata of a parameter that the project's first copy of the manual does not have."""


SECRET = Secret()
NEWER = Newer()
