"""The set* methods of what a call can be led to outside, and of who calls: forwardings, DISAs, filters, phone book."""

from voipms_sandbox import refusal as r
from voipms_sandbox.entries import NAME, SECONDS, EntryMethod, Param, Params, failover, route
from voipms_sandbox.phonebook import PHONEBOOK
from voipms_sandbox.refusal import Here, Refuse


def not_own_number(here: Here, params: Params) -> None:
    if here.account.find("dids", did=params["number"][-10:]):
        raise Refuse("existing_did")


def unique_filter(here: Here, params: Params) -> None:
    same = here.account.find("filters", callerid=params["callerid"], did=params["did"])
    if same and same["filtering"] != params.get("filter", ""):
        raise Refuse("used_filter")


FAILOVERS = tuple(
    Param(name, deep=failover, default="none:")
    for name in ("failover_unreachable", "failover_busy", "failover_noanswer")
)
DESTINATIONS: dict[str, EntryMethod] = {
    "setForwarding": EntryMethod(
        "forwardings",
        "forwarding",
        "forwarding",
        "forwarding",
        (
            Param("phone_number", r.form(r"(?:011)?[0-9]{10,15}"), required=True, status="invalid_phonenumber"),
            Param("callerid_override", r.CALLER),
            Param("description", r.shorter(60)),
            Param("dtmf_digits", r.form(r"[0-9*#w]*")),
            Param("pause", r.amount(r.Decimal(10), r.Decimal("0.5")), default="0"),
            Param("diversion_header", r.FLAG, default="0"),
            Param("attestation_a_enabled", r.FLAG, default="0"),
        ),
        unknown="invalid_forwarding",
    ),
    "setSIPURI": EntryMethod(
        "sipuris",
        "sipuri",
        "sipuri",
        "",
        (
            Param(
                "uri", r.form(r"(?:sip:)?[^@\s]+@[A-Za-z0-9.-]+(?::[0-9]+)?"), required=True, status="invalid_sipuri"
            ),
            Param("description", r.shorter(60)),
            Param("callerid_override", r.CALLER),
            Param("callerid_e164", r.FLAG, default="0"),
        ),
        unknown="invalid_sipuri",
    ),
    "setCallback": EntryMethod(
        "callbacks",
        "callback",
        "callback",
        "callback",
        (
            Param("description", r.shorter(60), required=True),
            Param("number", r.form(r"(?:011)?[0-9]{10,15}"), required=True),
            Param("delay_before", SECONDS, required=True, status="missing_delay_before"),
            Param("response_timeout", SECONDS, required=True),
            Param("digit_timeout", SECONDS, required=True),
            Param("callerid_number", r.CALLER, status="invalid_callerid"),
        ),
        unique=(("description", "used_description"),),
        unknown="invalid_callback",
        rule=not_own_number,
    ),
    "setDISA": EntryMethod(
        "disas",
        "disa",
        "disa",
        "disa",
        (
            NAME,
            Param("pin", r.form(r"[0-9]{4}"), required=True),
            Param("digit_timeout", SECONDS, required=True),
            Param("callerid_override", r.CALLER),
            Param("language", r.LANGUAGE, default="en"),
        ),
        unique=(("name", "used_name"),),
        unknown="invalid_disa",
    ),
    "setCallerIDFiltering": EntryMethod(
        "filters",
        "filter",
        "filtering",
        "filtering",
        (
            Param("callerid", r.form(r"0|i|s|sb|sc|p|p:[0-9]+|[0-9X]{1,11}\*?|\*"), required=True),
            Param("did", r.owned("dids", "did", "all"), required=True),
            Param("routing", required=True, deep=route),
            *FAILOVERS,
            Param("note", r.shorter(50)),
        ),
        unknown="invalid_filter",
        rule=unique_filter,
    ),
    **PHONEBOOK,
}
