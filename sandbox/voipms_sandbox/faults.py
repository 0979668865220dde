"""Faults on request: what a real network and a real provider do to an answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

STATUS = "status:"


class ConnectionDropped(OSError):
    """The connection breaks; a caller in the same process sees it raised."""


class Fault(StrEnum):
    """What happens to a call. `late_effect`: the answer fails now, the effect lands with a later call."""

    HTTP_500 = "http_500"
    HTML_503 = "html_503"
    EMPTY = "empty"
    TRUNCATED = "truncated"
    BARE_OBJECT = "bare_object"
    MIXED_TYPES = "mixed_types"
    REDIRECT = "redirect"
    SLOW = "slow"
    RESET_BEFORE = "reset_before_effect"
    RESET_AFTER = "reset_after_effect"
    LATE_EFFECT = "late_effect"
    STATUS_NULL = "status_null"


@dataclass(slots=True)
class Planned:
    """One fault for the next `count` calls of a method (`*` is any)."""

    kind: str
    method: str = "*"
    count: int = 1
    value: float = 0
    """Seconds of `slow`; how many later calls until a `late_effect` lands."""
    rehearsals: bool = True
    """Whether calls with `test` are hit too."""

    def __post_init__(self) -> None:
        if not self.kind.startswith(STATUS):
            Fault(self.kind)

    def hits(self, fields: Mapping[str, str]) -> bool:
        """Whether it is for this call; an address that is not allowed never stops getIP, unless that is named."""
        method = fields.get("method", "")
        if self.method == "*" and method == "getIP" and self.kind == f"{STATUS}ip_not_enabled":
            return False
        return self.method in ("*", method) and (self.rehearsals or not fields.get("test"))


class Faults:
    """The faults still to come."""

    def __init__(self) -> None:
        self._planned: list[Planned] = []

    def plan(self, kind: str, method: str = "*", count: int = 1, value: float = 0, *, rehearsals: bool = True) -> None:
        self._planned.append(Planned(kind, method, count, value, rehearsals))

    def clear(self) -> None:
        self._planned.clear()

    def take(self, fields: Mapping[str, str]) -> Planned | None:
        """The fault for this call, if one is planned."""
        found = next((one for one in self._planned if one.hits(fields)), None)
        if found is None:
            return None
        found.count -= 1
        if found.count <= 0:
            self._planned.remove(found)
        return found
