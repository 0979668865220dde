"""What getters that list days have in common."""

from datetime import date
from typing import ClassVar, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from voipms_tools.function import Function

MOST_DAYS = 92


def check_period(start: str | None, end: str | None, most: int | None = MOST_DAYS) -> None:
    """Raise when a period runs backwards, or over more days than the API takes."""
    if start is None or end is None:
        return
    days = (date.fromisoformat(end) - date.fromisoformat(start)).days
    if days < 0:
        raise PydanticCustomError("word", "The period ends before it begins; give the earlier date first.")
    if most is not None and days > most:
        raise PydanticCustomError(
            "word", "The period is longer than {most} days, the most the API takes; ask in pieces.", {"most": most}
        )


class OfDays(Function):
    """Between two days; `ends` are its fields for them, `most` the days that the API takes at once."""

    ends: ClassVar[tuple[str, str]] = ("date_from", "date_to")
    most: ClassVar[int | None] = None

    @model_validator(mode="after")
    def _period(self) -> Self:
        start, end = (getattr(self, name, None) for name in self.ends)
        check_period(start, end, self.most)
        return self
