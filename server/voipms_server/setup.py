"""What an operator set that jobs need: the user's time zone, folders of files, where this server is reached."""

from dataclasses import dataclass
from pathlib import Path

from voipms_server.inbound.address import NOWHERE, Inbound
from voipms_server.zones import HERE, Zone


@dataclass(frozen=True, slots=True)
class Setup:
    """The user's clock, the folders whose files may be sent in messages, and where VoIP.ms reaches this server."""

    zone: Zone = HERE
    media_folders: tuple[Path, ...] = ()
    inbound: Inbound = NOWHERE
    lasting: bool = False
    """Whether this server stays when its clients go, and carries dates out then."""
    piece_seconds: float = 30
    """How long a plan sends in one call; reading before and after comes on top, all of it under 45 seconds."""


USUAL = Setup()
