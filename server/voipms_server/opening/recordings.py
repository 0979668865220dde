"""Recordings as people call them: by id, or by name."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from voipms_server.answers.words import clean
from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.quotes import text
from voipms_server.texting.phonebook import folded

MOST_SHOWN = 8


@dataclass(slots=True)
class Recordings:
    """Those of the account; `steps` make those that are yet to be there, before what plays them."""

    rows: Sequence[Row]
    steps: list[dict[str, object]] = field(default_factory=list[dict[str, object]])

    def id(self, said: str) -> str:
        """Its id, or `${name}` of the step that makes it. Raises NotAllowed for one there is not."""
        found = [row for row in self.rows if self._called(row, said)]
        if len(found) == 1:
            return text(found[0], "value")
        what = f"{len(found)} recordings are" if found else "no recording is"
        there = "; ".join(
            f"{text(row, 'value')} {clean(text(row, 'description'), 40)}" for row in (found or self.rows)[:MOST_SHOWN]
        )
        raise NotAllowed(f"businessHours: {what} called {clean(said, 60)!r}; getRecordings lists them: {there}.")

    def _called(self, row: Row, said: str) -> bool:
        return text(row, "value") == said or folded(text(row, "description")) == folded(said)
