"""The configured VoIP.ms accounts: their names, and the credentials of each when it is used."""

import os
from dataclasses import dataclass

from voipms_server.api.client import URL, Patience, VoipmsClient
from voipms_server.api.limiter import Limiter
from voipms_server.errors import NotAllowed
from voipms_server.settings import API, Settings

SERVICE = "mcp-voipms"
DEFAULT = "default"
HOW = (
    "No VoIP.ms credentials are set up for account {name}. Run `mcp-voipms init` in a terminal, or set "
    "VOIPMS_API_USERNAME (the portal's e-mail) and VOIPMS_API_PASSWORD (the API password, not the portal's). "
    "`mcp-voipms serve --sandbox` needs none: it uses a simulated account."
)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What a client logs in with."""

    username: str
    password: str
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
    """Names and credentials. Without any, the account is called `default` and each call tells how to set it up."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.names = tuple(settings.accounts) or (DEFAULT,)

    def credentials(self, name: str) -> Credentials:
        """What to log in with. Raises NotAllowed, saying how to set it up, where something is missing."""
        account = self._settings.accounts.get(name)
        username = account.username if account else os.environ.get(API["username"], "")
        password = self._password(name, username)
        if not username or not password:
            raise NotAllowed(HOW.format(name=name))
        url = account.url if account else os.environ.get(API["url"]) or URL
        return Credentials(username, password, url)

    def client(self, name: str) -> VoipmsClient:
        """A client of this account, with its own rate limit."""
        settings, found = self._settings, self.credentials(name)
        return VoipmsClient(
            name,
            found.username,
            found.password,
            found.url,
            limiter=Limiter(settings.rate_per_minute, settings.rate_burst),
            patience=Patience(answer=settings.timeout_seconds),
        )

    def _password(self, name: str, username: str) -> str | None:
        account = self._settings.accounts.get(name)
        if account is not None and account.password is not None:
            return account.password.get_secret_value()
        if account is None and os.environ.get(API["password"]):
            return os.environ[API["password"]]
        return from_keyring(name) if username else None
