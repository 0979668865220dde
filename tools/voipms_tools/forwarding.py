"""Entries that lead calls out of the account or into it: forwardings, SIP URIs, callbacks, DISA."""

from typing import Annotated

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.words.marks import DIALS, NEWER, STEERS, Secret
from voipms_tools.words.numbers import CallerId, EntryId, Flag, Id, Pause, PhoneNumber, Seconds, pin
from voipms_tools.words.texts import Description, Dtmf, Language, Name, RequiredDescription, SipUri

DisaPin = Annotated[str, pin(4, 4, "a PIN of 4 digits")]
FORWARDING = Entry("forwarding", "getForwardings", "forwarding")
SIP_URI = Entry("sipuri", "getSIPURIs", "sipuri")
CALLBACK = Entry("callback", "getCallbacks", "callback")
DISA = Entry("disa", "getDISAs", "disa")


class SetForwarding(Function, effect=Effect.CHANGE, toolset="routing", entry=FORWARDING, counterpart="delForwarding"):
    """Create or change a forwarding to a telephone number; use it as fwd:id."""

    forwarding: EntryId | None = None
    """Of getForwardings; else new."""
    phone_number: Annotated[PhoneNumber, DIALS]
    """10 or 11 digits, or 011 and an international number."""
    callerid_override: CallerId | None = None
    """Caller ID to show; empty for the caller's."""
    description: Description | None = None
    """Its name."""
    dtmf_digits: Annotated[Dtmf | None, STEERS] = None
    """Keys sent after the answer."""
    pause: Pause | None = None
    """Seconds before them."""
    diversion_header: Annotated[Flag | None, NEWER] = None
    """Send the Diversion header."""
    attestation_a_enabled: Annotated[Flag | None, NEWER] = None
    """Ask for attestation A."""


class DelForwarding(
    Function, effect=Effect.DELETE, toolset="routing", entry=FORWARDING, counterpart="setForwarding", default=False
):
    """Delete a forwarding. Refused while something points at it."""

    forwarding: Id
    """Of getForwardings."""


class SetSIPURI(Function, effect=Effect.CHANGE, toolset="routing", entry=SIP_URI, counterpart="delSIPURI"):
    """Create or change a SIP address that calls can go to; use it as sip:id."""

    sipuri: EntryId | None = None
    """Of getSIPURIs; else new."""
    uri: Annotated[SipUri, STEERS]
    """user@host[:port]; {DID} stands for the dialled number."""
    description: Description | None = None
    """Its name."""
    callerid_override: Annotated[CallerId | None, NEWER] = None
    """Caller ID to show."""
    callerid_e164: Annotated[Flag | None, NEWER] = None
    """Show it as +1..."""


class DelSIPURI(
    Function, effect=Effect.DELETE, toolset="routing", entry=SIP_URI, counterpart="setSIPURI", default=False
):
    """Delete a SIP address. Refused while something points at it."""

    sipuri: Id
    """Of getSIPURIs."""


class SetCallback(Function, effect=Effect.CHANGE, toolset="routing", entry=CALLBACK, counterpart="delCallback"):
    """Create or change a callback: whoever dials in is called back for a dial tone."""

    callback: EntryId | None = None
    """Of getCallbacks; else new."""
    description: RequiredDescription
    """Its name."""
    number: Annotated[PhoneNumber, DIALS]
    """Number to call back; not one of your own."""
    delay_before: Seconds
    """Seconds before calling back; 0 is refused."""
    response_timeout: Seconds
    """Seconds to wait for input."""
    digit_timeout: Seconds
    """Seconds between digits."""
    callerid_number: CallerId | None = None
    """Caller ID to show."""


class DelCallback(
    Function, effect=Effect.DELETE, toolset="routing", entry=CALLBACK, counterpart="setCallback", default=False
):
    """Delete a callback. Refused while something points at it."""

    callback: Id
    """Of getCallbacks."""


class SetDISA(Function, effect=Effect.CHANGE, toolset="routing", entry=DISA, counterpart="delDISA"):
    """Create or change a DISA: a dial tone, at your cost, for whoever knows its PIN."""

    disa: EntryId | None = None
    """Of getDISAs; else new."""
    name: Name
    """Its name."""
    pin: Annotated[DisaPin, Secret(digits=4)]
    """4 digits; (hidden) keeps it, generate makes one that only a person is shown."""
    digit_timeout: Seconds
    """Seconds between digits."""
    callerid_override: CallerId | None = None
    """Caller ID to show."""
    language: Annotated[Language | None, NEWER] = None
    """Of its prompts."""


class DelDISA(Function, effect=Effect.DELETE, toolset="routing", entry=DISA, counterpart="setDISA", default=False):
    """Delete a DISA. Refused while something points at it."""

    disa: Id
    """Of getDISAs."""
