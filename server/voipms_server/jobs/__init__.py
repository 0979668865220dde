"""Tools that do a whole job; each call they make walks the same path as any other."""

from collections.abc import Mapping
from types import MappingProxyType

from voipms_server.jobs.finishing import finish_approved
from voipms_server.jobs.job import Job
from voipms_server.jobs.listing import list_changes
from voipms_server.jobs.reading_messages import read_messages
from voipms_server.jobs.receiving import receive_messages
from voipms_server.jobs.sending_messages import send_message
from voipms_server.jobs.undoing import undo_change
from voipms_server.jobs.updating import update_settings

JOBS: Mapping[str, Job] = MappingProxyType(
    {
        "finishApproved": finish_approved,
        "listChanges": list_changes,
        "receiveMessages": receive_messages,
        "readMessages": read_messages,
        "sendMessage": send_message,
        "undoChange": undo_change,
        "updateSettings": update_settings,
    }
)
"""What runs each job of `voipms_tools.jobs`."""
