"""Call huntings, which ring one member after another, and parking lots."""

from typing import Annotated, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.words.hunting import HuntMembers, HuntPresses, HuntTimes
from voipms_tools.words.marks import STEERS, Listed
from voipms_tools.words.numbers import EntryId, Id, between
from voipms_tools.words.texts import Code, Language, Name, RequiredDescription, matching, one_of

HUNTING = Entry("callhunting", "getCallHuntings", "callhunting")
PARKING = Entry("callparking", "getCallParking", "callparking", names={"music": "musiconhold"})
Music = Annotated[Code, Listed("getMusicOnHold", "value")]
HuntRecording = Annotated[str, matching(r"default|none|[0-9]{1,18}", "an id of getRecordings, default or none")]
ParkedFailover = Annotated[
    str, STEERS, matching(r"callback|system:hangup|vm:[0-9]{1,18}", "callback, system:hangup, or vm: and a mailbox")
]
Announced = Annotated[
    str,
    STEERS,
    matching(r"parker|[0-9]{3,10}(?:_[A-Za-z0-9._-]{1,40})?", "parker, or an account login such as 100001_VoIP"),
]


class SetCallHunting(
    Function, effect=Effect.CHANGE, toolset="routing", entry=HUNTING, counterpart="delCallHunting", default=False
):
    """Create or change a call hunting: members ring one after another."""

    callhunting: EntryId | None = None
    """Of getCallHuntings; else new."""
    description: RequiredDescription
    """Its name."""
    music: Music
    """Of getMusicOnHold."""
    recording: HuntRecording
    """Id of getRecordings, default or none."""
    language: Language
    """Of its prompts."""
    order: Annotated[str, one_of("follow", "random")]
    """follow: as they are listed."""
    members: HuntMembers
    """account:, fwd: or sip: joined by `;`; none: for an empty place."""
    ring_time: HuntTimes
    """Seconds for each member, joined by `;`."""
    press: HuntPresses
    """1 for each member that must press 1, else 0, joined by `;`."""

    @model_validator(mode="after")
    def _even(self) -> Self:
        """The manual: as many ring times and presses as members."""
        counts = {name: str(getattr(self, name)).count(";") + 1 for name in ("members", "ring_time", "press")}
        if len(set(counts.values())) > 1:
            told = ", ".join(f"{name} has {count}" for name, count in counts.items())
            raise PydanticCustomError("word", "The three lists must be of one length: {told}.", {"told": told})
        return self


class DelCallHunting(
    Function, effect=Effect.DELETE, toolset="routing", entry=HUNTING, counterpart="setCallHunting", default=False
):
    """Delete a call hunting."""

    callhunting: Id
    """Of getCallHuntings."""


class SetCallParking(
    Function, effect=Effect.CHANGE, toolset="routing", entry=PARKING, counterpart="delCallParking", default=False
):
    """Create or change a parking lot."""

    callparking: EntryId | None = None
    """Of getCallParking; else new."""
    name: Name
    """Its name."""
    timeout: Annotated[int, between(1, 3600, right="1 to 3600 seconds")]
    """Seconds a call stays parked."""
    music: Music
    """Of getMusicOnHold."""
    failover: ParkedFailover
    """Then: callback, system:hangup or vm:id."""
    language: Language
    """Of its prompts."""
    destination: Announced
    """Who is told the place: parker, or an account login."""
    delay: Annotated[int, between(0, 600, right="0 to 600 seconds")]
    """Seconds before that."""
    blf_lamps: Annotated[int, between(0, 10, right="0 to 10 lamps")]
    """BLF lamps, 0 to 10."""


class DelCallParking(
    Function, effect=Effect.DELETE, toolset="routing", entry=PARKING, counterpart="setCallParking", default=False
):
    """Delete a parking lot. Refused while something points at it."""

    callparking: Id
    """Of getCallParking."""
