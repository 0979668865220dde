"""What an operator set that jobs need: the user's time zone, folders of files that may be sent."""

from dataclasses import dataclass
from pathlib import Path

from voipms_server.zones import HERE, Zone


@dataclass(frozen=True, slots=True)
class Setup:
    """The user's clock, and the folders whose files may be sent in messages."""

    zone: Zone = HERE
    media_folders: tuple[Path, ...] = ()


USUAL = Setup()
