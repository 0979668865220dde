"""Writes whose outcome is not known: what the account shows of them now, and when that is enough to say."""

from dataclasses import dataclass

from voipms_server.answers.words import clean
from voipms_server.errors import Refused, Unconfirmed, Unreachable
from voipms_server.evidence import evidence
from voipms_server.journal.change import Change
from voipms_server.journal.line import LineKind, Outcome
from voipms_server.line import Line
from voipms_server.requests import Request, Write
from voipms_server.store.store import Store, Transaction
from voipms_server.uses import points_at
from voipms_tools.effects import Effect
from voipms_tools.registry import functions


class WentThrough(Unconfirmed):
    """The same text of unknown outcome turned out to be sent; whoever asks again is told so first."""

    def __init__(self, change: Change) -> None:
        self.change = change
        super().__init__(
            f"Nothing was sent now: the earlier {words(change)} of the same text (change {change.number}), whose "
            "outcome was unknown, did go through: VoIP.ms lists it. To send it once more, call again."
        )


@dataclass(frozen=True, slots=True)
class Settler:
    """Finds out what became of open writes. Not done needs two looks a settle time (seconds) apart."""

    store: Store
    settle: float = 120

    async def refuse_while_open(self, line: Line, request: Request) -> None:
        """Raises Unconfirmed while something is open that these writes could not be told from, or would disturb."""
        for change in await self.store.run(lambda t: _in_the_way_of(t, request, line.account)):
            known = await self.settled(line, change)
            if known is Outcome.DONE and change.subject.effect == Effect.SEND:
                raise WentThrough(change)
            if known is None:
                raise Unconfirmed(
                    f"Nothing was sent: it is still unknown whether the earlier {words(change)} went through "
                    f"(change {change.number}). Look with the matching get* function, and try again after "
                    f"{self.settle:.0f} seconds. If it stays so, a person settles it with `mcp-voipms doctor`."
                )

    async def settle_texts(self, line: Line) -> list[Change]:
        """Look for texts of unknown outcome; those that are still unknown, as where VoIP.ms does not tell."""
        texts = await self.store.run(lambda t: _open_texts(t, line.account))
        return [change for change in texts if await self._if_told(line, change) is None]

    async def _if_told(self, line: Line, change: Change) -> Outcome | None:
        try:
            return await self.settled(line, change)
        except (Refused, Unreachable):
            return None

    async def text_of(self, line: Line, bundle: str, write: Write) -> Change | None:
        """The change that sent this text, while its outcome is unknown."""
        texts = await self.store.run(lambda t: _open_texts(t, line.account))
        return next((one for one in texts if one.subject.bundle == bundle and _same_text(one, write)), None)

    async def note_told(self, bundle: str, *, told: bool, only: int = 0) -> None:
        """Whether whoever asked for the texts of this request, or for only this one, was told that they went."""
        await self.store.run(lambda t: _note_told(t, bundle, told=told, only=only))

    async def settled(self, line: Line, change: Change) -> Outcome | None:
        """What became of it, as far as that is known now; what was found out is written down."""
        now = self.store.clock()
        if change.in_flight(now):
            return None
        made = await self.store.run(lambda t: _made_by_others(t, change))
        seen = await evidence(line, change, made)
        if seen.done:
            await self._write(change, Outcome.DONE, entry=seen.entry)
            return Outcome.DONE
        still = seen.absent or seen.unseen
        if still and now - (change.first_look or now) >= self.settle:
            became = Outcome.NOT_DONE if seen.absent else Outcome.DONE
            await self._write(change, became)
            return became
        if not change.first_look or not still:
            await self._write(change, Outcome.UNKNOWN, look=now if still else 0)
        return None

    async def _write(self, change: Change, outcome: Outcome, look: float = 0, entry: str = "") -> None:
        await self.store.run(lambda t: found_out(t, change, outcome, look=look, entry=entry))


def found_out(
    t: Transaction, change: Change, outcome: Outcome, *, look: float = 0, entry: str = "", by: str = ""
) -> None:
    """Write down what is known now; of several who find it out, the first is believed."""
    from voipms_server.journal import changes as journal
    from voipms_server.journal.lines import append

    if not any(one.number == change.number for one in journal.open_ones(t, change.subject.account)):
        return
    subject = change.subject if not entry else change.about(entry)
    append(t, LineKind.FINDING, subject, {"look": look, "by": by}, change=change.number, outcome=outcome)


def _in_the_way_of(t: Transaction, request: Request, account: str) -> list[Change]:
    from voipms_server.journal import changes as journal

    digest = t.keys.digest(request.digest(account))
    opened = [change.opened(t.keys) for change in journal.open_ones(t, account)]
    return [change for change in opened if _in_the_way(change, request, digest)]


def _in_the_way(change: Change, request: Request, digest: str) -> bool:
    """An order blocks those it could not be told from; a change blocks its entry, and its own repetition."""
    keys = [write.key for write in request.writes]
    if change.subject.effect == Effect.SPEND:
        if change.subject.entry and change.subject.entry in keys:
            return True
        dids = [write.params.get("did", "") for write in request.writes if write.spends]
        known = str(change.arguments.get("did") or "")
        return bool(dids) and (change.digest == digest or not known or "" in dids or known in dids)
    if change.subject.effect == Effect.SEND:
        return any(_same_text(change, write) for write in request.writes)
    gone = change.subject.entry if change.subject.effect == Effect.DELETE else ""
    if gone and any(points_at(write.params, gone) for write in request.writes):
        return True
    if change.creates and any(_may_be_the_new_one(change, write) or _equal(change, write) for write in request.writes):
        return True
    return change.digest == digest or (bool(change.subject.entry) and change.subject.entry in keys)


def _same_text(change: Change, write: Write) -> bool:
    """Whether a write sends the same words to the same person; whatever is attached, lists do not tell them apart."""
    to, words = (write.params.get(name, "") for name in ("dst", "message"))
    return write.sends and (to, words) == (change.arguments.get("dst"), change.arguments.get("message"))


def _open_texts(t: Transaction, account: str) -> list[Change]:
    from voipms_server.journal import changes as journal

    return [one for one in journal.open_ones(t, account) if one.subject.effect == Effect.SEND]


def _note_told(t: Transaction, bundle: str, *, told: bool, only: int) -> None:
    from voipms_server.journal import changes as journal
    from voipms_server.journal.lines import append

    for one in journal.of_bundle(t, bundle):
        if one.outcome is Outcome.DONE and one.subject.effect == Effect.SEND and only in (0, one.number):
            append(t, LineKind.AFTER, one.subject, {"told": told}, change=one.number)


def _may_be_the_new_one(change: Change, write: Write) -> bool:
    """Whether a write is about an entry of the kind that may just have been made, and was not there before."""
    entry, made = write.function.declared.entry, functions()[change.subject.function].declared.entry
    same_kind = entry is not None and made is not None and entry.getter == made.getter
    return same_kind and write.id is not None and write.id not in change.ids


def _equal(change: Change, write: Write) -> bool:
    """Whether a write makes an entry that could not be told from the one that may have been made."""
    return write.creates and write.name == change.subject.function and dict(write.params) == change.arguments


def _made_by_others(t: Transaction, change: Change) -> set[str]:
    """The entries and messages that other changes made, earlier ones too: those may have landed later."""
    from voipms_server.journal import changes as journal

    sends = change.subject.effect == Effect.SEND
    if not change.creates and not sends:
        return set()
    every = journal.of_account(t, change.subject.account)
    makers = [one for one in every if one.creates or (sends and one.subject.effect == Effect.SEND)]
    return {one.subject.entry for one in makers if one.number != change.number} - {""}


def words(change: Change) -> str:
    """A change by its function and what it was about."""
    to = change.arguments.get("dst")
    if to:
        return f"{change.subject.function} to {clean(str(to), 60)}"
    about = change.arguments.get("did") or change.arguments.get("location_id") or change.subject.entry
    return f"{change.subject.function} {clean(str(about or ''), 60)}".strip()
