"""The numbers of the account: routing, POP, billing, mailbox, SMS service."""

from dataclasses import replace
from typing import Annotated

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.groups import NumberSettings
from voipms_tools.words.marks import CHARGED, NEWER, SECRET, STEERS, Secret
from voipms_tools.words.numbers import (
    AccountOrNone,
    BillingType,
    Did,
    Flag,
    Mailbox,
    Pop,
    YesNo,
    between,
    pin,
    ten_digits,
)
from voipms_tools.words.routes import Routing
from voipms_tools.words.texts import CallbackUrl, Email, Locales, SmppUrl, line
from voipms_tools.words.texts import Note as ShortText
from voipms_tools.words.word import Word


def _forward(value: object) -> str:
    return "" if value == "" else ten_digits(value)


SmsForward = Annotated[str, Word(_forward, {"type": "string"})]
NUMBER = Entry(id="did", getter="getDIDsInfo", filter="did", always=True)
ONE_SETTING = replace(NUMBER, narrow=True)
Step5 = Annotated[int, between(0, 60, 5)]
PortOutPin = Annotated[str, pin(1, 20, "a PIN of digits")]
Comment = Annotated[str, line(200)]
"""The manual names no limit."""


class SetDIDRouting(Function, effect=Effect.CHANGE, toolset="numbers", entry=ONE_SETTING):
    """Route a number's calls to somewhere else; nothing else of it changes.

    Routes are `header:id`: account:100001_VoIP (getSubAccounts), fwd (getForwardings), vm (getVoicemails), sip
    (getSIPURIs), grp (getRingGroups), ivr (getIVRs), recording (getRecordings), queue (getQueues), cb (getCallbacks),
    tc (getTimeConditions), disa (getDISAs), sys:hangup|busy|noservice|disconnected|dtmf|echo, none: (no action).
    """

    did: Did
    """Own number."""
    routing: Routing
    """As `header:id`."""


class SetDIDPOP(Function, effect=Effect.CHANGE, toolset="numbers", entry=ONE_SETTING):
    """Move a number to another point of presence."""

    did: Did
    """Own number."""
    pop: Pop
    """Of getServersInfo."""


class SetDIDVoicemail(Function, effect=Effect.CHANGE, toolset="numbers", entry=ONE_SETTING):
    """Give a number a mailbox, or take it away."""

    did: Did
    """Own number."""
    voicemail: Annotated[Mailbox | None, STEERS] = None
    """Of getVoicemails; 0, empty or left out: none."""

    def wire(self) -> dict[str, str]:
        """What is left out is said, so that what was meant can be compared with what became of it."""
        return {"voicemail": "0", **super().wire()}


class SetDIDBillingType(Function, effect=Effect.CHANGE, toolset="numbers", entry=ONE_SETTING):
    """Change how a number is charged."""

    did: Did
    """Own number."""
    billing_type: Annotated[BillingType, CHARGED]
    """1 per minute, 2 flat."""


class SetDIDInfo(NumberSettings, effect=Effect.CHANGE, toolset="numbers", entry=NUMBER):
    """Change several settings of a number; what is left out is kept. For one, use the narrower setDID* tools."""

    did: Did
    """Own number."""
    billing_type: Annotated[BillingType, CHARGED]
    """1 per minute, 2 flat."""
    record_calls: Annotated[Flag | None, NEWER] = None
    """Record its calls."""
    inbound_dialing_mode: Annotated[Annotated[int, between(0, 1)] | None, NEWER] = None
    """Caller ID form: 0 NANPA, 1 E.164."""
    port_out_pin: Annotated[PortOutPin | None, NEWER, Secret(digits=6)] = None
    """PIN asked when it is ported away (some US numbers), or generate."""
    transcribe: Annotated[Flag | None, NEWER, CHARGED] = None
    """Transcribe calls (charged)."""
    transcription_locale: Annotated[Locales | None, NEWER] = None
    """As en-US,fr-CA; at most 10."""
    transcription_redaction: Annotated[YesNo | None, NEWER] = None
    """Leave personal data out."""
    transcription_summary: Annotated[YesNo | None, NEWER] = None
    """Add a summary."""
    transcription_sentiment: Annotated[YesNo | None, NEWER] = None
    """Add the mood."""
    transcription_email: Annotated[Email | None, NEWER, STEERS] = None
    """Where transcripts go."""
    transcription_start_delay: Annotated[Step5 | None, NEWER] = None
    """Seconds before it starts."""
    sms_sipaccount_enabled: Annotated[Flag | None, NEWER, STEERS] = None
    """Deliver SMS to a sub-account."""
    sms_sipaccount: Annotated[AccountOrNone | None, NEWER, STEERS] = None
    """That sub-account."""
    voicemail_threshold: Annotated[Step5 | None, NEWER] = None
    """Seconds; meaning not documented."""


class SetSMS(
    Function,
    effect=Effect.CHANGE,
    toolset="sms",
    entry=Entry(
        id="did",
        getter="getDIDsInfo",
        filter="did",
        always=True,
        names={
            "enable": "sms_enabled",
            "email_enabled": "sms_email_enabled",
            "email_address": "sms_email",
            "sms_forward_enable": "sms_forward_enabled",
            "url_callback_enable": "sms_url_callback_enabled",
            "url_callback": "sms_url_callback",
            "url_callback_retry": "sms_url_callback_retry",
            "webhook_enable": "webhook_enabled",
        },
    ),
):
    """Set how a number receives SMS; delivery channels left out are kept."""

    did: Did
    """Own number."""
    enable: Annotated[Flag, STEERS]
    """Turn its SMS service on or off."""
    email_enabled: Annotated[Flag | None, STEERS] = None
    """Deliver by e-mail."""
    email_address: Annotated[Email | None, STEERS] = None
    """To this address."""
    sms_forward_enable: Annotated[Flag | None, STEERS] = None
    """Forward as SMS."""
    sms_forward: Annotated[SmsForward | None, STEERS] = None
    """To this number."""
    url_callback_enable: Annotated[Flag | None, STEERS] = None
    """Deliver by GET."""
    url_callback: Annotated[CallbackUrl | None, SECRET] = None
    """URL with {FROM}, {TO}, {MESSAGE}; it must answer `ok`."""
    url_callback_retry: Flag | None = None
    """Again every 30 minutes until `ok`."""
    webhook_enable: Annotated[Flag | None, NEWER, STEERS] = None
    """Deliver by POST."""
    webhook: Annotated[CallbackUrl | None, NEWER, SECRET] = None
    """URL of the webhook."""
    dialmode: Annotated[Annotated[int, between(1, 2)] | None, NEWER] = None
    """Numbers as 1 NANPA, 2 E.164."""
    smpp_enabled: Annotated[Flag | None, NEWER, STEERS] = None
    """Deliver by SMPP."""
    smpp_url: Annotated[SmppUrl | None, NEWER, SECRET] = None
    """smpp:// or ssmpp:// address."""
    smpp_user: Annotated[ShortText | None, NEWER] = None
    """SMPP user."""
    smpp_pass: Annotated[ShortText | None, NEWER, Secret(characters=8)] = None
    """SMPP password, or generate."""
    sms_sipaccount_enabled: Annotated[Flag | None, NEWER, STEERS] = None
    """Deliver to a sub-account."""
    sms_sipaccount: Annotated[AccountOrNone | None, NEWER, STEERS] = None
    """That sub-account (with password login)."""


class UnconnectDID(Function, effect=Effect.DELETE, toolset="numbers", entry=ONE_SETTING):
    """Resellers: take a number away from the client's sub-account it is connected to. A person is asked."""

    did: Did
    """Own number."""


class CancelDID(Function, effect=Effect.SPEND, toolset="numbers", entry=ONE_SETTING):
    """Cancel a number: it leaves the account, and that cannot be undone."""

    did: Did
    """Own number."""
    cancelcomment: Comment | None = None
    """Comment on the cancellation."""
    portout: Flag | None = None
    """It is being ported out."""
    test: Flag | None = None
    """true (default): rehearse. false: cancel, after a yes."""
