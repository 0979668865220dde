"""What the API's status codes mean, and what to do about them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from voipms_server.errors import Refused


@dataclass(frozen=True, slots=True)
class Status:
    """A code of the manual's table, or one observed on the live API."""

    code: str
    meaning: str
    advice: str = ""


@cache
def statuses() -> Mapping[str, Status]:
    """All known codes; read from `statuses.toml` at the first refusal."""
    table = tomllib.loads(files("voipms_server.api").joinpath("statuses.toml").read_text(encoding="utf-8"))["statuses"]
    return MappingProxyType({code: Status(code, **row) for code, row in table.items()})


def refusal(function: str, code: str) -> Refused:
    """The error for this code; one that the manual does not list is passed on as it is."""
    known = statuses().get(code)
    if known is None:
        return Refused(function, ascii(code[:60]).strip("'"), "The manual does not list this status.")
    return Refused(function, known.code, known.meaning, known.advice)
