"""What it means when VoIP.ms does not let an account in or does not answer, said in one place."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from voipms_server.errors import Refused, VoipmsError

PORTAL = "Main Menu, SOAP and REST/JSON API"
MEND = f"In the portal, {PORTAL}: set the API password, turn it on, allow the address."
ASK = "Do what the status advises; if it stays, ask VoIP.ms's support."
LATER = "This is no matter of credentials: try again later, and see VoIP.ms's status page."


@dataclass(frozen=True, slots=True)
class Barred:
    """A cause for programs, what it is about, the cause in words, and what a person does about it."""

    kind: str
    what: str
    words: str
    mend: str = MEND


WRONG = Barred("credentials_wrong", "credentials", "VoIP.ms does not accept the user or the API password.")
REFUSED: Mapping[str, Barred] = MappingProxyType(
    {
        "invalid_credentials": WRONG,
        "missing_credentials": replace(WRONG, words="No user or API password is set."),
        "api_not_enabled": Barred("api_off", "API access", "The API is off in the portal."),
        "ip_not_enabled": Barred("address_not_allowed", "IP address", "VoIP.ms does not let this address use the API."),
        "api_limit_exceeded": Barred(
            "rate_limited",
            "rate limit",
            "This account made more calls a minute than VoIP.ms allows.",
            "Wait a minute; other programs that use the account's API count too.",
        ),
    }
)
"""Refusals that are about access; any other is about the call."""


def barred(error: VoipmsError, seen: str = "") -> Barred:
    """Why an account is not let in; `seen` is the address to allow."""
    if not isinstance(error, Refused):
        return Barred("provider_trouble", "VoIP.ms", f"VoIP.ms could not be asked: {error}", LATER)
    found = REFUSED.get(error.code) or Barred("refused", "VoIP.ms", str(error), ASK)
    if found.kind != "address_not_allowed" or not seen:
        return found
    return replace(found, words=f"VoIP.ms does not let {seen} use the API. Allow {seen} in the portal: {PORTAL}.")
