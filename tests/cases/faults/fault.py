"""A fault: what people say when it is there, how it is planted, and the cause that names it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from cases.faults.healthy import Healthy

Plant = Callable[[Healthy], None]
Args = Callable[[Healthy], Mapping[str, object]]


def nothing_more(_: Healthy) -> Mapping[str, object]:
    return {}


@dataclass(frozen=True)
class Fault:
    """`role` is the number that the complaint names; `cause` the finding that must come first."""

    cause: str
    says: str
    role: str
    plant: Plant
    more: Args = nothing_more
    balance: str = "80.00"
    name: str = ""
    zone: str = "America/Toronto"

    @property
    def id(self) -> str:
        return self.name or f"{self.cause}, {self.role or 'account'}"
