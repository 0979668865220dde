"""Whether somebody got back to a caller who had reached nobody: called, texted, or was reached by them later."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from voipms_server.calls.call import Call
from voipms_server.calls.outcomes import Outcome
from voipms_server.calls.record import number_of
from voipms_server.texting.message import Message
from voipms_server.zones import Zone

CALLED, TEXTED, REACHED = "called", "texted", "they reached somebody"


@dataclass(frozen=True, slots=True)
class Contact:
    """Something that happened between the account and a number; `latest` is when it was at the latest."""

    at: datetime
    latest: datetime
    way: str
    outcome: Outcome | None = None

    def told(self, zone: Zone, *, sure: bool) -> dict[str, object]:
        """For the answer."""
        became = {"outcome": self.outcome.value} if self.outcome and self.way == CALLED else {}
        at = zone.show(self.at).isoformat(timespec="seconds")
        return {"by": self.way, "at": at, **became, **({} if sure else {"unsure": True})}


Contacts = Mapping[str, Sequence[Contact]]
"""By number, the earliest first."""


def contacts(every: Sequence[Call], texts: Sequence[Message]) -> Contacts:
    """What counts as getting back. A leg is none: it is part of somebody's call."""
    found = defaultdict[str, list[Contact]](list)
    for call in every:
        reached = call.inbound and call.became.outcome is Outcome.REACHED
        if call.other and not call.alone and (reached or not call.inbound):
            way = REACHED if reached else CALLED
            found[call.other].append(Contact(call.at, call.record.moment.latest, way, call.became.outcome))
    for one in texts:
        if not one.inbound:
            found[number_of(one.contact)].append(Contact(one.at, one.latest, TEXTED))
    return {number: sorted(several, key=lambda one: one.at) for number, several in found.items()}


def first_after(call: Call, known: Contacts) -> Contact | None:
    """The first contact that may have been after this call. What is of the same second counts as after."""
    return next((one for one in known.get(call.other, ()) if one.latest >= call.at), None)


def is_sure(call: Call, contact: Contact) -> bool:
    """Whether it was after the call, however the hour that came twice is read."""
    return contact.at >= call.record.moment.latest
