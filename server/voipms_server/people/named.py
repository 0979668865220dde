"""Ring groups and queues as people call them: by id, by name, by the number of a queue."""

from collections.abc import Sequence

from voipms_server.answers.words import clean
from voipms_server.entries import entry_words
from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.finding.matching import Rank, match, said
from voipms_server.finding.searched import BY_KIND

MOST_SHOWN = 12
NONE = "none"


def entries_called(tool: str, kind: str, names: Sequence[str], rows: Sequence[Row]) -> list[Row]:
    """One for each name, each once. Raises NotAllowed, with those there are, unless exactly one is meant."""
    if [name.lower() for name in names] == [NONE]:
        return []
    found = [_the_one(tool, kind, name, rows) for name in names]
    return [row for at, row in enumerate(found) if row not in found[:at]]


def _the_one(tool: str, kind: str, name: str, rows: Sequence[Row]) -> Row:
    searched, what = BY_KIND[kind], said(name)
    fits = [(one.rank, row) for row in rows if (one := match(what, searched, row)) and one.rank <= Rank.BEGINNING]
    best = [row for rank, row in fits if rank == min(rank for rank, _ in fits)]
    if len(best) == 1:
        return best[0]
    words = searched.kind.words
    there = "; ".join(entry_words(searched.kind, row) for row in (best or rows)[:MOST_SHOWN]) or f"no {words} at all"
    many = f"{clean(name, 60)!r} is {len(best)} {words}s" if best else f"there is no {words} {clean(name, 60)!r}"
    raise NotAllowed(f"{tool}: {many}; {searched.kind.getter} lists them: {there}.")
