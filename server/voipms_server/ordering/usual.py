"""What the account's other entries agree on, or what most of them have; told with how many they are."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voipms_server.facts import Row
from voipms_server.quotes import text


@dataclass(frozen=True, slots=True)
class Usual:
    """The value that most entries have: `count` of `all`; `others` have as many."""

    name: str
    value: str
    count: int
    all: int
    others: tuple[str, ...] = ()

    def words(self, said: str, what: str) -> str:
        """`all 4 other numbers have POP 5`."""
        if self.count == self.all:
            return (
                f"{said} (all {self.all} {what} agree)" if self.all > 1 else f"{said} (as the only one of the {what})"
            )
        tie = f", and as many have {' or '.join(self.others)}" if self.others else ""
        return f"{said} (most used: {self.count} of {self.all} {what}{tie})"


def usual(rows: Sequence[Row], name: str, *, empty: bool = False) -> Usual | None:
    """None where no entry has the field. `empty`: those that do not have it count too."""
    counted = Counter(value for row in rows if (value := text(row, name)) or empty)
    if not counted:
        return None
    (value, count), *rest = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return Usual(name, value, count, counted.total(), tuple(other for other, as_many in rest if as_many == count))


def filled(rows: Sequence[Row], names: Sequence[str], given: Mapping[str, object]) -> tuple[list[Usual], list[str]]:
    """The usual values of what was not given, and the names for which there is none."""
    found = {name: usual(rows, name) for name in names if name not in given}
    return [one for one in found.values() if one], [name for name, one in found.items() if one is None]
