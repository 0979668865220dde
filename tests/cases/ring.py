"""A system keyring for tests: a file of this test alone."""

import json
import os
from pathlib import Path

from jaraco.classes.properties import classproperty
from keyring.backend import KeyringBackend

VARIABLE = "TEST_KEYRING"
BACKEND = f"{__name__}.FileKeyring"


class FileKeyring(KeyringBackend):
    """Keeps passwords as plain JSON in the file that TEST_KEYRING names."""

    @classproperty
    def priority(self) -> float:
        return 1

    def get_password(self, service: str, username: str) -> str | None:
        return read().get(f"{service}/{username}")

    def set_password(self, service: str, username: str, password: str) -> None:
        stored = read() | {f"{service}/{username}": password}
        Path(os.environ[VARIABLE]).write_text(json.dumps(stored), encoding="utf-8")


def read() -> dict[str, str]:
    """What is stored."""
    path = Path(os.environ[VARIABLE])
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
