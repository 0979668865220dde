"""What strangers could use at the account's expense, and signs that they did."""

import re
from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal

from voipms_server.asks import costly
from voipms_server.calls.money import total, usd
from voipms_server.calls.record import Record
from voipms_server.checkup.account import DAYS, Checked
from voipms_server.facts import Row
from voipms_server.findings import Finding, Fix, Sure, Weight
from voipms_server.quotes import text
from voipms_server.tracing.account import BY_ADDRESS
from voipms_server.tracing.fixes import change

ON = ("1", "yes", "true")
LEAST_PIN, LEAST_PASSWORD = 6, 10
NIGHT = range(22, 24), range(6)
"""Hours of the user's."""
DEAR = Decimal("0.05")
"""US$ a minute from which a call counts as expensive."""
MANY, MUCH = 3, Decimal(5)
NIGHTLY = 20
"""Calls out at night in a week from which they count as many."""
WEEK, WEEKS, TIMES, LEAST_JUMP = 7, 4, 3, Decimal(10)
SEQUENCES = "0123456789876543210"
PHONES = (
    ("forwarding", "getForwardings", "forwarding", "phone_number"),
    ("callback", "getCallbacks", "callback", "number"),
)
"""Kinds that call outside phones."""
NO_PIN = "mailbox_without_pin", "Mailbox {} has no PIN"
PORTAL = "Sub Accounts in the portal"
MOST = 3


def guessable(code: str, least: int, *known: str) -> bool:
    """Whether a PIN or password is short, one character, a run of digits, or what everybody knows."""
    if len(code) < least or len(set(code)) <= 2 or code in SEQUENCES:
        return True
    return any(word and word.lower() in code.lower() for word in known if len(word) > 2)


async def disa(here: Checked) -> list[Finding]:
    """Whoever guesses the PIN of a DISA calls at the account's expense."""
    rows = await here.facts.rows("getDISAs")
    reached = {node.route for trace in await here.traces() for node in trace.graph.nodes.values()}
    return [_disa(here, row, f"disa:{text(row, 'disa')}" in reached) for row in rows]


def _disa(here: Checked, row: Row, led: bool) -> Finding:
    id_, pin = text(row, "disa"), text(row, "pin")
    weak = guessable(pin, LEAST_PIN)
    kind = "disa_without_pin" if not pin else "disa_weak_pin" if weak else "disa_reachable" if led else "disa_there"
    why = {
        "disa_without_pin": "asks for no PIN",
        "disa_weak_pin": f"has a PIN that is short or easy to guess (fewer than {LEAST_PIN} digits, or a pattern)",
        "disa_reachable": "has a PIN, and whoever knows it calls at the account's expense",
        "disa_there": "has a PIN, and no number leads to it",
    }[kind]
    words = f"DISA {id_} {why}." + (" A number leads to it." if led and weak else "")
    bad = Weight.PROBLEM if led else Weight.WARNING
    fix = change("disa", id_, "Give it a longer PIN.", {"pin": f"{LEAST_PIN} digits or more, or generate"})
    evidence = (here.saw("getDISAs", f"DISA {id_}; its PIN is not shown"),)
    return Finding(kind, words, evidence, fixes=(fix,), entry=f"disa:{id_}", weight=bad if weak else Weight.HINT)


async def international(here: Checked) -> list[Finding]:
    """Accounts that may call abroad and never do: nothing is lost by closing that."""
    rows = [row for row in await here.facts.rows("getSubAccounts") if text(row, "lock_international") == "0"]
    if not rows:
        return []
    abroad = {one.account for one in await here.outgoing(DAYS) if costly(one.called)}
    unused = [row for row in rows if text(row, "account") not in abroad]
    return [_international(here, row) for row in unused]


def _international(here: Checked, row: Row) -> Finding:
    login = text(row, "account")
    words = f"Account {login} may call abroad, and did not in {DAYS} days.{_anywhere(row)}"
    fix = Fix(f"Lock international calls for it (lock_international 1, {PORTAL}).")
    evidence = (here.saw("getSubAccounts", f"lock_international of {login} is 0"),)
    return Finding(
        "international_open", words, evidence, Sure.LIKELY, (fix,), f"sub_account:{login}", weight=Weight.WARNING
    )


def _anywhere(row: Row) -> str:
    """Nothing but the password keeps others from calling with an account that no restriction binds."""
    bound = any(text(row, f"enable_{name}") in ON for name in ("ip_restriction", "pop_restriction"))
    return "" if bound or text(row, "auth_type") == BY_ADDRESS else " It can be used from any address."


async def passwords(here: Checked) -> list[Finding]:
    """SIP passwords that are easy to guess; they are compared here and never shown."""
    found: list[Finding] = []
    for row in await here.facts.rows("getSubAccounts"):
        login, password = text(row, "account"), text(row, "password")
        if password and guessable(password, LEAST_PASSWORD, text(row, "username"), login.partition("_")[2]):
            found.append(_password(here, login, _anywhere(row)))
    return found


async def mailbox_pins(here: Checked) -> list[Finding]:
    """PINs that are not there, the mailbox's own number, or a pattern."""
    rows = [row for row in await here.facts.rows("getVoicemails") if "password" in row]
    pins = [(text(row, "mailbox"), text(row, "password")) for row in rows]
    return [_pin(here, box, pin) for box, pin in pins if pin == box or len(set(pin)) <= 1 or pin in SEQUENCES]


def _password(here: Checked, login: str, anywhere: str) -> Finding:
    words = (
        f"The SIP password of {login} is short or easy to guess: whoever guesses it calls at the account's expense."
        f"{anywhere}"
    )
    fix = Fix(f"Set a long random one (at least {LEAST_PASSWORD} characters), there and on the device ({PORTAL}).")
    evidence = (here.saw("getSubAccounts", f"the password of {login}; it is not shown"),)
    return Finding("weak_password", words, evidence, fixes=(fix,), entry=f"sub_account:{login}")


def _pin(here: Checked, box: str, pin: str) -> Finding:
    kind, why = ("weak_mailbox_pin", "The PIN of mailbox {} is easy to guess") if pin else NO_PIN
    words = f"{why.format(box)}: its messages can be heard from outside."
    fix = change("mailbox", box, "Give it another PIN.", {"password": "4 digits, or generate"})
    evidence = (here.saw("getVoicemails", f"the PIN of mailbox {box}; it is not shown"),)
    return Finding(kind, words, evidence, fixes=(fix,), entry=f"mailbox:{box}", weight=Weight.WARNING)


async def forwards_abroad(here: Checked) -> list[Finding]:
    """Outside phones that are dear to call."""
    return [
        _abroad(here, kind, text(row, id_), text(row, field), getter)
        for kind, getter, id_, field in PHONES
        for row in await here.facts.rows(getter)
        if text(row, field) and costly(re.sub(r"[^0-9]", "", text(row, field)))
    ]


def _abroad(here: Checked, kind: str, id_: str, phone: str, getter: str) -> Finding:
    words = f"{kind.capitalize()} {id_} calls {phone}, which is abroad or premium: each call costs the account."
    fix = Fix("Ask the user whether that is meant.")
    evidence = (here.saw(getter, f"{kind} {id_} calls {phone}"),)
    return Finding(f"{kind}_abroad", words, evidence, Sure.POSSIBLE, (fix,), f"{kind}:{id_}", Weight.HINT)


async def night(here: Checked) -> list[Finding]:
    """Expensive calls at night within the last week."""
    found = [one for one in await here.outgoing(WEEK) if _at_night(here, one) and _dear(one)]
    cost = total(one.cost or Decimal(0) for one in found)
    if len(found) < MANY and cost < MUCH:
        return []
    words = f"{len(found)} expensive calls between 22:00 and 6:00 in {WEEK} days, for {usd(cost)}: {_most(found)}."
    fixes = (
        Fix("If nobody of the account made them: new SIP passwords at once, lock international calls, tell VoIP.ms."),
        Fix("Look at all of them.", "listCalls", {"since": _since(here), "group_by": "hour"}),
    )
    evidence = (here.saw("getCDR", f"{len(found)} such records"),)
    return [Finding("expensive_at_night", words, evidence, Sure.LIKELY, fixes)]


async def many_at_night(here: Checked) -> list[Finding]:
    """Calls out at night, whatever they cost, far more than in the weeks before."""
    every = [one for one in await here.outgoing(WEEK * (WEEKS + 1)) if _at_night(here, one) and _answered(one)]
    since = here.now - timedelta(days=WEEK)
    found = [one for one in every if one.moment.at >= since]
    usual = (len(every) - len(found)) / WEEKS
    if len(found) < NIGHTLY or len(found) < usual * TIMES:
        return []
    words = (
        f"{len(found)} calls went out between 22:00 and 6:00 in {WEEK} days, {_most(found)}; "
        f"in a week of the {WEEKS} before, {usual:.0f}."
    )
    fix = Fix("Ask the user who made them.", "listCalls", {"since": _since(here), "group_by": "hour"})
    evidence = (here.saw("getCDR", f"{len(found)} such records"),)
    return [Finding("many_at_night", words, evidence, Sure.POSSIBLE, (fix,), weight=Weight.WARNING)]


def _at_night(here: Checked, one: Record) -> bool:
    hour = here.zone.show(one.moment.at).hour
    return any(hour in hours for hours in NIGHT)


def _answered(one: Record) -> bool:
    return one.disposition == "ANSWERED"


def _dear(one: Record) -> bool:
    minutes = Decimal(max(one.seconds, 1)) / 60
    return _answered(one) and (costly(one.called) or (one.cost or Decimal(0)) / minutes >= DEAR)


def _most(found: Iterable[Record]) -> str:
    """Who made most of them, and to where."""
    accounts = sorted({one.account for one in found})
    places = sorted({one.words or one.called for one in found})
    return f"by {', '.join(accounts[:MOST])} to {', '.join(places[:MOST])}"


def _since(here: Checked) -> str:
    return (here.zone.show(here.now).date() - timedelta(days=WEEK)).isoformat()


async def jump(here: Checked) -> list[Finding]:
    """A week whose calls cost far more than the four before."""
    week = {id(one) for one in await here.outgoing(WEEK)}
    every = await here.outgoing(WEEK * (WEEKS + 1))
    now = total(one.cost or Decimal(0) for one in every if id(one) in week)
    usual = total(one.cost or Decimal(0) for one in every if id(one) not in week) / WEEKS
    if now < LEAST_JUMP or now < usual * TIMES:
        return []
    before = usd(usual.quantize(Decimal("0.01")))
    words = f"Calls out of the last {WEEK} days cost {usd(now)}; a week of the {WEEKS} before, {before}."
    fix = Fix("See who called where.", "listCalls", {"since": _since(here), "group_by": "account"})
    evidence = (here.saw("getCDR", f"{len(every)} records of calls out"),)
    return [Finding("calls_jumped", words, evidence, Sure.LIKELY, (fix,), weight=Weight.PROBLEM)]
