"""What VoIP.ms sends of a message: the query of a URL callback, or the JSON body of a webhook.

{FROM}, {TO} and {MESSAGE} are documented, the other placeholders observed; of a webhook only the fields that a
receiver was seen to read are read.
"""

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.requests import ClientDisconnect, Request

MOST_QUERY = 16 * 1024
MOST_BODY = 64 * 1024
MOST_NUMBERS = 50
NUMBER = re.compile(r"[\s+]*1?([2-9][0-9]{9})\s*")
UNFILLED = re.compile(r"\{[A-Z]+\}")
"""A placeholder that was left as it is."""


class Unreadable(Exception):
    """It is no delivery: `status` is the HTTP status of the answer."""

    def __init__(self, sentence: str, status: int = 400) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.status = status


@dataclass(frozen=True, slots=True)
class Message:
    """What is used of a message; its text only tells it from others, and is neither kept nor shown."""

    id: str
    sender: str
    to: tuple[str, ...]
    """Own numbers, 10 digits each; of a group message perhaps others' too."""
    text: str = field(repr=False)
    time: str = ""

    @property
    def name(self) -> str:
        """The same for a message that is delivered again; empty where nothing tells it from another one like it."""
        if self.id:
            return json.dumps([self.id, self.sender])
        return json.dumps([self.sender, self.text, self.time]) if self.time else ""


async def delivered(request: Request) -> Message:
    """Raises Unreadable for what is too large or malformed."""
    query: bytes = request.scope["query_string"]
    if len(query) > MOST_QUERY:
        raise Unreadable("The query is too long.", 414)
    if request.method == "POST":
        return of_body(await _body(request))
    return of_query(query.decode("latin-1"))


def of_query(query: str) -> Message:
    """The first value of each name counts: what follows the message may be part of it."""
    given: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        given.setdefault(name, filled(value))
    to = given.get("to", "").replace(";", ",").split(",", MOST_NUMBERS)
    return _message(given.get("id", ""), given.get("from", ""), to, given.get("message", ""), given.get("time", ""))


def of_body(body: bytes) -> Message:
    """Of a webhook."""
    try:
        data = Delivery.model_validate_json(body).data
    except ValidationError:
        raise Unreadable("The body is not the JSON of a message.") from None
    sender = data.payload.sender.phone_number if data.payload.sender else ""
    to = [party.phone_number for party in data.payload.to]
    return _message(data.id or "", sender, to, data.payload.text or "", data.payload.received_at or "")


def filled(value: str) -> str:
    """A value without the space around it; none where its placeholder was left in its place."""
    text = value.strip()
    return "" if UNFILLED.fullmatch(text) else text


def ten_digits(number: str) -> str:
    """The form in which the API names numbers; empty for what is none of North America."""
    found = NUMBER.fullmatch(number)
    return str(found[1]) if found else ""


def _message(id_: str, sender: str, to: Iterable[str], text: str, time: str) -> Message:
    numbers = tuple({number: None for one in to if (number := ten_digits(one))})
    if not numbers:
        raise Unreadable("No number is named that the message is for.")
    return Message(id_, ten_digits(sender) or sender, numbers, text, time)


async def _body(request: Request) -> bytes:
    body = bytearray()
    try:
        async for part in request.stream():
            body += part
            if len(body) > MOST_BODY:
                raise Unreadable("The body is too large.", 413)
    except ClientDisconnect:
        raise Unreadable("The body ended too early.") from None
    return bytes(body)


class Part(BaseModel):
    """Of a webhook's body; numbers may come as numbers, and unknown fields are left out."""

    model_config = ConfigDict(coerce_numbers_to_str=True, hide_input_in_errors=True)


class Party(Part):
    """Who writes, or who is written to."""

    phone_number: str = ""


class Payload(Part):
    """The message."""

    sender: Party | None = Field(None, alias="from")
    to: list[Party] = Field(max_length=MOST_NUMBERS)
    text: str | None = None
    received_at: str | None = None


class Data(Part):
    """The message and its id."""

    id: str | None = None
    payload: Payload


class Delivery(Part):
    """The whole body."""

    data: Data
