"""Short lists of values that all accounts share. Some values are the manual's samples, the others invented."""

LISTS = {
    "timezones": "America/New_York America/New York;America/Toronto America/Toronto;America/Chicago America/Chicago;"
    "America/Denver America/Denver;America/Los_Angeles America/Los Angeles;America/Vancouver America/Vancouver;"
    "America/Halifax America/Halifax;America/Buenos_Aires America/Buenos Aires;Europe/Paris Europe/Paris;"
    "Asia/Beijing Asia/Beijing;US/Pacific-New US/Pacific-New;Factory Factory",
    "allowed_codecs": "ulaw G.711U;g729 G.729a;gsm GSM;g722 G.722;all All Codecs",
    "auth_types": "1 User/Password Authentication;2 Static IP Authentication",
    "device_types": "1 Asterisk, IP PBX, Gateway or VoIP Switch;2 ATA device, IP Phone or Softphone",
    "dtmf_modes": "auto AUTO;rfc2833 RFC2833;inband INBAND;info INFO",
    "nat": "yes Yes;no No;route Route;never Never",
    "protocols": "1 SIP;3 IAX2",
    "routes": "1 Value;2 Premium",
    "lock_international": "0 International Calls Enabled;1 International Calls Disabled",
    "play_instructions": "u Yes;su No",
    "email_attachment_formats": "wav49 Recommended Smaller File Size;wav Better Quality;wavmp3 MP3",
    "e911_types": "Apartment Apartment;Building Building;Floor Floor;Hanger Hanger;Suite Suite;Unit Unit",
    "call_billing": "all All Calls;free Free Calls;billed Billed Calls",
}
"""By the key of the answer: `value description` pairs."""
GETTERS = {
    "getTimezones": ("timezones", "timezone"),
    "getAllowedCodecs": ("allowed_codecs", "codec"),
    "getAuthTypes": ("auth_types", "type"),
    "getDeviceTypes": ("device_types", "device_type"),
    "getDTMFModes": ("dtmf_modes", "dtmf_mode"),
    "getNAT": ("nat", "nat"),
    "getProtocols": ("protocols", "protocol"),
    "getRoutes": ("routes", "route"),
    "getLockInternational": ("lock_international", "lock_international"),
    "getPlayInstructions": ("play_instructions", "play_instructions"),
    "getVoicemailAttachmentFormats": ("email_attachment_formats", "email_attachment_format"),
    "getCallBilling": ("call_billing", ""),
}
"""The key each of them answers with, and its parameter for one value."""


def rows_of_list(name: str) -> list[dict[str, str]]:
    """The rows of such a list."""
    pairs = [one.partition(" ") for one in LISTS[name].split(";")]
    return [{"value": value, "description": words} for value, _, words in pairs]
