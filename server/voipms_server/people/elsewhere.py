"""What leads to somebody who goes, led elsewhere: one change for each entry, whatever its fields."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from voipms_server.entries import entry_words
from voipms_server.errors import NotAllowed
from voipms_server.people.successor import Successor
from voipms_server.quotes import text
from voipms_server.uses import Use, routes_in, with_routes

Step = dict[str, object]
NUMBER, TEXTS, ROUTING = "number", "sms", "routing"
NO_MAILBOX = "0"
PARKER = "parker"
MEMBERS = (("ring_group", "members"), ("call_hunting", "members"))
"""Fields that it is taken out of, not led elsewhere by."""
LEADS_NOWHERE = (
    "{tool}: calls would lead nowhere, since they reach {who} by: {by}. Say forward_to: a route such as grp:4768, or "
    "another person."
)


@dataclass(slots=True)
class Elsewhere:
    """`changes` are the fields by kind and id of their entry; `own` are the entries that lead calls to the person."""

    tool: str
    who: str
    login: str
    successor: Successor
    changes: dict[tuple[str, str], dict[str, object]] = field(default_factory=dict[tuple[str, str], dict[str, object]])
    own: dict[tuple[str, str], str] = field(default_factory=dict[tuple[str, str], str])
    notes: list[str] = field(default_factory=list[str])

    def lead(self, uses: Sequence[Use]) -> None:
        """Raises NotAllowed where a call would lead nowhere, or in a circle."""
        for use in uses:
            for name in (one for one in use.fields if one in use.row and (use.kind.name, one) not in MEMBERS):
                SPECIAL.get((use.kind.name, name), Elsewhere.route)(self, use, name)
        if self.own and not self.successor.route:
            by = "; ".join(self.own.values())
            raise NotAllowed(LEADS_NOWHERE.format(tool=self.tool, who=self.who, by=by))

    def lead_mailbox(self, uses: Sequence[Use], mailbox: str) -> None:
        """What the person's own entries lead to the mailbox, which goes too."""
        routes = {f"vm:{mailbox}": self.successor.voicemail}
        for use in uses:
            for name in use.fields:
                value = self._so_far(use, name)
                led = with_routes(value, routes) if routes_in(value) else self.successor.mailbox or NO_MAILBOX
                self._change(use.kind.name, use, name, led)

    def steps(self) -> list[Step]:
        return [_step(kind, id_, changes) for (kind, id_), changes in self.changes.items()]

    def route(self, use: Use, name: str) -> None:
        """Raises NotAllowed where it would lead to itself."""
        key, route = _key(use), self.successor.route
        if route and route == f"{use.kind.header}:{key[1]}":
            raise NotAllowed(f"{self.tool}: forward_to {route} leads to {self.who} itself, by {use.words}.")
        self.own[key] = use.words
        value = with_routes(self._so_far(use, name), {f"account:{self.login}": route})
        self._change(use.kind.name, use, name, value)

    def texts(self, use: Use, name: str) -> None:
        """Texts by SIP go to who takes over, if that is a sub-account; else no more by SIP."""
        login, did = self.successor.login, text(use.row, "did")
        self._change(TEXTS, use, name, login)
        if login:
            return
        self._change(TEXTS, use, "sms_sipaccount_enabled", value=False)
        self.notes.append(f"Texts to {did} are not delivered by SIP any more; its other ways stay.")

    def client(self, use: Use, _: str) -> None:
        """A number of a reseller's client is no routing that could be led elsewhere."""
        did = text(use.row, "did")
        raise NotAllowed(
            f"{self.tool}: number {did} is connected to {self.who} as a client's; unconnectDID goes first."
        )

    def parking(self, use: Use, name: str) -> None:
        """Who parked a call is told its place, where no sub-account takes over."""
        told = self.successor.login or PARKER
        self._change(use.kind.name, use, name, told)
        self.notes.append(f"The place of calls parked in {entry_words(use.kind, use.row)} is told to {told}.")

    def _so_far(self, use: Use, name: str) -> str:
        """The field with what was led elsewhere in it already."""
        return text({**use.row, **self.changes.get(_key(use), {})}, name)

    def _change(self, kind: str, use: Use, name: str, value: object) -> None:
        self.changes.setdefault((kind, _key(use)[1]), {})[name] = value


SPECIAL: Mapping[tuple[str, str], Callable[[Elsewhere, Use, str], None]] = {
    (NUMBER, "sms_sipaccount"): Elsewhere.texts,
    (NUMBER, "reseller_account"): Elsewhere.client,
    ("call_parking", "destination"): Elsewhere.parking,
}


def _key(use: Use) -> tuple[str, str]:
    return use.kind.name, text(use.row, use.kind.id)


def _step(kind: str, id_: str, changes: Mapping[str, object]) -> Step:
    """A routing alone is written alone."""
    if kind == NUMBER and set(changes) == {ROUTING}:
        return {"tool": "setDIDRouting", "arguments": {"did": id_, **changes}}
    return {"tool": "updateSettings", "arguments": {"kind": kind, "id": id_, "changes": dict(changes)}}
