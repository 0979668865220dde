"""The configured VoIP.ms accounts: their names, and the credentials of each when it is used."""

import os
from dataclasses import dataclass, field

from voipms_server.api.client import URL, Patience, VoipmsClient
from voipms_server.api.limiter import Limiter
from voipms_server.errors import NotAllowed
from voipms_server.settings import API, PREFIX, Settings

SERVICE = "mcp-voipms"
DEFAULT = "default"
HOW = (
    "No VoIP.ms credentials are set up for account {name}. Run `mcp-voipms init{option}` in a terminal, or set "
    "{variables}; then start this server again. `mcp-voipms serve --sandbox` needs none: it uses a simulated account."
)
VARIABLES = "{prefix}USERNAME (the portal's e-mail) and {prefix}PASSWORD (the API password, not the portal's)"


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client logs in with."""

    username: str
    password: str = field(repr=False)
    url: str


def from_keyring(name: str) -> str | None:
    """The password the system keyring holds for this account; None without one, or without a keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(SERVICE, name)
    except (KeyringError, RuntimeError):
        return None


class Accounts:
    """Names and credentials: the accounts of the settings, and `default` where VOIPMS_API_USERNAME is set.

    Without any there is `default` alone, and each call tells how to set it up.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        named = tuple(settings.accounts)
        told = os.environ.get(API["username"]) and DEFAULT not in named
        self.names = (*named, DEFAULT) if told or not named else named

    def credentials(self, name: str) -> Credentials:
        """What to log in with. Raises NotAllowed, saying how to set it up, where something is missing."""
        username = self.username(name)
        password = self._password(name) if username else None
        if not username or not password:
            raise NotAllowed(how(name))
        return Credentials(username, password, self.url(name))

    def username(self, name: str) -> str:
        """The portal's e-mail of this account; empty when it is not known."""
        account = self._settings.accounts.get(name)
        return _environment(name, "username") or (account.username if account else "")

    def url(self, name: str) -> str:
        """Where this account's API is."""
        account = self._settings.accounts.get(name)
        stored = account.url if account else None
        return _environment(name, "url") or stored or os.environ.get(API["url"]) or URL

    def client(self, name: str, *, tries: int = 3) -> VoipmsClient:
        """A client of this account, with its own rate limit; `tries` is how often a read goes out at most."""
        settings, found = self._settings, self.credentials(name)
        return VoipmsClient(
            name,
            found.username,
            found.password,
            found.url,
            limiter=Limiter(settings.rate_per_minute, settings.rate_burst),
            patience=Patience(answer=settings.timeout_seconds, tries=tries),
        )

    def _password(self, name: str) -> str | None:
        account = self._settings.accounts.get(name)
        stored = account.password if account else None
        return _environment(name, "password") or (stored.get_secret_value() if stored else from_keyring(name))


def how(name: str) -> str:
    """How to set up this account."""
    option = "" if name == DEFAULT else f" --account {name}"
    return HOW.format(name=name, option=option, variables=variables(name))


def variables(name: str) -> str:
    """The environment variables that hold this account's credentials."""
    return VARIABLES.format(prefix="VOIPMS_API_" if name == DEFAULT else f"{PREFIX}ACCOUNTS__{name.upper()}__")


def _environment(name: str, what: str) -> str:
    """VOIPMS_API_* is the account `default`, and beats the file."""
    return os.environ.get(API[what], "") if name == DEFAULT else ""
