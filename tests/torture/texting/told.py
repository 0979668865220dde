"""What clients were told of texts, and which calls are one request: what came to no end for a client is repeated."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from torture.account import Sent
from torture.calling import Record, Told
from torture.facts import Facts
from torture.texting.moves import SENDS
from voipms_server.shapes import is_list, is_row

WENT = re.compile(r"the earlier \w+ to ([0-9]{10}) of the same text \(change ([0-9]+)\), .* did go through")
UNKNOWN = "It is unknown whether"
USED = "This yes was used already"
DAY = 86_400


class Said(StrEnum):
    """What a client was told about a text."""

    SENT = "sent"
    UNKNOWN = "unknown"
    NOT_SENT = "not sent"


@dataclass(frozen=True, slots=True)
class Saying:
    """What one answer says of the text to this recipient; to the only one of its call, where it names none."""

    dst: str
    said: Said
    change: int = 0
    message: str = ""


def sayings(told: Told) -> Iterator[Saying]:
    """What an answer says of the texts of its own call."""
    if told.result.is_error:
        if USED not in told.text:
            yield Saying("", Said.UNKNOWN if told.text.startswith(UNKNOWN) else Said.NOT_SENT)
        return
    results = told.answer.get("results")
    rows = [one for one in results if is_row(one)] if is_list(results) else [told.answer]
    for row in rows:
        if not row.get("waiting_for_approval"):
            yield _saying(row)


def _saying(row: Mapping[str, object]) -> Saying:
    sent = row.get("sent", row.get("done"))
    unknown = sent == "unknown" or row.get("unknown") is True
    said = Said.UNKNOWN if unknown else Said.SENT if sent is True else Said.NOT_SENT
    change = row.get("change")
    id_ = row.get("message_id") or row.get("sms") or row.get("mms") or ""
    return Saying(str(row.get("to", "")), said, change if isinstance(change, int) else 0, str(id_))


def says_sent(told: Told, dst: str) -> bool:
    """Whether it tells that a text to this recipient went, by this call or by an earlier one."""
    earlier = {found[1] for found in WENT.finditer(told.text)}
    return dst in earlier or any(one.said is Said.SENT and one.dst in ("", dst) for one in sayings(told))


@dataclass(frozen=True, slots=True)
class Requests:
    """Which calls of a play are one request, for one recipient."""

    record: Record

    def of(self, step: int, dst: str) -> int:
        """The first step of the request.

        Whoever was told that it went, or calls a day later, means another text with a further call.
        """
        made = self.record.made[step]
        if made.of == step:
            return step
        first = self.of(made.of, dst)
        if made.presents:
            return first
        if made.at - self.record.made[first].at >= DAY:
            return step
        before = [one for one in self.record.told[: made.told] if self.record.made[one.step].move[0] in SENDS]
        known = any(says_sent(one, dst) and self.of(one.step, dst) == first for one in before)
        return step if known else first


def taken(facts: Facts) -> list[Sent]:
    """The texts that went, as they arrived."""
    return [one for one in facts.play.account.sent if one.took and one.method in SENDS]


def content(sent: Sent) -> tuple[str, ...]:
    """Words and attachments."""
    return (sent.params.get("message", ""), *(sent.params.get(f"media{n}", "") for n in (1, 2, 3)))
