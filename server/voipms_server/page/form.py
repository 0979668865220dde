"""The form of the page: what a browser sends, read strictly, and the token that ties each item to what it is about."""

import hmac
from dataclasses import dataclass, field
from urllib.parse import parse_qs

import anyio.to_thread
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request

from voipms_server.approvals.approval import Approval
from voipms_server.errors import NotAllowed
from voipms_server.pin import Pin
from voipms_server.store.keys import Keys
from voipms_server.store.store import Store

MOST_BYTES = 16 * 1024
MOST_FIELDS = 32
TYPE = "application/x-www-form-urlencoded"
YES, NO = "yes", "no"
AGAIN = "Open the page again and answer there."


@dataclass(frozen=True, slots=True)
class Item:
    """A ticked question, or a change whose secrets are asked for: its code or number, and its token."""

    code: str
    token: str

    @classmethod
    def of(cls, keys: Keys, approval: Approval) -> "Item":
        """The one that belongs to this very question, as it is shown."""
        shown = f"{approval.id} {approval.created!r} {approval.expires!r} {approval.question}"
        return cls(approval.code, keys.form(shown))

    @classmethod
    def to_see(cls, keys: Keys, change: int) -> "Item":
        """The one that belongs to the secrets of this very change."""
        return cls(str(change), keys.form(f"secrets of change {change}"))

    @classmethod
    def read(cls, value: str) -> "Item":
        code, _, token = value.partition(".")
        return cls(code, token)

    @property
    def value(self) -> str:
        return f"{self.code}.{self.token}"

    def same(self, other: "Item") -> bool:
        return hmac.compare_digest(self.value.encode(), other.value.encode())


@dataclass(frozen=True, slots=True)
class Form:
    """An answer to what is ticked."""

    yes: bool
    items: tuple[Item, ...]
    pin: str = field(repr=False)

    async def wrong_pin(self, store: Store) -> str:
        """What is wrong with its PIN, which is a try; nothing when it is right."""
        try:
            await anyio.to_thread.run_sync(Pin(store).check, self.pin)
        except NotAllowed as error:
            return str(error)
        return ""


async def read(request: Request, origin: str) -> Form:
    """The form of this request. Raises HTTPException for anything that the page at this origin does not send."""
    _check_origin(request, origin)
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != TYPE:
        raise HTTPException(415, "This page takes its own form only.")
    try:
        text = (await _body(request)).decode("ascii")
        return _form(parse_qs(text, True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS))
    except ValueError:
        raise HTTPException(400, "This form cannot be read. Open the page again.") from None


def only(headers: Headers, name: str) -> str:
    """The header, if it is there exactly once."""
    found = headers.getlist(name)
    return found[0] if len(found) == 1 else ""


def _check_origin(request: Request, origin: str) -> None:
    """A form is taken from this page alone."""
    site = request.headers.getlist("sec-fetch-site")
    if only(request.headers, "origin") != origin or site not in ([], ["same-origin"]):
        raise HTTPException(403, f"This answer did not come from this page. {AGAIN}")


async def _body(request: Request) -> bytes:
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "This form is too long.")
    return body


def _form(fields: dict[str, list[str]]) -> Form:
    """Raises ValueError for fields that are missing, unknown or given twice."""
    (answer,), (pin,) = fields.pop("answer", []), fields.pop("pin", [""])
    items = tuple(Item.read(value) for value in fields.pop("item", []))
    if answer not in (YES, NO) or fields:
        raise ValueError("the form has other fields")
    return Form(answer == YES, items, pin)
