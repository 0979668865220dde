"""How a set* method writes an entry: what it takes, checks, stores and answers. Every one is a full write."""

from collections.abc import Callable
from dataclasses import dataclass

from voipms_sandbox import refusal as r
from voipms_sandbox.refusal import Check, Here, Refuse
from voipms_sandbox.routes import check_route
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
    """One parameter: its check, the status when the check fails, the row's field, and what is stored without it.

    `stored` turns what is sent into what a getter shows.
    """

    name: str
    check: Check = r.anything
    required: bool = False
    status: str = ""
    deep: Deep | None = None
    row: str = ""
    default: str = ""
    stored: Callable[[str], str] = str

    @property
    def column(self) -> str:
        return self.row or self.name

    def value(self, params: Params, kept: Row) -> str:
        """What the row holds after the write; what is left out is reset, unless it is kept."""
        sent = params.get(self.name)
        return self.stored(sent) if sent else kept.get(self.column, "") or self.default

    def verify(self, here: Here, value: str) -> None:
        if not self.check(here, value):
            raise Refuse(self.status or f"invalid_{INVALID.get(self.name, self.name)}")
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
    always: bool = False
    """It makes no new entry."""

    def run(self, here: Here, params: Params) -> Answer:
        if self.always and not params.get(self.id):
            raise Refuse(f"missing_{self.id}")
        require(self.params, params, relaxed=self.relaxed and bool(params.get(self.id)))
        existing = self._existing(here, params)
        verify(self.params, params, here)
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
        return {param.column: param.value(params, kept) for param in self.params}

    def _refuse_doubles(self, here: Here, params: Params, existing: Row | None) -> None:
        others = [row for row in here.account.table(self.table) if row is not existing]
        for name, status in self.unique:
            param = next(param for param in self.params if param.name == name)
            if params.get(name) and any(row.get(param.column) == param.value(params, {}) for row in others):
                raise Refuse(status)


def require(specs: tuple[Param, ...], params: Params, *, relaxed: bool = False) -> None:
    """The first required parameter that is not there is named; the others wait for the next call."""
    for param in specs:
        if param.required and not relaxed and not params.get(param.name):
            raise Refuse(f"missing_{MISSING.get(param.name, param.name)}")


def verify(specs: tuple[Param, ...], params: Params, here: Here) -> None:
    """Refuse the first parameter whose value the API does not take; an empty optional one is never checked."""
    for param in specs:
        if params.get(param.name):
            param.verify(here, params[param.name])


MISSING = {
    "phone_number": "phonenumber",
    "queue_name": "name",
    "queue_number": "number",
    "queue_language": "language",
    "member_name": "name",
    "pop": "serverpop",
    "location_id": "location",
    "routing_match": "routing",
    "routing_nomatch": "routing",
    "billing_type": "billingtype",
    "voicemail": "mailbox",
    "auth_type": "authtype",
    "device_type": "devicetype",
    "lock_international": "lockinternational",
    "international_route": "internationalroute",
    "music_on_hold": "musiconhold",
    "allowed_codecs": "allowedcodecs",
    "dtmf_mode": "dtmfmode",
    "skip_password": "skippassword",
    "attach_message": "attachmessage",
    "delete_message": "deletemessage",
    "say_time": "saytime",
    "say_callerid": "saycallerid",
    "play_instructions": "playinstructions",
}
INVALID = {
    "callerid_prefix": "calleridprefix",
    "billing_type": "billingtype",
    "music_on_hold": "musiconhold",
    "announce_position_frecuency": "announce_position_frequency",
    "if_announce_position_enabled_report_estimated_hold_time": "if_announce_position_enabled_report_e",
}
"""Statuses are `missing_` and `invalid_` with the parameter's name; these are the ones that are not."""
NAME = Param("name", r.form(r"[^\n]{1,60}"), required=True)
SECONDS = r.between(1, 600)
