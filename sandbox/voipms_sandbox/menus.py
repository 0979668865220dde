"""The set* methods of what leads a call on inside: ring groups, IVRs, recordings, hours, queues and their members."""

from voipms_sandbox import refusal as r
from voipms_sandbox.entries import NAME, EntryMethod, Param, Params, failover, not_none
from voipms_sandbox.mailboxes import SET as MAILBOX
from voipms_sandbox.music import SET, known
from voipms_sandbox.recorded import check_recording
from voipms_sandbox.refusal import Here, Refuse
from voipms_sandbox.routes import check_choices, check_members


def equal_lists(_: Here, params: Params) -> None:
    names = ("starthour", "startminute", "endhour", "endminute", "weekdaystart", "weekdayend")
    if len({params[name].count(";") for name in names}) > 1:
        raise Refuse("invalid_numbermembers")


def equal_hunting(_: Here, params: Params) -> None:
    if len({params[name].count(";") for name in ("members", "ring_time", "press")}) > 1:
        raise Refuse("invalid_numbermembers")


def check_hunted(here: Here, members: str) -> None:
    """Each member exists; `none:` fills an empty place."""
    there = [one.strip() for one in members.split(";") if one.strip() != "none:"]
    if not there:
        raise Refuse("invalid_members")
    check_members(here, ";".join(there))


def _without_spaces(choices: str) -> str:
    """Choices are read back without spaces."""
    return choices.replace(" ", "")


HOURS = r.form(r"(?:[01]?[0-9]|2[0-3])(?:;(?:[01]?[0-9]|2[0-3]))*")
MINUTES = r.form(r"[0-5]?[0-9](?:;[0-5]?[0-9])*")
DAYS = r.form(r"(?:mon|tue|wed|thu|fri|sat|sun)(?:;(?:mon|tue|wed|thu|fri|sat|sun))*")
ROUTES_OF_QUEUE = ("timeout", "full", "join_empty", "leave_empty", "join_unavail", "leave_unavail")
SECONDS = r.form(r"[0-9]+(?:;[0-9]+)*")
PRESSES = r.form(r"[01](?:;[01])*")
MENUS: dict[str, EntryMethod] = {
    "setMusicOnHold": SET,
    "setVoicemail": MAILBOX,
    "setRingGroup": EntryMethod(
        "ring_groups",
        "ring_group",
        "ring_group",
        "ring_group",
        (
            Param("name", r.form(r"[^\n]{1,24}"), required=True, status="name_toolong"),
            Param("members", required=True, deep=check_members),
            Param("voicemail", r.MAILBOX, required=True, status="invalid_mailbox"),
            Param("caller_announcement", r.RECORDING, status="invalid_recording"),
            Param("music_on_hold", known, default="default"),
            Param("language", r.LANGUAGE, default="en"),
        ),
        unique=(("name", "used_name"),),
        unknown="invalid_ringgroup",
    ),
    "setIVR": EntryMethod(
        "ivrs",
        "ivr",
        "ivr",
        "ivr",
        (
            NAME,
            Param("recording", r.owned("recordings", "value"), required=True),
            Param("timeout", r.between(1, 10), required=True),
            Param("language", r.LANGUAGE, required=True),
            Param("voicemailsetup", r.one_of("1", "2"), required=True),
            Param("choices", required=True, deep=check_choices, stored=_without_spaces),
        ),
        unique=(("name", "used_name"),),
        unknown="invalid_ivr",
    ),
    "setRecording": EntryMethod(
        "recordings",
        "recording",
        "value",
        "recording",
        (
            Param("file", required=True, deep=check_recording, row="data"),
            Param("name", r.form(r"[^\n]{1,60}"), required=True, row="description"),
        ),
        unique=(("name", "used_name"),),
        unknown="invalid_recording",
        relaxed=True,
    ),
    "setTimeCondition": EntryMethod(
        "time_conditions",
        "timecondition",
        "timecondition",
        "timecondition",
        (
            NAME,
            Param("routing_match", required=True, deep=not_none),
            Param("routing_nomatch", required=True, deep=not_none),
            Param("starthour", HOURS, required=True),
            Param("startminute", MINUTES, required=True),
            Param("endhour", HOURS, required=True),
            Param("endminute", MINUTES, required=True),
            Param("weekdaystart", DAYS, required=True),
            Param("weekdayend", DAYS, required=True),
        ),
        unique=(("name", "used_name"),),
        unknown="invalid_timecondition",
        rule=equal_lists,
    ),
    "setCallHunting": EntryMethod(
        "call_huntings",
        "callhunting",
        "callhunting",
        "call_hunting",
        (
            Param("description", r.form(r"[^\n]{1,60}"), required=True),
            Param("music", known, required=True),
            Param("recording", r.owned("recordings", "value", "default", "none"), required=True),
            Param("language", r.LANGUAGE, required=True),
            Param("order", r.one_of("follow", "random"), required=True),
            Param("members", required=True, deep=check_hunted),
            Param("ring_time", SECONDS, required=True),
            Param("press", PRESSES, required=True),
        ),
        unknown="invalid_callhunting",
        rule=equal_hunting,
    ),
    "setCallParking": EntryMethod(
        "call_parkings",
        "callparking",
        "callparking",
        "callparking",
        (
            NAME,
            Param("timeout", r.between(1, 3600), required=True),
            Param("music", known, required=True, row="musiconhold"),
            Param("failover", r.form(r"callback|system:hangup|vm:[0-9]+"), required=True),
            Param("language", r.LANGUAGE, required=True),
            Param("destination", required=True),
            Param("delay", r.between(0, 600), required=True),
            Param("blf_lamps", r.between(0, 10), required=True),
        ),
        unknown="invalid_callparking",
    ),
    "setStaticMember": EntryMethod(
        "static_members",
        "member",
        "member",
        "member",
        (
            Param("queue", r.owned("queues", "queue"), required=True, row="queue_number"),
            Param("member_name", r.shorter(60), required=True, status="invalid_name", row="name"),
            Param("account", r.owned("sub_accounts", "account"), stored=lambda login: f"SIP/{login}"),
            Param("priority", r.between(0, 100), required=True),
        ),
        unknown="invalid_member",
    ),
    "setQueue": EntryMethod(
        "queues",
        "queue",
        "queue",
        "queue",
        (
            Param("queue_name", r.form(r"[^\n]{1,60}"), required=True, status="invalid_name"),
            Param("queue_number", r.between(1, 999), required=True, status="invalid_number"),
            Param("queue_language", r.LANGUAGE, required=True, status="invalid_language"),
            Param("queue_password", r.form(r"[0-9]*"), status="invalid_password"),
            Param("callerid_prefix", r.shorter(19)),
            Param("join_announcement", r.RECORDING, default="none"),
            Param("priority_weight", r.between(1, 60), required=True),
            Param("agent_announcement", r.RECORDING, default="none"),
            Param("report_hold_time_agent", r.one_of("yes", "no", "once"), required=True),
            Param("member_delay", r.between(1, 15, 1, "none"), default="none"),
            Param("maximum_wait_time", r.between(30, 1200, 30, "unlimited"), default="unlimited"),
            Param("maximum_callers", r.between(1, 60, 1, "unlimited"), default="unlimited"),
            Param("join_when_empty", r.one_of("yes", "no", "strict"), required=True, status="invalid_join_empty_type"),
            Param("leave_when_empty", r.one_of("yes", "no", "strict"), required=True),
            Param("ring_strategy", r.listed("ring_strategies", "value"), required=True, status="invalid_strategy"),
            Param("ring_inuse", r.YES_NO, required=True),
            Param("agent_ring_timeout", r.between(5, 60), default="30"),
            Param("retry_timer", r.between(5, 60, 1, "none"), default="none"),
            Param("wrapup_time", r.between(1, 60, 1, "none"), default="none"),
            Param("voice_announcement", r.RECORDING, default="none"),
            Param("frequency_announcement", r.between(15, 1200, 15, "none"), default="none"),
            Param("announce_position_frecuency", r.between(15, 1200, 15, "none"), default="none"),
            Param("announce_round_seconds", r.between(1, 60, 1, "none"), default="none"),
            Param(
                "if_announce_position_enabled_report_estimated_hold_time", r.one_of("yes", "no", "once"), default="no"
            ),
            Param("thankyou_for_your_patience", r.YES_NO, default="no"),
            Param("music_on_hold", known, default="default"),
            *(Param(f"fail_over_routing_{name}", deep=failover, default="none:") for name in ROUTES_OF_QUEUE),
        ),
        unique=(("queue_number", "used_number"),),
        unknown="invalid_queue",
    ),
}
"""Ring group `name_toolong` above 24 characters is observed; queue numbers above 999 are refused (observed once)."""
