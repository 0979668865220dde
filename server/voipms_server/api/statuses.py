"""What the API's status codes mean, and what to do about them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from voipms_server.errors import Refused

BY_KIND: Mapping[str, str] = MappingProxyType(
    {
        "missing_": "Give it and call again.",
        "invalid_": "Give a value of the form the tool's description and schema say.",
        "used_": "Choose another.",
    }
)
"""Advice for the codes of a kind that need no words of their own."""


@dataclass(frozen=True, slots=True)
class Status:
    """A code of the manual's table, or one observed on the live API."""

    code: str
    meaning: str
    advice: str = ""
    observed: bool = False
    """Not in the manual's own table; seen in answers of the live API."""


@cache
def statuses() -> Mapping[str, Status]:
    """All known codes; read from `statuses.toml` at the first refusal."""
    table = tomllib.loads(files("voipms_server.api").joinpath("statuses.toml").read_text(encoding="utf-8"))["statuses"]
    return MappingProxyType({code: _status(code, **row) for code, row in table.items()})


def means_none(code: str) -> bool:
    """Whether a getter says so that there is nothing to list. A status that is not known says nothing."""
    return code.startswith("no_") and code in statuses()


def _status(code: str, meaning: str, advice: str = "", *, observed: bool = False) -> Status:
    return Status(code, meaning, advice or _advice(code), observed)


def _advice(code: str) -> str:
    return next((words for kind, words in BY_KIND.items() if code.startswith(kind)), "")


def refusal(function: str, code: str) -> Refused:
    """The error for this code; one that the manual does not list is passed on as it is."""
    known = statuses().get(code)
    if known is None:
        return Refused(function, ascii(code[:60]).strip("'"), "The manual does not list this status.")
    return Refused(function, known.code, known.meaning, known.advice)
