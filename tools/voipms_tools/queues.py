"""Call queues and their static members."""

from typing import Annotated

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.words.marks import STEERS, Secret
from voipms_tools.words.numbers import AccountLogin, EntryId, Id, Priority, YesNo, between, between_or, pin
from voipms_tools.words.routes import Failover
from voipms_tools.words.texts import (
    CallerIdPrefix,
    Code,
    Language,
    Name,
    RecordingOrNone,
    RingStrategy,
    YesNoOnce,
    YesNoStrict,
)

QueueNumber = Annotated[int, between(1, 9999, right="a queue number of 1 to 4 digits")]
AgentPassword = Annotated[str, pin(1, 20, "a password of digits")]
Delay = Annotated[int | str, between_or("none", 1, 60)]
Every15 = Annotated[int | str, between_or("none", 15, 1200, 15)]
QUEUE = Entry("queue", "getQueues", "queue")
MEMBER = Entry(
    "member",
    "getStaticMembers",
    "member",
    names={"queue": "queue_number", "member_name": "name"},
    needs={"queue": "queue"},
)


class SetQueue(Function, effect=Effect.CHANGE, toolset="queues", entry=QUEUE, counterpart="delQueue"):
    """Create or change a call queue; what is left out of an update is kept."""

    queue: EntryId | None = None
    """Of getQueues; else new."""
    queue_name: Name
    """Its name."""
    queue_number: QueueNumber
    """Agents dial *11 and it to log in; unique, 1-3 digits are safe."""
    queue_language: Language
    """Of its prompts."""
    queue_password: Annotated[AgentPassword | None, Secret(digits=6)] = None
    """Digits agents log in with, or generate."""
    callerid_prefix: CallerIdPrefix | None = None
    """Put before the caller's name."""
    join_announcement: RecordingOrNone | None = None
    """Recording id or none."""
    priority_weight: Annotated[int, between(1, 60)]
    """Weight against other queues."""
    agent_announcement: RecordingOrNone | None = None
    """Recording id or none."""
    report_hold_time_agent: YesNoOnce
    """Tell agents the hold time."""
    member_delay: Annotated[int | str, between_or("none", 1, 15)] | None = None
    """Seconds before agent and caller are connected."""
    maximum_wait_time: Annotated[int | str, STEERS, between_or("unlimited", 30, 1200, 30)] | None = None
    """Seconds a caller may wait."""
    maximum_callers: Annotated[int | str, STEERS, between_or("unlimited", 1, 60)] | None = None
    """Callers it takes."""
    join_when_empty: Annotated[YesNoStrict, STEERS]
    """Join without agents; strict: not with only unavailable ones either."""
    leave_when_empty: Annotated[YesNoStrict, STEERS]
    """Leave when no agents are left; strict: or only unavailable ones."""
    ring_strategy: RingStrategy
    """Who rings first."""
    ring_inuse: YesNo
    """Ring agents on a call too."""
    agent_ring_timeout: Annotated[int, between(5, 60)] | None = None
    """Seconds an agent rings."""
    retry_timer: Annotated[int | str, between_or("none", 5, 60)] | None = None
    """Seconds before all are tried again."""
    wrapup_time: Delay | None = None
    """Seconds of rest after a call."""
    voice_announcement: RecordingOrNone | None = None
    """Recording id or none."""
    frequency_announcement: Every15 | None = None
    """Seconds between voice announcements."""
    announce_position_frecuency: Every15 | None = None
    """Seconds between position announcements."""
    announce_round_seconds: Delay | None = None
    """Round the told time to these seconds."""
    if_announce_position_enabled_report_estimated_hold_time: YesNoOnce | None = None
    """Tell callers the estimated wait."""
    thankyou_for_your_patience: YesNo | None = None
    """Thank them after that."""
    music_on_hold: Code | None = None
    """Of getMusicOnHold."""
    fail_over_routing_timeout: Failover | None = None
    """Route when the wait is over."""
    fail_over_routing_full: Failover | None = None
    """Route when it is full."""
    fail_over_routing_join_empty: Failover | None = None
    """Route when no agents (join_when_empty no)."""
    fail_over_routing_leave_empty: Failover | None = None
    """Route when the last agent left (leave_when_empty yes)."""
    fail_over_routing_join_unavail: Failover | None = None
    """Route when all agents are unavailable."""
    fail_over_routing_leave_unavail: Failover | None = None
    """Route when all became unavailable."""


class DelQueue(Function, effect=Effect.DELETE, toolset="queues", entry=QUEUE, counterpart="setQueue", default=False):
    """Delete a call queue. Refused while something points at it."""

    queue: Id
    """Of getQueues."""


class SetStaticMember(Function, effect=Effect.CHANGE, toolset="queues", entry=MEMBER, counterpart="delStaticMember"):
    """Put an account into a queue for good, or change how."""

    member: EntryId | None = None
    """Of getStaticMembers; else new."""
    queue: Annotated[Id, STEERS]
    """Queue id of getQueues."""
    member_name: Name
    """Its name."""
    account: Annotated[AccountLogin | None, STEERS] = None
    """Account that rings; without it nobody does."""
    priority: Priority
    """0 is called first."""


class DelStaticMember(
    Function, effect=Effect.DELETE, toolset="queues", entry=MEMBER, counterpart="setStaticMember", default=False
):
    """Take a static member out of a queue."""

    member: Id
    """Of getStaticMembers."""
    queue: Id
    """Its queue, from getQueues."""
