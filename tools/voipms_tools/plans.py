"""Several calls as one change."""

from pydantic import Field

from voipms_tools.effects import Effect
from voipms_tools.jobs import Job
from voipms_tools.words.accounts import Extension
from voipms_tools.words.jobs import Entries, Short, Since
from voipms_tools.words.numbers import Did, Flag
from voipms_tools.words.opening import Holidays, Menus, OpenHours, Target
from voipms_tools.words.people import MailboxWish
from voipms_tools.words.plans import Steps, StepsToo
from voipms_tools.words.texts import Name
from voipms_tools.words.wishes import Wishes


class ApplyPlan(Job, effect=Effect.SPEND, toolset="plans"):
    """Carry out several calls as one change: one preview, one yes, in order; when one fails, all is rolled back.

    `${name}` is the id that the step of this name makes. `each` repeats a step
    for all entries that match, `${each}` is their id: {"kind": "number", "where": {"pop": "5"}, "matching":
    "toronto", "except": []}.
    """

    steps: Steps | None = None
    """Calls of set*, del*, order* and updateSettings, in order."""
    preview: Flag | None = None
    """true: show what it would do, nothing else."""
    plan: Short | None = None
    """Instead of steps: a plan that was previewed, or goes on."""
    title: Short | None = None
    """What it is for, in a few words."""


class Temporarily(Job, effect=Effect.DELETE, toolset="plans"):
    """Steps of applyPlan now, or from a moment on, all set back at `until`: one yes for both."""

    until: Since
    """2026-12-24T17:00, or 17:00 today."""
    from_: Since | None = Field(None, alias="from")
    """Now, if not given."""
    steps: StepsToo | None = None
    """As in applyPlan."""
    plan: Short | None = None
    """Previewed; or in effect, for another end."""
    title: Short | None = None
    """What for."""


class At(Job, effect=Effect.DELETE, toolset="plans"):
    """Steps of applyPlan at a moment to come. Dates are for this and temporarily, never for time conditions."""

    moment: Since
    """2026-12-24T17:00, or 17:00 today."""
    steps: StepsToo | None = None
    """As in applyPlan."""
    plan: Short | None = None
    """One that was previewed."""
    title: Short | None = None
    """What for."""


class OrderNumber(Job, effect=Effect.SPEND, toolset="plans"):
    """Order a number with all it needs as one plan; what is left out is as on the other numbers."""

    where: Short | None = None
    """Area code, `Montreal, QC`, 800, country."""
    like: Did | None = None
    """Own number to copy."""
    with_: Wishes | None = Field(None, alias="with")
    """As {"sms": true, "voicemail": true, "routing": "grp:4768"}."""
    number: Did | None = None
    """One of those offered."""
    preview: Flag | None = None
    """As applyPlan."""


class MoveToPop(Job, effect=Effect.CHANGE, toolset="plans"):
    """Move numbers to another POP; tells which devices must register there."""

    to: Short
    """POP by city, name or number."""
    numbers: Entries | None = None
    """Numbers, words or `POP 31`, joined by ;. All unless told."""
    but: Entries | None = None
    """Not these."""
    preview: Flag | None = None
    """As applyPlan."""


class BusinessHours(Job, effect=Effect.CHANGE, toolset="plans"):
    """Set open and closed hours, lunch and menus as one plan; each holiday is kept as a plan with dates."""

    hours: OpenHours
    """As mon-fri 9:00-12:00, 13:00-17:00; sat 10-14."""
    open: Target
    """Route, or menu:NAME of `menus`."""
    closed: Target
    """As open."""
    lunch: Target | None = None
    """Between a day's spans; else closed."""
    holidays: Holidays | None = None
    """As 2026-12-25; 2026-12-31..2027-01-02 recording:7571; else closed."""
    menus: Menus | None = None
    """As {"main": {"recording": "Hi", "keys": {"1": "grp:4768", "2": "menu:fr"}, "language": "en"}}.

    `recording` is an id, a name or a path.
    """
    numbers: Entries | None = None
    """Numbers to lead there."""
    name: Short | None = None
    """One of this name is changed."""
    preview: Flag | None = None
    """As applyPlan."""


class AddPerson(Job, effect=Effect.CHANGE, toolset="plans"):
    """Give somebody a sub-account, extension and mailbox as one plan; what is left out is as on the others."""

    name: Name
    """The login is made of it."""
    like: Short | None = None
    """Whose settings, groups and queues it gets: login, name or extension."""
    extension: Extension | None = None
    """Else the next free one."""
    voicemail: MailboxWish | None = None
    """Of getVoicemails, or false; else new."""
    groups: Entries | None = None
    """Ring groups, joined by ;, or none."""
    queues: Entries | None = None
    """As groups."""
    number: Did | None = None
    """Own number to lead there."""
    caller_id: Did | None = None
    """Own number it shows."""
    preview: Flag | None = None
    """As applyPlan."""


class RemovePerson(Job, effect=Effect.DELETE, toolset="plans"):
    """Delete a sub-account and its mailbox as one plan, once what led there leads elsewhere."""

    who: Short
    """Login, name or extension."""
    forward_to: Short | None = None
    """Route or person for the calls that went there."""
    keep_mailbox: Flag | None = None
    """Leave it."""
    preview: Flag | None = None
    """As applyPlan."""
