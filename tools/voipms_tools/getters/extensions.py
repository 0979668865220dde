"""Call huntings and parking lots."""

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.rows import Rows, fields
from voipms_tools.words.numbers import EntryId


class GetCallHuntings(
    Function,
    effect=Effect.READ,
    toolset="routing",
    default=False,
    rows=Rows(
        "call_hunting",
        fields(id="callhunting music recording", text="description order ring_time press language", members="members"),
        ("no_callhunting",),
        "Give `callhunting`.",
    ),
):
    """List call huntings; ring times and presses are those of the members, in their order."""

    callhunting: EntryId | None = None
    """This one."""


class GetCallParking(
    Function,
    effect=Effect.READ,
    toolset="routing",
    default=False,
    rows=Rows(
        "call_hunting",
        fields(
            id="callparking musiconhold",
            text="name language destination failover",
            integer="timeout delay blf_lamps",
        ),
        ("no_callparking",),
        "Give `callparking`.",
        ("call_parking", "callparking"),
    ),
):
    """List parking lots."""

    callparking: EntryId | None = None
    """This one."""
