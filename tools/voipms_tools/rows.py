"""How the rows of a getter are read: each field has a declared kind, and the kind decides what a reader may see."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType


class Kind(StrEnum):
    """What a field of an answer holds. The API sends any of these as a string, a number or a boolean."""

    TEXT = "text"
    ID = "id"
    INTEGER = "integer"
    FLAG = "flag"
    MONEY = "money"
    ROUTING = "routing"
    CHOICES = "choices"
    MEMBERS = "members"
    DATE = "date"
    TIME = "time"
    URL = "url"
    SECRET = "secret"
    STRANGER = "stranger"
    MESSAGE = "message"
    """What a stranger wrote: shown marked as such, and once it was shown what could come of it needs a person."""
    FILE = "file"
    """Base64 of a file: part of it is no file, so it is shown whole or not at all."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The list a getter answers with.

    `key` is the name of the list in the answer (empty where the answer itself is the row),
    `empty` the statuses that mean an empty list, `fields` the kinds of
    the row's fields as documented (observed ones included), `narrow` the sentence that tells how to ask for less.
    """

    key: str
    fields: Mapping[str, Kind]
    empty: tuple[str, ...] = ()
    narrow: str = ""
    other_keys: tuple[str, ...] = ()
    one: bool = False
    """The answer holds one object, not a list (getBalance, getIP)."""
    extra: Mapping[str, Kind] = field(default_factory=lambda: MappingProxyType({}))
    """Fields beside the list, such as `registered` of getRegistrationStatus."""


def fields(**names: str) -> Mapping[str, Kind]:
    """Kinds by field: `fields(id="did pop", money="monthly setup")`."""
    return MappingProxyType({name: Kind(kind) for kind, listed in names.items() for name in listed.split()})
