"""Which numbers are meant: by their digits, by what `find` matches, by the POP they are on; all unless told."""

import re
from collections.abc import Sequence

from voipms_server.answers.words import clean
from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.finding.matching import Said, match, said
from voipms_server.finding.searched import BY_KIND
from voipms_server.moving.pops import Pop, called
from voipms_server.quotes import text

NUMBER = BY_KIND["number"]
ON_POP = re.compile(r"pop\s*:?\s*(.+)", re.IGNORECASE)
WHOLE = 10
"""Digits of a number."""


def chosen(
    tool: str, rows: Sequence[Row], wanted: Sequence[str] | None, but: Sequence[str] | None, pops: Sequence[Pop] = ()
) -> list[Row]:
    """The numbers that are wanted, without the exceptions. Raises NotAllowed for what matches none."""
    meant = list(rows) if wanted is None else _named(tool, rows, wanted, pops)
    left = {text(row, "did") for row in _named(tool, rows, but or (), pops)}
    found = [row for row in meant if text(row, "did") not in left]
    if not found:
        raise NotAllowed(f"{tool}: no number is left to change; getDIDsInfo lists the account's.")
    return found


def _named(tool: str, rows: Sequence[Row], names: Sequence[str], pops: Sequence[Pop]) -> list[Row]:
    found: dict[str, Row] = {}
    for name in names:
        fit = _fit(rows, name, pops)
        if not fit:
            raise NotAllowed(
                f"{tool}: no number of the account is or matches {clean(name, 60)!r}; find looks for them."
            )
        found |= {text(row, "did"): row for row in fit}
    return list(found.values())


def _fit(rows: Sequence[Row], name: str, pops: Sequence[Pop]) -> list[Row]:
    on = ON_POP.fullmatch(name)
    if on and pops:
        there = {one.number for one in called(on[1], pops)}
        return [row for row in rows if text(row, "pop") in there]
    what = said(name)
    return [row for row in rows if _is_meant(what, row)]


def _is_meant(what: Said, row: Row) -> bool:
    """A whole number is that one only, not one that forwards texts to it."""
    if len(what.number) == WHOLE:
        return text(row, "did") == what.number
    return match(what, NUMBER, row) is not None
