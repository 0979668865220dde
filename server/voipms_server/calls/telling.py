"""Calls for the answer: on the user's clock, with names; what callers say of themselves is marked as theirs."""

from collections.abc import Mapping
from dataclasses import dataclass

from voipms_server.answers.words import clean
from voipms_server.calls.back import Contacts, first_after, is_sure
from voipms_server.calls.call import Call
from voipms_server.calls.money import usd
from voipms_server.calls.record import Record
from voipms_server.calls.totals import HIDDEN
from voipms_server.zones import Zone

UNSURE = "The clocks went back and this hour came twice; this is the first of the two."
ALONE = "It looks like the leg of a call that was forwarded; that call was not found."


@dataclass(frozen=True, slots=True)
class Teller:
    """Shows single calls; `known` is None where nobody asked whether somebody got back."""

    zone: Zone
    names: Mapping[str, str]
    known: Contacts | None = None

    def told(self, call: Call) -> dict[str, object]:
        record, became = call.record, call.became
        return {
            "at": self.zone.show(call.at).isoformat(timespec="seconds"),
            **({} if record.moment.sure else {"at_unsure": UNSURE}),
            "direction": record.direction.value,
            "with": clean(call.other, 40) or HIDDEN,
            **self._named(call),
            "number": clean(call.own, 40) or HIDDEN,
            "account": clean(record.account, 60),
            "outcome": became.outcome.value,
            **({"inferred": True} if became.inferred else {}),
            **({"where": clean(became.where, 80)} if became.where else {}),
            "seconds": record.seconds,
            "cost": usd(call.cost),
            **({"legs": [_leg(one) for one in call.legs]} if call.legs else {}),
            **({"note": ALONE} if call.alone else {}),
            **self._back(call),
        }

    def _named(self, call: Call) -> dict[str, object]:
        """The phonebook's name; else the caller's own, which anybody can write."""
        name = self.names.get(call.other, "") if call.other else ""
        if name:
            return {"name": clean(name, 80)}
        said = call.record.caller_name if call.inbound else ""
        return {"caller_name": {"untrusted": True, "text": clean(said, 60).replace("\n", " ")}} if said else {}

    def _back(self, call: Call) -> dict[str, object]:
        if self.known is None or not call.missed or not call.other:
            return {}
        contact = first_after(call, self.known)
        return {"back": contact.told(self.zone, sure=is_sure(call, contact)) if contact else False}


def _leg(record: Record) -> dict[str, object]:
    return {
        "to": clean(record.called, 40),
        "disposition": clean(record.disposition, 20),
        "seconds": record.seconds,
        "cost": usd(record.cost) if record.cost is not None else "unknown",
    }
