"""From which of the account's numbers a text goes: the one the conversation is on, else the only one there is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from voipms_server.errors import NotAllowed
from voipms_server.line import Line
from voipms_server.questions import quoted
from voipms_server.quotes import Rows, text
from voipms_server.texting.desk import can_send
from voipms_server.texting.history import of_contacts
from voipms_server.texting.message import Message
from voipms_server.texting.recipients import Recipient

NONE = (
    "Nothing was sent: no number of the account can send texts. getDIDsInfo shows which offer SMS (sms_available), and "
    "setSMS with enable=true turns it on."
)


@dataclass(frozen=True, slots=True)
class Senders:
    """The account's numbers."""

    numbers: Rows

    @property
    def able(self) -> list[str]:
        return can_send(self.numbers)

    def refuse_own(self, people: Sequence[Recipient]) -> None:
        """Raises NotAllowed for a recipient that is the account's own number."""
        own = {text(row, "did") for row in self.numbers}
        mine = [one.number for one in people if one.number in own]
        if mine:
            raise NotAllowed(f"Nothing was sent: {', '.join(mine)} is a number of this account itself.")

    async def of(self, line: Line, people: Sequence[Recipient], now: datetime) -> Mapping[str, str]:
        """The sender for each recipient. Raises NotAllowed, listing what there is, where it cannot be told."""
        if not self.able:
            raise NotAllowed(NONE)
        if len(self.able) == 1:
            return {one.number: self.able[0] for one in people}
        history = await of_contacts(line, {one.number for one in people}, self.numbers, now)
        found = {one.number: self._on(one.number, history) for one in people}
        open_ = [one for one in people if not found[one.number]]
        if open_:
            raise NotAllowed(self._ask(open_))
        return found

    def _on(self, number: str, history: Sequence[Message]) -> str:
        """The number they wrote to last; else the one they were written from last."""
        with_them = [one for one in history if one.contact == number and one.did in self.able]
        heard = [one for one in with_them if one.inbound]
        return (heard or with_them)[0].did if with_them else ""

    def _ask(self, people: Sequence[Recipient]) -> str:
        names = {text(row, "did"): text(row, "note", "description") for row in self.numbers}
        listed = "; ".join(f"{did} ({quoted(names[did])})" if names.get(did) else did for did in self.able[:20])
        whom = ", ".join(one.number for one in people[:10])
        return (
            f"Nothing was sent: several numbers can send, and there is no conversation with {whom} on any of them. Ask "
            f"the user which, and give it as `from`: {listed}."
        )
