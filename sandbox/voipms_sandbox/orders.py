"""Orders: validated, then charged and put on the account; with `test` only validated."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import partial

from voipms_sandbox import refusal as r
from voipms_sandbox.entries import Answer, Param, Params
from voipms_sandbox.numbers import BILLING, INFO, SETTINGS, SMS, verified
from voipms_sandbox.refusal import Here, Refuse
from voipms_sandbox.world import Row

RESELLER = (
    Param("account", r.owned("sub_accounts", "account")),
    Param("monthly", r.amount()),
    Param("setup", r.amount()),
    Param("minute", r.amount()),
)
BLANK = {
    "e911": "0",
    "sms_available": "1",
    **{param.column: param.default for param in (*INFO, *SMS) if param.name != "did"},
    "sms_enabled": "0",
}
"""What a new number has beside what was ordered."""


@dataclass(frozen=True, slots=True)
class Item:
    """One number to be bought: its digits, place and price, and the stock it leaves."""

    did: str
    description: str
    setup: Decimal
    monthly: Decimal
    take: Callable[[], None]


Pick = Callable[[Here, Params], list[Item]]


def order(specs: tuple[Param, ...], pick: Pick, params: Params, here: Here) -> Answer:
    settings = verified(here, (*specs, *RESELLER), params)
    items = pick(here, params)
    total = sum((item.setup + item.monthly for item in items), Decimal(0))
    if here.account.balance < total:
        raise Refuse("non_sufficient_funds")
    if params.get("test"):
        return {}
    for item in items:
        item.take()
        _place(here, item, settings, params)
    return {}


def _place(here: Here, item: Item, settings: Row, params: Params) -> None:
    shown = {name: value for name, value in settings.items() if name in {p.name for p in SETTINGS}}
    reseller = {f"reseller_{name}": params.get(name, "") for name in ("account", "monthly", "minute", "setup")}
    now = here.world.clock
    here.account.table("dids").append(
        {
            "did": item.did,
            "description": item.description,
            **BLANK,
            **shown,
            "billing_type": params.get("billing_type", "1"),
            "next_billing": now.today(),
            "order_date": now.stamp(),
            **reseller,
            "reseller_next_billing": "0000-00-00",
        }
    )
    charge(here, item.monthly, f"DID{item.did}", f"DID Monthly Fee: {item.did}")
    if item.setup:
        charge(here, item.setup, f"DID{item.did}", f"DID Setup Fee: {item.did}")


def charge(here: Here, amount: Decimal, type_: str, description: str) -> None:
    """Take money from the balance and leave a transaction."""
    here.account.balance -= amount
    here.account.table("transactions").append(
        {
            "date": here.world.clock.stamp(),
            "uniqueid": here.world.new_id(),
            "type": type_,
            "description": description,
            "ammount": str(-amount),
        }
    )


def _in_use(here: Here, did: str) -> bool:
    return any(account.find("dids", did=did) for account in here.world.accounts)


def _from_stock(tables: tuple[str, ...], price: Callable[[Row, Params], tuple[str, str]]) -> Pick:
    """The number of `did`, from the first of these stocks that holds it."""

    def pick(here: Here, params: Params) -> list[Item]:
        for name in tables:
            stock = here.world.reference[name]
            row = next((row for row in stock if row["did"] == params["did"]), None)
            if row is not None:
                setup, monthly = price(row, params)
                place = row.get("ratecenter", "TOLL FREE")
                area = row.get("state") or row.get("province")
                words = f"{place}, {area}" if area else place
                return [Item(row["did"], words, Decimal(setup), Decimal(monthly), partial(stock.remove, row))]
        raise Refuse("did_in_use" if _in_use(here, params["did"]) else "invalid_did")

    return pick


def _local_price(row: Row, params: Params) -> tuple[str, str]:
    plan = "flat" if params["billing_type"] == "2" else "perminute"
    return row[f"{plan}_setup"], row[f"{plan}_monthly"]


def _toll_free_price(row: Row, _: Params) -> tuple[str, str]:
    return row["setup"], row["monthly"]


def _vanity_price(row: Row, params: Params) -> tuple[str, str]:
    kind = "canadian" if params["carrier"] == "3" else "american"
    return row[f"setup_{kind}"], row[f"monthly_{kind}"]


def _virtual(here: Here, params: Params) -> list[Item]:
    """A virtual number has no documented price; what the sandbox takes, US$1.00 and 0.50, is invented."""
    did = f"{here.account.number}{params['digits']}"
    if _in_use(here, did):
        raise Refuse("did_in_use")
    return [Item(did, "VIRTUAL", Decimal("0.50"), Decimal("1.00"), lambda: None)]


def _international(here: Here, params: Params) -> list[Item]:
    places = here.world.reference["intl_tollfree_locations"]
    row = next((row for row in places if row["location_id"] == params["location_id"]), None)
    if row is None:
        raise Refuse("invalid_location")
    quantity = int(params["quantity"])
    if int(row["stock"]) < quantity:
        raise Refuse("unsifficient_stock")

    def take() -> None:
        row["stock"] = str(int(row["stock"]) - 1)

    words = f"{row['country']} {row['location_name']}"
    setup, monthly = Decimal(row["setup"]), Decimal(row["monthly"])
    base = int(here.world.new_id())
    return [Item(f"{row['area_code']}{base * 100 + n}", words, setup, monthly, take) for n in range(quantity)]


DID = Param("did", r.TEN, required=True)
ORDERS: dict[str, tuple[tuple[Param, ...], Pick]] = {
    "orderDID": ((DID, *SETTINGS, BILLING), _from_stock(("stock_local",), _local_price)),
    "orderTollFree": (
        (DID, *SETTINGS),
        _from_stock(("stock_tollfree_canus", "stock_tollfree_usa"), _toll_free_price),
    ),
    "orderVanity": (
        (DID, *SETTINGS, Param("carrier", r.listed("carriers", "value"), required=True)),
        _from_stock(("stock_vanity",), _vanity_price),
    ),
    "orderDIDVirtual": ((Param("digits", r.form(r"[0-9]{3}"), required=True), *SETTINGS), _virtual),
    "orderDIDInternationalTollFree": (
        (
            Param("location_id", required=True, status="invalid_location"),
            Param("quantity", r.between(1, 100), required=True),
            *SETTINGS,
        ),
        _international,
    ),
}


def run_order(name: str) -> Callable[[Here, Params], Answer]:
    specs, pick = ORDERS[name]
    return lambda here, params: order(specs, pick, params, here)
