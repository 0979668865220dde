"""An inbound SMS or MMS, and where the number's settings deliver it.

The placeholders {FROM}, {TO} and {MESSAGE} are documented, {ID}, {TIMESTAMP} and {MEDIA} observed; how the last two are
written is inferred, and so is the form of a webhook's body beyond the fields that a receiver was seen to read.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import quote

from voipms_sandbox.conversations import as_dialled
from voipms_sandbox.messages import MMS, SMS
from voipms_sandbox.refusal import Here, Refuse
from voipms_sandbox.world import Row

MOST_MEDIA = 3
STOP = "STOP"
WAYS = {
    "e-mail": ("sms_email_enabled", "sms_email"),
    "forward": ("sms_forward_enabled", "sms_forward"),
    "url_callback": ("sms_url_callback_enabled", "sms_url_callback"),
    "webhook": ("webhook_enabled", "webhook"),
    "sip": ("sms_sipaccount_enabled", "sms_sipaccount"),
}


@dataclass(frozen=True, slots=True)
class Inbound:
    """A message as it is told to whom it is delivered."""

    id: str
    sender: str
    to: str
    text: str
    date: str
    received_at: str
    media: tuple[str, ...]

    def filled(self, address: str) -> str:
        """The address of a URL callback with its placeholders filled in, percent-encoded."""
        values = {
            "FROM": self.sender,
            "TO": self.to,
            "MESSAGE": self.text,
            "ID": self.id,
            "TIMESTAMP": self.date,
            "MEDIA": ",".join(self.media),
        }
        for name, value in values.items():
            address = address.replace(f"{{{name}}}", quote(value, safe=""))
        return address

    def body(self) -> str:
        """What a webhook is sent."""
        payload: dict[str, object] = {
            "from": {"phone_number": self.sender},
            "to": [{"phone_number": self.to}],
            "text": self.text,
            "received_at": self.received_at,
            "media": list(self.media),
        }
        return json.dumps({"data": {"id": self.id, "payload": payload}})


def receive(here: Here, did: str, contact: str, message: str, media: Sequence[str] = ()) -> list[Row]:
    """Put it on the account and deliver it; rows one can read in `deliveries`, what is requested of whom in them."""
    if len(media) > MOST_MEDIA:
        raise ValueError(f"an MMS has at most {MOST_MEDIA} media")
    number = here.account.find("dids", did=did)
    if number is None:
        raise Refuse("invalid_did")
    if number.get("sms_enabled") != "1":
        return []
    _heed(here, contact, message)
    row = (MMS if media else SMS).add(here, did, contact, message, media, received=True)
    told = Inbound(
        row["id"],
        as_dialled(here, did, contact),
        as_dialled(here, did, did),
        message,
        row["date"],
        here.world.clock.now().isoformat(timespec="seconds"),
        tuple(media),
    )
    on = {way: number.get(to, "") for way, (switch, to) in WAYS.items() if number.get(switch) == "1"}
    done = [_delivery(told, way, to) for way, to in on.items() if to]
    here.account.table("deliveries").extend(done)
    return done


def _heed(here: Here, contact: str, message: str) -> None:
    """STOP blocks texts to whoever wrote it, until they write anything else (inferred from carriers' rules)."""
    blocked = here.account.table("sms_blocked")
    blocked[:] = [row for row in blocked if row.get("by") != STOP or row["contact"] != contact]
    if message.strip().upper() == STOP:
        blocked.append({"contact": contact, "by": STOP})


def _delivery(told: Inbound, way: str, to: str) -> Row:
    """`address` and `body` are those of the request, where it is delivered by one: GET, or POST with a body."""
    row = {"sms": told.id, "way": way, "to": to, "address": "", "body": ""}
    if way == "url_callback":
        row["address"] = told.filled(to)
    if way == "webhook":
        row |= {"address": to, "body": told.body()}
    return row
