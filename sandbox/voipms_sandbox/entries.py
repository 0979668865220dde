"""The set* methods that write an entry: what each takes, checks, stores and answers. Every one is a full write."""

from collections.abc import Callable
from dataclasses import dataclass

from voipms_sandbox import refusal as r
from voipms_sandbox.refusal import Check, Here, Refuse
from voipms_sandbox.routes import check_choices, check_members, check_route
from voipms_sandbox.world import Row

Params = dict[str, str]
Answer = dict[str, object]
Deep = Callable[[Here, str], None]


def route(here: Here, value: str) -> None:
    check_route(here, value)


def failover(here: Here, value: str) -> None:
    check_route(here, value, "invalid_failover_header")


def not_none(here: Here, value: str) -> None:
    check_route(here, value, none=False)


@dataclass(frozen=True, slots=True)
class Param:
    """One parameter: its check, the status when the check fails, the row's field, and what is stored without it."""

    name: str
    check: Check = r.anything
    required: bool = False
    status: str = ""
    deep: Deep | None = None
    row: str = ""
    default: str = ""

    def verify(self, here: Here, value: str) -> None:
        if not self.check(here, value):
            raise Refuse(self.status or f"invalid_{self.name.replace('_', '')}")
        if self.deep is not None and value:
            self.deep(here, value)


@dataclass(frozen=True, slots=True)
class EntryMethod:
    """A set* method over one table."""

    table: str
    id: str
    row_id: str
    answer: str
    params: tuple[Param, ...]
    unique: tuple[tuple[str, str], ...] = ()
    unknown: str = ""
    rule: Callable[[Here, Params], None] | None = None
    relaxed: bool = False

    def run(self, here: Here, params: Params) -> Answer:
        existing = self._existing(here, params)
        require(self.params, params, relaxed=self.relaxed and existing is not None)
        for param in self.params:
            if param.name in params and (params[param.name] or param.required):
                param.verify(here, params[param.name])
        if self.rule is not None:
            self.rule(here, params)
        self._refuse_doubles(here, params, existing)
        row = self._row(params, existing)
        if existing is None:
            row = {self.row_id: here.world.new_id(), **row}
            here.account.table(self.table).append(row)
        else:
            existing.update(row)
            row = existing
        return {self.answer: row[self.row_id]} if self.answer else {}

    def _existing(self, here: Here, params: Params) -> Row | None:
        id_ = params.get(self.id, "")
        if not id_:
            return None
        row = here.account.find(self.table, **{self.row_id: id_})
        if row is None:
            raise Refuse(self.unknown)
        return row

    def _row(self, params: Params, existing: Row | None) -> Row:
        kept = existing if self.relaxed and existing else {}
        return {
            (p.row or p.name): params.get(p.name) or kept.get(p.row or p.name, "") or p.default for p in self.params
        }

    def _refuse_doubles(self, here: Here, params: Params, existing: Row | None) -> None:
        for name, status in self.unique:
            column = next(p.row or p.name for p in self.params if p.name == name)
            others = [row for row in here.account.table(self.table) if row is not existing]
            if params.get(name) and any(row.get(column) == params[name] for row in others):
                raise Refuse(status)


def require(specs: tuple[Param, ...], params: Params, *, relaxed: bool = False) -> None:
    """The first required parameter that is not there is named; the others wait for the next call."""
    for param in specs:
        if param.required and not relaxed and not params.get(param.name):
            raise Refuse(f"missing_{MISSING.get(param.name, param.name)}")


MISSING = {
    "phone_number": "phonenumber",
    "queue_name": "name",
    "queue_number": "number",
    "queue_language": "language",
    "member_name": "name",
    "ring_strategy": "strategy",
    "pop": "serverpop",
    "location_id": "location",
    "routing_match": "routing",
    "routing_nomatch": "routing",
}


def equal_lists(_: Here, params: Params) -> None:
    names = ("starthour", "startminute", "endhour", "endminute", "weekdaystart", "weekdayend")
    if len({params[name].count(";") for name in names}) > 1:
        raise Refuse("invalid_numbermembers")


def not_own_number(here: Here, params: Params) -> None:
    if here.account.find("dids", did=params["number"][-10:]):
        raise Refuse("existing_did")


def unique_filter(here: Here, params: Params) -> None:
    same = here.account.find("filters", callerid=params["callerid"], did=params["did"])
    if same and same["filtering"] != params.get("filter", ""):
        raise Refuse("used_filter")


NAME = Param("name", r.form(r"[^\n]{1,60}"), required=True)
FAILOVERS = tuple(
    Param(name, deep=failover, default="none:")
    for name in ("failover_unreachable", "failover_busy", "failover_noanswer")
)
HOURS = r.form(r"(?:[01]?[0-9]|2[0-3])(?:;(?:[01]?[0-9]|2[0-3]))*")
MINUTES = r.form(r"[0-5]?[0-9](?:;[0-5]?[0-9])*")
DAYS = r.form(r"(?:mon|tue|wed|thu|fri|sat|sun)(?:;(?:mon|tue|wed|thu|fri|sat|sun))*")
SECONDS = r.between(1, 600)
ROUTES_OF_QUEUE = ("timeout", "full", "join_empty", "leave_empty", "join_unavail", "leave_unavail")
MUSIC = r.listed("music_on_hold", "value", "")

ENTRIES: dict[str, EntryMethod] = {
    "setForwarding": EntryMethod(
        "forwardings",
        "forwarding",
        "forwarding",
        "forwarding",
        (
            Param("phone_number", r.form(r"(?:011)?[0-9]{10,15}"), required=True, status="invalid_phonenumber"),
            Param("callerid_override", r.CALLER, status="invalid_callerid_override"),
            Param("description", r.shorter(60)),
            Param("dtmf_digits", r.form(r"[0-9*#w]*"), status="invalid_dtmf_digits"),
            Param("pause", r.amount(r.Decimal(10), r.Decimal("0.5")), default="0"),
            Param("diversion_header", r.FLAG, status="invalid_diversion_header", default="0"),
            Param("attestation_a_enabled", r.FLAG, status="invalid_attestation_a_enabled", default="0"),
        ),
        unknown="invalid_forwarding",
    ),
    "setSIPURI": EntryMethod(
        "sipuris",
        "sipuri",
        "sipuri",
        "",
        (
            Param(
                "uri", r.form(r"(?:sip:)?[^@\s]+@[A-Za-z0-9.-]+(?::[0-9]+)?"), required=True, status="invalid_sipuri"
            ),
            Param("description", r.shorter(60)),
            Param("callerid_override", r.CALLER, status="invalid_callerid_override"),
            Param("callerid_e164", r.FLAG, default="0"),
        ),
        unknown="invalid_sipuri",
    ),
    "setCallback": EntryMethod(
        "callbacks",
        "callback",
        "callback",
        "callback",
        (
            Param("description", r.shorter(60), required=True),
            Param("number", r.form(r"(?:011)?[0-9]{10,15}"), required=True),
            Param("delay_before", SECONDS, required=True, status="missing_delay_before"),
            Param("response_timeout", SECONDS, required=True, status="invalid_response_timeout"),
            Param("digit_timeout", SECONDS, required=True, status="invalid_digit_timeout"),
            Param("callerid_number", r.CALLER, status="invalid_callerid"),
        ),
        unique=(("description", "used_description"),),
        unknown="invalid_callback",
        rule=not_own_number,
    ),
    "setDISA": EntryMethod(
        "disas",
        "disa",
        "disa",
        "disa",
        (
            NAME,
            Param("pin", r.form(r"[0-9]{4}"), required=True),
            Param("digit_timeout", SECONDS, required=True, status="invalid_digit_timeout"),
            Param("callerid_override", r.CALLER, status="invalid_callerid_override"),
            Param("language", r.LANGUAGE, default="en"),
        ),
        unique=(("name", "used_name"),),
        unknown="invalid_disa",
    ),
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
            Param("music_on_hold", MUSIC, status="invalid_musiconhold", default="default"),
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
            Param("choices", required=True, deep=check_choices),
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
            Param("file", r.form(r"[A-Za-z0-9+/]+={0,2}"), required=True, status="no_base64file", row="data"),
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
    "setCallerIDFiltering": EntryMethod(
        "filters",
        "filter",
        "filtering",
        "filtering",
        (
            Param("callerid", r.form(r"0|i|s|sb|sc|p|p:[0-9]+|[0-9X]{1,11}\*?|\*"), required=True),
            Param("did", r.owned("dids", "did", "all"), required=True),
            Param("routing", required=True, deep=route),
            *FAILOVERS,
            Param("note", r.shorter(50)),
        ),
        unknown="invalid_filter",
        rule=unique_filter,
    ),
    "setPhonebook": EntryMethod(
        "phonebook",
        "phonebook",
        "phonebook",
        "phonebook",
        (
            Param("speed_dial", r.form(r"(?:\*75)?[0-9]{2}"), status="invalid_speed_dial"),
            NAME,
            Param("number", r.form(r"[0-9]{3,18}|sip:[0-9]+"), required=True),
            Param("callerid", r.CALLER, status="invalid_callerid"),
            Param("note", r.shorter(50)),
            Param("group", r.form(r"[0-9]*")),
        ),
        unique=(("name", "used_name"), ("speed_dial", "used_speed_dial")),
        unknown="invalid_phonebook",
    ),
    "setStaticMember": EntryMethod(
        "static_members",
        "member",
        "member",
        "member",
        (
            Param("queue", r.owned("queues", "queue"), required=True, row="queue_number"),
            Param("member_name", r.shorter(60), required=True, status="invalid_name", row="name"),
            Param("account", r.owned("sub_accounts", "account")),
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
            Param("join_announcement", r.RECORDING, status="invalid_join_announcement", default="none"),
            Param("priority_weight", r.between(1, 60), required=True, status="invalid_priority_weight"),
            Param("agent_announcement", r.RECORDING, status="invalid_agent_announcement", default="none"),
            Param("report_hold_time_agent", r.one_of("yes", "no", "once"), required=True),
            Param("member_delay", r.between(1, 15, 1, "none"), status="invalid_member_delay", default="none"),
            Param("maximum_wait_time", r.between(30, 1200, 30, "unlimited"), default="unlimited"),
            Param("maximum_callers", r.between(1, 60, 1, "unlimited"), default="unlimited"),
            Param("join_when_empty", r.one_of("yes", "no", "strict"), required=True, status="invalid_join_empty_type"),
            Param("leave_when_empty", r.one_of("yes", "no", "strict"), required=True),
            Param("ring_strategy", r.listed("ring_strategies", "value"), required=True, status="invalid_strategy"),
            Param("ring_inuse", r.YES_NO, required=True, status="invalid_ring_inuse"),
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
            Param("music_on_hold", MUSIC, status="invalid_musiconhold", default="default"),
            *(Param(f"fail_over_routing_{name}", deep=failover, default="none:") for name in ROUTES_OF_QUEUE),
        ),
        unique=(("queue_number", "used_number"),),
        unknown="invalid_queue",
    ),
}
"""Ring group `name_toolong` above 24 characters is observed; queue numbers above 999 are refused (observed once)."""
