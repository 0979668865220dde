"""What answers calls, as the account holds it: ring groups, IVRs, recordings, hours, filters, phonebook, queues."""

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.getters.entries import FAILOVERS
from voipms_tools.getters.files import FileGetter
from voipms_tools.rows import Rows, fields
from voipms_tools.words.numbers import Did, Id
from voipms_tools.words.texts import RequiredDescription

QUEUE = fields(
    id="queue queue_number join_announcement agent_announcement voice_announcement",
    text="queue_name queue_language callerid_prefix report_hold_time_agent member_delay music_on_hold "
    "maximum_wait_time maximum_callers join_when_empty leave_when_empty ring_strategy retry_timer wrapup_time "
    "frequency_announcement announce_position_frecuency announce_round_seconds "
    "if_announce_position_enabled_report_estimated_hold_time",
    integer="priority_weight agent_ring_timeout",
    flag="ring_inuse thankyou_for_your_patience",
    secret="queue_password",
    routing="fail_over_routing_timeout fail_over_routing_full fail_over_routing_join_empty "
    "fail_over_routing_leave_empty fail_over_routing_join_unavail fail_over_routing_leave_unavail",
)


class GetRingGroups(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows(
        "ring_groups",
        fields(id="ring_group caller_announcement voicemail", text="name music_on_hold language", members="members"),
        ("no_ringgroup",),
        "Give `ring_group`.",
    ),
):
    """List ring groups (grp:id)."""

    ring_group: Id | None = None
    """This one."""


class GetIVRs(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows(
        "ivrs",
        fields(id="ivr recording", text="name language", integer="timeout voicemailsetup", choices="choices"),
        ("no_ivr",),
        "Give `ivr`.",
    ),
):
    """List IVRs, menus of keys (ivr:id)."""

    ivr: Id | None = None
    """This one."""


class GetRecordings(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows("recordings", fields(id="value", text="description"), ("no_recording",), "Give `recording`."),
):
    """List recordings (recording:value)."""

    recording: Id | None = None
    """This one."""


class GetRecordingFile(
    FileGetter,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows("recordings", fields(id="value", file="data"), one=True),
    default=False,
):
    """Get a recording's file: a link to it, or saved in an allowed folder."""

    recording: Id
    """Of getRecordings."""


class GetTimeConditions(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows(
        "timecondition",
        fields(
            id="timecondition",
            text="name starthour startminute endhour endminute weekdaystart weekdayend",
            routing="routing_match routing_nomatch",
        ),
        ("no_timecondition",),
        "Give `timecondition`.",
    ),
):
    """List time conditions (tc:id); their hours are US Eastern."""

    timecondition: Id | None = None
    """This one."""


class GetCallerIDFiltering(
    Function,
    effect=Effect.READ,
    toolset="menus",
    rows=Rows(
        "filtering",
        fields(id="filtering did", stranger="callerid", text="note", routing=f"routing {FAILOVERS}"),
        ("no_filter", "no_filtering"),
        "Give `filtering` or `did`.",
    ),
):
    """List caller-ID filters."""

    filtering: Id | None = None
    """This one."""
    did: Did | None = None
    """Only of this number."""


class GetPhonebook(
    Function,
    effect=Effect.READ,
    toolset="phonebook",
    rows=Rows(
        "phonebooks",
        fields(id="phonebook number group callerid", text="speed_dial name note group_name"),
        ("no_phonebook",),
        "Give `name` or `group`.",
    ),
):
    """List phonebook entries."""

    phonebook: Id | None = None
    """This one."""
    name: RequiredDescription | None = None
    """Only with this name."""
    group: Id | None = None
    """Only of this group."""
    group_name: RequiredDescription | None = None
    """Only of the group so named."""


class GetPhonebookGroups(
    Function,
    effect=Effect.READ,
    toolset="phonebook",
    rows=Rows(
        "phonebooks",
        fields(id="phonebook_group", text="name members"),
        ("no_phonebook_group", "no_phonebook"),
        "Give `group` or `name`.",
        other_keys=("phonebook_groups",),
    ),
    default=False,
):
    """List phonebook groups; members are ids of getPhonebook."""

    group: Id | None = None
    """This one."""
    name: RequiredDescription | None = None
    """Only with this name."""


class GetQueues(
    Function, effect=Effect.READ, toolset="queues", rows=Rows("queues", QUEUE, ("no_queue",), "Give `queue`.")
):
    """List call queues (queue:id)."""

    queue: Id | None = None
    """This one."""


class GetStaticMembers(
    Function,
    effect=Effect.READ,
    toolset="queues",
    rows=Rows(
        "members",
        fields(id="member queue_number account", text="name", integer="priority"),
        ("no_member",),
        "Give `member`.",
    ),
):
    """List the static members of a queue."""

    queue: Id
    """Queue id of getQueues."""
    member: Id | None = None
    """This one."""
