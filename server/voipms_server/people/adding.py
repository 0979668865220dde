"""From what was said of somebody new to the steps that make the sub-account and all that belongs to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts, Row
from voipms_server.ordering.mailbox import REFERENCE, new_mailbox
from voipms_server.people.extensions import extension_of
from voipms_server.people.joining import Joining, Step
from voipms_server.people.naming import derived, new_login
from voipms_server.people.persons import in_words
from voipms_server.people.settings import CALLER, MAKES, settings_of
from voipms_server.quotes import text
from voipms_tools.accounts import USER
from voipms_tools.plans import AddPerson
from voipms_tools.words.marks import GENERATE
from voipms_tools.words.wishes import NEW, NONE

TOOL = "addPerson"
STEP = "person"
LOGIN = f"${{{STEP}}}"
FAILOVERS = ("failover_busy", "failover_unreachable", "failover_noanswer")
NO_MAIL = "Its messages are mailed to nobody, since no address was said; updateSettings of the mailbox gives one."
KEPT = "Where calls to {did} go when nobody answers stays as it is, since there is no mailbox."


@dataclass(slots=True)
class Adding:
    """One person in the making; `rows` are the sub-accounts there are, `notes` tell what was assumed."""

    facts: Facts
    asked: AddPerson
    rows: Sequence[Row]
    like: Row | None
    notes: list[str] = field(default_factory=list[str])

    @property
    def name(self) -> str:
        return self.asked.name.strip()

    async def steps(self) -> list[Step]:
        """The mailbox first, since the sub-account names it; then what leads to the sub-account."""
        name, whole = new_login(TOOL, self.name, self.rows)
        caller = await self._caller_id()
        settings = settings_of(TOOL, self.rows, self.like, tuple(caller))
        extension, told = extension_of(TOOL, self.asked.extension or "", self.rows)
        self.notes += [derived(self.name, name, whole), told]
        before, mailbox = await self._mailbox(extension)
        own = {"username": name, "internal_extension": extension, "internal_voicemail": mailbox}
        person = self._person(settings.values, own, caller)
        self.notes += settings.notes
        return [*before, person, *await self._joined(), *await self._led(mailbox)]

    def _person(self, settings: Mapping[str, str], own: Mapping[str, str], caller: Mapping[str, str]) -> Step:
        shown = {"internal_cnam": self.name} if settings.get("enable_internal_cnam") == "1" else {}
        given = {name: value for name, value in own.items() if value}
        arguments: dict[str, object] = {
            **settings,
            **given,
            **caller,
            **shown,
            "description": self.name,
            "auth_type": USER,
            "password": GENERATE,
        }
        return {"tool": MAKES, "name": STEP, "arguments": arguments}

    async def _mailbox(self, extension: str) -> tuple[list[Step], str]:
        """The step that makes it, if it is new, and its id; empty for none."""
        said = self.asked.voicemail or (NONE if self.like is not None and not _own_mailbox(self.like) else NEW)
        if said == NONE:
            self.notes.append("It gets no mailbox.")
            return [], ""
        rows = await self.facts.rows("getVoicemails")
        if said == NEW:
            there = next((row for row in rows if self.like and text(row, "mailbox") == _own_mailbox(self.like)), None)
            step, words = new_mailbox(rows, self.name, wished=extension, like=there)
            self.notes += [words, NO_MAIL]
            return [step], REFERENCE
        if said not in [text(row, "mailbox") for row in rows]:
            raise NotAllowed(f"{TOOL}: there is no mailbox {said}; getVoicemails lists them, true makes a new one.")
        shared = [in_words(row) for row in self.rows if text(row, "internal_voicemail") == said]
        too = f", which is that of {' and '.join(shared)} too" if shared else ""
        self.notes.append(f"Its mailbox is {said}{too}.")
        return [], said

    async def _caller_id(self) -> dict[str, str]:
        """Raises NotAllowed for one that is no number of the account."""
        if self.asked.caller_id is None:
            return {}
        await self._number(self.asked.caller_id, "caller_id")
        return {CALLER: self.asked.caller_id}

    async def _joined(self) -> list[Step]:
        like = text(self.like, "account") if self.like is not None else ""
        joining = Joining(TOOL, self.facts, LOGIN, self.name, like)
        found = [*await joining.groups(self.asked.groups), *await joining.queues(self.asked.queues)]
        self.notes += joining.notes
        return found

    async def _led(self, mailbox: str) -> list[Step]:
        """The number that is to reach the new one, its calls going to the mailbox when nobody answers."""
        did = self.asked.number
        if did is None:
            return []
        await self._number(did, "number")
        changes: dict[str, object] = {"routing": f"account:{LOGIN}"}
        if not mailbox:
            self.notes.append(KEPT.format(did=did))
            return [{"tool": "setDIDRouting", "arguments": {"did": did, **changes}}]
        changes |= dict.fromkeys(FAILOVERS, f"vm:{mailbox}") | {"voicemail": mailbox}
        return [{"tool": "updateSettings", "arguments": {"kind": "number", "id": did, "changes": changes}}]

    async def _number(self, did: str, what: str) -> None:
        if await self.facts.row("getDIDsInfo", "did", did) is None:
            raise NotAllowed(f"{TOOL}: {what} {did} is no number of this account; getDIDsInfo lists them.")


def _own_mailbox(row: Row) -> str:
    mailbox = text(row, "internal_voicemail")
    return mailbox if mailbox.isdecimal() and mailbox != NONE else ""
