"""Which store is used: the user's own, one that the settings name, or one beside the file of a simulated account."""

import hmac
from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from voipms_server.errors import NotAllowed
from voipms_server.store.keys import InFile
from voipms_server.store.store import Store, at_url, in_file, in_memory

if TYPE_CHECKING:
    from voipms_server.settings import Settings

NAME = "store.sqlite"


def seal_key(settings: "Settings", sandbox: str | None = None) -> bytes | None:
    """The key of the state that travels with a question, so that a restarted server takes the answer.

    None where it cannot be kept: then a question asked before a restart is asked again.
    """
    if sandbox == "":
        return None
    if settings.store_key_file and sandbox is None:
        place = InFile(Path(settings.store_key_file).expanduser())
    else:
        base = Path(sandbox) if sandbox else user_data_path("mcp-voipms") / NAME
        place = InFile(base.with_name(f"{base.name}.seal"))
    try:
        return hmac.digest(place.read("") or place.create(""), b"mcp-voipms request state", "sha256")
    except NotAllowed:
        return None


def opened(settings: "Settings", sandbox: str | None = None) -> Store:
    """The store of these settings; a simulated account never uses the user's own."""
    if sandbox is not None:
        return in_file(Path(f"{sandbox}.store"), keyring=False) if sandbox else in_memory()
    key = Path(settings.store_key_file) if settings.store_key_file else None
    if "://" in settings.store:
        return at_url(settings.store, user_data_path("mcp-voipms"), key)
    if settings.store:
        return in_file(Path(settings.store).expanduser(), key=key)
    return in_file(user_data_path("mcp-voipms") / NAME, key=key)
