"""The account's numbers, sub-accounts and mailboxes, and the entries that lead calls out of it."""

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.rows import Rows, fields
from voipms_tools.words.numbers import AccountLogin, Did, Id

FAILOVERS = "failover_busy failover_unreachable failover_noanswer"
NUMBER = fields(
    id="did pop reseller_account sms_forward sms_sipaccount voicemail",
    text="description callerid_prefix note sms_email smpp_user transcription_locale transcription_email",
    routing=f"routing {FAILOVERS}",
    integer="dialtime billing_type transcription_start_delay voicemail_threshold dialmode inbound_dialing_mode",
    flag="cnam e911 sms_available sms_enabled sms_email_enabled sms_forward_enabled sms_url_callback_enabled "
    "sms_url_callback_retry smpp_enabled transcribe transcription_redaction transcription_summary "
    "transcription_sentiment record_calls mms_available webhook_enabled sms_sipaccount_enabled",
    url="sms_url_callback smpp_url webhook",
    secret="port_out_pin smpp_pass",
    date="next_billing reseller_next_billing",
    time="order_date",
    money="reseller_monthly reseller_minute reseller_setup",
)
SUB_ACCOUNT = fields(
    id="id account callerid_number internal_extension internal_voicemail reseller_client reseller_package "
    "parking_lot default_e911 internal_extension_location canada_routing",
    text="username description ip music_on_hold language allowed_codecs dtmf_mode nat ip_restriction pop_restriction "
    "transcription_locale transcription_email internal_cnam",
    integer="protocol auth_type device_type lock_international international_route max_expiry rtp_timeout "
    "rtp_hold_timeout internal_dialtime transcription_start_delay tfcarrier call_pickup_behavior dialing_mode",
    flag="sip_traffic enable_ip_restriction enable_pop_restriction send_bye record_calls transcribe "
    "transcription_redaction transcription_summary transcription_sentiment enable_internal_cnam allow225",
    secret="password",
    date="reseller_nextbilling",
)
VOICEMAIL = fields(
    id="mailbox unavailable_message_recording",
    text="name email timezone play_instructions language email_attachment_format transcription_locale "
    "transcription_format",
    flag="skip_password attach_message delete_message say_time say_callerid transcription transcription_redaction "
    "transcription_sentiment transcription_summary",
    integer="new urgent transcription_delay",
    secret="password",
)


class GetDIDsInfo(
    Function, effect=Effect.READ, toolset="numbers", rows=Rows("dids", NUMBER, ("no_did",), "Give `did`.")
):
    """List your numbers with all their settings."""

    client: Id | None = None
    """Resellers: of this client."""
    did: Did | None = None
    """Only this number."""


class GetSubAccounts(
    Function,
    effect=Effect.READ,
    toolset="accounts",
    rows=Rows("accounts", SUB_ACCOUNT, ("no_account", "no_subaccount"), "Give `account`."),
):
    """List sub-accounts (devices and people)."""

    account: AccountLogin | None = None
    """Only this login, as 100001_VoIP."""


class GetForwardings(
    Function,
    effect=Effect.READ,
    toolset="routing",
    rows=Rows(
        "forwardings",
        fields(
            id="forwarding phone_number callerid_override",
            text="description dtmf_digits pause",
            flag="diversion_header attestation_a_enabled",
        ),
        ("no_forwarding",),
        "Give `forwarding`.",
    ),
):
    """List forwardings (fwd:id)."""

    forwarding: Id | None = None
    """This one."""


class GetVoicemails(
    Function,
    effect=Effect.READ,
    toolset="accounts",
    rows=Rows("voicemails", VOICEMAIL, ("no_mailbox",), "Give `mailbox`."),
):
    """List mailboxes (vm:mailbox)."""

    mailbox: Id | None = None
    """This one."""
    client: Id | None = None
    """Resellers: of this client."""


class GetSIPURIs(
    Function,
    effect=Effect.READ,
    toolset="routing",
    rows=Rows(
        "sipuris",
        fields(id="sipuri callerid_override", text="uri description", flag="callerid_e164"),
        ("no_sipuri",),
        "Give `sipuri`.",
    ),
):
    """List SIP URIs (sip:id)."""

    sipuri: Id | None = None
    """This one."""


class GetCallbacks(
    Function,
    effect=Effect.READ,
    toolset="routing",
    rows=Rows(
        "callbacks",
        fields(
            id="callback number callerid_number",
            text="description",
            integer="delay_before response_timeout digit_timeout",
        ),
        ("no_callback",),
        "Give `callback`.",
    ),
):
    """List callbacks (cb:id)."""

    callback: Id | None = None
    """This one."""


class GetDISAs(
    Function,
    effect=Effect.READ,
    toolset="routing",
    rows=Rows(
        "disa",
        fields(id="disa callerid_override", text="name language", secret="pin", integer="digit_timeout"),
        ("no_disa",),
        "Give `disa`.",
    ),
):
    """List DISAs (disa:id)."""

    disa: Id | None = None
    """This one."""
