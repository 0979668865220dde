"""A message of the account, SMS or MMS, as its getters tell it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from voipms_server.quotes import text
from voipms_server.shapes import is_list, is_row
from voipms_server.zones import Stamped, from_api, told_apart

Row = Mapping[str, object]
MESSAGES: Mapping[str, tuple[str, str]] = {"sendSMS": ("getSMS", "sms"), "sendMMS": ("getMMS", "mms")}
"""By what sends a message: the getter that lists it, and the answer's field that names it."""
MEDIA = ("media1", "media2", "media3")
SENT = "0"
"""Whatever was not sent from here was written by somebody else."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message; `sure` is False where the hour came twice and it cannot be told which one it was."""

    id: str
    at: datetime
    inbound: bool
    did: str
    contact: str
    text: str
    carrier_status: str = ""
    media: tuple[str, ...] = ()
    mms: bool = False
    sure: bool = True

    @property
    def latest(self) -> datetime:
        """When it was at the latest: one of the hour that comes twice may be of the second one."""
        return self.at if self.sure else self.at + timedelta(hours=1)

    @property
    def name(self) -> str:
        """What tells it from every other message of its conversation."""
        return f"mms{self.id}" if self.mms else self.id

    @property
    def words(self) -> str:
        return "MMS" if self.mms else "SMS"


def message_key(getter: str, id_: str) -> str:
    """How the journal names a message; empty without an id."""
    return f"{'mms' if getter == 'getMMS' else 'sms'}_message:{id_}" if id_ else ""


def content(params: Row) -> str:
    """What is sent: the words, and addresses or digests of what is attached."""
    return "\n".join([text(params, "message"), *(text(params, name) for name in MEDIA if text(params, name))])


def ten(number: str) -> str:
    """A North American number without `+1`; any other one as it is."""
    digits = number.strip().removeprefix("+")
    return digits[1:] if len(digits) == 11 and digits.startswith("1") else digits


def messages(rows: Sequence[Row], *, mms: bool = False) -> list[Message]:
    """The messages of these rows; a row without a time that can be read is none."""
    walls = {n: wall for n, row in enumerate(rows) if (wall := from_api(text(row, "date"))) is not None}
    order = {n: rank for rank, n in enumerate(sorted(walls, key=lambda n: (_number(text(rows[n], "id")), -n)))}
    moments = told_apart([Stamped(order[n], wall) for n, wall in walls.items()])
    return [_message(rows[n], *moments[order[n]], mms=mms) for n in walls]


def newest_first(messages: Iterable[Message]) -> list[Message]:
    """By their times; of the same second by their ids, which grow."""
    return sorted(messages, key=lambda one: (one.at, len(one.id), one.id), reverse=True)


def _number(id_: str) -> int:
    return int(id_) if id_.isdecimal() else 0


def _message(row: Row, at: datetime, sure: bool, *, mms: bool) -> Message:
    media = media_of(row)
    return Message(
        text(row, "id"),
        at,
        text(row, "type") != SENT,
        ten(text(row, "did")),
        ten(text(row, "contact")),
        body(row),
        text(row, "carrier_status"),
        media,
        mms or bool(media),
        sure,
    )


def body(row: Row) -> str:
    """The words as they came; nothing is decoded (observed: the API sends them plain)."""
    value = row.get("message")
    return value if isinstance(value, str) else text(row, "message")


def media_of(row: Row) -> tuple[str, ...]:
    """The addresses of what is attached: a list, an object by number, or three columns (all observed)."""
    value = row.get("media")
    listed = list(value.values()) if is_row(value) else (value if is_list(value) else [value])
    columns = [row.get(f"col_media{n}") for n in (1, 2, 3)]
    found = [one.strip() for one in [*listed, *columns] if isinstance(one, str)]
    return tuple(dict.fromkeys(one for one in found if one.startswith(("https://", "http://"))))


def attachments(id_: str, media: Sequence[str]) -> list[dict[str, str]]:
    """The media of a message, for clients that open links."""
    return [{"uri": uri, "name": f"attachment {number} of message {id_}"} for number, uri in enumerate(media, 1)]
