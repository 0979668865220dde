"""Entries of the account that calls can be routed through."""

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.rows import Rows, fields
from voipms_tools.words.numbers import AccountLogin, Did, Id
from voipms_tools.words.texts import RequiredDescription

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
    "parking_lot default_e911 internal_extension_location",
    text="username description ip music_on_hold language allowed_codecs dtmf_mode nat ip_restriction pop_restriction "
    "transcription_locale transcription_email internal_cnam",
    integer="protocol auth_type device_type canada_routing international_route max_expiry rtp_timeout rtp_hold_timeout "
    "internal_dialtime transcription_start_delay tfcarrier call_pickup_behavior dialing_mode",
    flag="lock_international sip_traffic enable_ip_restriction enable_pop_restriction send_bye record_calls transcribe "
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
QUEUE = fields(
    id="queue queue_number join_announcement agent_announcement voice_announcement",
    text="queue_name queue_language callerid_prefix report_hold_time_agent member_delay music_on_hold "
    "maximum_wait_time maximum_callers join_when_empty leave_when_empty ring_strategy retry_timer wrapup_time "
    "frequency_announcement announce_position_frecuency announce_round_seconds "
    "if_announce_position_enabled_report_estimated_hold_time",
    integer="priority_weight agent_ring_timeout",
    flag="ring_inuse thankyou_for_your_patience",
    secret="queue_password",
    routing="fail_over_routing_timeout fail_over_routing_full fail_over_routing_join_empty "
    "fail_over_routing_leave_empty fail_over_routing_join_unavail fail_over_routing_leave_unavail",
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
    """Only this one."""


class GetVoicemails(
    Function,
    effect=Effect.READ,
    toolset="accounts",
    rows=Rows("voicemails", VOICEMAIL, ("no_mailbox",), "Give `mailbox`."),
):
    """List mailboxes (vm:mailbox)."""

    mailbox: Id | None = None
    """Only this one."""
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
    """Only this one."""


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
    """Only this one."""


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
    """Only this one."""


class GetRingGroups(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows(
        "ring_groups",
        fields(id="ring_group caller_announcement voicemail", text="name music_on_hold language", members="members"),
        ("no_ringgroup",),
        "Give `ring_group`.",
    ),
):
    """List ring groups (grp:id)."""

    ring_group: Id | None = None
    """Only this one."""


class GetIVRs(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows(
        "ivrs",
        fields(id="ivr recording", text="name language", integer="timeout voicemailsetup", choices="choices"),
        ("no_ivr",),
        "Give `ivr`.",
    ),
):
    """List IVRs, menus of keys (ivr:id)."""

    ivr: Id | None = None
    """Only this one."""


class GetRecordings(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows("recordings", fields(id="value", text="description"), ("no_recording",), "Give `recording`."),
):
    """List recordings (recording:value)."""

    recording: Id | None = None
    """Only this one."""


class GetTimeConditions(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows(
        "timecondition",
        fields(
            id="timecondition",
            text="name starthour startminute endhour endminute weekdaystart weekdayend",
            routing="routing_match routing_nomatch",
        ),
        ("no_timecondition",),
        "Give `timecondition`.",
    ),
):
    """List time conditions (tc:id); their hours are US Eastern."""

    timecondition: Id | None = None
    """Only this one."""


class GetCallerIDFiltering(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows(
        "filtering",
        fields(id="filtering did", stranger="callerid", text="note", routing=f"routing {FAILOVERS}"),
        ("no_filter", "no_filtering"),
        "Give `filtering` or `did`.",
    ),
):
    """List caller-ID filters."""

    filtering: Id | None = None
    """Only this one."""
    did: Did | None = None
    """Only of this number."""


class GetPhonebook(
    Function,
    effect=Effect.READ,
    toolset="phonebook",
    rows=Rows(
        "phonebooks",
        fields(id="phonebook number group", text="speed_dial name callerid note group_name"),
        ("no_phonebook",),
        "Give `name` or `group`.",
    ),
):
    """List phonebook entries."""

    phonebook: Id | None = None
    """Only this one."""
    name: RequiredDescription | None = None
    """Only with this name."""
    group: Id | None = None
    """Only of this group."""
    group_name: RequiredDescription | None = None
    """Only of the group so named."""


class GetQueues(
    Function, effect=Effect.READ, toolset="queues", rows=Rows("queues", QUEUE, ("no_queue",), "Give `queue`.")
):
    """List call queues (queue:id)."""

    queue: Id | None = None
    """Only this one."""


class GetStaticMembers(
    Function,
    effect=Effect.READ,
    toolset="queues",
    rows=Rows(
        "members",
        fields(id="member queue_number account", text="name", integer="priority"),
        ("no_member",),
        "Give `member`.",
    ),
):
    """List the static members of a queue."""

    queue: Id
    """Queue id of getQueues."""
    member: Id | None = None
    """Only this one."""
