"""Random entries of every kind: what a getter shows of each field, and what a caller gives for it."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from hypothesis import strategies as st

from cases.office import NOON
from voipms_sandbox import accounts, numbers
from voipms_sandbox.destinations import DESTINATIONS
from voipms_sandbox.entries import Param
from voipms_sandbox.menus import MENUS
from voipms_sandbox.seed import rows as seeded
from voipms_sandbox.seed import seed
from voipms_sandbox.world import Row
from voipms_tools.registry import functions
from voipms_tools.words.marks import MASK

DID = "5145550190"
ID = "9001"
CRITERIA = 2
"""Of a time condition: its six lists are drawn apart, and must be of one length."""


@dataclass(frozen=True)
class Value:
    """A value as a getter shows it, and as a tool takes it; None where no tool takes it."""

    shown: str
    given: object = None


Values = st.SearchStrategy[Value]
Fields = dict[str, Values]


def same(*values: str) -> Values:
    """These values, shown as they are given."""
    return st.sampled_from([Value(value, value) for value in values])


def numbers_from(low: int, high: int, step: int = 1) -> Values:
    return st.integers(low // step, high // step).map(lambda n: Value(str(n * step), n * step))


def or_word(word: str, low: int, high: int, step: int = 1) -> Values:
    return st.one_of(same(word), numbers_from(low + -low % step, high, step))


def texts(most: int, least: int = 0) -> Values:
    """Any text of one line; `-1`, `0` and the mask are texts like others, and `-1` stands for nothing elsewhere."""
    letters = st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"])
    odd = [text for text in ("", "-1", "0", " x ", MASK, "none", "a;b=c", "007") if least <= len(text) <= most]
    free = st.text(letters, min_size=least, max_size=most)
    return st.one_of(st.sampled_from(odd), free).map(lambda text: Value(text, text))


NOTHING = Value("-1", "")
ONE_ZERO = st.sampled_from([Value("1", True), Value("0", False)])
YES_NO = st.sampled_from([Value("yes", True), Value("no", False)])
CALLERS = st.one_of(
    st.sampled_from([NOTHING, Value("", ""), Value("5145550150", "5145550150"), Value("15145550151", "15145550151")]),
    st.sampled_from([Value('"Ana Roy" <5145550152>', "5145550152"), Value("ROY <4165550153>", "4165550153")]),
)
ROUTES = (
    "account:100000 account:100000_Zoe account:100000_Marc fwd:19183 fwd:16006 vm:101 vm:107 sip:6199 grp:4768 "
    "ivr:4636 ivr:4638 recording:7569 queue:32208 queue:32209 cb:2359 tc:1830 tc:1831 disa:2114 sys:hangup sys:busy "
    "sys:noservice sys:disconnected sys:dtmf sys:echo"
).split()
TARGETS = same(*ROUTES)
ROUTINGS = same(*ROUTES, "none:")
FAILOVERS = st.one_of(ROUTINGS, st.just(Value("none:", "")))
MEMBERS = "account:100000_Zoe account:100000_Anne account:100000 fwd:19183 fwd:18635 sip:6199".split()
RECORDINGS = same("none", "7567", "7568", "7571")
MAILBOXES = same("0", "100", "107")
LANGUAGES = same("en", "fr", "es")
MUSIC = same("default", "jazz")
STEP_5 = numbers_from(0, 60, 5)
SECONDS = numbers_from(1, 600)
PHONES = same("5145550154", "15145550155", "4165550156", "011441632960961", "9005550157")
EMAILS = same("", "ana@example.com", "a.b+c@mail.example.org")
URLS = same(
    "",
    "https://example.com/sms",
    "https://example.com/sms?token=s3cret-word&from={FROM}&text={MESSAGE}",
    "https://ana:s3cret-word@example.com/hook",
    "https://hooks.example.com/T0001/abcdefgh12345678ijkl?x=1#y",
)
SMPP = same("", "smpp://example.com:3550", "ssmpp://ana:s3cret-word@example.com:3550")
ACCOUNT_OR_NONE = st.sampled_from([Value(""), *(Value(f"100000_{who}", f"100000_{who}") for who in ("Zoe", "Marc"))])
FAILOVER_FIELDS: Fields = dict.fromkeys(("failover_busy", "failover_unreachable", "failover_noanswer"), FAILOVERS)


def joined(parts: Values, most: int, between: tuple[str, ...] = (";",)) -> Values:
    """Several different ones in one list; getters show the first of `between`, and callers may give any."""
    many = st.lists(parts, min_size=1, max_size=most, unique_by=lambda one: re.split("[=,]", one.shown)[0])
    return st.tuples(many, st.sampled_from(between)).map(
        lambda drawn: Value(
            drawn[1].join(one.shown for one in drawn[0]), " ; ".join(str(one.given) for one in drawn[0])
        )
    )


def _members() -> Values:
    ring = st.one_of(
        st.just(""), st.integers(1, 60).map(lambda n: f",{n}"), st.integers(1, 60).map(lambda n: f",{n},1")
    )
    one = st.tuples(st.sampled_from(MEMBERS), ring).map("".join)
    return joined(one.map(lambda text: Value(text, text)), 6, (";", "; ", " ; "))


def _choices() -> Values:
    one = st.tuples(st.sampled_from("0123456789*#ti"), st.sampled_from([*ROUTES, "none:"])).map("=".join)
    return joined(one.map(lambda text: Value(text, text)), 9, (";", " ; "))


def _criteria(one: st.SearchStrategy[str]) -> Values:
    both = st.lists(one, min_size=CRITERIA, max_size=CRITERIA)
    return both.map(lambda parts: Value(";".join(parts), " ; ".join(parts)))


def _hunted() -> Values:
    both = st.lists(st.sampled_from([*MEMBERS, "none:"]), min_size=CRITERIA, max_size=CRITERIA, unique=True)
    return both.map(lambda parts: Value(";".join(parts), " ; ".join(parts)))


def _clock(high: int) -> Values:
    return _criteria(st.one_of(st.integers(0, high).map(str), st.integers(0, high).map("{:02}".format)))


def _halves() -> Values:
    return st.integers(0, 20).map(lambda n: Value(f"{n / 2:g}", n / 2 if n % 2 else n // 2))


def _speed_dials() -> Values:
    number = st.integers(20, 99)
    return st.one_of(
        st.just(Value("", "")),
        number.map(lambda n: Value(f"*75{n}", str(n))),
        number.map(lambda n: Value(f"*75{n}", f"*75{n}")),
    )


DAYS = _criteria(st.sampled_from("mon tue wed thu fri sat sun".split()))
SETTINGS: Fields = {
    "routing": ROUTINGS,
    **FAILOVER_FIELDS,
    "voicemail": MAILBOXES,
    "pop": numbers_from(1, 9),
    "dialtime": SECONDS,
    "cnam": ONE_ZERO,
    "callerid_prefix": texts(19),
    "note": texts(50),
    "billing_type": numbers_from(1, 2),
}
SMS_ACCOUNT: Fields = {"sms_sipaccount_enabled": ONE_ZERO, "sms_sipaccount": ACCOUNT_OR_NONE}


@dataclass(frozen=True)
class Kind:
    """One way to write entries: the tool, the table and its id, and the fields by parameter.

    `kind` is what updateSettings calls it; `needs` is what finding it takes beside its id.
    """

    kind: str
    writer: str
    table: str
    row_id: str
    fields: Fields
    base: Row = field(default_factory=dict[str, str])
    needs: dict[str, object] = field(default_factory=dict[str, object])
    maker: str = ""
    """The tool that makes new ones, where it is another one."""
    first: Fields = field(default_factory=dict[str, Values])
    """What only a new one takes."""
    named: str = ""
    """The id of the random entry, where it is no number."""
    apart: frozenset[str] = frozenset()
    """Parameters that hang on others, and have tests of their own."""

    @property
    def id(self) -> str:
        """The id of the random entry."""
        return self.named or (DID if self.table == "dids" else ID)

    @property
    def making(self) -> str:
        """The tool that makes new ones."""
        return self.maker or self.writer

    @property
    def number(self) -> str:
        """The row's field that VoIP.ms tells entries apart by, where it is not that of the id."""
        entry = functions()[self.writer].declared.entry
        return entry.number if entry is not None else ""

    @property
    def unread(self) -> frozenset[str]:
        """What a new one takes and no getter shows."""
        entry = functions()[self.making].declared.entry
        return frozenset(entry.unread if entry is not None else ())

    @property
    def told(self) -> str:
        """Where the answer names a new one."""
        return self.row_id if self.number else self.id_parameter

    @property
    def id_parameter(self) -> str:
        return _method_id(self.writer)

    @property
    def deleter(self) -> str:
        return functions()[self.making].declared.counterpart

    @property
    def narrow(self) -> bool:
        """It writes what it is given and leaves all else alone."""
        entry = functions()[self.writer].declared.entry
        return entry is not None and entry.narrow

    @property
    def needed_for_a_new_one(self) -> frozenset[str]:
        """The parameters without which none is made."""
        parameters = functions()[self.making].model_fields.items()
        required = {one.alias or name for name, one in parameters if one.is_required()}
        return frozenset(required | {"recording": {"name"}, "sub_account": {"password"}}.get(self.kind, set()))

    def column(self, parameter: str) -> str:
        """The row's field that holds this parameter."""
        return next((param.column for param in specs(self.writer) if param.name == parameter), parameter)

    def row(self, values: Mapping[str, Value]) -> Row:
        """The entry with these values, as a getter shows it."""
        shown = {self.column(name): value.shown for name, value in values.items()}
        return {self.row_id: self.id, **self.base, **shown}

    def required(self, values: Mapping[str, Value]) -> dict[str, object]:
        """What the tool cannot do without, repeated as the entry has it; a secret as it is shown."""
        parameters = {one.alias or name: one for name, one in functions()[self.writer].model_fields.items()}
        secrets = functions()[self.writer].secrets()
        return {
            name: MASK if name in secrets else value.given
            for name, value in values.items()
            if parameters[name].is_required()
        }

    def update(self, values: Mapping[str, Value], **changes: object) -> dict[str, object]:
        """The arguments of its own tool that change these parameters."""
        return {self.id_parameter: self.id, **self.needs, **self.required(values), **changes}

    def by_job(self, **changes: object) -> dict[str, object]:
        """The arguments of updateSettings that change these parameters."""
        return {"kind": self.kind, "id": self.id, "changes": {**self.needs, **changes}}

    def deletion(self) -> dict[str, object]:
        """The arguments of the tool that deletes it."""
        entry = functions()[self.deleter].declared.entry
        assert entry is not None
        return {entry.id: self.id, **{getter: self.needs[name] for getter, name in entry.needs.items()}}

    def settled(self, row: Row) -> Row:
        """The row once VoIP.ms was given all of it again: what it shows in another form is as it takes it."""
        return {name: SETTLED[name](value) if name in SETTLED else value for name, value in row.items()}


def _digits(shown: str) -> str:
    found = re.search(r"<([0-9]+)>", shown)
    return found[1] if found else shown.replace("-1", "")


def _without_spaces(shown: str) -> str:
    return shown.replace(" ", "")


SETTLED = {
    "callerid": _digits,
    "callerid_override": _digits,
    "callerid_number": _digits,
    "default_e911": _digits,
    "sms_forward": _digits,
    "choices": _without_spaces,
}
"""Fields that getters show in forms of their own: a caller ID with a name, or -1 for none; choices with spaces."""


WRITERS = {**DESTINATIONS, **MENUS, "setSubAccount": accounts.SET}


def _method_id(writer: str) -> str:
    found = WRITERS.get(writer)
    return found.id if found is not None else "did"


def specs(writer: str) -> tuple[Param, ...]:
    """The parameters of a set* method as the sandbox reads the manual."""
    found = WRITERS.get(writer)
    if found is not None:
        return found.params
    return numbers.SMS if writer == "setSMS" else numbers.INFO


@cache
def world() -> dict[str, Any]:
    """The seeded office without its many calls and the numbers for sale: what settings are about."""
    data: Any = seed(NOON)
    data["reference"] |= {name: [] for name in data["reference"] if name.startswith(("stock_", "ratecenters_"))}
    for account in data["accounts"]:
        account["tables"] |= {"cdr": [], "transactions": []}
    return data


def _number() -> Row:
    return seeded.number(NOON, DID, "Montreal, QC", "none:", "31")


MEMBER_ACCOUNTS = st.sampled_from(
    [Value(""), *(Value(f"SIP/100000_{who}", f"100000_{who}") for who in ("Zoe", "Marc", "Anne"))]
)
FILTERED = same("0", "i", "s", "sb", "p", "p:3", "514555XXXX", "4165550160", "900*")
WITHOUT = ("ip", "reseller_client", "reseller_package", "reseller_nextbilling")
"""Empty, but for a reseller's clients, and for devices that are known by their address."""
KINDS: tuple[Kind, ...] = (
    Kind(
        "number",
        "setDIDInfo",
        "dids",
        "did",
        {
            **SETTINGS,
            "record_calls": ONE_ZERO,
            "inbound_dialing_mode": numbers_from(0, 1),
            "port_out_pin": same("", "0042", "12345678901234567890"),
            "transcribe": ONE_ZERO,
            "transcription_locale": st.one_of(st.just(Value("")), same("en-US", "fr-CA,en-US")),
            "transcription_redaction": YES_NO,
            "transcription_summary": YES_NO,
            "transcription_sentiment": YES_NO,
            "transcription_email": EMAILS,
            "transcription_start_delay": STEP_5,
            **SMS_ACCOUNT,
            "voicemail_threshold": STEP_5,
        },
        _number(),
    ),
    Kind(
        "sms",
        "setSMS",
        "dids",
        "did",
        {
            "enable": ONE_ZERO,
            "email_enabled": ONE_ZERO,
            "email_address": EMAILS,
            "sms_forward_enable": ONE_ZERO,
            "sms_forward": st.one_of(same("", "5145550158", "4165550159"), st.just(NOTHING)),
            "url_callback_enable": ONE_ZERO,
            "url_callback": URLS,
            "url_callback_retry": ONE_ZERO,
            "webhook_enable": ONE_ZERO,
            "webhook": URLS,
            "dialmode": numbers_from(1, 2),
            "smpp_enabled": ONE_ZERO,
            "smpp_url": SMPP,
            "smpp_user": texts(50),
            "smpp_pass": same("", "s3cret word", "0", "-1", "é;=&"),
            **SMS_ACCOUNT,
        },
        _number(),
    ),
    Kind("number", "setDIDRouting", "dids", "did", {"routing": ROUTINGS}, _number()),
    Kind("number", "setDIDPOP", "dids", "did", {"pop": numbers_from(1, 9)}, _number()),
    Kind("number", "setDIDVoicemail", "dids", "did", {"voicemail": MAILBOXES}, _number()),
    Kind("number", "setDIDBillingType", "dids", "did", {"billing_type": numbers_from(1, 2)}, _number()),
    Kind(
        "forwarding",
        "setForwarding",
        "forwardings",
        "forwarding",
        {
            "phone_number": PHONES,
            "callerid_override": CALLERS,
            "description": texts(60),
            "dtmf_digits": same("", "12w#", "0", "00"),
            "pause": _halves(),
            "diversion_header": ONE_ZERO,
            "attestation_a_enabled": ONE_ZERO,
        },
    ),
    Kind(
        "sip_uri",
        "setSIPURI",
        "sipuris",
        "sipuri",
        {
            "uri": same("ana@sip.example.com", "sip:5145550150@sip.example.com:5070", "{DID}@pbx.example.com"),
            "description": texts(60),
            "callerid_override": CALLERS,
            "callerid_e164": ONE_ZERO,
        },
    ),
    Kind(
        "callback",
        "setCallback",
        "callbacks",
        "callback",
        {
            "description": texts(60, 1),
            "number": PHONES,
            "delay_before": SECONDS,
            "response_timeout": SECONDS,
            "digit_timeout": SECONDS,
            "callerid_number": CALLERS,
        },
    ),
    Kind(
        "disa",
        "setDISA",
        "disas",
        "disa",
        {
            "name": texts(60, 1),
            "pin": same("0123", "0000", "9876"),
            "digit_timeout": SECONDS,
            "callerid_override": CALLERS,
            "language": LANGUAGES,
        },
    ),
    Kind(
        "ivr",
        "setIVR",
        "ivrs",
        "ivr",
        {
            "name": texts(60, 1),
            "recording": same("7567", "7568", "7571"),
            "timeout": numbers_from(1, 10),
            "language": LANGUAGES,
            "voicemailsetup": numbers_from(1, 2),
            "choices": _choices(),
        },
    ),
    Kind("recording", "setRecording", "recordings", "value", {"name": texts(60, 1)}, {"data": seeded.wav()}),
    Kind(
        "ring_group",
        "setRingGroup",
        "ring_groups",
        "ring_group",
        {
            "name": texts(24, 1),
            "members": _members(),
            "voicemail": MAILBOXES,
            "caller_announcement": st.one_of(RECORDINGS, same("")),
            "music_on_hold": MUSIC,
            "language": LANGUAGES,
        },
    ),
    Kind(
        "call_hunting",
        "setCallHunting",
        "call_huntings",
        "callhunting",
        {
            "description": texts(60, 1),
            "music": MUSIC,
            "recording": same("default", "none", "7567", "7571"),
            "language": LANGUAGES,
            "order": same("follow", "random"),
            "members": _hunted(),
            "ring_time": _criteria(st.integers(1, 600).map(str)),
            "press": _criteria(st.sampled_from("01")),
        },
    ),
    Kind(
        "music_on_hold",
        "setMusicOnHold",
        "music",
        "value",
        {
            "description": texts(60, 1),
            "volume": ONE_ZERO,
            "sort": same("alpha", "random"),
            "recordings": same("7567", "7568", "7567,7568", "7571,7567"),
        },
    ),
    Kind(
        "mailbox",
        "setVoicemail",
        "voicemails",
        "mailbox",
        {
            "name": texts(60, 1),
            "password": same("0042", "4711", "9999"),
            "skip_password": ONE_ZERO,
            "email": EMAILS,
            "attach_message": YES_NO,
            "delete_message": YES_NO,
            "say_time": YES_NO,
            "timezone": same("America/New_York", "Europe/Paris", "US/Pacific-New"),
            "say_callerid": YES_NO,
            "play_instructions": same("u", "su"),
            "language": LANGUAGES,
            "transcription": YES_NO,
            "transcription_locale": st.one_of(st.just(Value("")), same("en-US", "fr-CA,en-US")),
            "transcription_redaction": YES_NO,
            "transcription_summary": YES_NO,
            "transcription_sentiment": YES_NO,
            "transcription_format": same("html", "text"),
            "transcription_delay": STEP_5,
            "email_attachment_format": same("wav49", "wav", "wavmp3"),
            "unavailable_message_recording": RECORDINGS,
            "client": same("561115", "561116"),
        },
        {"new": "0", "urgent": "0"},
        maker="createVoicemail",
        first={"digits": same("1", "01", "0123456789")},
    ),
    Kind(
        "call_parking",
        "setCallParking",
        "call_parkings",
        "callparking",
        {
            "name": texts(60, 1),
            "timeout": numbers_from(1, 3600),
            "music": MUSIC,
            "failover": same("callback", "system:hangup", "vm:101"),
            "language": LANGUAGES,
            "destination": same("parker", "100000", "100000_Zoe"),
            "delay": numbers_from(0, 600),
            "blf_lamps": numbers_from(0, 10),
        },
    ),
    Kind(
        "time_condition",
        "setTimeCondition",
        "time_conditions",
        "timecondition",
        {
            "name": texts(60, 1),
            "routing_match": TARGETS,
            "routing_nomatch": TARGETS,
            "starthour": _clock(23),
            "startminute": _clock(59),
            "endhour": _clock(23),
            "endminute": _clock(59),
            "weekdaystart": DAYS,
            "weekdayend": DAYS,
        },
    ),
    Kind(
        "filter",
        "setCallerIDFiltering",
        "filters",
        "filtering",
        {
            "callerid": FILTERED,
            "did": same("all", "4165550116"),
            "routing": ROUTINGS,
            **FAILOVER_FIELDS,
            "note": texts(50),
        },
    ),
    Kind(
        "phonebook",
        "setPhonebook",
        "phonebook",
        "phonebook",
        {
            "speed_dial": _speed_dials(),
            "name": texts(60, 1),
            "number": same("911", "5145550162", "sip:6199"),
            "callerid": CALLERS,
            "note": texts(50),
            "group": same("", "3", "17"),
        },
    ),
    Kind(
        "phonebook_group",
        "setPhonebookGroup",
        "phonebook_groups",
        "phonebook_group",
        {"name": texts(60, 1), "members": st.one_of(same(""), joined(same(*(str(32207 + n) for n in range(8))), 8))},
    ),
    Kind(
        "queue",
        "setQueue",
        "queues",
        "queue",
        {
            "queue_name": texts(60, 1),
            "queue_number": numbers_from(10, 999),
            "queue_language": LANGUAGES,
            "queue_password": same("", "0042", "12345678901234567890"),
            "callerid_prefix": texts(19),
            "join_announcement": RECORDINGS,
            "priority_weight": numbers_from(1, 60),
            "agent_announcement": RECORDINGS,
            "report_hold_time_agent": same("yes", "no", "once"),
            "member_delay": or_word("none", 1, 15),
            "maximum_wait_time": or_word("unlimited", 30, 1200, 30),
            "maximum_callers": or_word("unlimited", 1, 60),
            "join_when_empty": same("yes", "no", "strict"),
            "leave_when_empty": same("yes", "no", "strict"),
            "ring_strategy": same("ringall", "leastrecent", "fewestcalls", "random", "rrmemory"),
            "ring_inuse": YES_NO,
            "agent_ring_timeout": numbers_from(5, 60),
            "retry_timer": or_word("none", 5, 60),
            "wrapup_time": or_word("none", 1, 60),
            "voice_announcement": RECORDINGS,
            "frequency_announcement": or_word("none", 15, 1200, 15),
            "announce_position_frecuency": or_word("none", 15, 1200, 15),
            "announce_round_seconds": or_word("none", 1, 60),
            "if_announce_position_enabled_report_estimated_hold_time": same("yes", "no", "once"),
            "thankyou_for_your_patience": YES_NO,
            "music_on_hold": MUSIC,
            "fail_over_routing_timeout": FAILOVERS,
            "fail_over_routing_full": FAILOVERS,
            "fail_over_routing_join_empty": FAILOVERS,
            "fail_over_routing_leave_empty": FAILOVERS,
            "fail_over_routing_join_unavail": FAILOVERS,
            "fail_over_routing_leave_unavail": FAILOVERS,
        },
    ),
    Kind(
        "sub_account",
        "setSubAccount",
        "sub_accounts",
        "account",
        {
            "description": texts(60),
            "password": same("Probe-0042", "aB3.5678"),
            "device_type": same("1", "2"),
            "callerid_number": CALLERS,
            "canada_routing": same("1", "2"),
            "lock_international": same("0", "1"),
            "allow225": ONE_ZERO,
            "international_route": same("1", "2"),
            "music_on_hold": MUSIC,
            "language": LANGUAGES,
            "record_calls": ONE_ZERO,
            "allowed_codecs": same("ulaw", "ulaw;g729", "all"),
            "dtmf_mode": same("auto", "rfc2833", "inband", "info"),
            "nat": same("yes", "no", "route", "never"),
            "sip_traffic": ONE_ZERO,
            "max_expiry": numbers_from(60, 3600),
            "rtp_timeout": numbers_from(1, 59),
            "rtp_hold_timeout": numbers_from(60, 3600),
            "ip_restriction": same("198.51.100.9", "10.255.12.0/22,device.example.com"),
            "enable_ip_restriction": ONE_ZERO,
            "pop_restriction": same("1", "1,2,3"),
            "enable_pop_restriction": ONE_ZERO,
            "send_bye": ONE_ZERO,
            "transcribe": ONE_ZERO,
            "transcription_locale": same("en-US", "fr-CA,en-US"),
            "transcription_email": EMAILS,
            "transcription_start_delay": STEP_5,
            "internal_extension": same("", "41", "90001"),
            "internal_voicemail": same("", "100", "107"),
            "internal_dialtime": numbers_from(1, 60),
            "parking_lot": same("", "737"),
            "enable_internal_cnam": ONE_ZERO,
            "internal_cnam": texts(60),
            "default_e911": st.one_of(same("", "4165550116", "2125550117"), st.just(NOTHING)),
            "call_pickup_behavior": numbers_from(1, 4),
            "dialing_mode": numbers_from(0, 2),
            "tfcarrier": same("-1", "0", "1", "2"),
            "internal_extension_location": same("", "17"),
        },
        {
            "id": ID,
            "username": "Probe",
            "protocol": "1",
            "auth_type": "1",
            **dict.fromkeys(WITHOUT, ""),
            **{f"transcription_{name}": "no" for name in ("redaction", "summary", "sentiment")},
        },
        {"auth_type": "1"},
        "createSubAccount",
        {
            "username": same("Probe", "x", "a.b-c_d"),
            "protocol": same("1"),
            **{f"transcription_{name}": YES_NO for name in ("redaction", "summary", "sentiment")},
        },
        "100000_Probe",
        frozenset({*WITHOUT, "reseller_chargesetup"}),
    ),
    Kind(
        "e911",
        "e911Update",
        "e911",
        "did",
        {
            "full_name": texts(100, 1),
            "street_number": same("1", "200", "12 B"),
            "street_name": texts(100, 1),
            "address_type": same("", "Suite", "Unit"),
            "address_number": texts(60),
            "city": texts(100, 1),
            "state": same("QC", "ON", "NY"),
            "zip_code": same("H2X 1Y4", "M5V 2T6"),
            "language": same("EN", "FR"),
            "email": same("ana@example.com", "a.b+c@mail.example.org"),
            "other_info": texts(60),
        },
        {"status": "2", "country": "CA"},
        {"country": "CA"},
        named="5145550114",
    ),
    Kind(
        "static_member",
        "setStaticMember",
        "static_members",
        "member",
        {"member_name": texts(60, 1), "account": MEMBER_ACCOUNTS, "priority": numbers_from(0, 100)},
        {"queue_number": "32208"},
        {"queue": "32208"},
    ),
)
BY_WRITER: Mapping[str, Kind] = {kind.writer: kind for kind in KINDS}
