"""What it means when VoIP.ms does not let an account in, said in one place."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from voipms_server.errors import Refused, VoipmsError

PORTAL = "Main Menu, SOAP and REST/JSON API"


@dataclass(frozen=True, slots=True)
class Barred:
    """A cause for programs, what it is about, and the cause in words."""

    kind: str
    what: str
    words: str


REFUSED: Mapping[str, Barred] = MappingProxyType(
    {
        "invalid_credentials": Barred(
            "credentials_wrong", "credentials", "VoIP.ms does not accept the user or the API password."
        ),
        "missing_credentials": Barred("credentials_wrong", "credentials", "No user or API password is set."),
        "api_not_enabled": Barred("api_off", "API access", "The API is off in the portal."),
        "ip_not_enabled": Barred("address_not_allowed", "IP address", "VoIP.ms does not let this address use the API."),
    }
)
"""Refusals that are about access; any other is about the call."""


def barred(error: VoipmsError, seen: str = "") -> Barred | None:
    """Why an account is not let in; `seen` is the address to allow. None where that is not the reason."""
    found = REFUSED.get(error.code) if isinstance(error, Refused) else None
    if found is None or found.kind != "address_not_allowed" or not seen:
        return found
    words = f"VoIP.ms does not let {seen} use the API. Allow {seen} in the portal: {PORTAL}."
    return Barred(found.kind, found.what, words)
