"""Places as people say them: a city with its province or state, one of these alone, a country."""

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voipms_server.answers.words import clean
from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts
from voipms_server.quotes import text
from voipms_server.texting.phonebook import folded

NO_PLACE = (
    "orderNumber: {where!r} is no place where numbers are looked for. Say an area code (514), a city with its province "
    "or state (Montreal, QC), a toll-free prefix (800) or a country of getDIDCountries."
)
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A province or state, with a rate centre or without; or a country by its id."""

    words: str
    getter: str = ""
    params: Mapping[str, str] = field(default_factory=dict[str, str])
    country: str = ""


@dataclass(frozen=True, slots=True)
class Area:
    """A province or state."""

    kind: str
    code: str
    name: str

    @property
    def numbers(self) -> str:
        """What lists its numbers that are for sale."""
        return "getDIDsCAN" if self.kind == "province" else "getDIDsUSA"

    @property
    def centres(self) -> str:
        """What lists its rate centres."""
        return "getRateCentersCAN" if self.kind == "province" else "getRateCentersUSA"


async def place_called(facts: Facts, where: str) -> Place:
    """Raises NotAllowed, with those that are spelled nearly so, for a place there is not."""
    area, city = _parted(where, await _areas(facts))
    if area is None:
        area, city = await _of_own(facts, where), where
    if area is None:
        return await _country(facts, where)
    params = {area.kind: area.code}
    if city:
        params["ratecenter"] = await _centre(facts, area, city)
    return Place(", ".join(filter(None, (params.get("ratecenter"), area.code))), area.numbers, params)


async def _areas(facts: Facts) -> list[Area]:
    lists = (("getProvinces", "province"), ("getStates", "state"))
    return [
        Area(kind, text(row, kind), text(row, "description")) for name, kind in lists for row in await facts.rows(name)
    ]


def _parted(where: str, areas: Sequence[Area]) -> tuple[Area | None, str]:
    """The longest end of it that is a province or state, and the city before it."""
    named = {folded(name): area for area in areas for name in (area.name, area.code)}
    words = folded(where).split()
    for at in range(len(words)):
        area = named.get(" ".join(words[at:]))
        if area is not None and (at or len(words) == 1 or "," not in where):
            return area, " ".join(words[:at])
    return None, ""


async def _of_own(facts: Facts, city: str) -> Area | None:
    """Where the account has numbers in this city, their province or state."""
    places = {text(row, "description") for row in await facts.rows("getDIDsInfo")}
    areas = await _areas(facts)
    found = {_parted(place, areas)[0] for place in places if folded(place.partition(",")[0]) == folded(city)}
    return next(iter(found)) if len(found) == 1 else None


async def _centre(facts: Facts, area: Area, city: str) -> str:
    rows = await facts.rows(area.centres, **{area.kind: area.code})
    names = {folded(text(row, "ratecenter")): text(row, "ratecenter") for row in rows}
    if folded(city) in names:
        return names[folded(city)]
    near = [name for plain, name in names.items() if folded(city) in plain]
    near = near or [names[one] for one in difflib.get_close_matches(folded(city), names, n=MOST_SHOWN)]
    if len(near) == 1:
        return near[0]
    told = f"near to it: {', '.join(clean(name, 40) for name in near[:MOST_SHOWN])}; " if near else ""
    told += f"{area.centres} lists all"
    raise NotAllowed(f"orderNumber: {area.name} has no rate centre {clean(city.title(), 40)!r}; {told}.")


async def _country(facts: Facts, where: str) -> Place:
    """One that has toll-free numbers; the other kinds cannot be ordered here."""
    for row in await facts.rows("getDIDCountries", type="TOLLFREE"):
        name = text(row, "description").partition(" (")[0]
        if folded(name) == folded(where):
            return Place(name, country=text(row, "value"))
    raise NotAllowed(NO_PLACE.format(where=clean(where, 60)))
