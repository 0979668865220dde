"""What a check-up is to find: each is planted alone on a healthy account."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from cases.faults.healthy import Healthy
from cases.faults.planted import away, both, entry, gone, number, sub
from voipms_sandbox.rates import OUT_CANADA, OUT_FRANCE, Kind
from voipms_sandbox.world import Row

Plant = Callable[[Healthy], None]


@dataclass(frozen=True)
class Unwell:
    """`urgency` is that of the finding with this cause."""

    cause: str
    urgency: str
    plant: Plant
    balance: str = "80.00"
    name: str = ""
    also: tuple[str, ...] = ()
    """What the same fault is found as too."""

    @property
    def id(self) -> str:
        return self.name or self.cause


def paid(amount: str, days: int, words: str = "Calls", type_: str = "CALLS") -> Plant:
    """A transaction of so many days ago; negative for a charge."""

    def plant(one: Healthy) -> None:
        rows = one.tables.setdefault("transactions", [])
        at = one.now - timedelta(days=days)
        row = {"date": f"{at:%Y-%m-%d %H:%M:%S}", "uniqueid": str(900 + len(rows)), "type": type_}
        rows.append({**row, "description": words, "ammount": amount})

    return plant


def called(kind: Kind, phone: str, days: int, hour: int, count: int, minutes: int = 10, letter: str = "a") -> Plant:
    """Calls out of so many days ago, at this hour."""

    def plant(one: Healthy) -> None:
        rows = one.tables.setdefault("cdr", [])
        for n in range(count):
            at = (one.now - timedelta(days=days)).replace(hour=hour, minute=n)
            rows.append(_call(one, kind, phone, f"{at:%Y-%m-%d %H:%M:%S}", minutes * 60, letter, len(rows)))

    return plant


def _call(one: Healthy, kind: Kind, phone: str, date: str, seconds: int, letter: str, n: int) -> Row:
    return {
        "date": date,
        "callerid": f"<{one.dids['direct']}>",
        "destination": phone,
        "description": kind.description,
        "account": one.login(one.names[letter]),
        "disposition": "ANSWERED",
        "duration": f"00:{seconds // 60:02}:00",
        "seconds": str(seconds),
        "rate": f"{kind.rate:.8f}",
        "total": f"{kind.cost(seconds):.8f}",
        "uniqueid": f"{7000 + n}x{n}",
        "destination_type": kind.type,
        "call_logs": "",
    }


def disa(pin: str, *, led: bool) -> Plant:
    def plant(one: Healthy) -> None:
        row = {"disa": one.id("disa"), "name": "Travel", "pin": pin, "digit_timeout": "10", "callerid_override": ""}
        one.tables["disas"] = [row]
        if led:
            one.number("cell")["routing"] = f"disa:{one.id('disa')}"

    return plant


def due(days: int) -> Plant:
    return lambda one: one.number("direct").update(next_billing=f"{one.now + timedelta(days=days):%Y-%m-%d}")


def fee_of_direct(one: Healthy) -> None:
    paid("-4.95", 20, f"DID Monthly Fee: {one.dids['direct']}", f"DID{one.dids['direct']}")(one)


def worth_a_cent(one: Healthy) -> None:
    """A number that is used, so that the others are seen not to be."""
    called(OUT_CANADA, "5145550177", 40, 12, 1)(one)


def nightly(one: Healthy) -> None:
    """Every night of the last week, each call for a cent or two."""
    for days in range(1, 6):
        called(OUT_CANADA, "5145550177", days, 2, 5, 1)(one)


def without_pin(one: Healthy) -> None:
    one.tables["voicemails"][0].update(password="")


def elsewhere(one: Healthy) -> None:
    """A second registration of the same account, from another address."""
    held = one.tables["registrations"]
    held.append({**held[0], "register_ip": "198.51.100.77"})


ABROAD = "33639980160"
UNWELL = (
    Unwell("balance_used_up", "urgent", lambda _: None, balance="-0.10", also=("balance_used_up",)),
    Unwell("balance_low", "soon", lambda _: None, balance="3.00"),
    Unwell("balance_short", "soon", paid("-60.00", 10), balance="20.00", also=("charges_grew",)),
    Unwell("balance_short", "urgent", paid("-60.00", 10), balance="5.50", name="days are few", also=("charges_grew",)),
    Unwell("numbers_due", "urgent", both(due(5), fee_of_direct), balance="4.00", also=("balance_low", "balance_short")),
    Unwell("number_overdue", "urgent", due(-4)),
    Unwell("disa_without_pin", "urgent", disa("", led=True)),
    Unwell("disa_weak_pin", "urgent", disa("1234", led=True), name="short PIN"),
    Unwell("disa_weak_pin", "urgent", disa("111111", led=True), name="one digit"),
    Unwell("disa_weak_pin", "soon", disa("345678", led=False), name="a run of digits"),
    Unwell("disa_reachable", "worth knowing", disa("805316", led=True)),
    Unwell("international_open", "soon", sub("a", lock_international="0")),
    Unwell("weak_password", "urgent", sub("b", password="hunter2"), name="short password"),
    Unwell(
        "weak_password", "urgent", lambda one: one.sub(one.names["c"]).update(password=f"{one.names['c']}-phone-99")
    ),
    Unwell("weak_mailbox_pin", "soon", lambda one: one.tables["voicemails"][0].update(password=one.ids["box"])),
    Unwell("forwarding_abroad", "worth knowing", entry("forwardings", phone_number="01133639980160")),
    Unwell(
        "expensive_at_night",
        "urgent",
        called(OUT_FRANCE, f"011{ABROAD}", 2, 3, 4),
        also=("numbers_idle", "calls_jumped"),
    ),
    Unwell(
        "calls_jumped",
        "urgent",
        both(called(OUT_CANADA, "5145550177", 20, 14, 2), called(OUT_CANADA, "5145550177", 2, 14, 40, 50)),
        also=("numbers_idle",),
    ),
    Unwell("dangling", "urgent", number("direct", routing="fwd:1"), also=("unregistered",)),
    Unwell("unregistered", "urgent", away("a")),
    Unwell("number_unrouted", "soon", number("menu", routing="none:")),
    Unwell("number_unrouted", "soon", number("menu", routing="sys:noservice"), name="not in service"),
    Unwell("queue_without_members", "urgent", gone("static_members")),
    Unwell("charges_grew", "soon", paid("-30.00", 5)),
    Unwell("registered_twice", "worth knowing", elsewhere),
    Unwell("many_at_night", "soon", nightly, also=("numbers_idle",)),
    Unwell("mailbox_without_pin", "soon", without_pin),
    Unwell("weak_mailbox_pin", "soon", entry("voicemails", password="3210"), name="a run of digits, backwards"),
    Unwell("e911_off", "worth knowing", number("direct", e911="0")),
    Unwell(
        "balance_short",
        "soon",
        both(paid("100.00", 9, "PayPal", "PAYMENT"), paid("-20.00", 2)),
        balance="30.00",
        name="a new account",
        also=("charges_grew",),
    ),
    Unwell("numbers_idle", "worth knowing", worth_a_cent),
)
