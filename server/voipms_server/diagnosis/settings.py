"""Checks of a device's settings: encryption, codecs, NAT, timers, restrictions, and what it shows when it calls."""

from voipms_server.answers.kinds import flat
from voipms_server.completion import number_in
from voipms_server.diagnosis.case import Case, is_on
from voipms_server.facts import Row
from voipms_server.findings import Finding, Fix, Sure
from voipms_server.quotes import text
from voipms_server.tracing.account import BY_ADDRESS, registrations

UNSET = ("", "-1", "0")
USUAL_CODEC = "ulaw"
SHORT_TIMEOUT, SHORT_HOLD, LONG_EXPIRY = 30, 60, 3600
NORTH_AMERICA = 10
PORTAL = "Sub Accounts in the portal"


def setting(case: Case, kind: str, row: Row, field: str, words: str, right: str, sure: Sure = Sure.CERTAIN) -> Finding:
    """A setting of a sub-account that explains it, and what it should be."""
    login = text(row, "account")
    fix = Fix(f"Set {field} of {login} to {right} ({PORTAL}).")
    evidence = (case.saw("getSubAccounts", f"{field} of {login} is {flat(row.get(field)) or 'empty'}"),)
    return Finding(kind, words, evidence, sure, (fix,), f"sub_account:{login}")


async def encryption(case: Case) -> list[Finding]:
    """Encrypted traffic is demanded, and the device is registered without encryption: calls get SIP 488."""
    found: list[Finding] = []
    for row in await case.devices():
        if not is_on(row, "sip_traffic"):
            continue
        held = [
            text(one, "register_transport").upper() for one in await registrations(case.facts, text(row, "account"))
        ]
        if held and not any("TLS" in one for one in held):
            words = (
                f"Account {text(row, 'account')} demands encrypted calls, but its device is registered over {held[0]}."
            )
            found.append(
                setting(case, "encryption_mismatch", row, "sip_traffic", words, "0, or TLS and SRTP on the device")
            )
    return found


async def codecs(case: Case) -> list[Finding]:
    """G.711 is what every carrier and phone has."""
    rows = [row for row in await case.devices() if text(row, "allowed_codecs")]
    odd = [row for row in rows if not {USUAL_CODEC, "all"} & set(text(row, "allowed_codecs").split(";"))]
    words = "Account {} allows only {}: without G.711 (ulaw) many calls find no common codec."
    return [
        setting(
            case,
            "codecs",
            row,
            "allowed_codecs",
            words.format(text(row, "account"), text(row, "allowed_codecs")),
            "a list with ulaw",
            Sure.LIKELY,
        )
        for row in odd
    ]


async def nat(case: Case) -> list[Finding]:
    """Behind a router, sound comes one way only; a device known by its address may well do without."""
    rows = [row for row in await case.devices() if text(row, "nat").lower() in ("no", "never")]
    return [
        setting(
            case,
            "nat_off",
            row,
            "nat",
            f"Account {text(row, 'account')} has NAT off: behind a router, sound then comes one way or not at all.",
            "yes",
            Sure.POSSIBLE if text(row, "auth_type") == BY_ADDRESS else Sure.LIKELY,
        )
        for row in rows
    ]


async def timers(case: Case) -> list[Finding]:
    """Calls are ended when no sound comes for so long; a registration may outlive the router's memory of it."""
    found: list[Finding] = []
    for row in await case.devices():
        for field, least in (("rtp_timeout", SHORT_TIMEOUT), ("rtp_hold_timeout", SHORT_HOLD)):
            seconds = text(row, field)
            if seconds.isdecimal() and 0 < int(seconds) < least:
                words = f"Account {text(row, 'account')} ends calls after {seconds} s without sound ({field})."
                found.append(setting(case, field, row, field, words, f"{2 * least} or more"))
        expiry = text(row, "max_expiry")
        if expiry.isdecimal() and int(expiry) > LONG_EXPIRY:
            words = (
                f"Account {text(row, 'account')} may register for {expiry} s; routers forget a device sooner than that."
            )
            found.append(setting(case, "max_expiry", row, "max_expiry", words, "60 to 600", Sure.POSSIBLE))
    return found


async def restricted(case: Case) -> list[Finding]:
    """Registrations and calls are let in only from some POPs or addresses, and the device is elsewhere."""
    found: list[Finding] = []
    for row in await case.devices():
        held = await registrations(case.facts, text(row, "account"))
        for kind, field, switch, where in (
            ("pop_restriction", "pop_restriction", "enable_pop_restriction", "server_pop"),
            ("ip_restriction", "ip_restriction", "enable_ip_restriction", "register_ip"),
        ):
            allowed = [one.strip() for one in text(row, field).replace(",", ";").split(";") if one.strip()]
            places = [text(one, where) for one in held]
            if is_on(row, switch) and allowed and not (places and set(places) <= set(allowed)):
                at = f"it is at {', '.join(places)}" if places else "it is not registered at all"
                words = f"Account {text(row, 'account')} is let in only from {', '.join(allowed)}; {at}."
                sure = Sure.CERTAIN if places else Sure.LIKELY
                found.append(setting(case, kind, row, field, words, "a list with the place it is at", sure))
    return found


async def lock_international(case: Case) -> list[Finding]:
    """Calls out of North America are locked."""
    caller = case.about.caller
    if caller is None or not caller.abroad:
        return []
    rows = [row for row in await case.devices() if is_on(row, "lock_international")]
    words = "International calls are locked for account {}."
    return [
        setting(case, "international_locked", row, "lock_international", words.format(text(row, "account")), "0")
        for row in rows
    ]


async def caller_id_not_owned(case: Case) -> list[Finding]:
    """A caller ID that is no number of this account is attested lower, and may be replaced (inferred)."""
    owned = {text(row, "did") for row in await case.facts.rows("getDIDsInfo")}
    found: list[Finding] = []
    for row in await case.devices():
        number = number_in(text(row, "callerid_number"))
        if number not in UNSET and number[-10:] not in owned:
            words = f"Account {text(row, 'account')} calls out with {number}, which is no number of this account."
            found.append(setting(case, "caller_id_not_owned", row, "callerid_number", words, "a number of the account"))
    return found


async def caller_id_of_main(case: Case) -> list[Finding]:
    """Without one of its own, the main account's caller ID is shown, which the API does not tell."""
    rows = [row for row in await case.devices() if number_in(text(row, "callerid_number")) in UNSET]
    words = "Account {} has no caller ID of its own, so that of the main account is shown."
    return [
        setting(
            case,
            "caller_id_of_main",
            row,
            "callerid_number",
            words.format(text(row, "account")),
            "the number that should be shown",
            Sure.LIKELY,
        )
        for row in rows
    ]


async def value_route(case: Case) -> list[Finding]:
    """Caller IDs are not guaranteed on the Value route (documented)."""
    caller = case.about.caller
    if caller is not None and (caller.anonymous or caller.abroad):
        return []
    rows = [row for row in await case.devices() if text(row, "canada_routing") == "1"]
    words = "Account {} calls Canada over the Value route, which does not guarantee the caller ID."
    return [
        setting(
            case,
            "value_route",
            row,
            "canada_routing",
            words.format(text(row, "account")),
            "2 (Premium)",
            Sure.POSSIBLE,
        )
        for row in rows
    ]


async def override_not_owned(case: Case) -> list[Finding]:
    """Forwardings and SIP URIs that show a number of somebody else."""
    owned = {text(row, "did") for row in await case.facts.rows("getDIDsInfo")}
    found: list[Finding] = []
    for kind, getter, id_ in (("forwarding", "getForwardings", "forwarding"), ("sip_uri", "getSIPURIs", "sipuri")):
        for row in await case.facts.rows(getter):
            number = number_in(text(row, "callerid_override"))
            if number in UNSET or number[-10:] in owned:
                continue
            entry = text(row, id_)
            words = f"Calls over {kind.replace('_', ' ')} {entry} show {number}, which is no number of this account."
            changes = {"kind": kind, "id": entry, "changes": {"callerid_override": ""}}
            fix = Fix("Show the caller's own number again.", "updateSettings", changes)
            evidence = (case.saw(getter, f"callerid_override of {entry} is {number}"),)
            found.append(Finding("override_not_owned", words, evidence, Sure.LIKELY, (fix,), f"{kind}:{entry}"))
    return found
