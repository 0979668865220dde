"""The form of the page: what a browser sends, read strictly, and the token that ties each item to its question."""

import hmac
from dataclasses import dataclass, field
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

from voipms_server.approvals.approval import Approval
from voipms_server.store.keys import Keys

MOST_BYTES = 16 * 1024
MOST_FIELDS = 32
TYPE = "application/x-www-form-urlencoded"
YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Item:
    """A ticked question: its code and its token."""

    code: str
    token: str

    @classmethod
    def of(cls, keys: Keys, approval: Approval) -> "Item":
        """The one that belongs to this very question, as it is shown."""
        shown = f"{approval.id} {approval.created!r} {approval.expires!r} {approval.question}"
        return cls(approval.code, keys.form(shown))

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


async def read(request: Request) -> Form:
    """The form of this request. Raises HTTPException for anything that the page does not send."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != TYPE:
        raise HTTPException(415, "This page takes its own form only.")
    try:
        text = (await _body(request)).decode("ascii")
        return _form(parse_qs(text, True, strict_parsing=True, errors="strict", max_num_fields=MOST_FIELDS))
    except ValueError:
        raise HTTPException(400, "This form cannot be read. Open the page again.") from None


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
