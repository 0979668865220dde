"""E911: the addresses of numbers. Which addresses are known is invented: any whose postal code has its form."""

import re
from collections.abc import Callable, Mapping

from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.refusal import EMAIL, Here, Refuse
from voipms_sandbox.world import Row

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
WITH_LANGUAGE = {**dict(list(NEEDED.items())[:-1]), "language": "language", "email": "email"}
"""In the manual's order."""
FIELDS = (
    "full_name street_number street_name address_type address_number city state zip_code country language email "
    "other_info"
).split()
ZIPS = {"US": r"[0-9]{5}(?:-[0-9]{4})?", "CA": r"[A-Za-z][0-9][A-Za-z] ?[0-9][A-Za-z][0-9]"}


def get_info(here: Here, params: Params) -> Answer:
    """Observed: the address is an object under `info`."""
    did = _own(here, params)
    row = here.account.find("e911", did=did)
    if row is None:
        raise Refuse("e911_disabled")
    return {"info": dict(row)}


def check_address(here: Here, params: Params) -> Answer:
    _check(here, params, NEEDED)
    return {}


def provision(here: Here, params: Params) -> Answer:
    """It is on at once (invented), and what it costs is not simulated."""
    did = _check(here, params, WITH_LANGUAGE)
    if here.account.find("e911", did=did):
        raise Refuse("no_provision")
    here.account.table("e911").append({"did": did, "status": ACTIVE, **_address(params)})
    _switch(here, did, "1")
    return {}


def update(here: Here, params: Params) -> Answer:
    """A full write."""
    row = here.account.find("e911", did=_check(here, params, WITH_LANGUAGE))
    if row is None:
        raise Refuse("e911_disabled")
    row.update(_address(params))
    return {}


def cancel(here: Here, params: Params) -> Answer:
    did = _own(here, params)
    row = here.account.find("e911", did=did)
    if row is None:
        raise Refuse("e911_disabled")
    here.account.table("e911").remove(row)
    _switch(here, did, "0")
    return {}


def _address(params: Params) -> Row:
    return {name: params.get(name, "") for name in FIELDS}


def _switch(here: Here, did: str, on: str) -> None:
    row = here.account.find("dids", did=did)
    if row is not None:
        row["e911"] = on


def _check(here: Here, params: Params, needed: Mapping[str, str]) -> str:
    did = _own(here, params)
    for name, code in needed.items():
        if not params.get(name):
            raise Refuse(f"missing_{code}")
    if params.get("language") not in (None, "", "EN", "FR"):
        raise Refuse("invalid_language")
    if params["country"] not in ZIPS:
        raise Refuse("invalid_country")
    if not re.fullmatch(ZIPS[params["country"]], params["zip_code"]):
        raise Refuse("invalid_zip")
    if not re.fullmatch(r"[A-Z]{2}", params["state"]):
        raise Refuse("invalid_state")
    if not EMAIL(here, params["email"]):
        raise Refuse("invalid_email")
    return did


def _own(here: Here, params: Params) -> str:
    did = params.get("did", "")
    if not did:
        raise Refuse("missing_did")
    if here.account.find("dids", did=did) is None:
        raise Refuse("invalid_did")
    return did


EMERGENCY: dict[str, Callable[[Here, Params], Answer]] = {
    "e911Info": get_info,
    "e911Validate": check_address,
    "e911Provision": provision,
    "e911Update": update,
    "e911Cancel": cancel,
}
