"""Numbers that are for sale at a place, as the searches of VoIP.ms list them."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from voipms_server.answers.words import clean
from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts, Row
from voipms_server.ordering.places import Place, place_called
from voipms_server.quotes import text
from voipms_tools.words.wishes import Wish

TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")
ANY_TOLL_FREE = ("toll-free", "toll free", "tollfree")
DIGITS = re.compile(r"[0-9]{3,10}")
MOST_CENTRES = 5
"""Rate centres that are read for which of their numbers can text."""
MOST = 200
NO_TEXTS = (
    "orderNumber: no list of VoIP.ms says which {kind} can text, so none is promised to. Leave sms out of `with`; "
    "once it is ordered, setSMS shows whether it can."
)


@dataclass(frozen=True, slots=True)
class Offer:
    """One that can be ordered: by which function and with what; `sms` None where no list says it."""

    id: str
    words: str
    order: str
    arguments: Mapping[str, object]
    sms: bool | None = None

    @property
    def local(self) -> bool:
        """Only a local number is ordered with its way of being charged."""
        return self.order == "orderDID"


async def offers(facts: Facts, where: str, wish: Wish) -> Sequence[Offer]:
    """What is for sale there, at most so many; where texts are wished for, only what a list says can text."""
    texts = wish.sms is True
    digits = re.sub(r"[ ()+.-]", "", where)
    if where.strip().lower() in ANY_TOLL_FREE or digits[:3] in TOLL_FREE:
        return await _toll_free(facts, digits if DIGITS.fullmatch(digits) else "", texts=texts)
    if DIGITS.fullmatch(digits):
        return _that_can(await _by_digits(facts, digits, texts=texts), where, texts=texts)
    place = await place_called(facts, where)
    if place.country:
        return await _international(facts, place, texts=texts)
    rows = await facts.rows(place.getter, **place.params)
    return _that_can([_local(row) for row in rows], where, texts=texts)


def _that_can(found: Sequence[Offer], where: str, *, texts: bool) -> Sequence[Offer]:
    """Raises NotAllowed where none is left."""
    fit = [one for one in found if one.sms or not texts][:MOST]
    if fit:
        return fit
    which = f"of the {len(found)} numbers for sale, none can text" if found else "no number is for sale now"
    raise NotAllowed(f"orderNumber: in {clean(where, 60)!r} {which}. Say another place; searchDIDsCAN and USA look.")


def _local(row: Row, sms: bool | None = None) -> Offer:
    listed = text(row, "sms")
    can = listed in ("1", "yes", "true") if listed else sms
    place = ", ".join(filter(None, (text(row, "ratecenter"), text(row, "province", "state"))))
    did = text(row, "did")
    return Offer(did, f"{did} in {clean(place, 60)}", "orderDID", {"did": did}, can)


async def _by_digits(facts: Facts, digits: str, *, texts: bool) -> list[Offer]:
    """Numbers that begin so; the searches do not say which can text, the lists of the rate centres do."""
    found: list[Offer] = []
    for search, getter, area in (
        ("searchDIDsCAN", "getDIDsCAN", "province"),
        ("searchDIDsUSA", "getDIDsUSA", "state"),
    ):
        rows = await facts.rows(search, type="starts", query=digits)
        can = await _can_text(facts, rows, getter, area) if texts else {}
        found += [_local(row, can.get(text(row, "did"))) for row in rows]
    return found


async def _can_text(facts: Facts, rows: Iterable[Row], getter: str, area: str) -> dict[str, bool]:
    centres = dict.fromkeys((text(row, area), text(row, "ratecenter")) for row in rows)
    found: dict[str, bool] = {}
    for code, centre in list(centres)[:MOST_CENTRES]:
        listed = await facts.rows(getter, **{area: code, "ratecenter": centre})
        found |= {offer.id: offer.sms is True for offer in map(_local, listed)}
    return found


async def _toll_free(facts: Facts, digits: str, *, texts: bool) -> Sequence[Offer]:
    """Those reached from both countries first."""
    if texts:
        raise NotAllowed(NO_TEXTS.format(kind="toll-free numbers"))
    query = {"type": "starts", "query": digits} if digits else {}
    for search, reached in (("searchTollFreeCanUS", "from Canada and the US"), ("searchTollFreeUSA", "from the US")):
        rows = await facts.rows(search, **query)
        if rows:
            dids = [text(row, "did") for row in rows[:MOST]]
            return [Offer(did, f"{did}, toll-free {reached}", "orderTollFree", {"did": did}) for did in dids]
    raise NotAllowed(f"orderNumber: no toll-free number that begins with {digits or '8'} is for sale now.")


async def _international(facts: Facts, place: Place, *, texts: bool) -> Sequence[Offer]:
    """Where numbers are ordered by their location: VoIP.ms chooses the number."""
    if texts:
        raise NotAllowed(NO_TEXTS.format(kind="international numbers"))
    rows = await facts.rows("getDIDsInternationalTollFree", country_id=place.country)
    found = [_at(row) for row in rows if text(row, "stock") not in ("", "0")]
    if not found:
        raise NotAllowed(f"orderNumber: no toll-free number of {place.words} is in stock now.")
    return found


def _at(row: Row) -> Offer:
    id_, place = text(row, "location_id"), f"{text(row, 'country')} {text(row, 'location_name')}"
    words = f"a number of {clean(place, 60)} (location {clean(id_, 20)})"
    return Offer(id_, words, "orderDIDInternationalTollFree", {"location_id": id_, "quantity": 1})
