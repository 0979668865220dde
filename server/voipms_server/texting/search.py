"""Looking for messages backwards in time, until there is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from voipms_server.errors import Refused
from voipms_server.line import Line
from voipms_server.quotes import Rows, text
from voipms_server.texting.history import in_e164, periods, piece
from voipms_server.texting.message import Message, newest_first


@dataclass(frozen=True, slots=True)
class Found:
    """What was found; `more` where older ones were left out, `not_read` the numbers that could not be read."""

    messages: Sequence[Message]
    more: bool
    not_read: Sequence[str]


@dataclass(frozen=True, slots=True)
class Search:
    """Reads backwards, piece by piece, until there is enough."""

    line: Line
    since: datetime
    now: datetime
    did: str
    contact: str
    limit: int
    numbers: Rows

    async def messages(self) -> Found:
        found, not_read = list[Message](), set[str]()
        for period in periods(self.since, self.now):
            read, failed = await self._piece(period)
            not_read |= failed
            found += [one for one in read if one.latest >= self.since and self.contact in ("", one.contact)]
            if len(found) > self.limit:
                break
        return Found(found[: self.limit], len(found) > self.limit, sorted(not_read))

    async def _piece(self, period: dict[str, str]) -> tuple[list[Message], set[str]]:
        """Of all numbers at once; where VoIP.ms refuses that for one of them, number by number."""
        narrow = {"did": self.did} if self.did else {}
        narrow |= {"contact": self.contact} if self.contact and not in_e164(self.numbers) else {}
        try:
            return await piece(self.line, period, narrow), set()
        except Refused as refused:
            if self.did or refused.code != "invalid_did":
                raise
        return await self._each(period, narrow)

    async def _each(self, period: dict[str, str], narrow: dict[str, str]) -> tuple[list[Message], set[str]]:
        read, failed = list[Message](), set[str]()
        for did in sorted(text(row, "did") for row in self.numbers):
            try:
                read += await piece(self.line, period, {**narrow, "did": did})
            except Refused as refused:
                if refused.code != "invalid_did":
                    raise
                failed.add(did)
        return newest_first(read), failed
