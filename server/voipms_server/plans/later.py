"""Plans with dates that are kept once another plan is done: confirmed with it, and made of what it made."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voipms_server.errors import NotAllowed
from voipms_server.plans.book import State, Stored, Whose, kept
from voipms_server.plans.dates import added
from voipms_server.plans.kept import UNREADABLE, Kept, kept_of, plain
from voipms_server.plans.planning import Plan
from voipms_server.shapes import is_list, is_row
from voipms_server.store.store import Transaction


@dataclass(frozen=True, slots=True)
class Later:
    """Steps as applyPlan takes them, in effect from one moment to another, in seconds since 1970."""

    title: str
    steps: Sequence[object]
    starts: float
    ends: float
    writes: tuple[Kept, ...] = ()
    """What the steps come to, of one that is kept."""


def plain_of(later: Sequence[Later], plan: Plan) -> list[object]:
    """What `later_of` takes: those of a plan that is to be kept."""
    return [
        {
            "title": one.title,
            "steps": list(one.steps),
            "starts": one.starts,
            "ends": one.ends,
            "writes": [plain(write, filed=True) for write in own.planned],
        }
        for one, own in zip(later, plan.later, strict=True)
    ]


def later_of(told: Sequence[object]) -> tuple[Later, ...]:
    """Raises NotAllowed for what is not from `plain_of`."""
    return tuple(_later(one) for one in told)


def _later(told: object) -> Later:
    row = told if is_row(told) else {}
    steps, writes, starts, ends = (row.get(name) for name in ("steps", "writes", "starts", "ends"))
    if not (is_list(steps) and is_list(writes) and isinstance(starts, int | float) and isinstance(ends, int | float)):
        raise NotAllowed(UNREADABLE)
    return Later(str(row.get("title")), steps, float(starts), float(ends), tuple(kept_of(one) for one in writes))


def keep_later(t: Transaction, stored: Stored, ids: Mapping[str, str]) -> None:
    """Keep them in the transaction in which their plan is done; `ids` are those of the entries that it made.

    One whose first moment has come already is due at once.
    """
    known = {**ids, **{stored.blanks[blank]: id_ for blank, id_ in ids.items() if blank in stored.blanks}}
    for told in stored.later:
        one, row = _later(told), told if is_row(told) else {}
        calls: dict[str, object] = {
            "steps": list[object](),
            "writes": _filled(row.get("writes"), known),
            "blanks": dict[str, str](),
        }
        whose = Whose(stored.account, stored.caller, one.title, secrets.token_hex(8))
        id_ = kept(t, whose, calls, one.title, State.WAITING)
        added(t, id_, stored.account, max(one.starts, t.now), one.ends, stored.bundle)


def _filled(value: object, known: Mapping[str, str]) -> object:
    """With the ids that are known now, in every text it holds."""
    if isinstance(value, str):
        for before, now in known.items():
            value = value.replace(before, now)
        return value
    if is_row(value):
        return {name: _filled(one, known) for name, one in value.items()}
    return [_filled(one, known) for one in value] if is_list(value) else value
