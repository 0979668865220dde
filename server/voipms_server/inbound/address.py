"""Where VoIP.ms delivers the messages of an account: an address that only it and this server know."""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from voipms_server.errors import NotAllowed
from voipms_server.store.keys import Keys

PATH = "/inbound"
DIGITS = 40
"""Of the secret in an address."""
QUERY = "id={ID}&from={FROM}&to={TO}&message={MESSAGE}&time={TIMESTAMP}&media={MEDIA}"
"""What VoIP.ms fills in. What a stranger wrote comes after all that it could imitate."""
BASE = re.compile(r"https?://[A-Za-z0-9.\[\]:-]+(?:/[A-Za-z0-9._~-]+)*/?")
LONGEST = 300
HOW = (
    "VoIP.ms cannot reach this server: start it with `mcp-voipms serve --http`, and set VOIPMS_MCP_INBOUND_URL to "
    "the https address at which it is reached from outside, for example https://voip.example.com."
)


@dataclass(frozen=True, slots=True)
class Inbound:
    """What this server is reached at from outside; an empty `base` where it is not."""

    base: str = ""
    several: bool = False
    """Whether several accounts are served, so that a resource's address names the account."""

    def address(self, account: str, secret: str) -> str:
        """Raises NotAllowed, saying how to set it up, where this server is not reached."""
        if not self.base:
            raise NotAllowed(HOW)
        return f"{self.base}{PATH}/{account}/{secret}"


NOWHERE = Inbound()


def secret_of(keys: Keys, account: str) -> str:
    """The same in every process that shares the store."""
    return keys.form(f"inbound:{account}")[:DIGITS]


def leads_here(url: str, account: str, secret: str) -> bool:
    """Whether an address is this account's, also from before `inbound_url` was changed."""
    return url.partition("?")[0].endswith(f"{PATH}/{account}/{secret}")


def base_of(url: str) -> str:
    """The setting `inbound_url`, checked, without a slash at its end. Raises NotAllowed for what it cannot be."""
    if len(url) > LONGEST or not BASE.fullmatch(url):
        raise NotAllowed(_wrong(url))
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise NotAllowed(_wrong(url)) from None
    if not host or (parts.scheme != "https" and not _is_loopback(host)):
        raise NotAllowed(_wrong(url))
    return url.rstrip("/")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _wrong(url: str) -> str:
    return (
        f"inbound_url is the address at which VoIP.ms reaches this server, for example https://voip.example.com, not "
        f"{url[:100]!a}: it begins with https:// (http:// only on this machine) and has neither a user nor a query."
    )
