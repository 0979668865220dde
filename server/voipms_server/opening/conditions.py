"""The time conditions of business hours: open, else lunch, else closed; each before the one that leads to it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from voipms_server.facts import Row
from voipms_server.opening.criteria import MOST, lists
from voipms_server.quotes import text
from voipms_server.tracing.hours import Criterion

LUNCH = "lunch"


@dataclass(slots=True)
class Conditions:
    """Steps for an account whose time conditions are `rows`; `used` are the names of those that are made or changed."""

    rows: Sequence[Row]
    base: str
    used: list[str] = field(default_factory=list[str])

    def chain(
        self, name: str, title: str, some: Sequence[Criterion], match: str, nomatch: str
    ) -> list[dict[str, object]]:
        """Of more criteria than one takes, further ones that are asked when the one before does not match."""
        parts = [some[at : at + MOST] for at in range(0, len(some), MOST)]
        steps: list[dict[str, object]] = []
        for number in range(len(parts), 0, -1):
            own = title if number == 1 else f"{title} {number}"
            step = name if number == 1 else f"{name}{number}"
            steps.append(self._step(step, own, parts[number - 1], match, nomatch))
            nomatch = f"tc:${{{step}}}"
        return steps

    def _step(self, name: str, title: str, some: Sequence[Criterion], match: str, nomatch: str) -> dict[str, object]:
        self.used.append(title)
        there = next((row for row in self.rows if text(row, "name") == title), None)
        arguments: dict[str, object] = {
            **({"timecondition": text(there, "timecondition")} if there is not None else {}),
            "name": title,
            "routing_match": match,
            "routing_nomatch": nomatch,
            **lists(some),
        }
        return {"tool": "setTimeCondition", "name": name, "arguments": arguments}

    def changed(self) -> list[Row]:
        """Entries of these names that are there."""
        return [row for row in self.rows if text(row, "name") in self.used]

    def left_over(self) -> list[Row]:
        """What earlier hours of this name had, and these have not."""
        own = re.compile(rf"{re.escape(self.base)}(?: {LUNCH})?(?: [0-9]+)?")
        names = ((row, text(row, "name")) for row in self.rows)
        return [row for row, name in names if own.fullmatch(name) and name not in self.used]
