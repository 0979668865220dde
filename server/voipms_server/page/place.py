"""Where the page is reached: on this machine, or at the address an operator gives it."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from voipms_server.errors import NotAllowed
from voipms_server.store.keys import Keys

QUESTION, SECRET = "/approve", "/secret"
KEY = 32
"""Digits of a key that is part of an address."""
LOOPBACK = "127.0.0.1"
HTTP, HTTPS = 80, 443
"""Ports that browsers leave out of `Host` and `Origin`."""


@dataclass(frozen=True, slots=True)
class Place:
    """The page's address, and the `Host` and `Origin` that a browser sends from there."""

    base: str
    host: str
    origin: str
    beyond: bool = False
    """Whether others than this machine reach it."""

    def question(self, code: str) -> str:
        """Where the question with this code is shown."""
        return f"{self.base}{QUESTION}/{code}"

    def secret(self, name: str) -> str:
        """Where the secrets of the change of this name are shown."""
        return f"{self.base}{SECRET}/{name}"


def name_of(keys: Keys, change: int, *, beyond: bool) -> str:
    """What a change is called in an address: its number, and a key beyond this machine.

    Strangers could else read when what was changed, and use up the tries of the PIN.
    """
    return f"{change}-{keys.form(f'address of change {change}')[:KEY]}" if beyond else str(change)


def local(port: int) -> Place:
    """On the loopback address."""
    host = LOOPBACK if port == HTTP else f"{LOOPBACK}:{port}"
    return Place(f"http://{host}", host, f"http://{host}")


def behind(url: str) -> Place:
    """Behind a proxy at this https address. Raises NotAllowed for any other kind of address."""
    try:
        parts = urlsplit(url)
        name, port = parts.hostname or "", parts.port
    except ValueError:
        raise NotAllowed(_wrong(url)) from None
    plain = parts.username is None and parts.password is None and not parts.query and not parts.fragment
    if parts.scheme != "https" or not name or not plain or not url.isascii() or not url.isprintable() or " " in url:
        raise NotAllowed(_wrong(url))
    host = f"[{name}]" if ":" in name else name
    host = host if port in (None, HTTPS) else f"{host}:{port}"
    return Place(f"https://{host}{parts.path.rstrip('/')}", host, f"https://{host}", beyond=True)


def _wrong(url: str) -> str:
    return (
        f"page_url is where people reach the page, for example https://pbx.example.com, not {url[:100]!a}: "
        "it begins with https:// and has neither a user nor a query."
    )
