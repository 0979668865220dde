"""After everything went wrong and was settled, the servers do what they are asked: no entry, no lock stays taken."""

from torture.looking import changes
from torture.moves import SETTINGS, STOCK, Move
from torture.play import Play
from torture.schedule import Step
from torture.settle import still_open
from torture.tables import entry_of
from voipms_server.journal.change import Change
from voipms_tools.effects import Effect

WORDS = {
    "dids": ("number", "note"),
    "forwardings": ("forwarding", "description"),
    "sipuris": ("sip_uri", "description"),
    "ring_groups": ("ring_group", "name"),
    "ivrs": ("ivr", "name"),
    "disas": ("disa", "name"),
    "phonebook": ("phonebook", "note"),
    "filters": ("filter", "note"),
}
"""The kind of each table's entries, and a field that can hold any words."""


REFUSED = "VoIP.ms refused"
"""What has come to point at an entry that is gone is refused by VoIP.ms itself."""


async def still_at_work(play: Play) -> None:
    """The entry that was changed last can be changed, or after orders another number ordered; one of them is tried."""
    opened, made = still_open(play), changes(play.store)
    move = (_order if play.schedule.index % 3 == 0 else _change)(play, made, opened)
    if move is None:
        return
    await play.step(Step("call", move))
    last = play.record.told[-1]
    if last.answer.get("done") is not True and not last.text.startswith(REFUSED):
        play.record.problems.append(f"after everything, {move[0]} {move[1]} is answered with: {last.text}")


def _change(play: Play, made: list[Change], opened: list[Change]) -> Move | None:
    there = play.account.rows()
    entries = [entry_of(one) for one in made if entry_of(one) in there and entry_of(one)[0] in WORDS]
    if not entries or any(one.creates or entry_of(one) == entries[-1] for one in opened):
        return None
    kind, field = WORDS[entries[-1][0]]
    return "updateSettings", {"kind": kind, "id": entries[-1][1], "changes": {field: "The end"}}


def _order(play: Play, made: list[Change], opened: list[Change]) -> Move | None:
    orders = [one for one in made if one.subject.effect == Effect.SPEND]
    left = [did for did in STOCK if ("dids", did) not in play.account.rows()]
    if not orders or not left or any(one.subject.effect == Effect.SPEND for one in opened):
        return None
    return "orderDID", {**SETTINGS, "did": left[0], "billing_type": 1, "note": "The end", "test": False}
