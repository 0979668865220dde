"""Checks of text messages: whether a number takes and sends them, where they are delivered, and what VoIP.ms holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from voipms_server.diagnosis.case import Case, is_on
from voipms_server.errors import VoipmsError
from voipms_server.facts import Row
from voipms_server.findings import Finding, Fix, Sure
from voipms_server.quotes import Rows, text
from voipms_server.texting.message import media_of
from voipms_server.zones import EASTERN, from_api

FRESH = timedelta(hours=48)
PER_DAY = 100
"""Texts a day over the API, unless VoIP.ms allowed more (its documents)."""
EVERY = "1000000"


@dataclass(frozen=True, slots=True)
class Channel:
    """One way in which texts are delivered: its switch, what it needs, and the parameter of setSMS for that."""

    switch: str
    address: str
    words: str
    parameter: str


CHANNELS = (
    Channel("sms_email_enabled", "sms_email", "e-mail", "email_address"),
    Channel("sms_forward_enabled", "sms_forward", "forwarding as SMS", "sms_forward"),
    Channel("sms_url_callback_enabled", "sms_url_callback", "a URL callback", "url_callback"),
    Channel("webhook_enabled", "webhook", "a webhook", "webhook"),
    Channel("smpp_enabled", "smpp_url", "SMPP", "smpp_url"),
    Channel("sms_sipaccount_enabled", "sms_sipaccount", "a SIP account", "sms_sipaccount"),
)
UNSET = ("", "0", "-1")


async def _numbers(case: Case) -> Rows:
    """The number named; else those with SMS on, or all where it is on for none."""
    rows = await case.numbers()
    on = [row for row in rows if is_on(row, "sms_enabled")]
    return rows if case.about.did or not on else on


def _found(case: Case, kind: str, row: Row, words: str, sure: Sure, *fixes: Fix) -> Finding:
    did = text(row, "did")
    fields = ("sms_available", "sms_enabled", *(one.switch for one in CHANNELS))
    told = ", ".join(f"{name}={text(row, name)}" for name in fields if text(row, name))
    return Finding(kind, words, (case.saw("getDIDsInfo", f"{did}: {told}"),), sure, fixes, f"number:{did}")


def _set(words: str, row: Row, choose: Mapping[str, str] | None = None, **changes: object) -> Fix:
    chosen = {f"changes.{name}": how for name, how in (choose or {}).items()}
    return Fix(words, "updateSettings", {"kind": "sms", "id": text(row, "did"), "changes": changes}, chosen)


async def sms_unavailable(case: Case) -> list[Finding]:
    words = "Number {} cannot have SMS at all (sms_available is off)."
    return [
        _found(
            case,
            "sms_unavailable",
            row,
            words.format(text(row, "did")),
            Sure.CERTAIN,
            Fix("Use another number, or ask VoIP.ms whether this one can have it."),
        )
        for row in await _numbers(case)
        if text(row, "sms_available") and not is_on(row, "sms_available")
    ]


async def sms_off(case: Case) -> list[Finding]:
    words = "SMS is off on number {}."
    return [
        _found(
            case, "sms_off", row, words.format(text(row, "did")), Sure.CERTAIN, _set("Turn it on.", row, enable=True)
        )
        for row in await _numbers(case)
        if is_on(row, "sms_available") and not is_on(row, "sms_enabled")
    ]


async def sms_delivered_nowhere(case: Case) -> list[Finding]:
    """SMS is on, and no way of delivery is."""
    words = "Number {} takes texts, and delivers them nowhere: they wait at VoIP.ms only."
    how = {"email_address": "where they should go"}
    return [
        _found(
            case,
            "sms_delivered_nowhere",
            row,
            words.format(text(row, "did")),
            Sure.CERTAIN,
            _set("Deliver them by e-mail.", row, how, email_enabled=True),
        )
        for row in await _numbers(case)
        if is_on(row, "sms_enabled") and not any(is_on(row, one.switch) for one in CHANNELS)
    ]


async def sms_channel_empty(case: Case) -> list[Finding]:
    """A way of delivery is on and leads to no address."""
    found: list[Finding] = []
    for row in await _numbers(case):
        empty = [one for one in CHANNELS if is_on(row, one.switch) and text(row, one.address).strip() in UNSET]
        for one in empty if is_on(row, "sms_enabled") else []:
            words = f"Texts to {text(row, 'did')} are delivered by {one.words}, and no address is set for that."
            fix = _set("Say where to.", row, {one.parameter: "the address"})
            found.append(_found(case, "sms_channel_empty", row, words, Sure.CERTAIN, fix))
    return found


async def sms_forward_to_own(case: Case) -> list[Finding]:
    owned = {text(row, "did") for row in await case.facts.rows("getDIDsInfo")}
    words = "Texts to {} are forwarded to {}, a number of this very account."
    return [
        _found(
            case,
            "sms_forward_to_own",
            row,
            words.format(text(row, "did"), text(row, "sms_forward")),
            Sure.LIKELY,
            _set("Forward them to an outside phone.", row, {"sms_forward": "10 digits"}),
        )
        for row in await _numbers(case)
        if is_on(row, "sms_forward_enabled") and text(row, "sms_forward")[-10:] in owned
    ]


async def sms_account_away(case: Case) -> list[Finding]:
    """Texts go to a SIP account that does not exist, or is not registered."""
    found: list[Finding] = []
    for row in await _numbers(case):
        login = text(row, "sms_sipaccount")
        if not is_on(row, "sms_sipaccount_enabled") or login in UNSET:
            continue
        exists = await case.account.led_to("account", login) is not None
        if exists and (await case.account.device(login)).there is not False:
            continue
        why = "is not registered" if exists else "does not exist"
        words = f"Texts to {text(row, 'did')} go to account {login}, which {why}."
        fix = _set("Deliver them elsewhere too.", row, {"email_address": "where they should go"}, email_enabled=True)
        found.append(_found(case, "sms_account_away", row, words, Sure.CERTAIN, fix))
    return found


async def sms_fresh(case: Case) -> list[Finding]:
    """A new number may take two days until texts work (observed)."""
    found: list[Finding] = []
    for row in await _numbers(case):
        wall = from_api(text(row, "order_date"))
        if wall is None or case.about.now - wall.replace(tzinfo=EASTERN) > FRESH:
            continue
        words = f"Number {text(row, 'did')} was ordered on {text(row, 'order_date')}: SMS can take 48 hours to work."
        found.append(_found(case, "sms_fresh", row, words, Sure.LIKELY, Fix("Wait until two days have passed.")))
    return found


async def _sent_today(case: Case) -> Rows:
    day = case.about.now.astimezone(EASTERN).date().isoformat()
    params = {"from": day, "to": day, "type": "0", "limit": EVERY}
    try:
        return await case.facts.rows("getSMS", **params)
    except VoipmsError:
        return []


async def sms_limit(case: Case) -> list[Finding]:
    """VoIP.ms takes 100 texts a day over its API."""
    sent = await _sent_today(case)
    if len(sent) < PER_DAY:
        return []
    words = f"{len(sent)} texts went out today: VoIP.ms takes {PER_DAY} a day over its API unless it allowed more."
    fix = Fix("Wait until midnight US Eastern, write from the portal, or ask VoIP.ms for more.")
    return [Finding("sms_limit", words, (case.saw("getSMS", f"{len(sent)} sent today"),), Sure.LIKELY, (fix,))]


async def sms_abroad(case: Case) -> list[Finding]:
    """Texts go to North American numbers of ten digits only."""
    caller = case.about.caller
    if caller is None or not (caller.abroad or len(caller.digits) < 10):
        return []
    words = f"{caller.said} is no number of the United States or Canada: VoIP.ms sends texts to those only."
    return [Finding("sms_abroad", words, (), fixes=(Fix("Write to a number of ten digits."),))]


async def mms_media_apart(case: Case) -> list[Finding]:
    """The list of messages leaves attachments out that are there when asked for one by one (observed)."""
    found: list[Finding] = []
    for row in await _recent_mms(case):
        id_ = text(row, "id")
        if media_of(row):
            continue
        try:
            held = media_of(await case.facts.answer("getMediaMMS", id=id_, media_as_array="1"))
        except VoipmsError:
            continue
        if held:
            words = f"Message {id_} has {len(held)} attachments that the list of messages does not show."
            fix = Fix("Ask for them one message at a time.", "getMediaMMS", {"id": id_, "media_as_array": True})
            evidence = (case.saw("getMediaMMS", f"{len(held)} attachments of {id_}"),)
            found.append(Finding("mms_media_apart", words, evidence, fixes=(fix,), entry=f"mms_message:{id_}"))
    return found


async def _recent_mms(case: Case) -> Rows:
    at = case.about.when.at.astimezone(EASTERN).date()
    params = {"from": (at - timedelta(days=7)).isoformat(), "to": at.isoformat(), "type": "1", "limit": EVERY}
    try:
        return (await case.facts.rows("getMMS", **params, **({"did": case.about.did} if case.about.did else {})))[:10]
    except VoipmsError:
        return []
