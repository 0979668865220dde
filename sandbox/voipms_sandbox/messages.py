"""SMS: sending with the API's rules, and reading."""

from datetime import date, timedelta
from decimal import Decimal

from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.orders import charge
from voipms_sandbox.refusal import Here, Refuse

DAILY_LIMIT = 100
PRICE = Decimal("0.0075")
"""Invented."""


def send_sms(here: Here, params: Params) -> Answer:
    for name, status in (("did", "missing_did"), ("dst", "invalid_dst"), ("message", "message_empty")):
        if not params.get(name):
            raise Refuse(status)
    row = here.account.find("dids", did=params["did"])
    if row is None or row.get("sms_enabled") != "1":
        raise Refuse("invalid_did")
    if not (len(params["dst"]) == 10 and params["dst"].isdigit() and params["dst"][0] not in "01"):
        raise Refuse("invalid_dst")
    if len(params["message"]) > 160:
        raise Refuse("sms_toolong")
    today = here.world.clock.today()
    sent = [m for m in here.account.table("sms") if m["type"] == "0" and m["date"].startswith(today)]
    if len(sent) >= DAILY_LIMIT:
        raise Refuse("limit_reached")
    return {"sms": int(add_message(here, params["did"], params["dst"], params["message"], received=False))}


def add_message(here: Here, did: str, contact: str, message: str, *, received: bool) -> str:
    """Put a message on the account; one that was sent costs."""
    id_ = here.world.new_id()
    here.account.table("sms").append(
        {
            "id": id_,
            "date": here.world.clock.stamp(),
            "type": "1" if received else "0",
            "did": did,
            "contact": contact,
            "message": message,
            "carrier_status": "Information not available",
        }
    )
    if not received:
        charge(here, PRICE, "SMS", f"SMS to {contact}")
    return id_


def receive(here: Here, did: str, contact: str, message: str) -> list[dict[str, str]]:
    """An inbound message, and where the number's settings deliver it; rows one can read in `deliveries`."""
    row = here.account.find("dids", did=did)
    if row is None:
        raise Refuse("invalid_did")
    if row.get("sms_enabled") != "1":
        return []
    id_ = add_message(here, did, contact, message, received=True)
    ways = {
        "e-mail": (row.get("sms_email_enabled"), row.get("sms_email")),
        "forward": (row.get("sms_forward_enabled"), row.get("sms_forward")),
        "url_callback": (row.get("sms_url_callback_enabled"), row.get("sms_url_callback")),
        "webhook": (row.get("webhook_enabled"), row.get("webhook")),
        "sip": (row.get("sms_sipaccount_enabled"), row.get("sms_sipaccount")),
    }
    done = [{"sms": id_, "way": way, "to": to} for way, (enabled, to) in ways.items() if enabled == "1" and to]
    here.account.table("deliveries").extend(done)
    return done


def get_sms(here: Here, params: Params) -> Answer:
    today = here.world.clock.today()
    start, end = params.get("from", today), params.get("to", today)
    check_period(start, end)
    if params.get("did") and here.account.find("dids", did=params["did"]) is None:
        raise Refuse("invalid_did")
    wanted = {
        "id": params.get("sms"),
        "type": params.get("type"),
        "did": params.get("did"),
        "contact": params.get("contact"),
    }
    rows = [m for m in here.account.table("sms") if all(not v or m[k] == v for k, v in wanted.items())]
    if not params.get("sms"):
        rows = [m for m in rows if start <= m["date"][:10] <= end]
    rows.sort(key=lambda m: m["date"], reverse=True)
    if not rows:
        raise Refuse("no_sms")
    return {"sms": rows[: int(params.get("limit") or 50)]}


def check_period(start: str, end: str) -> None:
    """Refuse dates that are no dates, run backwards, or span more than 92 days."""
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        raise Refuse("invalid_date") from None
    if first > last:
        raise Refuse("invalid_date_from")
    if last - first > timedelta(days=92):
        raise Refuse("invalid_daterange")
