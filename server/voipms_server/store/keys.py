"""The store's key: it chains the journal, encrypts what must be kept secret, and is itself kept outside the store."""

import base64
import hashlib
import hmac
import json
import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from voipms_server.errors import NotAllowed

SERVICE = "mcp-voipms"
BYTES = 32


class Keys:
    """What one secret key does, each use with a key derived for it alone."""

    def __init__(self, key: bytes) -> None:
        from cryptography.fernet import Fernet

        self._key = key
        self._chain = self._derived("chain")
        self._forms = self._derived("forms")
        self._digests = self._derived("digests")
        self._box = Fernet(base64.urlsafe_b64encode(self._derived("encryption")))

    def _derived(self, use: str) -> bytes:
        return hmac.digest(self._key, f"mcp-voipms {use}".encode(), hashlib.sha256)

    def chain(self, text: str) -> str:
        """The keyed hash of a journal line."""
        return hmac.new(self._chain, text.encode(), hashlib.sha256).hexdigest()

    def form(self, text: str) -> str:
        """The token of a form."""
        return hmac.new(self._forms, text.encode(), hashlib.sha256).hexdigest()

    def digest(self, secret: str) -> str:
        """What a secret is recognised by without being known."""
        return hmac.new(self._digests, secret.encode(), hashlib.sha256).hexdigest()[:32]

    def encrypt(self, plain: object) -> str:
        return self._box.encrypt(json.dumps(plain).encode()).decode()

    def decrypt(self, box: str) -> object:
        """Raises NotAllowed for what another key encrypted."""
        from cryptography.fernet import InvalidToken

        try:
            return json.loads(self._box.decrypt(box.encode()))
        except InvalidToken:
            raise NotAllowed("The store holds something that its key does not open; run mcp-voipms audit.") from None


class KeyPlace(Protocol):
    """Where a store's key is kept."""

    def read(self, store: str) -> bytes | None: ...

    def create(self, store: str) -> bytes: ...


class InMemory:
    """For a store that ends with its process."""

    def __init__(self) -> None:
        self._key = secrets.token_bytes(BYTES)

    def read(self, store: str) -> bytes | None:
        return self._key

    def create(self, store: str) -> bytes:
        return self._key


class InFile:
    """A file that only its owner may read."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, store: str) -> bytes | None:
        try:
            return decoded(self._path.read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except (OSError, ValueError) as error:
            reason = error.strerror if isinstance(error, OSError) else "it holds no key"
            raise NotAllowed(f"The key file {self._path} cannot be used: {reason}.") from None

    def create(self, store: str) -> bytes:
        key = self.read(store) or secrets.token_bytes(BYTES)
        text = base64.b64encode(key).decode()
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            with os.fdopen(os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(text)
        except OSError as error:
            raise NotAllowed(f"The key file {self._path} cannot be written: {error.strerror}.") from None
        return key


class InKeyring:
    """The system keyring, and a file where there is none."""

    def __init__(self, otherwise: InFile) -> None:
        self._otherwise = otherwise

    def read(self, store: str) -> bytes | None:
        found = self._stored(store)
        return decoded(found) if found else self._otherwise.read(store)

    def create(self, store: str) -> bytes:
        import keyring

        key = secrets.token_bytes(BYTES)
        text = base64.b64encode(key).decode()
        with suppress(Exception):  # Keyrings are of many makers; one that fails, however it does, is none.
            keyring.set_password(SERVICE, _name(store), text)
        return key if self._stored(store) == text else self._otherwise.create(store)

    def _stored(self, store: str) -> str | None:
        import keyring

        with suppress(Exception):
            return keyring.get_password(SERVICE, _name(store))
        return None


def _name(store: str) -> str:
    return f"store {store}"


def decoded(text: str) -> bytes:
    key = base64.b64decode(text.strip(), validate=True)
    if len(key) != BYTES:
        raise ValueError("a key has 32 bytes")
    return key
