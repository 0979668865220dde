"""Carrying out what nothing speaks against any more: in order, each write once, and telling what became of it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Protocol

from anyio import get_cancelled_exc_class
from anyio.lowlevel import checkpoint_if_cancelled

from voipms_server.approvals.approval import Approval, State
from voipms_server.approvals.book import Approvals
from voipms_server.commit import Committer, Errand, LostTheRace
from voipms_server.errors import NotAllowed, UnknownOutcome, VoipmsError
from voipms_server.journal.change import Change
from voipms_server.journal.line import Outcome
from voipms_server.line import Line
from voipms_server.prepare import Desk
from voipms_server.prepared import Prepared
from voipms_server.remaking import Remade
from voipms_server.requests import Course, Request, Write
from voipms_server.settling import Settler, WentThrough, words
from voipms_server.shield import shielded
from voipms_server.store.store import Transaction

BEFORE_IT = "Nothing was sent: what had to come before it, of the same entry, was not done."
LISTED = "The answer of VoIP.ms was lost, but it lists the message: it was sent, once."
NOT_LISTED = (
    "It is unknown whether the text to {dst} was sent: the answer of VoIP.ms was lost, and its list does not show the "
    "message. It is not sent again. readMessages and listChanges look again; after {settle:.0f} seconds they can tell."
)
SHOWN = "it was shown. Call again, without the answer, to be asked anew"
Answer = dict[str, object]


class Note(Protocol):
    """Notes whether whoever asked was told."""

    async def __call__(self, *, told: bool) -> None: ...


@dataclass(frozen=True, slots=True)
class Carrier:
    """Sends the writes of a request, or shows what it asked to be shown."""

    desk: Desk
    committer: Committer
    settler: Settler
    approvals: Approvals

    async def carry_out(self, errand: Errand, ready: Sequence[Prepared], course: Course) -> Answer:
        """As its course does it; what became of it is kept with the yes."""
        if errand.request.read is not None:
            return await self._show(errand, errand.request.read)
        try:
            answer = await course.carry_out(errand, ready)
        except LostTheRace:
            raise
        except VoipmsError as error:
            await self._finish(errand.approval, {"words": str(error)})
            raise
        except BaseException:  # The client gave up, or the server stops: what was not sent is not sent any more.
            await shielded(partial(self._cut_off, errand))
            raise
        await self._finish(errand.approval, {"answer": answer})
        return answer

    async def in_turn(self, line: Line, errand: Errand, ready: Sequence[Prepared]) -> Answer:
        """One write after the other. A single one fails as it fails; in a list the others go on."""
        return await (self._send(line, errand, ready[0]) if len(ready) == 1 else self._all(line, errand, ready))

    async def _cut_off(self, errand: Errand) -> None:
        """What became of each write, for whoever presents the yes again."""
        with suppress(NotAllowed):
            changes = await self.committer.store.run(lambda t: _of_bundle(t, errand.request.bundle))
            told = [f"{words(one)} (change {one.number}): {one.outcome or Outcome.UNKNOWN}" for one in changes]
            asked = len(errand.request.writes)
            if rest := asked - len(changes):
                told.append(f"{rest} of {asked} were not sent, because the call was given up")
            await self._finish(errand.approval, {"words": "; ".join(told)})

    async def _show(self, errand: Errand, read: Callable[[], Awaitable[Answer]]) -> Answer:
        """What a person agreed to being shown is not kept with the question."""
        await self.committer.agreed(errand)
        await self._finish(errand.approval, {"words": SHOWN})
        return await read()

    async def _send(self, line: Line, errand: Errand, ready: Prepared) -> Answer:
        """One write; of a text whose answer was lost it is looked up at once whether it is listed."""
        if not ready.write.sends:
            return await self.committer.send(line, errand, ready)
        careful: Answer = {"careful": list(ready.warnings)} if ready.warnings else {}
        try:
            return await self.committer.send(line, errand, ready) | careful
        except UnknownOutcome as error:
            return await self._looked_up(line, errand, ready.write, error) | careful

    async def told(self, request: Request) -> None:
        """Whoever asked for texts is about to be told that they went, unless they gave up just now."""
        if any(write.sends for write in request.writes):
            await self._note(partial(self.settler.note_told, request.bundle))

    async def told_of(self, change: Change) -> None:
        """The same of an earlier text that turned out to have gone."""
        await self._note(partial(self.settler.note_told, change.subject.bundle, only=change.number))

    async def _note(self, note: Note) -> None:
        """Taken back where the caller gave up just now."""
        with suppress(NotAllowed):
            await note(told=True)
        try:
            await checkpoint_if_cancelled()
        except get_cancelled_exc_class():
            with suppress(NotAllowed):
                await shielded(partial(note, told=False))
            raise

    async def _looked_up(self, line: Line, errand: Errand, write: Write, error: UnknownOutcome) -> Answer:
        change = await self.settler.text_of(line, errand.request.bundle, write)
        if change is None:
            raise error
        try:
            became = await self.settler.settled(line, change)
        except VoipmsError:
            raise error from None
        if became is not Outcome.DONE:
            dst = write.params["dst"]
            raise UnknownOutcome(NOT_LISTED.format(dst=dst, settle=self.settler.settle)) from None
        return {"done": True, "change": change.number, "note": LISTED}

    async def _all(self, line: Line, errand: Errand, ready: Sequence[Prepared]) -> Answer:
        results: list[Answer] = []
        remade, failed = Remade(), set[str]()
        for number, prepared in enumerate(ready):
            write = remade.adapted(prepared.write)
            about = prepared.write.was or prepared.write.key
            if about and about in failed:
                results.append({"function": write.name, "done": False, "why": BEFORE_IT})
                continue
            try:
                one = prepared if number == 0 else await self._prepared_again(line, errand.request, write, prepared)
                answer = await self._send(line, errand, one)
                remade.note(write, answer)
                results.append({"function": write.name, **answer})
            except LostTheRace:
                raise
            except VoipmsError as error:
                if isinstance(error, WentThrough):
                    await self.told_of(error.change)
                failed.add(about)
                unknown = {"unknown": True} if isinstance(error, UnknownOutcome) else {}
                results.append({"function": write.name, "done": False, **unknown, "why": str(error)})
        return {"done": all(one.get("done") is True for one in results), "results": results}

    async def _prepared_again(self, line: Line, request: Request, write: Write, first: Prepared) -> Prepared:
        """A further write of a list: one before it may be of unknown outcome, or have changed its entry."""
        await self.settler.refuse_while_open(line, replace(request, writes=(write,)))
        if write.sends:  # The texts of a list go to different people: none changes what was read for the others.
            return first
        now = await self.desk.prepare(line, write, request.caller)
        if len(now.reasons) > len(first.reasons):
            raise NotAllowed(f"{write.name} was not sent: it needs a yes of its own now. {' '.join(now.reasons)}")
        return now

    async def _finish(self, approval: Approval | None, outcome: Mapping[str, object]) -> None:
        """Kept for whoever presents the yes again; only a yes that was used has an outcome."""
        if approval is None:
            return
        with suppress(NotAllowed):  # What was done is in the journal, whatever happens to this copy.
            now = await self.approvals.again(approval.id)
            if now is not None and now.state is State.USED:
                await self.approvals.finish(approval, outcome)


def _of_bundle(t: Transaction, bundle: str) -> list[Change]:
    from voipms_server.journal import changes as journal

    return journal.of_bundle(t, bundle)
