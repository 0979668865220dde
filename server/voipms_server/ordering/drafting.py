"""From what was said of a new number to the steps that order it, and what was assumed for them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voipms_server.completion import keeps
from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts, Row
from voipms_server.ordering.mailbox import REFERENCE, new_mailbox
from voipms_server.ordering.offers import TOLL_FREE, Offer
from voipms_server.ordering.usual import Usual, filled
from voipms_server.quotes import text
from voipms_tools.numbers import SetSMS
from voipms_tools.words.wishes import NEW, NONE, SETTINGS, Wish

AGREED = ("pop", "dialtime", "cnam", "billing_type")
COPIED = ("voicemail", *SETTINGS)
SHOWN = 5
WHERE_FROM: Mapping[str, str] = {
    "routing": "routing (where its calls go, such as grp:4768; find shows ids)",
    "pop": "pop (server_pop of getServersInfo)",
    "dialtime": "dialtime (seconds to ring)",
    "cnam": "cnam (true looks up callers' names, which is charged)",
    "billing_type": "billing_type (1 per minute, 2 flat)",
}
"""What has to be said where nothing tells it, and how."""
LATE = "Texts of a new number may take up to 48 hours until they work (observed by others)."
HIDDEN = "Delivery of texts by {which} is not copied, since its address is secret; setSMS sets it."
CHANNELS: Mapping[str, str] = {
    "url_callback_enable": "callback",
    "webhook_enable": "webhook",
    "smpp_enabled": "SMPP",
}


@dataclass(slots=True)
class Drafting:
    """One order in the making; `notes` tell what was assumed."""

    facts: Facts
    wish: Wish
    like: Row | None
    offer: Offer
    notes: list[str] = field(default_factory=list[str])

    async def steps(self) -> list[dict[str, object]]:
        """A mailbox that the number needs is made first; the order comes right after; texts are switched on last."""
        before, voicemail = await self._mailbox()
        settings = await self._settings(voicemail)
        order: dict[str, object] = {"tool": self.offer.order, "arguments": {**self.offer.arguments, **settings}}
        return [*before, order, *self._texts()]

    async def _mailbox(self) -> tuple[list[dict[str, object]], str]:
        """The step that makes it, if it is new, and how it is named."""
        said = self.wish.voicemail
        if said in ("", NONE):
            return [], said
        rows = await self.facts.rows("getVoicemails")
        if said == NEW:
            step, words = new_mailbox(rows, self.wish.name or self.offer.id)
            self.notes.append(words)
            return [step], REFERENCE
        if said not in [text(row, "mailbox") for row in rows]:
            raise NotAllowed(
                f"orderNumber: there is no mailbox {said}; getVoicemails lists them, true makes a new one."
            )
        return [], said

    async def _settings(self, voicemail: str) -> dict[str, object]:
        """What was said, else what the number it is like has, else what the other numbers have."""
        given: dict[str, object] = {**self._copied(), **self.wish.settings}
        given |= {"voicemail": voicemail} if voicemail else {}
        given |= {"note": self.wish.name} if self.wish.name else {}
        if "routing" not in given and voicemail not in ("", NONE):
            given["routing"] = f"vm:{voicemail}"
            self.notes.append("Where its calls go was not said: straight to the mailbox.")
        return given | await self._agreed(given)

    def _copied(self) -> dict[str, object]:
        """The settings of the number it is to be like."""
        if self.like is None:
            return {}
        found = {name: value for name in self._taken(COPIED) if (value := text(self.like, name))}
        self.notes.append(f"What is not said is as on {text(self.like, 'did')}.")
        return dict(found)

    async def _agreed(self, given: Mapping[str, object]) -> dict[str, object]:
        """Raises NotAllowed, naming what must be said, where no other number tells it."""
        rows = await self.facts.rows("getDIDsInfo")
        found, missing = filled(rows, self._taken(AGREED), given)
        missing += [] if "routing" in given else ["routing"]
        if missing:
            told = "; ".join(WHERE_FROM[name] for name in sorted(missing))
            none = "" if rows else ", and the account has no other number to go by"
            raise NotAllowed(f"orderNumber: say in `with`{none}: {told}. Or `like`: a number to copy.")
        self.notes += await self._told(found)
        return {one.name: one.value for one in found}

    def _taken(self, names: Sequence[str]) -> tuple[str, ...]:
        """Those that this order takes."""
        return tuple(name for name in names if name != "billing_type" or self.offer.local)

    async def _told(self, found: Sequence[Usual]) -> list[str]:
        told = [one.words(await self._said(one), "numbers") for one in found]
        return [f"As on the account's other numbers: {'; '.join(told)}."] if told else []

    async def _said(self, one: Usual) -> str:
        if one.name == "pop":
            server = await self.facts.row("getServersInfo", "server_pop", one.value)
            return f"POP {one.value}" + (f" {text(server, 'server_name')}" if server else "")
        return {
            "dialtime": f"{one.value} seconds to ring",
            "cnam": f"callers' names {'looked up' if one.value == '1' else 'not looked up'}",
            "billing_type": "charged per minute" if one.value == "1" else "charged flat",
        }[one.name]

    def _texts(self) -> list[dict[str, object]]:
        """Its SMS service, where it is wished for or the number it is like has it."""
        had = self.like is not None and text(self.like, "sms_enabled") == "1" and self.offer.sms is not False
        wanted = self.wish.sms if self.wish.sms is not None else had and self.offer.local
        if not wanted:
            return []
        self.notes.append(LATE)
        delivery = self._delivery(self.like) if self.like is not None and had else {}
        return [{"tool": "setSMS", "arguments": {**delivery, "did": self.offer.id, "enable": True}}]

    def _delivery(self, like: Row) -> dict[str, object]:
        """How texts reach people there, but for what is secret."""
        held = {name: value for name, value in keeps(SetSMS, like).items() if value not in ("", "0")}
        hidden = [words for name, words in CHANNELS.items() if name in held]
        self.notes += [HIDDEN.format(which=" and ".join(hidden))] if hidden else []
        ways = ("email_", "sms_forward", "sms_sipaccount", "dialmode")
        return {name: value for name, value in held.items() if name.startswith(ways)}


def place_of(like: Row) -> str:
    """Where numbers like it are looked for: its place, or its prefix where it is toll-free."""
    did = text(like, "did")
    return did[:3] if did[:3] in TOLL_FREE else text(like, "description") or did[:3]


def others(found: Sequence[Offer], taken: Offer) -> list[str]:
    """The next ones, so that a person can say which."""
    rest = [one.id for one in found if one != taken]
    if not rest:
        return []
    more = f" and {len(rest) - SHOWN} more" if len(rest) > SHOWN else ""
    return [f"Also for sale there: {', '.join(rest[:SHOWN])}{more}; `number` takes another one."]
