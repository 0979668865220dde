"""What answers calls: IVRs, recordings, ring groups, time conditions, caller-ID filters."""

from typing import Annotated, Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.groups import Failovers
from voipms_tools.words.hours import Hours, Minutes, Weekdays, equal_lengths
from voipms_tools.words.marks import STEERS, Here
from voipms_tools.words.numbers import EntryId, Id, MailboxOrZero, between
from voipms_tools.words.routes import IvrChoices, RingGroupMembers, Routing, TargetRouting
from voipms_tools.words.texts import (
    Base64File,
    CallerIdPattern,
    Code,
    FilteredDid,
    Language,
    LocalPath,
    Name,
    Note,
    RecordingOrNone,
    RingGroupName,
)
from voipms_tools.words.word import Wrong

IVR = Entry("ivr", "getIVRs", "ivr")
RECORDING = Entry(
    "recording", "getRecordings", "recording", row_id="value", names={"name": "description"}, unread=("file",)
)
TIME_CONDITION = Entry("timecondition", "getTimeConditions", "timecondition")


class SetIVR(Function, effect=Effect.CHANGE, toolset="menus", entry=IVR, counterpart="delIVR"):
    """Create or change a menu of keys (IVR)."""

    ivr: EntryId | None = None
    """Of getIVRs; else new."""
    name: Name
    """Its name."""
    recording: Id
    """Announcement, from getRecordings."""
    timeout: Annotated[int, between(1, 10, right="1 to 10 seconds")]
    """Seconds to wait for a key."""
    language: Language
    """Of its prompts."""
    voicemailsetup: Annotated[int, STEERS, between(1, 2)]
    """1 the number's mailbox, 2 the account's."""
    choices: IvrChoices
    """key=route joined by `;`, as 1=account:100001_VoIP;2=fwd:1026. Keys 0-9 * # t i."""


class DelIVR(Function, effect=Effect.DELETE, toolset="menus", entry=IVR, counterpart="setIVR", default=False):
    """Delete a menu of keys (IVR). Refused while something points at it."""

    ivr: Id
    """Of getIVRs."""


class SetRecording(Function, effect=Effect.CHANGE, toolset="menus", entry=RECORDING, counterpart="delRecording"):
    """Create or change a recording. A new one needs a file and a name; with an id, one of them is enough."""

    recording: EntryId | None = None
    """Of getRecordings; else new."""
    file: Base64File | None = None
    """Base64 of an 8 kHz mono 16-bit WAV."""
    path: Annotated[LocalPath, Here(("file",))] | None = None
    """Or a WAV in an allowed folder; converted if need be."""
    name: Name | None = None
    """Its name."""

    @model_validator(mode="after")
    def _enough(self) -> Self:
        given = {"file": self.file or self.path, "name": self.name}
        missing = [name for name, value in given.items() if value is None]
        if self.recording and len(missing) == 2:
            raise PydanticCustomError("word", "file or name is required: an update changes one of them, or both.")
        if not self.recording and missing:
            raise PydanticCustomError(
                "word", "{names} is required for a new recording.", {"names": " and ".join(missing)}
            )
        return self


class DelRecording(
    Function, effect=Effect.DELETE, toolset="menus", entry=RECORDING, counterpart="setRecording", default=False
):
    """Delete a recording. Refused while something points at it."""

    recording: Id
    """Of getRecordings."""


class SetRingGroup(
    Function,
    effect=Effect.CHANGE,
    toolset="menus",
    entry=Entry("ring_group", "getRingGroups", "ring_group"),
    counterpart="delRingGroup",
):
    """Create or change a ring group: targets that ring together."""

    ring_group: EntryId | None = None
    """Of getRingGroups; else new."""
    name: RingGroupName
    """Its name, short."""
    members: Annotated[RingGroupMembers, STEERS]
    """account, fwd or sip routes joined by `;`, each with seconds and press1: account:100001,25,0;fwd:16006,10,1."""
    voicemail: Annotated[MailboxOrZero, STEERS]
    """Mailbox; 0 for none."""
    caller_announcement: RecordingOrNone | None = None
    """Played to callers; from getRecordings."""
    music_on_hold: Code | None = None
    """Of getMusicOnHold."""
    language: Language | None = None
    """Of its prompts."""


class DelRingGroup(
    Function,
    effect=Effect.DELETE,
    toolset="menus",
    entry=Entry("ringgroup", "getRingGroups", "ring_group"),
    counterpart="setRingGroup",
    default=False,
):
    """Delete a ring group. Refused while something points at it."""

    ringgroup: Id
    """`ring_group` of getRingGroups."""


class SetTimeCondition(
    Function, effect=Effect.CHANGE, toolset="menus", entry=TIME_CONDITION, counterpart="delTimeCondition"
):
    """Create or change weekly hours, on US Eastern time; never for a date. Item n of its six lists is criterion n."""

    timecondition: EntryId | None = None
    """Of getTimeConditions; else new."""
    name: Name
    """Its name."""
    routing_match: TargetRouting
    """Route inside the hours; not none:."""
    routing_nomatch: TargetRouting
    """Route outside them; not none:."""
    starthour: Annotated[Hours, STEERS]
    """As 8;8."""
    startminute: Annotated[Minutes, STEERS]
    """As 0;0."""
    endhour: Annotated[Hours, STEERS]
    """As 16;12."""
    endminute: Annotated[Minutes, STEERS]
    """As 0;0; inclusive."""
    weekdaystart: Annotated[Weekdays, STEERS]
    """As mon;sat."""
    weekdayend: Annotated[Weekdays, STEERS]
    """As fri;sat."""

    @model_validator(mode="after")
    def _equal_lists(self) -> Self:
        names = ("starthour", "startminute", "endhour", "endminute", "weekdaystart", "weekdayend")
        try:
            equal_lengths({name: getattr(self, name) for name in names})
        except Wrong as wrong:
            raise PydanticCustomError("word", "{sentence}", {"sentence": str(wrong)}) from None
        return self


class DelTimeCondition(
    Function, effect=Effect.DELETE, toolset="menus", entry=TIME_CONDITION, counterpart="setTimeCondition", default=False
):
    """Delete a time condition. Refused while something points at it."""

    timecondition: Id
    """Of getTimeConditions."""


class SetCallerIDFiltering(
    Failovers,
    effect=Effect.CHANGE,
    toolset="menus",
    entry=Entry("filter", "getCallerIDFiltering", "filtering", names={"filter": "filtering"}),
    counterpart="delCallerIDFiltering",
):
    """Create or change a filter that routes calls by their caller ID."""

    filter: EntryId | None = None
    """`filtering` of getCallerIDFiltering; else new."""
    callerid: Annotated[CallerIdPattern, STEERS]
    """Digits with X (any) and * (the rest); 0 anonymous, i not North American, s|sb|sc attestation, p|p:GROUP."""
    did: Annotated[FilteredDid, STEERS]
    """Number it guards, or all."""
    routing: Routing
    """As `header:id`."""
    note: Note | None = None
    """Own note."""


class DelCallerIDFiltering(
    Function,
    effect=Effect.DELETE,
    toolset="menus",
    entry=Entry("filtering", "getCallerIDFiltering", "filtering"),
    counterpart="setCallerIDFiltering",
    default=False,
):
    """Delete a caller-ID filter."""

    filtering: Id
    """Of getCallerIDFiltering."""
