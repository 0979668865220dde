"""Sub-accounts: what devices and people register as, and how each may call."""

from dataclasses import replace
from typing import Annotated, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.words.accounts import (
    Addresses,
    Codecs,
    EmergencyNumber,
    Extension,
    Ip,
    Password,
    Pops,
    SubAccount,
    Username,
)
from voipms_tools.words.marks import CHARGED, OPENS, RATES, STEERS, Listed, Secret
from voipms_tools.words.numbers import CallerId, EntryId, Flag, Mailbox, YesNo, between
from voipms_tools.words.texts import Code, Date, Description, Email, Language, Locales, line, one_of

USER, ADDRESS = "1", "2"
"""Types of authorization: by user and password, or by address (manual)."""
NEW_ACCOUNT = Entry(
    "id",
    "getSubAccounts",
    "account",
    unread=("reseller_chargesetup",),
    only_with={"password": ("auth_type", USER), "ip": ("auth_type", ADDRESS)},
    number="id",
)
ACCOUNT = replace(NEW_ACCOUNT, always=True)
Expiry = Annotated[int, between(60, 3600, right="60 to 3600 seconds")]
Timeout = Annotated[int, between(1, 3600, right="1 to 3600 seconds")]
Dialtime = Annotated[int, between(1, 60, right="1 to 60 seconds")]
Step5 = Annotated[int, between(0, 60, 5, right="0 to 60 seconds in steps of 5")]


class AccountSettings(Function):
    """The settings of a sub-account."""

    description: Description | None = None
    """Its name."""
    auth_type: Annotated[Code, STEERS, Listed("getAuthTypes", "value")]
    """1 user and password, 2 IP address."""
    password: Annotated[Password | None, Secret(characters=16, mixed=True)] = None
    """8 or more; (hidden) keeps it, generate makes one that only a person is shown."""
    ip: Annotated[Ip | None, STEERS] = None
    """With auth_type 2: its address."""
    device_type: Annotated[Code, Listed("getDeviceTypes", "value")]
    """Of getDeviceTypes."""
    callerid_number: CallerId | None = None
    """Its caller ID; empty for the account's."""
    canada_routing: Annotated[Code | None, RATES] = None
    """Of getRoutes, for Canada."""
    lock_international: Annotated[Code, OPENS, Listed("getLockInternational", "value")]
    """1: no international calls."""
    allow225: Flag | None = None
    """Let *225 tell the balance."""
    international_route: Annotated[Code, RATES, Listed("getRoutes", "value")]
    """Of getRoutes."""
    music_on_hold: Annotated[Code, Listed("getMusicOnHold", "value")]
    """Of getMusicOnHold."""
    language: Language | None = None
    """Of system messages."""
    record_calls: Flag | None = None
    """Record its calls."""
    allowed_codecs: Codecs
    """Of getAllowedCodecs, joined by `;`."""
    dtmf_mode: Annotated[Code, Listed("getDTMFModes", "value")]
    """Of getDTMFModes."""
    nat: Annotated[Code, Listed("getNAT", "value")]
    """Of getNAT."""
    sip_traffic: Flag | None = None
    """Encrypted calls only."""
    max_expiry: Expiry | None = None
    """Seconds of a registration."""
    rtp_timeout: Timeout | None = None
    """Seconds of silence, then it hangs up."""
    rtp_hold_timeout: Timeout | None = None
    """The same on hold."""
    ip_restriction: Annotated[Addresses | None, STEERS] = None
    """Addresses that may call, with commas."""
    enable_ip_restriction: Annotated[Flag | None, STEERS] = None
    """Only those may."""
    pop_restriction: Annotated[Pops | None, STEERS] = None
    """Servers for its calls, with commas."""
    enable_pop_restriction: Annotated[Flag | None, STEERS] = None
    """Only those do."""
    send_bye: Flag | None = None
    """Send BYE after a transfer."""
    transcribe: Annotated[Flag | None, CHARGED] = None
    """Transcribe calls (charged)."""
    transcription_locale: Locales | None = None
    """Languages spoken, as en-US."""
    transcription_email: Annotated[Email | None, STEERS] = None
    """Where transcripts go."""
    transcription_start_delay: Step5 | None = None
    """Seconds before it starts."""
    internal_extension: Annotated[Extension | None, STEERS] = None
    """4 makes 104."""
    internal_voicemail: Annotated[Mailbox | None, STEERS] = None
    """Mailbox of getVoicemails."""
    internal_dialtime: Dialtime | None = None
    """Seconds to ring."""
    reseller_client: EntryId | None = None
    """Resellers: client."""
    reseller_package: EntryId | None = None
    """Resellers: package."""
    reseller_nextbilling: Date | None = None
    """Resellers: next billing."""
    reseller_chargesetup: Flag | None = None
    """Resellers: charge the set-up fee."""
    parking_lot: EntryId | None = None
    """Of getCallParking."""
    enable_internal_cnam: Flag | None = None
    """Show a name inside."""
    internal_cnam: Annotated[str, line(60)] | None = None
    """That name."""
    default_e911: EmergencyNumber | None = None
    """Number that 911 is shown."""
    call_pickup_behavior: Annotated[int, between(1, 4)] | None = None
    """1 both ways, 2 picks up, 3 is picked up, 4 no."""
    dialing_mode: Annotated[int, between(0, 2)] | None = None
    """0 account's, 1 E.164, 2 NANPA."""
    tfcarrier: Annotated[str, one_of("-1", "0", "1", "2")] | None = None
    """To toll-free: -1 account's, 0 server's, 1 US, 2 Canada."""
    internal_extension_location: Code | None = None
    """Location group."""


class CreateSubAccount(
    AccountSettings,
    effect=Effect.CHANGE,
    toolset="accounts",
    entry=NEW_ACCOUNT,
    counterpart="delSubAccount",
    default=False,
):
    """Create a sub-account for a device; use it as account:login."""

    username: Username
    """What follows the _ of its login."""
    protocol: Annotated[Code, Listed("getProtocols", "value")]
    """Of getProtocols."""
    transcription_redaction: YesNo | None = None
    """Leave out personal data."""
    transcription_summary: YesNo | None = None
    """Summarise."""
    transcription_sentiment: YesNo | None = None
    """Tell the mood."""

    @model_validator(mode="after")
    def _authorized(self) -> Self:
        """The manual: a password goes with one type of authorization, an address with the other."""
        needed = {USER: "password", ADDRESS: "ip"}.get(self.auth_type, "")
        if needed and not getattr(self, needed):
            raise PydanticCustomError(
                "word", "auth_type {type} needs {needed}.", {"type": self.auth_type, "needed": needed}
            )
        return self


class SetSubAccount(AccountSettings, effect=Effect.CHANGE, toolset="accounts", entry=ACCOUNT, default=False):
    """Change a sub-account; what is left out is kept."""

    id: SubAccount
    """`id` of getSubAccounts, or the login."""


class DelSubAccount(
    Function,
    effect=Effect.DELETE,
    toolset="accounts",
    entry=NEW_ACCOUNT,
    counterpart="createSubAccount",
    default=False,
):
    """Delete a sub-account. Refused while something points at it."""

    id: SubAccount
    """`id` of getSubAccounts, or the login."""
