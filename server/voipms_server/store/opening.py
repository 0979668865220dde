"""Which store is used: the user's own, one that the settings name, or one beside the file of a simulated account."""

from pathlib import Path
from typing import TYPE_CHECKING

from platformdirs import user_data_path

from voipms_server.store.store import Store, at_url, in_file, in_memory

if TYPE_CHECKING:
    from voipms_server.settings import Settings

NAME = "store.sqlite"


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
