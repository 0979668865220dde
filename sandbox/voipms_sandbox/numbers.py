"""The methods of a number that is on the account."""

from collections.abc import Callable

from voipms_sandbox import refusal as r
from voipms_sandbox.entries import Answer, Param, Params, failover, require, route, verify
from voipms_sandbox.rates import TOLL_FREE
from voipms_sandbox.refusal import Here, Refuse
from voipms_sandbox.world import Row

DID = Param("did", r.owned("dids", "did"), required=True)
SETTINGS = (
    Param("routing", required=True, deep=route),
    Param("failover_busy", deep=failover, default="none:"),
    Param("failover_unreachable", deep=failover, default="none:"),
    Param("failover_noanswer", deep=failover, default="none:"),
    Param("voicemail", r.MAILBOX, status="invalid_mailbox", default="0"),
    Param("pop", r.POP, required=True, status="invalid_serverpop"),
    Param("dialtime", r.between(1, 600), required=True),
    Param("cnam", r.FLAG, required=True),
    Param("callerid_prefix", r.shorter(19)),
    Param("note", r.shorter(50)),
)
BILLING = Param("billing_type", r.one_of("1", "2"), required=True)
STEP5 = r.between(0, 60, 5)
INFO = (
    DID,
    *SETTINGS,
    BILLING,
    Param("record_calls", r.FLAG, default="0"),
    Param("inbound_dialing_mode", r.FLAG, default="0"),
    Param("port_out_pin", r.form(r"[0-9]*")),
    Param("transcribe", r.FLAG, default="0"),
    Param("transcription_locale", r.anything),
    Param("transcription_redaction", r.YES_NO, default="no"),
    Param("transcription_summary", r.YES_NO, default="no"),
    Param("transcription_sentiment", r.YES_NO, default="no"),
    Param("transcription_email", r.EMAIL),
    Param("transcription_start_delay", STEP5, default="0"),
    Param("sms_sipaccount_enabled", r.FLAG, default="0"),
    Param("sms_sipaccount", r.owned("sub_accounts", "account")),
    Param("voicemail_threshold", STEP5, default="0"),
)
SMS = (
    DID,
    Param("enable", r.FLAG, required=True, row="sms_enabled"),
    Param("email_enabled", r.FLAG, status="invalid_email_enable", row="sms_email_enabled", default="0"),
    Param("email_address", r.EMAIL, status="invalid_email", row="sms_email"),
    Param("sms_forward_enable", r.FLAG, status="invalid_forward_enable", row="sms_forward_enabled", default="0"),
    Param("sms_forward", r.form(r"|[0-9]{10}"), status="invalid_sms_forward"),
    Param("url_callback_enable", r.FLAG, status="invalid_callback_enable", row="sms_url_callback_enabled", default="0"),
    Param("url_callback", row="sms_url_callback"),
    Param("url_callback_retry", r.FLAG, status="invalid_callback_retry", row="sms_url_callback_retry", default="0"),
    Param("webhook_enable", r.FLAG, row="webhook_enabled", default="0"),
    Param("webhook"),
    Param("dialmode", r.one_of("1", "2"), default="1"),
    Param("smpp_enabled", r.FLAG, default="0"),
    Param("smpp_url", r.form(r"|s?smpps?://\S+|ssmpp://\S+"), status="invalid_smpp_url"),
    Param("smpp_user"),
    Param("smpp_pass"),
    Param("sms_sipaccount_enabled", r.FLAG, default="0"),
    Param("sms_sipaccount", r.owned("sub_accounts", "account")),
)


def verified(here: Here, specs: tuple[Param, ...], params: Params) -> Row:
    """The row fields of a full write: what is left out gets its default."""
    require(specs, params)
    verify(specs, params, here)
    return {param.column: param.value(params, {}) for param in specs if param is not DID}


def number(here: Here, params: Params) -> Row:
    if not params.get("did"):
        raise Refuse("missing_did")
    row = here.account.find("dids", did=params["did"])
    if row is None:
        raise Refuse("invalid_did")
    return row


def set_info(here: Here, params: Params) -> Answer:
    fields = verified(here, INFO, params)
    number(here, params).update(fields)
    return {}


def set_sms(here: Here, params: Params) -> Answer:
    fields = verified(here, SMS, params)
    row = number(here, params)
    if row.get("sms_available") == "0" and fields["sms_enabled"] == "1":
        raise Refuse("sms_apply_regulations")
    _wait_a_minute(here, row, fields["sms_enabled"])
    row.update(fields)
    return {}


def _wait_a_minute(here: Here, row: Row, enabled: str) -> None:
    """Switching SMS on and off within a minute is refused and leaves it as it is."""
    if row.get("sms_enabled") == enabled:
        return
    now = here.world.clock.now().timestamp()
    name = f"sms_switched_{row['did']}"
    if 0 <= now - float(here.account.meta(name) or 0) < 60:
        raise Refuse("sms_wait_message")
    here.account.set_meta(name, str(now))


def narrow(*specs: Param) -> Callable[[Here, Params], Answer]:
    """A method that changes these fields of a number and nothing else."""

    def run(here: Here, params: Params) -> Answer:
        fields = verified(here, (DID, *specs), params)
        number(here, params).update(fields)
        return {}

    return run


def set_billing(here: Here, params: Params) -> Answer:
    fields = verified(here, (DID, BILLING), params)
    row = number(here, params)
    if row["billing_type"] == params["billing_type"]:
        raise Refuse("same_did_billingtype")
    if row["did"][:3] in TOLL_FREE:
        raise Refuse("no_change_billingtype")
    row.update(fields)
    return {}


def unconnect(here: Here, params: Params) -> Answer:
    row = number(here, params)
    if not row.get("reseller_account"):
        raise Refuse("invalid_client")
    row.update({name: "" for name in row if name.startswith("reseller_")})
    return {}


def cancel(here: Here, params: Params) -> Answer:
    """The number leaves the account, for good; what names it stays as it is (inferred). With `test` nothing happens."""
    row = number(here, params)
    if not params.get("test"):
        here.account.table("dids").remove(row)
    return {}


METHODS = {
    "setDIDInfo": set_info,
    "setSMS": set_sms,
    "setDIDRouting": narrow(SETTINGS[0]),
    "setDIDVoicemail": narrow(SETTINGS[4]),
    "setDIDPOP": narrow(SETTINGS[5]),
    "setDIDBillingType": set_billing,
    "unconnectDID": unconnect,
    "cancelDID": cancel,
}
