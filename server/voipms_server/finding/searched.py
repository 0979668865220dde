"""What is searched: each kind of entry with the fields people know it by. Secrets are not among them."""

from collections.abc import Mapping
from dataclasses import dataclass

from voipms_server.entries import BY_HEADER, BY_NAME, Kind
from voipms_server.errors import NotAllowed, VoipmsError
from voipms_server.facts import Facts, Row
from voipms_server.quotes import Rows, text
from voipms_server.texting.phonebook import folded

MEMBERS, QUEUES = "getStaticMembers", "getQueues"


@dataclass(frozen=True, slots=True)
class Searched:
    """`words` are fields found by words, `digits` by digits, `extensions` by all their digits; `also` is only shown."""

    name: str
    words: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        return BY_NAME[self.name]

    @property
    def shown(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys((*self.words, *self.digits, *self.extensions, *self.also)))


SEARCHED = (
    Searched("number", ("note", "description", "sms_email"), ("did", "sms_forward")),
    Searched("sub_account", ("description", "username", "account"), ("callerid_number",), ("internal_extension",)),
    Searched("mailbox", ("name", "email"), (), ("mailbox",)),
    Searched("phonebook", ("name", "note"), ("number",), ("speed_dial",)),
    Searched("phonebook_group", ("name",)),
    Searched("forwarding", ("description",), ("phone_number",)),
    Searched("recording", ("description",)),
    Searched("ivr", ("name",)),
    Searched("queue", ("queue_name",), (), ("queue_number",)),
    Searched("static_member", ("name", "account"), also=("queue_number",)),
    Searched("ring_group", ("name",), also=("members",)),
    Searched("call_hunting", ("description",)),
    Searched("call_parking", ("name",)),
    Searched("time_condition", ("name",)),
    Searched("filter", ("note", "callerid"), ("callerid",), also=("did",)),
    Searched("callback", ("description",), ("number",)),
    Searched("disa", ("name",)),
    Searched("sip_uri", ("description", "uri")),
    Searched("music_on_hold", ("description",)),
)
BY_KIND: Mapping[str, Searched] = {one.name: one for one in SEARCHED}

WORDED: Mapping[str, str] = {folded(one.kind.words): name for name, one in BY_KIND.items()} | {
    "menu": "ivr",
    "extension": "sub_account",
    "account": "sub_account",
    "did": "number",
    "voicemail": "mailbox",
    "contact": "phonebook",
}
"""Kinds as people call them."""


def kind_called(name: str) -> Searched | None:
    """The kind of this name, or of this header of routings, or as people call it, of one or of several."""
    plain = name.strip().lower()
    found = BY_NAME.get(plain) or BY_HEADER.get(plain)
    said = folded(name)
    one = next((WORDED[word] for word in (said, said.removesuffix("s"), said.removesuffix("es")) if word in WORDED), "")
    return BY_KIND.get(found.name if found else one)


def chosen(kinds: str | None) -> tuple[Searched, ...]:
    """The kinds that are meant. Raises NotAllowed, with those there are, for one there is not."""
    if kinds is None:
        return SEARCHED
    names = [name.strip() for name in kinds.split(";") if name.strip()]
    found = [kind_called(name) for name in names]
    if None in found or not names:
        wrong = names[found.index(None)] if names else ""
        raise NotAllowed(f"find: there is no kind {wrong!r}; kinds are {'; '.join(BY_KIND)}.")
    return tuple(dict.fromkeys(one for one in found if one is not None))


async def rows_of(facts: Facts, one: Searched) -> Rows:
    """The entries of a kind; members are listed queue by queue."""
    if one.kind.getter != MEMBERS:
        return await facts.rows(one.kind.getter)
    queues = [text(row, "queue") for row in await facts.rows(QUEUES)]
    return [row for queue in queues for row in await facts.rows(MEMBERS, queue=queue)]


@dataclass(frozen=True, slots=True)
class Looked:
    """What was read, and what could not be, with the reason."""

    entries: tuple[tuple[Searched, Row], ...]
    not_read: Mapping[str, str]


async def looked(facts: Facts, kinds: tuple[Searched, ...]) -> Looked:
    """Every list of these kinds; one that cannot be read is no empty one. Raises its error if none can be read."""
    entries: list[tuple[Searched, Row]] = []
    errors: dict[str, VoipmsError] = {}
    for one in kinds:
        try:
            entries += [(one, row) for row in await rows_of(facts, one)]
        except VoipmsError as error:
            errors[one.name] = error
    if len(errors) == len(kinds):
        raise errors[kinds[0].name]
    return Looked(tuple(entries), {name: str(error) for name, error in errors.items()})
