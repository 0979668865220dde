"""Who takes over what led to somebody who goes: a route, or another person."""

from dataclasses import dataclass

from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts, Row
from voipms_server.opening.targets import check_targets
from voipms_server.people.persons import in_words, the_person
from voipms_server.quotes import text
from voipms_tools.words.routes import HEADERS, MEMBER_HEADERS, parse_route
from voipms_tools.words.word import Wrong

ACCOUNT, MAILBOX = "account", "vm"
NONE = "none"


@dataclass(frozen=True, slots=True)
class Successor:
    """The route; of a sub-account its login, name and mailbox too. All empty where nobody was said."""

    route: str = ""
    login: str = ""
    name: str = ""
    mailbox: str = ""

    @property
    def is_member(self) -> bool:
        """Whether ring groups and call huntings can have it."""
        return self.route.partition(":")[0] in MEMBER_HEADERS

    @property
    def voicemail(self) -> str:
        """Where calls go that went to the mailbox: to its mailbox, where it has one."""
        return f"{MAILBOX}:{self.mailbox}" if self.mailbox else self.route


async def successor_of(tool: str, said: str | None, person: Row, facts: Facts) -> Successor:
    """Raises NotAllowed for what there is not, and for the person who goes."""
    if said is None:
        return Successor()
    header, colon, id_ = said.strip().partition(":")
    if not colon or header not in HEADERS:
        return await _other(tool, the_person(tool, said, await facts.rows("getSubAccounts")), person, facts)
    try:
        parse_route(said)
    except Wrong as wrong:
        raise NotAllowed(f"{tool}: forward_to {wrong}") from None
    if header == NONE:
        raise NotAllowed(f"{tool}: forward_to none: leads nowhere; sys:hangup ends calls.")
    await check_targets(tool, facts, [said.strip()])
    row = await facts.row("getSubAccounts", "account", id_) if header == ACCOUNT else None
    if row is not None:
        return await _other(tool, row, person, facts)
    login = id_ if header == ACCOUNT else ""
    return Successor(said.strip(), login, login, id_ if header == MAILBOX else "")


async def _other(tool: str, row: Row, person: Row, facts: Facts) -> Successor:
    if row == person:
        raise NotAllowed(f"{tool}: forward_to is {in_words(row)}, who is removed; say somebody else.")
    login, mailbox = text(row, "account"), text(row, "internal_voicemail")
    there = await facts.row("getVoicemails", "mailbox", mailbox) if mailbox else None
    name = text(row, "description") or text(row, "username")
    return Successor(f"{ACCOUNT}:{login}", login, name, mailbox if there is not None else "")
