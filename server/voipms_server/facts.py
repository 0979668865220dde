"""What one job reads of an account: each thing once, and when it was read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from voipms_server.api.statuses import means_none
from voipms_server.errors import Refused
from voipms_server.line import Line
from voipms_server.quotes import Rows, text

Row = Mapping[str, object]
Key = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Read:
    """A function that was called, with which parameters, and when."""

    function: str
    params: Mapping[str, str]
    at: datetime

    def __str__(self) -> str:
        given = ", ".join(f"{name}={value}" for name, value in self.params.items())
        return f"{self.function}({given})"


@dataclass(slots=True)
class Facts:
    """Reads of one account, kept for as long as the job runs. Errors of the API are kept too, and raised again."""

    line: Line
    clock: Callable[[], datetime]
    reads: list[Read] = field(default_factory=list[Read])
    _answers: dict[Key, Row | Exception] = field(default_factory=dict[Key, Row | Exception])
    _rows: dict[Key, Rows] = field(default_factory=dict[Key, Rows])

    async def answer(self, function: str, **params: str) -> Row:
        """The raw answer of a function that reads. Raises the errors of `voipms_server.errors`."""
        key = (function, tuple(sorted(params.items())))
        if key not in self._answers:
            self.reads.append(Read(function, params, self.clock()))
            try:
                self._answers[key] = await self.line.answer(function, params)
            except Exception as error:
                self._answers[key] = error
        found = self._answers[key]
        if isinstance(found, Exception):
            raise found
        return found

    async def rows(self, function: str, **params: str) -> Rows:
        """The raw rows of a getter; an account that has no such entries, or may have none, has an empty list."""
        key = (function, tuple(sorted(params.items())))
        if key not in self._rows:
            self._rows[key] = await self._listed(function, params)
        return self._rows[key]

    async def row(self, function: str, field_: str, value: str) -> Row | None:
        """The row of the whole list whose field has this value."""
        return next((row for row in await self.rows(function) if text(row, field_) == value), None)

    async def _listed(self, function: str, params: Mapping[str, str]) -> Rows:
        try:
            answer = await self.answer(function, **params)
        except Refused as refused:
            if means_none(refused.code):
                return []
            raise
        return self.line.listed(function, params, answer)
