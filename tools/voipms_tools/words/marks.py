"""Marks on parameters: what the type alone does not say."""

from dataclasses import dataclass

MASK = "(hidden)"
"""How a secret is shown; the mask given back means the secret that is there."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A parameter whose value must never be shown."""


@dataclass(frozen=True, slots=True)
class Newer:
    """A parameter that the project's first copy of the manual does not have."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A parameter whose values are those of a short, stable list: the function that gives it and the rows' field."""

    getter: str
    field: str


SECRET = Secret()
NEWER = Newer()
