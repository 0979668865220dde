"""After a stranger's text was shown to a caller, what it could have led to needs a person, for a while."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from voipms_server.prepared import Prepared
from voipms_server.questions import plain, quoted
from voipms_server.shapes import is_row
from voipms_server.store.store import Store, Transaction
from voipms_server.strangers.rerouting import reroutes
from voipms_server.strangers.text import Text
from voipms_server.zones import HERE, Zone
from voipms_tools.effects import Effect

if TYPE_CHECKING:
    from voipms_server.store.tables import StrangerRow

WHY = "Text by strangers was read before this was asked for, and could have led to it; it is quoted last."
LOCAL_FILE = "It sends a file of this machine."
MOST_QUOTED = 3


@dataclass(frozen=True, slots=True)
class Caution:
    """Kept per caller in the store. It ends `seconds` after the last such text was shown."""

    store: Store
    seconds: float = 900
    zone: Zone = HERE

    async def note(self, caller: str, texts: Sequence[Text]) -> None:
        """These are about to be shown, the latest first. Raises NotAllowed when that cannot be recorded."""
        if texts:
            await self.store.run(lambda t: _note(t, caller, texts, self.seconds))

    async def alive(self, caller: str) -> list[Text]:
        """What was shown to this caller and still counts, the latest first."""
        return await self.store.run(lambda t: _alive(t, caller, self.seconds))

    async def applied(self, ready: Prepared, account: str, caller: str) -> Prepared:
        """With the reason to ask, where a text that was shown could have led to this write."""
        effect = ready.write.effect
        harmless = effect is Effect.CHANGE and not reroutes(ready) and not _sends_file(ready)
        if harmless and not ready.reasons:
            return ready
        shown = causes = await self.alive(caller)
        if effect is Effect.SEND and not _sends_file(ready):
            causes = [one for one in shown if not one.is_by(account, ready.write.params.get("dst", ""))]
        if not causes:
            return ready
        told = replace(ready, quotes=(*ready.quotes, *self.quoted(shown)))
        if effect is Effect.SPEND:
            return replace(told, warnings=(WHY, *ready.warnings))
        files = (LOCAL_FILE,) if _sends_file(ready) else ()
        return replace(told, reasons=(*ready.reasons, *files, WHY))

    def quoted(self, texts: Sequence[Text]) -> list[str]:
        """For the eye, the latest first: by whom, when, and what it says."""
        told = [f"Read {self._when(one.at)}, {one.kind} from {plain(one.author)}: {quoted(one.words)}" for one in texts]
        more = [f"And {len(texts) - MOST_QUOTED} more."] if len(texts) > MOST_QUOTED else []
        return told[:MOST_QUOTED] + more

    def _when(self, at: float) -> str:
        return self.zone.show(datetime.fromtimestamp(at, UTC)).strftime("%H:%M")


def _sends_file(ready: Prepared) -> bool:
    """One of this machine, in a message or as a recording that callers hear."""
    write = ready.write
    return bool(write.files) or (write.sends and any(value.startswith("data:") for value in write.params.values()))


def _note(t: Transaction, caller: str, texts: Sequence[Text], seconds: float) -> None:
    from voipms_server.store.database import put
    from voipms_server.store.tables import StrangerRow

    if not _rows(t, caller, seconds):
        _forget(t, caller)
    latest: dict[tuple[str, str], Text] = {}
    for one in texts:
        latest.setdefault((one.account, one.author), one)
    for place, one in enumerate(latest.values()):
        words = t.keys.encrypt({"kind": one.kind, "words": one.words})
        key = {"caller": caller[:200], "account": one.account, "author": one.author[:60]}
        put(t.session, StrangerRow, key, at=t.now - place / 1_000, words=words)


def _forget(t: Transaction, caller: str) -> None:
    from sqlalchemy import delete

    from voipms_server.store.tables import StrangerRow

    t.session.execute(delete(StrangerRow).where(StrangerRow.caller == caller[:200]))


def _rows(t: Transaction, caller: str, seconds: float) -> "list[StrangerRow]":
    """All that was shown since the last time nothing was shown for as long as it counts."""
    from sqlalchemy import select

    from voipms_server.store.tables import StrangerRow

    mine = StrangerRow.caller == caller[:200]
    rows = list(t.session.scalars(select(StrangerRow).where(mine).order_by(StrangerRow.at.desc())))
    return rows if rows and t.now - rows[0].at < seconds else []


def _alive(t: Transaction, caller: str, seconds: float) -> list[Text]:
    found: list[Text] = []
    for row in _rows(t, caller, seconds):
        box = t.keys.decrypt(row.words)
        told = box if is_row(box) else {}
        found.append(Text(row.account, row.author, str(told.get("kind", "text")), str(told.get("words", "")), row.at))
    return found
