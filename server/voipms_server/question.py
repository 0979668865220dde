"""The question about a request: warnings first, what is done, where, for how much; the account's words last."""

from collections.abc import Sequence
from dataclasses import dataclass

from voipms_server import look, questions
from voipms_server.entries import kind_of
from voipms_server.files import files_in, words_of
from voipms_server.line import Line
from voipms_server.prepared import Prepared
from voipms_server.requests import Request, Write
from voipms_server.texting.wording import sending
from voipms_tools.effects import Effect

CANNOT = "VoIP.ms cannot undo this."
CANNOT_HERE = "This server cannot undo this."
AGAIN = "undoChange can make it again, with a new id."
BACK = "undoChange can set it back."
OWN = {
    "e911Provision": "undoChange cannot take this back; e911Cancel ends it.",
    "e911Cancel": "undoChange can set it up again with the same address (e911Provision), which costs anew.",
}
LOST = {"delVoicemail": "Its messages do not come back."}
"""What undoing a deletion does not bring back."""


@dataclass(frozen=True, slots=True)
class Question:
    """Makes the words of a question."""

    keep_secrets: bool = True

    async def words(self, line: Line, request: Request, ready: Sequence[Prepared], before: Sequence[str] = ()) -> str:
        """The whole question: of one write, or of a list that names every item."""
        who = f"VoIP.ms account: {line.account} (asked by {request.caller})"
        if not ready:
            return "\n".join([*before, f"{request.title}?", who, *request.notes])
        if all(one.write.sends for one in ready):
            return "\n".join([*before, *await sending(line, request, ready, who)])
        if len(ready) == 1:
            asked = f"{request.title}: {title(ready[0].write)}?" if request.title else f"{title(ready[0].write)}?"
            return "\n".join([*before, asked, who, *request.notes, *await self._one(line, ready[0])])
        told = [*before, f"{request.title}: {len(ready)} changes?", who, *request.notes]
        for number, one in enumerate(ready, 1):
            first, *rest = [title(one.write), *await self._one(line, one)]
            told += [f"{number}. {first}", *(f"   {part}" for part in rest)]
        return "\n".join(told)

    async def _one(self, line: Line, ready: Prepared) -> list[str]:
        """All about one write, with how it is taken back."""
        undo = [] if ready.write.undoes else [self._undo(ready)]
        return await self.about(line, ready, undo)

    async def about(self, line: Line, ready: Prepared, undo: Sequence[str] = ()) -> list[str]:
        """What one write does, where, for how much; the account's words last."""
        write = ready.write
        told = [f"Number: {write.params['did']}"] if write.params.get("did") else []
        routes = await look.routes_in_words(line, write)
        told += questions.routes(routes)
        files = files_in(write)
        telling = {name: value for name, value in _telling(write).items() if name not in (*routes, *files)}
        told += questions.settings(telling, write.function.secrets())
        told += [f"File: {words_of(write, name)}" for name in files]
        told += [reason for reason in ready.reasons if not write.spends]
        if write.spends:
            told += [questions.price_line(ready.seen.quote, write.name), questions.balance_line(ready.seen)]
            told += [] if questions.balance_after(ready.seen) else ["The balance does not cover it."]
        told += [*ready.warnings, *undo]
        told += [f"Today: {ready.seen.target}"] if ready.seen.target else []
        return [*told, *questions.free_text(write.params), *ready.quotes]

    def _undo(self, ready: Prepared) -> str:
        """Whether it can be undone, and what would not come back."""
        write = ready.write
        entry = write.function.declared.entry
        if write.name in OWN:
            return OWN[write.name]
        if write.spends:
            return CANNOT
        if entry is None or (write.effect is Effect.DELETE and not write.function.declared.counterpart):
            return CANNOT_HERE
        lost = sorted(write.function.secrets() or counterpart_secrets(write)) if not self.keep_secrets else []
        back = AGAIN if write.effect is Effect.DELETE else BACK
        back += f" {LOST[write.name]}" if write.name in LOST else ""
        return f"{back} What is secret could not be restored: {', '.join(lost)}." if lost else back


def _telling(write: Write) -> dict[str, str]:
    """The parameters that say something beside what the title says."""
    entry = write.function.declared.entry
    known = entry.id if entry is not None else ""
    return {name: value for name, value in write.params.items() if name != known and (value or not write.creates)}


def counterpart_secrets(write: Write) -> frozenset[str]:
    """The secrets of the function that would make the entry again."""
    from voipms_tools.registry import functions

    counterpart = write.function.declared.counterpart
    return functions()[counterpart].secrets() if counterpart else frozenset()


def title(write: Write) -> str:
    """What is done, in words and with the function's name."""
    if write.name in questions.TITLES:
        return questions.TITLES[write.name]
    entry = write.function.declared.entry
    if entry is None:
        return write.name
    kind = kind_of(entry)
    if write.was:
        return f"Make {kind.words} {write.was.partition(':')[2]} again ({write.name})"
    verb = "Delete" if write.effect is Effect.DELETE else ("Make a new" if write.creates else "Change")
    return f"{verb} {kind.words} {write.id or ''}".rstrip() + f" ({write.name})"
