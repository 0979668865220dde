"""The methods that make, change and delete sub-accounts. Which statuses mean what is inferred from their texts."""

import re
from collections.abc import Callable
from dataclasses import replace

from voipms_sandbox import refusal as r
from voipms_sandbox.deletions import Deletion
from voipms_sandbox.entries import Answer, EntryMethod, Param, Params
from voipms_sandbox.music import known
from voipms_sandbox.refusal import Here, Refuse

USER, ADDRESS = "1", "2"
IAX2 = "3"
SIGNS = re.escape("!#$%&/()=?*[]_:.,{}+-")
STRENGTH = (
    ("invalid_password_lessthan_8characters_long", r".{8,}"),
    ("invalid_password_ilegal_characters", rf"[A-Za-z0-9{SIGNS}]*"),
    ("invalid_password_missing_lowercase", r".*[a-z].*"),
    ("invalid_password_missing_uppercase", r".*[A-Z].*"),
    ("invalid_password_missing_number", r".*[0-9].*"),
)
"""In this order (invented)."""
MEANT = ("098", "211", "311", "411", "4443", "4444", "4747", "511", "711", "811", "822", "911", "988")
MAIN_ACCOUNT = "-1"


def check_password(_: Here, value: str) -> None:
    for status, form in STRENGTH:
        if not re.fullmatch(form, value, re.DOTALL):
            raise Refuse(status)


def check_extension(_: Here, value: str) -> None:
    if not value.isdecimal():
        raise Refuse("invalid_extension")
    if len(value) > 5:
        raise Refuse("invalid_extension_length")
    if value.startswith(("068", "097")):
        raise Refuse("invalid_extension_prefix")
    if value in MEANT:
        raise Refuse("invalid_extensions")


def codecs(here: Here, value: str) -> bool:
    return all(r.listed("allowed_codecs", "value")(here, one) for one in value.split(";"))


def servers(here: Here, value: str) -> bool:
    return all(r.POP(here, one) for one in value.split(","))


def future(here: Here, value: str) -> bool:
    today = here.world.clock.stamp()[:10]
    return re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value) is not None and value >= today


def of_list(name: str) -> r.Check:
    return r.listed(name, "value")


ADDRESSES = r.form(r"[A-Za-z0-9.-]+(?:/[0-9]{1,2})?(?:,[A-Za-z0-9.-]+(?:/[0-9]{1,2})?)*")
SECONDS = r.between(1, 3600)
USERNAME = Param("username", r.form(r"[A-Za-z0-9._-]{1,40}"), required=True)
PROTOCOL = Param("protocol", of_list("protocols"), required=True)
DESCRIPTION = Param("description", r.shorter(60))
SETTINGS = (
    Param("auth_type", of_list("auth_types"), required=True, status="invalid_authtype"),
    Param("password", deep=check_password),
    Param("ip", r.form(r"[0-9]{1,3}(?:\.[0-9]{1,3}){3}")),
    Param("device_type", of_list("device_types"), required=True, status="invalid_devicetype"),
    Param("callerid_number", r.CALLER, status="invalid_callerid", default=""),
    Param("canada_routing", of_list("routes"), status="invalid_canadarouting", default="1"),
    Param("lock_international", of_list("lock_international"), required=True, status="invalid_lockinternational"),
    Param("allow225", r.FLAG, default="0"),
    Param("international_route", of_list("routes"), required=True, status="invalid_internationalroute"),
    Param("music_on_hold", known, required=True),
    Param("language", r.LANGUAGE, default="en"),
    Param("record_calls", r.FLAG, default="0"),
    Param("allowed_codecs", codecs, required=True, status="invalid_allowedcodecs"),
    Param("dtmf_mode", of_list("dtmf_modes"), required=True, status="invalid_dtmfmode"),
    Param("nat", of_list("nat"), required=True),
    Param("sip_traffic", r.FLAG, default="0"),
    Param("max_expiry", r.between(60, 3600), default="3600"),
    Param("rtp_timeout", SECONDS, default="60"),
    Param("rtp_hold_timeout", SECONDS, default="600"),
    Param("ip_restriction", ADDRESSES),
    Param("enable_ip_restriction", r.FLAG, default="0"),
    Param("pop_restriction", servers),
    Param("enable_pop_restriction", r.FLAG, default="0"),
    Param("send_bye", r.FLAG, default="0"),
    Param("transcribe", r.FLAG, default="0"),
    Param("transcription_locale"),
    Param("transcription_email", r.EMAIL),
    Param("internal_extension", deep=check_extension),
    Param("internal_voicemail", r.MAILBOX, status="invalid_internalvoicemail"),
    Param("internal_dialtime", r.between(1, 60), status="invalid_internaldialtime", default="30"),
    Param("reseller_client", r.form(r"[0-9]+"), status="invalid_resellerclient"),
    Param("reseller_package", r.owned("packages", "package"), status="invalid_resellerpackage"),
    Param("reseller_nextbilling", future, status="invalid_resellernextbilling"),
    Param("parking_lot", r.owned("call_parkings", "callparking"), status="invalid_callparking"),
    Param("transcription_start_delay", r.between(0, 60, 5), default="0"),
    Param("enable_internal_cnam", r.FLAG, default="0"),
    Param("internal_cnam", r.shorter(60)),
    Param("default_e911", r.owned("dids", "did"), status="invalid_did"),
    Param("call_pickup_behavior", r.one_of("1", "2", "3", "4"), default="1"),
    Param("dialing_mode", r.one_of("0", "1", "2"), default="0"),
    Param("tfcarrier", r.one_of("-1", "0", "1", "2"), default=MAIN_ACCOUNT),
    Param("internal_extension_location", r.anything),
)
ONCE = (
    Param("transcription_redaction", r.YES_NO, default="no"),
    Param("transcription_summary", r.YES_NO, default="no"),
    Param("transcription_sentiment", r.YES_NO, default="no"),
)
"""Only a new one takes these (manual)."""


def check_login(here: Here, params: Params) -> None:
    """A password goes with one type of authorization, an address with the other."""
    if params["auth_type"] == USER:
        if not params.get("password"):
            raise Refuse("missing_password")
        if params.get("ip"):
            raise Refuse("invalid_ip_auth")
        return
    if not params.get("ip"):
        raise Refuse("missing_ip")
    if params.get("password"):
        raise Refuse("invalid_password_auth")
    if _protocol(here, params) == IAX2:
        raise Refuse("invalid_authtype_iax2")
    if any(row.get("ip") == params["ip"] for row in _others(here, params)):
        raise Refuse("repeated_ip")


def check_rest(here: Here, params: Params) -> None:
    check_login(here, params)
    if params.get("enable_ip_restriction") == "1" and not params.get("ip_restriction"):
        raise Refuse("missing_ip_restriction")
    if params.get("enable_pop_restriction") == "1" and not params.get("pop_restriction"):
        raise Refuse("missing_pop_restriction")
    if params.get("reseller_client") and not params.get("reseller_package"):
        raise Refuse("missing_resellerpackage")
    if params.get("reseller_package") and not params.get("reseller_client"):
        raise Refuse("missing_resellerclient")
    silent, held = (int(params.get(name) or 0) for name in ("rtp_timeout", "rtp_hold_timeout"))
    if held and silent > held:
        raise Refuse("rtp_timeout_greater_than_rtp_hold_timeout")


def _others(here: Here, params: Params) -> list[dict[str, str]]:
    return [row for row in here.account.table("sub_accounts") if row["id"] != params.get("id")]


def _protocol(here: Here, params: Params) -> str:
    row = here.account.find("sub_accounts", id=params.get("id", ""))
    return params.get("protocol") or (row["protocol"] if row else "")


SET = EntryMethod(
    "sub_accounts",
    "id",
    "id",
    "",
    (DESCRIPTION, *SETTINGS),
    unique=(("internal_extension", "used_extension"),),
    unknown="invalid_account",
    rule=check_rest,
    always=True,
)
CREATE = replace(
    SET,
    answer="id",
    params=(USERNAME, PROTOCOL, DESCRIPTION, *SETTINGS, *ONCE),
    unique=(("username", "used_username"), *SET.unique),
    always=False,
)


def create(here: Here, params: Params) -> Answer:
    """Its login is that of the account, and the name that was given."""
    made = CREATE.run(here, {name: value for name, value in params.items() if name != "id"})
    row = here.account.find("sub_accounts", id=str(made["id"]))
    if row is None:
        raise LookupError(made["id"])
    row["account"] = f"{here.account.number}_{row['username']}"
    return {"id": int(row["id"]), "account": row["account"]}


def refuse_with_numbers(here: Here, id_: str) -> None:
    """A client's numbers are connected to its sub-account; what else leads to one holds nothing (inferred)."""
    row = here.account.find("sub_accounts", id=id_)
    if row is not None and here.account.find("dids", reseller_account=row["account"]):
        raise Refuse("account_with_dids")


ACCOUNTS: dict[str, Callable[[Here, Params], Answer]] = {
    "createSubAccount": create,
    "setSubAccount": SET.run,
    "delSubAccount": Deletion("sub_accounts", "id", first=refuse_with_numbers, unknown="invalid_account").run,
}
