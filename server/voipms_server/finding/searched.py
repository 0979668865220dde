"""What is searched: each kind of entry with the fields people know it by. Secrets are not among them."""

from collections.abc import Mapping
from dataclasses import dataclass

from voipms_server.entries import BY_NAME, Kind
from voipms_server.errors import NotAllowed, VoipmsError
from voipms_server.facts import Facts, Row
from voipms_server.quotes import Rows, text

MEMBERS, QUEUES = "getStaticMembers", "getQueues"


@dataclass(frozen=True, slots=True)
class Searched:
    """`words` are fields found by words, `digits` by digits, `extensions` by all their digits only."""

    name: str
    words: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        return BY_NAME[self.name]

    @property
    def shown(self) -> tuple[str, ...]:
        return (*self.words, *self.digits, *self.extensions)


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
    Searched("static_member", ("name", "account")),
    Searched("ring_group", ("name",)),
    Searched("call_hunting", ("description",)),
    Searched("call_parking", ("name",)),
    Searched("time_condition", ("name",)),
    Searched("filter", ("note",), ("callerid",)),
    Searched("callback", ("description",), ("number",)),
    Searched("disa", ("name",)),
    Searched("sip_uri", ("description", "uri")),
    Searched("music_on_hold", ("description",)),
)
BY_KIND: Mapping[str, Searched] = {one.name: one for one in SEARCHED}


def chosen(kinds: str | None) -> tuple[Searched, ...]:
    """The kinds that are meant. Raises NotAllowed, with those there are, for one there is not."""
    if kinds is None:
        return SEARCHED
    names = [name.strip() for name in kinds.split(";") if name.strip()]
    wrong = next((name for name in names if name not in BY_KIND), None)
    if wrong is not None or not names:
        raise NotAllowed(f"find: there is no kind {wrong or ''!r}; kinds are {'; '.join(BY_KIND)}.")
    return tuple(BY_KIND[name] for name in dict.fromkeys(names))


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
    """Every list of these kinds; one that cannot be read is no empty one."""
    entries: list[tuple[Searched, Row]] = []
    not_read: dict[str, str] = {}
    for one in kinds:
        try:
            entries += [(one, row) for row in await rows_of(facts, one)]
        except VoipmsError as error:
            not_read[one.name] = str(error)
    return Looked(tuple(entries), not_read)
