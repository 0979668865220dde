"""Taking back what a plan did before one of its steps failed; what cannot be taken back is listed."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from voipms_server.commit import Committer, Errand, LostTheRace
from voipms_server.errors import VoipmsError
from voipms_server.journal.change import Change
from voipms_server.journal.line import Outcome
from voipms_server.line import Line
from voipms_server.plans.book import Book, State, Stored
from voipms_server.prepare import Desk
from voipms_server.remaking import Remade
from voipms_server.requests import Write
from voipms_server.store.store import Transaction
from voipms_server.undo import Left, cannot
from voipms_server.undoplan import Past, past_of, planned

SLACK_SECONDS = 60
GONE = (Outcome.REFUSED, Outcome.NOT_DONE)
UNKNOWN = "it is not known whether it was done; mcp-voipms doctor finds out"
Answer = dict[str, object]


@dataclass(frozen=True, slots=True)
class Back:
    """Undoes the steps of a plan, the last first. A step of its own that fails is listed, and the others go on."""

    line: Line
    desk: Desk
    committer: Committer
    book: Book

    async def go(self, errand: Errand, stored: Stored) -> Answer:
        """Nobody is asked: the account becomes what it was."""
        past = await self.book.store.run(lambda t: _past(t, stored))
        plan = await planned(self.line, past, errand.request.caller)
        taken, failed = await self._undone(errand, plan.writes)
        await self.book.move(stored.id, State.TAKEN_BACK, State.GOING_BACK, State.WAITING, State.DONE)
        why = {left.change.number: left for left in plan.left}
        left = await self._left(stored, why, failed)
        told: Answer = {"plan": stored.id, "group": stored.bundle, "taken_back": taken, "rolled_back": not left}
        return {**told, **({"left": left} if left else {})}

    async def _undone(self, errand: Errand, writes: Sequence[Write]) -> tuple[list[Answer], dict[int, str]]:
        """What was taken back; and of what was not, why."""
        remade, taken, failed = Remade(), list[Answer](), dict[int, str]()
        for write in writes:
            now = remade.adapted(replace(write, quiet=True))
            try:
                ready = await self.desk.prepare(self.line, now, errand.request.caller, later=True)
                answer = await self.committer.send(self.line, errand, ready)
            except LostTheRace:
                raise
            except VoipmsError as error:
                failed |= dict.fromkeys(write.undoes, str(error))
                continue
            remade.note(now, answer)
            taken.append({"function": write.name, "undoes": list(write.undoes), "change": answer["change"]})
        return taken, failed

    async def _left(self, stored: Stored, why: dict[int, Left], failed: dict[int, str]) -> list[Answer]:
        """Exactly what is not as it was before, or may not be."""
        found = await self.book.store.run(partial(_of_plan, stored=stored))
        left = [one for one in found if not one.undone_by and not one.undoes and one.outcome not in GONE]
        return [_told(one, why, failed) for one in left]


def _told(change: Change, why: dict[int, Left], failed: dict[int, str]) -> Answer:
    reason = failed.get(change.number) or (UNKNOWN if change.outcome is not Outcome.DONE else cannot(change))
    known = why.get(change.number)
    about: Answer = {
        "step": change.step,
        "change": change.number,
        "function": change.subject.function,
        "entry": change.subject.entry or str(change.arguments.get("did") or ""),
    }
    return {**about, **(known.told() if known else {"why": reason or "it was not taken back"})}


def _of_plan(t: Transaction, stored: Stored) -> list[Change]:
    """Those that took something back included, for what was undone is known by them."""
    from voipms_server.journal import changes as journal

    return journal.of_bundle(t, stored.bundle)


def _past(t: Transaction, stored: Stored) -> Past:
    def is_meant(change: Change) -> bool:
        own = change.subject.bundle == stored.bundle and not change.undoes
        return own and not change.undone_by and change.outcome is Outcome.DONE

    return past_of(t, stored.account, is_meant, stored.created - SLACK_SECONDS)
