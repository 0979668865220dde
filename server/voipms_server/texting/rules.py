"""What is looked at before a text goes: a table of rules, each with a setting that says what it does."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from voipms_server.answers.words import clean, counted
from voipms_server.quotes import text
from voipms_server.texting.message import Message
from voipms_server.texting.phonebook import folded
from voipms_server.zones import EASTERN, from_api

Row = Mapping[str, object]
REPEATED = timedelta(minutes=10)
RUNNING = timedelta(hours=24)
"""So long after somebody wrote, a text to them is a reply."""
FRESH = timedelta(hours=48)
MANY = 5
LINK = (
    r"(?i:https?://|www\.)\S"
    r"|(?<![@\w.-])(?:[a-z0-9-]{1,60}\.)+(?:[a-z]{2,6}/\S|(?:com|net|org|ca|io|ly|me|info|biz|app|link)\b)"
    r"|(?<![@\w.-])(?:[A-Z0-9-]{1,60}\.)+(?:[A-Z]{2,6}/\S|(?:COM|NET|ORG|CA)\b)"
)
"""With a scheme, or a bare name of one case; an e-mail address is none."""
STOP = (
    r"(?:please |svp )?(?:stop(?: ?all| sms| mms)?|arret(?:e|er|ez)?|desabonne(?:r|z|ment)?|me desabonner"
    r"|desabonnez moi|ne m(?: | e )?ecri(?:s|vez) plus|remove me|desinscri(?:re|ption|vez moi)"
    r"|unsub(?:scribe)?(?: me)?|opt ?out|revoke"
    r"|stop (?:texting|messaging|sending|writing|contacting)(?: me)?(?: texts| messages)?"
    r"|arret(?:e|er|ez) de m(?:e | )?(?:texter|ecrire|envoyer des (?:textos|messages|sms)))(?: please| svp| merci)?"
)
"""Words that ask for no more, alone in a message, without accents and case, in English and French.

`cancel`, `end` and `quit`, which carriers take so too, are left out: people answer with them to other questions.
"""


class Mode(StrEnum):
    """What a rule does when it matches."""

    OFF = "off"
    WARN = "warn"
    CONFIRM = "confirm"
    REFUSE = "refuse"


@dataclass(frozen=True, slots=True)
class Sent:
    """A text that this server sent, by its journal; `told`: whoever asked for it was told that it went."""

    at: datetime
    dst: str
    content: str
    outcome: str
    number: int
    told: bool = True


@dataclass(frozen=True, slots=True)
class Sending:
    """One text as it would go, and everything the rules look at. `history` is that with its recipient, newest first."""

    did: str
    dst: str
    words: str
    content: str
    """Words and what is attached, as `texting.message.content` tells it."""
    row: Row
    history: Sequence[Message]
    sent: Sequence[Sent]
    today: int
    people: int
    per_day: int
    now: datetime
    others: Sequence[str] = ()
    """The account's numbers that can send."""

    @property
    def heard(self) -> Message | None:
        """The last message of the recipient's."""
        return next((one for one in self.history if one.inbound), None)

    @property
    def instead(self) -> str:
        """Which numbers could send it, in a sentence; empty where none can."""
        return f" Numbers that can send: {', '.join(self.others[:10])}." if self.others else ""

    @property
    def replies(self) -> bool:
        return self.heard is not None and self.now - self.heard.at < RUNNING


def _service(sending: Sending) -> str:
    """A number that offers no SMS, or has it switched off, and what to call first."""
    did = sending.did
    if text(sending.row, "sms_available") == "0":
        return f"VoIP.ms offers no SMS on {did}.{sending.instead}"
    if text(sending.row, "sms_enabled") == "1":
        return ""
    more = (
        " A US toll-free number needs a verification by VoIP.ms before it can text."
        if did.startswith(TOLL_FREE)
        else ""
    )
    return (
        f"SMS is off on {did}: call setSMS with did={did} and enable=true first. A number that was "
        f"ported in can need 48 hours from the completion of the port.{more}{sending.instead}"
    )


TOLL_FREE = ("800", "833", "844", "855", "866", "877", "888")


def _fresh(sending: Sending) -> str:
    ordered = from_api(text(sending.row, "order_date"))
    if ordered is None or sending.now - ordered.replace(tzinfo=EASTERN) >= FRESH:
        return ""
    return f"{sending.did} is new (since {ordered:%Y-%m-%d %H:%M} US Eastern): SMS can need up to 48 hours to work."


def _stopped(sending: Sending) -> str:
    heard = sending.heard
    if heard is None or not re.fullmatch(STOP, folded(clean(heard.text))):
        return ""
    return f"{sending.dst} wrote a word that asks for no more texts, and nothing since: nothing may be sent to them."


def _repeated(sending: Sending) -> str:
    """Told in words that stay the same from one look to the next."""
    here = [one for one in sending.sent if _is_repeated(one, sending)]
    if here:
        last = here[-1]
        return f"The same text to {sending.dst} is change {last.number} of this server ({last.outcome})."
    there = [one for one in sending.history if not one.inbound and one.text == sending.words]
    seen = [one for one in there if _lately(one, sending.now) and sending.content == sending.words]
    return f"The same text went to {sending.dst} within the last ten minutes (message {seen[0].id})." if seen else ""


def _lately(one: Message, now: datetime) -> bool:
    """Whether it may have gone within the time in which a text counts as repeated."""
    return any(-REPEATED < now - at < REPEATED for at in (one.at, one.latest))


def _is_repeated(one: Sent, sending: Sending) -> bool:
    """One that nobody was told of counts for a day: whoever asked for it may be asking again."""
    if (one.dst, one.content) != (sending.dst, sending.content):
        return False
    return sending.now - one.at < (REPEATED if one.told else RUNNING)


def _new(sending: Sending) -> str:
    known = sending.history or any(one.dst == sending.dst for one in sending.sent)
    return "" if known else f"No text to or from {sending.dst} in the last year: it is a new recipient."


def _many(sending: Sending) -> str:
    if sending.people <= MANY:
        return ""
    return f"It goes to {sending.people} people: VoIP.ms switches off numbers that send in bulk."


def _link(sending: Sending) -> str:
    if sending.replies or not re.search(LINK, sending.words):
        return ""
    return "It holds a link: carriers drop texts with links that look like advertising, shortened ones above all."


def _daily(sending: Sending) -> str:
    if sending.today + sending.people <= sending.per_day:
        return ""
    return (
        f"{counted(sending.today, 'text')} went today, and {sending.people} more would be above the limit of "
        f"{sending.per_day} a day (setting sms_per_day; VoIP.ms takes 100 a day over its API, or as it told you)."
    )


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule: its setting is `sms_` and its name."""

    name: str
    mode: Mode
    words: Callable[[Sending], str]
    """What is wrong, in one or two sentences; empty when nothing is."""

    @property
    def setting(self) -> str:
        return f"sms_{self.name}"


RULES = (
    Rule("service", Mode.REFUSE, _service),
    Rule("stopped", Mode.REFUSE, _stopped),
    Rule("daily", Mode.REFUSE, _daily),
    Rule("repeated", Mode.CONFIRM, _repeated),
    Rule("new_recipient", Mode.CONFIRM, _new),
    Rule("many", Mode.CONFIRM, _many),
    Rule("link", Mode.CONFIRM, _link),
    Rule("new_number", Mode.WARN, _fresh),
)


@dataclass(frozen=True, slots=True)
class SendRules:
    """The modes that differ from the table's, and how many texts a day may go."""

    modes: Mapping[str, Mode] = field(default_factory=dict[str, Mode])
    per_day: int = 100

    def mode(self, rule: Rule) -> Mode:
        return self.modes.get(rule.name, rule.mode)

    def judged(self, sending: Sending) -> dict[Mode, list[str]]:
        """What the rules say, by what is to be done about it."""
        found: dict[Mode, list[str]] = {mode: [] for mode in Mode}
        for rule in RULES:
            mode = self.mode(rule)
            if mode is not Mode.OFF and (words := rule.words(sending)):
                found[mode].append(words)
        return found
