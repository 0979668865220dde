"""Reference lists of sub-accounts, mailboxes and calls: what other functions take as values."""

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.getters.reference import values
from voipms_tools.words.texts import Code


class GetTimezones(Function, effect=Effect.READ, toolset="voicemail", reference=True, rows=values("timezones")):
    """List time zones of mailboxes."""

    timezone: Code | None = None
    """This one."""


class GetAllowedCodecs(Function, effect=Effect.READ, toolset="accounts", reference=True, rows=values("allowed_codecs")):
    """List codecs of sub-accounts."""

    codec: Code | None = None
    """This one."""


class GetAuthTypes(Function, effect=Effect.READ, toolset="accounts", reference=True, rows=values("auth_types")):
    """List ways in which a sub-account is known."""

    type: Code | None = None
    """This one."""


class GetDeviceTypes(Function, effect=Effect.READ, toolset="accounts", reference=True, rows=values("device_types")):
    """List device types of sub-accounts."""

    device_type: Code | None = None
    """This one."""


class GetDTMFModes(Function, effect=Effect.READ, toolset="accounts", reference=True, rows=values("dtmf_modes")):
    """List DTMF modes of sub-accounts."""

    dtmf_mode: Code | None = None
    """This one."""


class GetNAT(Function, effect=Effect.READ, toolset="accounts", reference=True, rows=values("nat")):
    """List NAT settings of sub-accounts."""

    nat: Code | None = None
    """This one."""


class GetProtocols(Function, effect=Effect.READ, toolset="accounts", reference=True, rows=values("protocols")):
    """List protocols of sub-accounts."""

    protocol: Code | None = None
    """This one."""


class GetRoutes(Function, effect=Effect.READ, toolset="accounts", reference=True, rows=values("routes")):
    """List routes of outgoing calls."""

    route: Code | None = None
    """This one."""


class GetLockInternational(
    Function, effect=Effect.READ, toolset="accounts", reference=True, rows=values("lock_international")
):
    """List locks of international calls."""

    lock_international: Code | None = None
    """This one."""


class GetPlayInstructions(
    Function, effect=Effect.READ, toolset="voicemail", reference=True, rows=values("play_instructions")
):
    """List values of a mailbox's instructions."""

    play_instructions: Code | None = None
    """This one."""


class GetVoicemailAttachmentFormats(
    Function, effect=Effect.READ, toolset="voicemail", reference=True, rows=values("email_attachment_formats")
):
    """List file formats of mailed voicemail."""

    email_attachment_format: Code | None = None
    """This one."""


class GetCallBilling(Function, effect=Effect.READ, toolset="account", reference=True, rows=values("call_billing")):
    """List values of getCDR's callbilling."""
