"""Points of presence as people call them: by city, by name, by host, by number."""

from collections.abc import Sequence
from dataclasses import dataclass

from voipms_server.answers.words import clean
from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.quotes import text
from voipms_server.texting.phonebook import folded

MOST_SHOWN = 25
YES = ("yes", "1", "true")
SEVERAL = "moveToPop: {said!r} is {what}; say which by its number: {there}."
NONE = "moveToPop: VoIP.ms has no POP {said!r}; getServersInfo lists them. There is: {there}."
OLD = "moveToPop: {pop} is a POP that VoIP.ms does not recommend (any more), so nothing is moved there. {instead}"


@dataclass(frozen=True, slots=True)
class Pop:
    """One server of VoIP.ms."""

    number: str
    name: str
    short: str
    host: str
    recommended: bool

    @property
    def words(self) -> str:
        return f"POP {self.number} {clean(self.name, 60)}".strip()

    def called(self, said: str) -> bool:
        """Whether this is its number, or its name as a whole."""
        names = (self.number, folded(self.name), folded(self.short), folded(self.host), self.host.partition(".")[0])
        return said in names

    def like(self, said: str) -> bool:
        """Whether all these words are in its names."""
        words = set(folded(f"{self.name} {self.short}").split())
        return bool(said) and set(said.split()) <= words


def pops_of(rows: Sequence[Row]) -> list[Pop]:
    return [
        Pop(
            text(row, "server_pop"),
            text(row, "server_name"),
            text(row, "server_shortname"),
            text(row, "server_hostname"),
            text(row, "server_recommended").lower() in YES,
        )
        for row in rows
    ]


def called(said: str, pops: Sequence[Pop]) -> list[Pop]:
    """Those that are meant: called exactly so, else those whose names hold these words."""
    plain = folded(said).removeprefix("pop ")
    return [one for one in pops if one.called(plain)] or [one for one in pops if one.like(plain)]


def the_one(said: str, pops: Sequence[Pop]) -> Pop:
    """Raises NotAllowed, naming the choices, unless exactly one that VoIP.ms recommends is meant."""
    meant = called(said, pops)
    fit = [one for one in meant if one.recommended]
    if len(fit) == 1:
        return fit[0]
    if fit:
        raise NotAllowed(SEVERAL.format(said=clean(said, 60), what=f"{len(fit)} POPs", there=_listed(fit)))
    if not meant:
        there = _listed([one for one in pops if one.recommended])
        raise NotAllowed(NONE.format(said=clean(said, 60), there=there))
    near = [one for one in pops if one.recommended and one.short == meant[0].short]
    instead = f"Recommended in the same city: {_listed(near)}." if near else "getServersInfo lists those it recommends."
    raise NotAllowed(OLD.format(pop=" and ".join(one.words for one in meant[:3]), instead=instead))


def _listed(pops: Sequence[Pop]) -> str:
    told = [f"{one.number} {clean(one.name, 60)} ({clean(one.host, 80)})" for one in pops]
    more = [f"and {len(told) - MOST_SHOWN} more"] if len(told) > MOST_SHOWN else []
    return "; ".join([*told[:MOST_SHOWN], *more])
