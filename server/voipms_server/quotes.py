"""What an order costs, looked up by the functions that find numbers; unknown is said, never guessed."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from decimal import Decimal, InvalidOperation

from voipms_server.errors import Refused
from voipms_server.shapes import is_row

Rows = list[Mapping[str, object]]
Read = Callable[[str, Mapping[str, str]], Awaitable[Rows]]
"""Reads the rows of a list: function and parameters."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The price of an order in US$: `monthly` and `setup` for all its numbers, and where they were read."""

    setup: Decimal
    monthly: Decimal
    source: str
    place: str = ""
    per_minute: str = ""
    up_to: bool = False

    @property
    def now(self) -> Decimal:
        """Taken from the balance at once: set-up and the first month (the month may be prorated)."""
        return self.setup + self.monthly

    @classmethod
    def read(cls, plain: Mapping[str, object]) -> "Quote":
        setup, monthly = Decimal(str(plain["setup"])), Decimal(str(plain["monthly"]))
        place, minute = str(plain["place"]), str(plain["per_minute"])
        return cls(setup, monthly, str(plain["source"]), place, minute, plain["up_to"] is True)

    def times(self, quantity: int) -> "Quote":
        return replace(self, setup=self.setup * quantity, monthly=self.monthly * quantity)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a person is shown about the world: if it no longer holds, their yes is stale."""

    quote: Quote | None = None
    balance: Decimal | None = None
    target: str = ""

    def plain(self) -> dict[str, object]:
        """As JSON."""
        price = asdict(self.quote) if self.quote else None
        quote = {name: str(one) if isinstance(one, Decimal) else one for name, one in price.items()} if price else None
        return {"quote": quote, "balance": None if self.balance is None else str(self.balance), "target": self.target}

    @classmethod
    def read(cls, plain: object) -> "Seen":
        """What `plain` gave."""
        stored = plain if is_row(plain) else {}
        price, balance = stored.get("quote"), stored.get("balance")
        quote = Quote.read(price) if is_row(price) else None
        return cls(quote, None if balance is None else money(balance, signed=True), str(stored.get("target") or ""))

    def still_holds(self, now: "Seen") -> bool:
        """Whether a yes to this covers `now`: not dearer, not unknown where it was known, same place and target."""
        if now.target != self.target:
            return False
        if self.quote is None:
            return True
        if now.quote is None:
            return False
        dearer = now.quote.now > self.quote.now or now.quote.monthly > self.quote.monthly
        return not dearer and now.quote.place == self.quote.place


def together(quotes: Sequence[Quote]) -> Quote:
    """What several orders cost; their places and sources one after the other."""
    setup, monthly = sum((one.setup for one in quotes), Decimal(0)), sum((one.monthly for one in quotes), Decimal(0))
    source, place = _joined(one.source for one in quotes), _joined(one.place for one in quotes)
    return Quote(setup, monthly, source, place, up_to=any(one.up_to for one in quotes))


def _joined(words: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(filter(None, words)))


def money(value: object, *, signed: bool = False) -> Decimal | None:
    """A US$ amount of the API (a decimal string or a number), or None."""
    try:
        amount = Decimal(str(value))
    except InvalidOperation:
        return None
    return amount if amount.is_finite() and (signed or amount >= 0) else None


def balance_of(answer: Mapping[str, object]) -> Decimal | None:
    """The balance in an answer of getBalance."""
    found = answer.get("balance")
    return money(found.get("current_balance"), signed=True) if is_row(found) else None


def text(row: Mapping[str, object], *names: str) -> str:
    """The first of these fields that holds something."""
    return next((str(row[name]) for name in names if row.get(name) not in (None, "")), "")


@dataclass(frozen=True, slots=True)
class Lookup:
    """One way to find a number's price: the search, its parameters, and the fields that hold the price."""

    function: str
    setup: str
    monthly: str
    per_minute: str = ""
    place: tuple[str, ...] = ()

    def price(self, row: Mapping[str, object]) -> Quote | None:
        setup, monthly = money(row.get(self.setup)), money(row.get(self.monthly))
        if setup is None or monthly is None:
            return None
        place = ", ".join(part for name in self.place if (part := text(row, name)))
        return Quote(setup, monthly, self.function, place, text(row, self.per_minute) if self.per_minute else "")


def _local(function: str, plan: str, area: str) -> Lookup:
    return Lookup(function, f"{plan}_setup", f"{plan}_monthly", f"{plan}_minute", ("ratecenter", area))


LOCAL = {
    "1": (_local("searchDIDsUSA", "perminute", "state"), _local("searchDIDsCAN", "perminute", "province")),
    "2": (_local("searchDIDsUSA", "flat", "state"), _local("searchDIDsCAN", "flat", "province")),
}
TOLL_FREE = (
    Lookup("searchTollFreeCanUS", "setup", "monthly", "minute"),
    Lookup("searchTollFreeUSA", "setup", "monthly", "minute_usa"),
)
AMERICAN = Lookup("searchVanity", "setup_american", "monthly_american", "minute_american_usa")
CANADIAN = Lookup("searchVanity", "setup_canadian", "monthly_canadian", "minute_canadian")
VANITY = {"1": (AMERICAN,), "2": (AMERICAN,), "3": (CANADIAN,)}
"""By carrier, as getCarriers numbers them (inferred from their names: two American ones, one Canadian)."""


@dataclass(slots=True)
class Sources:
    """Which search found a number and which country a location was listed for, as this account's reads showed."""

    found_by: dict[str, str] = field(default_factory=dict[str, str])
    country_of: dict[str, str] = field(default_factory=dict[str, str])
    most = 20_000

    def note(self, function: str, params: Mapping[str, str], rows: Rows) -> None:
        """Remember what a search or a listing returned."""
        if len(self.found_by) + len(self.country_of) > self.most:
            self.found_by.clear()
            self.country_of.clear()
        for row in rows:
            if did := text(row, "did"):
                self.found_by[did] = function
            if location := text(row, "location_id"):
                self.country_of[location] = params.get("country_id", "")


async def quote(function: str, params: Mapping[str, str], read: Read, sources: Sources) -> Quote | None:
    """The price of this order now, or None where VoIP.ms has no function that tells it."""
    finder = FINDERS.get(function)
    return await finder(params, read, sources) if finder else None


async def _local_price(params: Mapping[str, str], read: Read, sources: Sources) -> Quote | None:
    return await _dearest(LOCAL.get(params.get("billing_type", ""), ()), params, read, sources)


async def _toll_free_price(params: Mapping[str, str], read: Read, sources: Sources) -> Quote | None:
    return await _dearest(TOLL_FREE, params, read, sources)


async def _vanity_price(params: Mapping[str, str], read: Read, sources: Sources) -> Quote | None:
    return await _dearest(VANITY.get(params.get("carrier", ""), ()), params, read, sources)


async def _location_price(params: Mapping[str, str], read: Read, sources: Sources) -> Quote | None:
    """An international location's price; the country it was listed for is remembered from the listing."""
    country = sources.country_of.get(params["location_id"])
    if not country:
        return None
    rows = await read("getDIDsInternationalTollFree", {"country_id": country})
    lookup = Lookup("getDIDsInternationalTollFree", "setup", "monthly", "minute", ("location_name", "country"))
    for row in rows:
        if text(row, "location_id") == params["location_id"] and (price := lookup.price(row)):
            return price.times(int(params.get("quantity", "1")))
    return None


Finder = Callable[[Mapping[str, str], Read, Sources], Awaitable[Quote | None]]
FINDERS: Mapping[str, Finder] = {
    "orderDID": _local_price,
    "orderTollFree": _toll_free_price,
    "orderVanity": _vanity_price,
    "orderDIDInternationalTollFree": _location_price,
}


PRICED_BY: Mapping[str, tuple[str, ...]] = {
    "orderDID": tuple(lookup.function for lookup in LOCAL["1"]),
    "orderTollFree": tuple(lookup.function for lookup in TOLL_FREE),
    "orderVanity": (AMERICAN.function,),
    "orderDIDInternationalTollFree": ("getDIDsInternationalTollFree",),
}
"""The functions that tell each order's price."""


async def _dearest(
    lookups: tuple[Lookup, ...], params: Mapping[str, str], read: Read, sources: Sources
) -> Quote | None:
    """The price in the search that found the number; else the highest any search gives, called an upper bound."""
    known = tuple(lookup for lookup in lookups if lookup.function == sources.found_by.get(params["did"]))
    found = [price for lookup in known or lookups if (price := await _by_digits(lookup, params["did"], read))]
    if not found:
        return None
    dearest = max(found, key=lambda one: one.now)
    return replace(dearest, up_to=any(one.now != dearest.now for one in found))


async def _by_digits(lookup: Lookup, did: str, read: Read) -> Quote | None:
    vanity = lookup.function == "searchVanity"
    search = {"type": did[:3], "query": did[3:]} if vanity else {"type": "starts", "query": did}
    try:
        rows = await read(lookup.function, search)
    except Refused:
        return None
    return next((lookup.price(row) for row in rows if text(row, "did") == did), None)
