"""What `sandbox text` does: somebody writes to a number of the simulated account."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import anyio
from pydantic import BaseModel, TypeAdapter, ValidationError

from voipms_server.cli.own import existing
from voipms_server.cli.sandboxing import simulated
from voipms_server.errors import NotAllowed
from voipms_tools.words.numbers import digits, ten_digits
from voipms_tools.words.word import Wrong

if TYPE_CHECKING:
    import httpx

MOST_MEDIA = 3
SENDER = "a sender: a 10-digit number without +1, or a short code of 5 or 6 digits"
NOBODY = "It reached nobody but the list of messages."


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message from outside. Raises NotAllowed for what cannot be one."""

    did: str
    sender: str
    message: str
    media: tuple[str, ...] = ()

    @classmethod
    def of(cls, did: str, sender: str, message: str, media: Sequence[str]) -> "Inbound":
        if not (message or media):
            raise NotAllowed("A message needs a text or --media.")
        if len(media) > MOST_MEDIA or not all(re.match("https?://", url) for url in media):
            raise NotAllowed(f"--media takes a URL that begins with http:// or https://, up to {MOST_MEDIA} times.")
        try:
            number = digits(sender, SENDER, r"(?:\+?1)?[0-9]{10}|[0-9]{5,6}")
            return cls(ten_digits(did), number[-10:], message, tuple(media))
        except Wrong as wrong:
            raise NotAllowed(str(wrong)) from None

    @property
    def body(self) -> dict[str, object]:
        """As the sandbox's control takes it."""
        fields: dict[str, object] = {"did": self.did, "from": self.sender, "message": self.message}
        return fields | ({"media": list(self.media)} if self.media else {})


class Delivery(BaseModel):
    """Where it arrived."""

    way: str
    to: str


class Number(BaseModel):
    did: str
    sms_enabled: str = "0"


class Tables(BaseModel):
    dids: list[Number]


class Account(BaseModel):
    tables: Tables


class State(BaseModel):
    """What is looked at of all that a sandbox holds."""

    accounts: list[Account]

    def takes_messages(self, did: str) -> bool:
        return any(one.did == did and one.sms_enabled == "1" for each in self.accounts for one in each.tables.dids)


DELIVERIES = TypeAdapter(list[Delivery])


def put_in(inbound: Inbound, data: Path | None, port: int) -> list[str]:
    """Lines that tell where it arrived: in the account of this file, or of the sandbox at this port.

    Raises NotAllowed where there is no sandbox, or it has no such number.
    """
    if data is None:
        return anyio.run(_at, inbound, port)
    existing(str(data))
    try:
        return anyio.run(_in, inbound, data)
    except OSError as error:
        raise NotAllowed(f"The data file {data} cannot be written: {error.strerror}.") from None


async def _at(inbound: Inbound, port: int) -> list[str]:
    import httpx

    try:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as sandbox:
            return await _told(sandbox, inbound)
    except (httpx.TransportError, httpx.InvalidURL):
        raise NotAllowed(
            f"No sandbox answers at port {port}; `mcp-voipms sandbox --port {port}` starts one. "
            "For an account kept in a file, give --data FILE."
        ) from None
    except ValidationError:
        raise NotAllowed(f"What answers at port {port} is no sandbox.") from None


async def _in(inbound: Inbound, data: Path) -> list[str]:
    import httpx

    transport = httpx.ASGITransport(app=simulated(data))
    async with httpx.AsyncClient(base_url="http://127.0.0.1", transport=transport) as sandbox:
        return await _told(sandbox, inbound)


async def _told(sandbox: "httpx.AsyncClient", inbound: Inbound) -> list[str]:
    """The answer of the sandbox's control, in words."""
    answer = await sandbox.post("/sandbox/sms", json=inbound.body)
    if answer.is_client_error and "X-Sandbox" in answer.headers:
        raise NotAllowed(_refusal(inbound, str(answer.json()["error"])))
    delivered = DELIVERIES.validate_json(answer.content)
    if delivered:
        return [f"Delivered by {one.way} to {one.to}." for one in delivered]
    state = State.model_validate_json((await sandbox.get("/sandbox/state")).content)
    return [NOBODY if state.takes_messages(inbound.did) else f"SMS is off for {inbound.did}: the message is lost."]


def _refusal(inbound: Inbound, error: str) -> str:
    if error == "invalid_did":
        return f"The sandbox has no number {inbound.did}."
    return f"The sandbox refuses the message: {error[:200]}"
