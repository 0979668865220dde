"""SMS and MMS: sending with the API's rules, and deleting.

The manual has statuses for SMS only; that MMS are refused with the same ones, that both kinds share the daily limit,
and what media are refused with is inferred. What the rows tell that the API does not: `sms_blocked` holds contacts that
cannot be texted (inferred: observed as a block on VoIP.ms's side), and meta `sms_ready_NUMBER` a moment until which the
carrier takes nothing from a new number (observed to last up to 48 hours). Media are not fetched, and a file of over
1.2 MB is taken like any other (observed: it is not delivered, and nothing says so).
"""

import base64
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from voipms_sandbox.deletions import Deletion
from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.orders import charge
from voipms_sandbox.refusal import Here, Refuse
from voipms_sandbox.world import Row

DAILY_LIMIT = 100
PRICE = Decimal("0.0075")
"""Of an SMS. Invented."""
MMS_PRICE = Decimal("0.0200")
"""Of an MMS. Invented."""
DATA = re.compile(r"data:(?P<type>[a-z0-9.+-]+/(?P<form>[a-z0-9.+-]+));base64", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Kind:
    """SMS or MMS: its table, which is also the name of its id in an answer; its longest text, price, media."""

    table: str
    words: str
    longest: int
    price: Decimal
    media: tuple[str, ...] = ()

    def send(self, here: Here, params: Params) -> Answer:
        media = [params[name] for name in self.media if params.get(name)]
        _check_numbers(here, params)
        if len(params["message"]) > self.longest:
            raise Refuse("sms_toolong")
        for one in media:
            _check_media(one)
        if len(_sent_today(here)) >= DAILY_LIMIT:
            raise Refuse("limit_reached")
        if here.account.meta(f"sms_ready_{params['did']}") > here.world.clock.stamp():
            raise Refuse("sms_failed")
        row = self.add(here, params["did"], params["dst"], params["message"], media)
        charge(here, self.price, self.words, f"{self.words} to {params['dst']}")
        return {self.table: int(row["id"])}

    def add(
        self, here: Here, did: str, contact: str, message: str, media: Sequence[str], *, received: bool = False
    ) -> Row:
        """Put a message on the account."""
        id_ = here.world.new_id()
        row = {
            "id": id_,
            "date": here.world.clock.stamp(),
            "type": "1" if received else "0",
            "did": did,
            "contact": contact,
            "message": message,
            "carrier_status": "Information not available",
        }
        row |= {f"col_{name}": "" for name in self.media}
        row |= {f"col_media{n}": _address(one, f"{id_}-{n}") for n, one in enumerate(media, 1)}
        here.account.table(self.table).append(row)
        return row


SMS = Kind("sms", "SMS", 160, PRICE)
MMS = Kind("mms", "MMS", 2_048, MMS_PRICE, ("media1", "media2", "media3"))


def _check_numbers(here: Here, params: Params) -> None:
    for name, status in (("did", "missing_did"), ("dst", "invalid_dst"), ("message", "message_empty")):
        if not params.get(name):
            raise Refuse(status)
    row = here.account.find("dids", did=params["did"])
    if row is None or row.get("sms_enabled") != "1":
        raise Refuse("invalid_did")
    if re.fullmatch(r"[2-9][0-9]{9}", params["dst"]) is None or here.account.find("sms_blocked", contact=params["dst"]):
        raise Refuse("invalid_dst")


def _check_media(media: str) -> None:
    """A web address, or a `data:` URL with a file in base64."""
    head, _, body = media.partition(",")
    if re.fullmatch(r"https?://\S+", media):
        return
    if DATA.fullmatch(head) is None:
        raise Refuse("invalid_file")
    try:
        base64.b64decode(body, validate=True)
    except ValueError:
        raise Refuse("no_base64file") from None


def _address(media: str, name: str) -> str:
    """Where media can be fetched; that of a file that was sent along is invented, and leads nowhere."""
    found = DATA.match(media)
    return f"https://media.voip.ms.invalid/{name}.{found['form']}" if found else media


def _sent_today(here: Here) -> list[Row]:
    today = here.world.clock.today()
    rows = [*here.account.table("sms"), *here.account.table("mms")]
    return [row for row in rows if row["type"] == "0" and row["date"].startswith(today)]


MESSAGES: dict[str, Callable[[Here, Params], Answer]] = {
    "sendSMS": SMS.send,
    "sendMMS": MMS.send,
    "deleteSMS": Deletion("sms", "id", called="sms").run,
    "deleteMMS": Deletion("mms", "id", called="sms").run,
}
