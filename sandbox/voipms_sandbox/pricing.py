"""What calls out cost, by destination: the same as their records say. The route Value is invented."""

from collections.abc import Callable
from decimal import Decimal

from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.rates import CANADIAN, OUT_ABROAD, OUT_CANADA, OUT_FRANCE, OUT_USA
from voipms_sandbox.refusal import Here, Refuse
from voipms_sandbox.world import Row

INCREMENT, CLIENTS_INCREMENT = "6", "60"
VALUE, MARKUP = Decimal("0.8"), Decimal("1.5")
"""The route Value beside Premium, and what a package asks of clients beside what it costs."""
DESTINATIONS = (
    *((f"Canada - {code}", f"1{code}", OUT_CANADA.rate) for code in CANADIAN),
    ("United States", "1", OUT_USA.rate),
    ("France - Mobile", "336", OUT_FRANCE.rate),
    ("International", "011", OUT_ABROAD.rate),
)


def get_termination_rates(here: Here, params: Params) -> Answer:
    route = next((row for row in here.world.reference["routes"] if row["value"] == _given(params, "route")), None)
    if route is None:
        raise Refuse("invalid_route")
    share = Decimal(1) if route["description"] == "Premium" else VALUE
    rates = [
        {"destination": words, "prefix": prefix, "increment": INCREMENT, "rate": f"{rate * share:.4f}"}
        for words, prefix, rate in _found(params)
    ]
    return {"route": [route], "rates": rates}


def get_rates(here: Here, params: Params) -> Answer:
    if here.account.find("packages", package=_given(params, "package")) is None:
        raise Refuse("invalid_package")
    return {"rates": [_of_package(*one) for one in _found(params)]}


def _of_package(words: str, prefix: str, rate: Decimal) -> Row:
    return {
        "destination": words,
        "prefix": prefix,
        "client_increment": CLIENTS_INCREMENT,
        "client_rate": f"{rate * MARKUP:.4f}",
        "real_increment": INCREMENT,
        "real_rate": f"{rate:.4f}",
    }


def _found(params: Params) -> list[tuple[str, str, Decimal]]:
    query = _given(params, "query").lower()
    found = [one for one in DESTINATIONS if query in one[0].lower() or one[1].startswith(query)]
    if not found:
        raise Refuse("no_rate")
    return found


def _given(params: Params, name: str) -> str:
    if not params.get(name):
        raise Refuse(f"missing_{name}")
    return params[name]


PRICES: dict[str, Callable[[Here, Params], Answer]] = {
    "getTerminationRates": get_termination_rates,
    "getRates": get_rates,
}
