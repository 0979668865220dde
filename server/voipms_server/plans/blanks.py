"""What is not known before a plan is carried out: the id of an entry that one of its steps will make."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from voipms_server.uses import ELSEWHERE, routes_in, with_routes

FIRST = 990_000_000_000_000_000
"""Of 18 digits, the most that an id may have: VoIP.ms gives out ids of at most 9 (observed)."""


FIRST_LOGIN = 990_000_000
"""An account's number has fewer digits (manual's examples)."""


def blank(step: int, *, login: bool = False) -> str:
    """The id, or the login, that stands for the entry of this step until it is known."""
    return f"{FIRST_LOGIN + step}_new" if login else str(FIRST + step)


@dataclass(slots=True)
class Blanks:
    """The ids that stand for entries yet to be made, with what people read instead; and those that are known now."""

    words: dict[str, str] = field(default_factory=dict[str, str])
    ids: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, step: int, name: str, *, login: bool = False) -> str:
        """The id for the entry that this step will make."""
        id_ = blank(step, login=login)
        self.words[id_] = f"(new, of step {step}{f' {name}' if name else ''})"
        return id_

    def any_in(self, values: Iterable[str]) -> bool:
        return any(one in value for value in values for one in self.words)

    def shown(self, told: str) -> str:
        """For the eye, as it is and where Markdown is escaped."""
        for id_, words in self.words.items():
            told = told.replace(id_, words).replace(id_.replace("_", r"\_"), words)
        return told

    def filled(self, params: Mapping[str, str]) -> dict[str, str]:
        """With the ids that are known now."""
        return {name: self._filled(value) for name, value in params.items()}

    def _filled(self, value: str) -> str:
        for id_, known in self.ids.items():
            value = value.replace(id_, known)
        return value

    def without(self, params: Mapping[str, str]) -> dict[str, str]:
        """Led elsewhere where it leads to what is not there yet; left out where it only names it."""
        led = {name: self._elsewhere(value) for name, value in params.items()}
        return {name: value for name, value in led.items() if not self.any_in((value,))}

    def _elsewhere(self, value: str) -> str:
        return with_routes(value, {route: ELSEWHERE for route in routes_in(value) if self.any_in((route,))})
