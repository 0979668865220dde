"""Messages as conversations: with whom, what is new, what was answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voipms_server.answers.masking import masked
from voipms_server.answers.words import clean
from voipms_server.store.store import Transaction
from voipms_server.texting.message import Message, newest_first
from voipms_server.zones import Zone

Key = tuple[str, str]
"""Own number and the other one."""


@dataclass(frozen=True, slots=True)
class Reader:
    """Shows messages to one caller: on the user's clock, with names, codes hidden unless they are revealed."""

    zone: Zone
    names: Mapping[str, str]
    owned: frozenset[str]
    seen: Mapping[Key, "Seen"]
    reveal: bool = False

    def conversations(self, messages: Sequence[Message]) -> list[dict[str, object]]:
        """The conversation with the latest message first, each from its first message to its last."""
        parted: dict[Key, list[Message]] = {}
        for one in newest_first(messages):
            parted.setdefault((one.did, one.contact), []).insert(0, one)
        return [self._conversation(key, parted[key]) for key in parted]

    def _conversation(self, key: Key, messages: Sequence[Message]) -> dict[str, object]:
        did, contact = key
        name = self.names.get(contact, "")
        shown = [self._shown(one, messages) for one in messages]
        return {
            "with": clean(contact, 60),
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
        seen = self.seen.get((one.did, one.contact))
        return seen is None or not seen.has(one)


def _answers(other: Message, one: Message) -> bool:
    return not other.inbound and other.at >= one.at


@dataclass(frozen=True, slots=True)
class Seen:
    """The messages of a conversation that a caller was shown, with their times; up to `before` all count as shown."""

    shown: Mapping[str, float] = field(default_factory=dict[str, float])
    before: float = 0

    def has(self, one: Message) -> bool:
        return one.name in self.shown or one.latest.timestamp() <= self.before

    def with_these(self, messages: Sequence[Message]) -> "Seen":
        """The latest so many are kept by their names; what is not later than one that was dropped counts as shown."""
        shown = {**self.shown, **{one.name: one.latest.timestamp() for one in messages if not self.has(one)}}
        ranked = sorted(shown, key=lambda name: shown[name], reverse=True)
        dropped = [shown[name] for name in ranked[MOST_SEEN:]]
        return Seen({name: shown[name] for name in ranked[:MOST_SEEN]}, max([self.before, *dropped]))

    @classmethod
    def read(cls, before: float, ids: str) -> "Seen":
        pairs = (part.partition("@") for part in ids.split())
        return cls({name: float(at) for name, _, at in pairs}, before)

    def written(self) -> str:
        return " ".join(f"{name}@{at:.0f}" for name, at in self.shown.items())


MOST_SEEN = 1_000


def seen_before(t: Transaction, caller: str, account: str) -> dict[Key, Seen]:
    """What of each conversation was shown to this caller."""
    from sqlalchemy import select

    from voipms_server.store.tables import SeenRow

    mine = (SeenRow.caller == caller[:200], SeenRow.account == account)
    rows = t.session.scalars(select(SeenRow).where(*mine))
    return {(row.did, row.contact): Seen.read(row.before, row.ids) for row in rows}


def note_seen(t: Transaction, caller: str, account: str, messages: Sequence[Message]) -> None:
    """These were shown; what was shown before stays so."""
    from voipms_server.store.database import put
    from voipms_server.store.tables import SeenRow

    before = seen_before(t, caller, account)
    for key in {(one.did, one.contact) for one in messages}:
        shown = before.get(key, Seen()).with_these([one for one in messages if (one.did, one.contact) == key])
        row = {"caller": caller[:200], "account": account, "did": key[0][:20], "contact": key[1][:60]}
        put(t.session, SeenRow, row, before=shown.before, ids=shown.written())
