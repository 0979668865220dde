"""E911: the addresses of numbers. Which addresses are known is invented: any whose postal code has its form."""

import re
from collections.abc import Callable

from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.refusal import EMAIL, Here, Refuse

ACTIVE = "2"
"""As in the manual's sample."""
NEEDED = {
    "full_name": "fullname",
    "street_number": "street_number",
    "street_name": "street_name",
    "city": "city",
    "state": "state",
    "country": "country",
    "zip_code": "zip",
    "email": "email",
}
ZIPS = {"US": r"[0-9]{5}(?:-[0-9]{4})?", "CA": r"[A-Za-z][0-9][A-Za-z] ?[0-9][A-Za-z][0-9]"}


def get_info(here: Here, params: Params) -> Answer:
    """Observed: the address is an object under `info`."""
    did = _own(here, params)
    row = here.account.find("e911", did=did)
    if row is None:
        raise Refuse("e911_disabled")
    return {"info": dict(row)}


def check_address(here: Here, params: Params) -> Answer:
    _own(here, params)
    for name, code in NEEDED.items():
        if not params.get(name):
            raise Refuse(f"missing_{code}")
    if params["country"] not in ZIPS:
        raise Refuse("invalid_country")
    if not re.fullmatch(ZIPS[params["country"]], params["zip_code"]):
        raise Refuse("invalid_zip")
    if not re.fullmatch(r"[A-Z]{2}", params["state"]):
        raise Refuse("invalid_state")
    if not EMAIL(here, params["email"]):
        raise Refuse("invalid_email")
    return {}


def _own(here: Here, params: Params) -> str:
    did = params.get("did", "")
    if not did:
        raise Refuse("missing_did")
    if here.account.find("dids", did=did) is None:
        raise Refuse("invalid_did")
    return did


EMERGENCY: dict[str, Callable[[Here, Params], Answer]] = {"e911Info": get_info, "e911Validate": check_address}
