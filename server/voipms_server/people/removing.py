"""From who goes to the steps: everything that leads there first, the sub-account then, the mailbox last."""

from dataclasses import dataclass, field

from voipms_server.entries import BY_NAME, entry_words
from voipms_server.facts import Facts, Row
from voipms_server.finding.matching import Rank, match, said
from voipms_server.finding.searched import BY_KIND
from voipms_server.people.elsewhere import Elsewhere, Step
from voipms_server.people.leaving import Leaving
from voipms_server.people.persons import KIND, in_words
from voipms_server.people.successor import Successor
from voipms_server.quotes import text
from voipms_server.uses import Use, uses

TOOL = "removePerson"
MAILBOX = BY_NAME["mailbox"]
NO_MAILBOX = ("", "0")
PERSONAL = ("forwarding", "callback", "sip_uri")
"""Kinds that lead to somebody's own telephones, and by whose name alone that shows."""


@dataclass(slots=True)
class Removing:
    """One person; `notes` tell what stays, and why."""

    facts: Facts
    person: Row
    successor: Successor
    keep_mailbox: bool
    notes: list[str] = field(default_factory=list[str])

    async def steps(self) -> list[Step]:
        login, who = text(self.person, "account"), in_words(self.person)
        elsewhere = Elsewhere(TOOL, who, login, self.successor)
        leaving = Leaving(TOOL, self.facts, login, self.successor)
        elsewhere.lead(await uses(self.facts, KIND, login))
        left = await leaving.steps()
        mailbox = await self._mailbox(elsewhere)
        self.notes += [*elsewhere.notes, *leaving.notes, *await self._alike()]
        if self.successor.route and not (elsewhere.changes or leaving.replaced):
            self.notes.append(f"No call was led there, so forward_to {self.successor.route} takes nothing over.")
        return [*elsewhere.steps(), *left, *_gone(login, mailbox)]

    async def _mailbox(self, elsewhere: Elsewhere) -> str:
        """The mailbox that goes too; empty where there is none, or where it stays, which is told."""
        mailbox = text(self.person, "internal_voicemail")
        row = await self.facts.row(MAILBOX.getter, MAILBOX.id, mailbox) if mailbox not in NO_MAILBOX else None
        if row is None:
            self.notes.append("There is no mailbox to delete.")
            return ""
        used = await uses(self.facts, MAILBOX, mailbox)
        own = [use for use in used if (use.kind.name, text(use.row, use.kind.id)) in elsewhere.own]
        if why := self._stays(mailbox, [use for use in used if use not in own]):
            self.notes.append(f"Not deleted: {entry_words(MAILBOX, row)}; {why}.")
            return ""
        elsewhere.lead_mailbox(own, mailbox)
        return mailbox

    def _stays(self, mailbox: str, others: list[Use]) -> str:
        """Why the mailbox is not deleted; empty where it is."""
        if self.keep_mailbox:
            return "it was to be kept"
        if self.successor.mailbox == mailbox:
            return "forward_to leads there"
        by = [use.words for use in others if use.row != self.person]
        return f"it is used by {'; '.join(by)}" if by else ""

    async def _alike(self) -> list[str]:
        """What has the person's name, and may lead to it in a way that VoIP.ms does not know of."""
        names = [said(text(self.person, name)) for name in ("username", "description")]
        found: list[str] = []
        for searched in (BY_KIND[kind] for kind in PERSONAL):
            for row in await self.facts.rows(searched.kind.getter):
                fits = (match(one, searched, row) for one in names)
                if any(one is not None and one.rank <= Rank.WORDS for one in fits):
                    found.append(entry_words(searched.kind, row))
        return [f"Left as it is, though its name fits: {'; '.join(found)}."] if found else []


def _gone(login: str, mailbox: str) -> list[Step]:
    account: Step = {"tool": "delSubAccount", "arguments": {"id": login}}
    box: Step = {"tool": "delVoicemail", "arguments": {"mailbox": mailbox}}
    return [account, box] if mailbox else [account]
