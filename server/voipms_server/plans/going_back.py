"""Taking back what a plan did before one of its steps failed; what cannot be taken back is listed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from voipms_server.commit import Committer, Errand, LostTheRace
from voipms_server.errors import NotAllowed, Unreachable, VoipmsError
from voipms_server.journal.change import Change
from voipms_server.journal.line import Outcome
from voipms_server.line import Line
from voipms_server.plans.book import Book, State, Stored
from voipms_server.prepare import Desk
from voipms_server.prepared import Prepared
from voipms_server.remaking import Remade
from voipms_server.requests import Write
from voipms_server.store.store import Transaction
from voipms_server.undo import IDLE, Left, cannot
from voipms_server.undoplan import NEW_ID, Past, Plan, past_of, planned

SLACK_SECONDS = 60
"""How far the clocks of two machines that share a store may be apart."""
UNKNOWN = "it is not known whether it, or taking it back, was done; mcp-voipms doctor finds out"
POSSIBLE = "it could not be taken back then; undoChange may be able to now"
NEEDS_A_YES = "it needs a yes of its own; undoChange asks for it"
NOTHING_DONE = (Outcome.REFUSED, Outcome.NOT_DONE)
Answer = dict[str, object]


@dataclass(frozen=True, slots=True)
class Back:
    """Undoes the steps of a plan, the last first. A step of its own that fails is listed, and the others go on."""

    line: Line
    desk: Desk
    committer: Committer
    book: Book
    patient: bool = False
    """Whether somebody comes again to what cannot be reached; else it is left, and listed."""

    async def go(self, errand: Errand, stored: Stored) -> Answer:
        """Nobody is asked: the account becomes what it was."""
        plan = await self._planned(errand, stored)
        failed = await self._undone(errand, plan.writes)
        await self.book.move(stored.id, State.TAKEN_BACK, State.GOING_BACK)
        return await self._told(stored, plan, failed)

    async def looked(self, errand: Errand, stored: Stored) -> Answer:
        """What became of a plan that was taken back, and why what is left was not."""
        return await self._told(stored, await self._planned(errand, stored), {})

    async def _planned(self, errand: Errand, stored: Stored) -> Plan:
        past = await self.book.store.run(lambda t: _past(t, stored))
        return await planned(self.line, past, errand.request.caller)

    async def _told(self, stored: Stored, plan: Plan, failed: Mapping[int, str]) -> Answer:
        """What was taken back of a plan, and exactly what is not as it was before, or may not be."""
        why = {left.change.number: left for left in plan.left}
        since = await self.book.store.run(lambda t: _since(t, stored))
        found = [one for one in since if one.subject.bundle == stored.bundle]
        surely = {one.number for one in since if one.outcome is Outcome.DONE}
        idle = {number for number, one in why.items() if one.why == IDLE}
        left = [one for one in found if one.number not in idle and _may_differ(one, surely)]
        taken = [
            {"function": one.subject.function, "undoes": list(one.undoes), "change": one.number}
            for one in found
            if one.undoes and one.outcome is Outcome.DONE
        ]
        new = any(one.creates for one in found if one.undoes)
        return {
            "plan": stored.id,
            "group": stored.bundle,
            "taken_back": taken,
            "rolled_back": not left,
            **({"left": [_told(one, why, failed) for one in left]} if left else {}),
            **({"note": NEW_ID} if new else {}),
        }

    async def _undone(self, errand: Errand, writes: Sequence[Write]) -> dict[int, str]:
        """Of what could not be taken back, why."""
        remade, failed = Remade(), dict[int, str]()
        for write in writes:
            now = remade.adapted(replace(write, quiet=True))
            try:
                ready = await self.desk.prepare(self.line, now, errand.request.caller, later=True)
                _refuse_for_good(ready)
                remade.note(now, await self.committer.send(self.line, errand, ready))
            except LostTheRace:
                raise
            except VoipmsError as error:
                if self.patient and isinstance(error, Unreachable):
                    raise
                failed |= dict.fromkeys(write.undoes, str(error))
        return failed


def _refuse_for_good(ready: Prepared) -> None:
    """Nobody is asked in a roll-back, so it takes no messages along, and spends nothing."""
    if ready.lost or ready.write.spends:
        raise NotAllowed(NEEDS_A_YES)


def _may_differ(change: Change, surely: set[int]) -> bool:
    """Whether the account may not be as it was before this step; `surely` are the changes known to be done."""
    idle = change.after is not None and change.after == change.before and _hidden(change, "after") == _hidden(change)
    return not (change.undone_by in surely or change.undoes or change.outcome in NOTHING_DONE or idle)


def _hidden(change: Change, part: str = "before") -> Mapping[str, object]:
    return change.digests.get(part, {})


def _told(change: Change, why: Mapping[int, Left], failed: Mapping[int, str]) -> Answer:
    doubtful = change.outcome is not Outcome.DONE or change.undone_by
    reason = failed.get(change.number) or (UNKNOWN if doubtful else cannot(change))
    known = why.get(change.number)
    about: Answer = {
        "step": change.step,
        "change": change.number,
        "function": change.subject.function,
        "entry": change.subject.entry or str(change.arguments.get("did") or ""),
    }
    return {**about, **(known.told() if known else {"why": reason or POSSIBLE})}


def _since(t: Transaction, stored: Stored) -> list[Change]:
    """Every change since the plan was made: others may have taken back some of its own."""
    from voipms_server.journal import changes as journal

    found = journal.of_account(t, stored.account, stored.created - SLACK_SECONDS)
    return [one.opened(t.keys) for one in found]


def _past(t: Transaction, stored: Stored) -> Past:
    def is_meant(change: Change) -> bool:
        own = change.subject.bundle == stored.bundle and not change.undoes
        return own and not change.undone_by and change.outcome is Outcome.DONE

    return past_of(t, stored.account, is_meant, stored.created - SLACK_SECONDS)
