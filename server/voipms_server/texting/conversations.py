"""Messages as conversations: with whom, what is new, what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voipms_server.answers.masking import masked
from voipms_server.answers.words import clean
from voipms_server.store.store import Transaction
from voipms_server.texting.message import Message
from voipms_server.zones import Zone

Key = tuple[str, str]
"""Own number and the other one."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Shows messages to one caller: on the user's clock, with names, codes hidden unless they are revealed."""

    zone: Zone
    names: Mapping[str, str]
    owned: frozenset[str]
    seen: Mapping[Key, float]
    reveal: bool = False

    def conversations(self, messages: Sequence[Message]) -> list[dict[str, object]]:
        """The conversation with the latest message first, each from its first message to its last."""
        parted: dict[Key, list[Message]] = {}
        for one in sorted(messages, key=lambda one: (one.at, one.id), reverse=True):
            parted.setdefault((one.did, one.contact), []).insert(0, one)
        return [self._conversation(key, parted[key]) for key in parted]

    def _conversation(self, key: Key, messages: Sequence[Message]) -> dict[str, object]:
        did, contact = key
        name = self.names.get(contact, "")
        shown = [self._shown(one, messages) for one in messages]
        return {
            "with": contact,
            **({"name": clean(name, 80)} if name else {}),
            "did": did,
            **({} if did in self.owned else {"owned": False}),
            "new": sum(one.get("new") is True for one in shown),
            "unanswered": messages[-1].inbound,
            "messages": shown,
        }

    def _shown(self, one: Message, conversation: Sequence[Message]) -> dict[str, object]:
        told: dict[str, object] = {"id": one.id, "at": self.zone.show(one.at).isoformat(timespec="seconds")}
        if not one.sure:
            told["at_unsure"] = "The clocks went back and this hour came twice; this is the first of the two."
        told |= {"kind": one.words, "direction": "in" if one.inbound else "out", **self._words(one)}
        if one.media:
            told["media"] = list(one.media)
        if not one.inbound:
            return told | {"carrier_status": clean(one.carrier_status, 80)}
        return told | {"new": self._is_new(one), "answered": any(_answers(other, one) for other in conversation)}

    def _words(self, one: Message) -> dict[str, object]:
        """Their words are marked; one's own are not."""
        shown = masked(one.text, reveal=self.reveal).text
        return {"text": {"untrusted": True, "text": shown}} if one.inbound else {"text": shown}

    def _is_new(self, one: Message) -> bool:
        return one.at.timestamp() > self.seen.get((one.did, one.contact), 0)


def _answers(other: Message, one: Message) -> bool:
    return not other.inbound and other.at >= one.at


def seen_before(t: Transaction, caller: str, account: str) -> dict[Key, float]:
    """Up to when each conversation was shown to this caller."""
    from sqlalchemy import select

    from voipms_server.store.tables import SeenRow

    mine = (SeenRow.caller == caller[:200], SeenRow.account == account)
    return {(row.did, row.contact): row.at for row in t.session.scalars(select(SeenRow).where(*mine))}


def note_seen(t: Transaction, caller: str, account: str, messages: Sequence[Message]) -> None:
    """These were shown; what was shown before stays so."""
    from voipms_server.store.database import put
    from voipms_server.store.tables import SeenRow

    before, latest = seen_before(t, caller, account), dict[Key, float]()
    for one in messages:
        key = (one.did, one.contact)
        latest[key] = max(one.at.timestamp(), latest.get(key, 0), before.get(key, 0))
    for (did, contact), at in latest.items():
        row = {"caller": caller[:200], "account": account, "did": did[:20], "contact": contact[:60]}
        put(t.session, SeenRow, row, at=at)
