"""Ports: numbers on their way to VoIP.ms. `processing`, `pending_approval` and one description are the manual's."""

import re
from collections.abc import Callable

from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.rates import TOLL_FREE
from voipms_sandbox.refusal import Here, Refuse, check_days
from voipms_sandbox.world import Row

STATES = {
    "pending_approval": "Pending Approval",
    "awaiting_documentation": "Awaiting Documentation",
    "processing": "Processing",
    "foc": "FOC Received",
    "rejected": "Rejected",
    "completed": "Completed",
    "cancelled": "Cancelled",
}
PLANS = (("Per Minute Plan", "0.99", "0.01"), ("Flat Rate Plan", "4.95", "0"))
TOLL_FREE_PLANS = (("Toll Free Plan", "1.49", "0.032"),)
LISTED = ("portid", "numbers", "foc_date", "status")
DETAILS = (
    "isPartial locationType isMobile mobileInfo tfType portType btn services statementName firstName lastName address1 "
    "address2 city zip state country providerName providerAccount customer_notes"
).split()


def get_list(here: Here, params: Params) -> Answer:
    """All ports; a date that is not planned yet is false (the manual's sample)."""
    if params.get("portStatus", "") not in ("", *STATES):
        raise Refuse("invalid_port_status")
    check_days(params.get("startDate", ""), params.get("endDate", ""))
    return {"list": [_listed(row) for row in here.account.table("ports") if _wanted(row, params)]}


def _wanted(row: Row, params: Params) -> bool:
    first, last = params.get("startDate", ""), params.get("endDate", "")
    return (
        params.get("portid", "") in ("", row["portid"])
        and params.get("portStatus", "") in ("", row["status"])
        and first <= row["date"]
        and (not last or row["date"] <= last)
    )


def _listed(row: Row) -> dict[str, object]:
    return {**{name: row[name] for name in LISTED}, "foc_date": row["foc_date"] or False}


def get_states(here: Here, params: Params) -> Answer:
    return {"list_status": dict(STATES)}


def get_status(here: Here, params: Params) -> Answer:
    status = _port(here, params)["status"]
    return {"post_status": status, "post_status_description": STATES[status]}


def get_notes(here: Here, params: Params) -> Answer:
    return {"list": _notes(here, _port(here, params))}


def _notes(here: Here, port: Row) -> list[Row]:
    rows = [row for row in here.account.table("port_notes") if row["portid"] == port["portid"]]
    return [{name: row[name] for name in ("note", "date", "time")} for row in rows]


def get_details(here: Here, params: Params) -> Answer:
    port = _port(here, params)
    return {
        "id": port["portid"],
        "numbers": port["numbers"].split(","),
        **{name: port.get(name, "") for name in DETAILS},
        "notes": _notes(here, port),
        "post_status": port["status"],
        "post_status_description": STATES[port["status"]],
        "date": port["date"],
        "focDate": port["foc_date"],
        "attachments": [],
    }


def _port(here: Here, params: Params) -> Row:
    if not params.get("portid"):
        raise Refuse("missing_portid")
    row = here.account.find("ports", portid=params["portid"])
    if row is None:
        raise Refuse("invalid_portingid")
    return row


def get_portability(here: Here, params: Params) -> Answer:
    """Any number but the account's own can be ported (invented); toll-free ones cannot text."""
    did = params.get("did", "")
    if not did:
        raise Refuse("missing_did")
    if not re.fullmatch(r"[2-9][0-9]{9}", did):
        raise Refuse("invalid_did")
    if here.account.find("dids", did=did) is not None:
        return {"portable": "no", "sms": "no", "plans": []}
    toll_free = did[:3] in TOLL_FREE
    plans = TOLL_FREE_PLANS if toll_free else PLANS
    listed = [{"title": title, "pricePerMonth": month, "pricePerMin": minute} for title, month, minute in plans]
    return {"portable": "yes", "sms": "no" if toll_free else "yes", "plans": listed}


PORTS: dict[str, Callable[[Here, Params], Answer]] = {
    "getLNPList": get_list,
    "getLNPListStatus": get_states,
    "getLNPStatus": get_status,
    "getLNPNotes": get_notes,
    "getLNPDetails": get_details,
    "getPortability": get_portability,
}
