"""What is known of a schedule that was played, from outside the server and from its journal, side by side."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from torture.account import Key, Sent
from torture.looking import changes
from torture.moves import Move
from torture.play import Play
from torture.tables import shows
from voipms_server.journal.change import Change
from voipms_server.shapes import is_row


@dataclass(frozen=True, slots=True)
class Facts:
    """The play, the journal's changes by number, and what reached the account for each."""

    play: Play
    changes: Mapping[int, Change]
    writes: Mapping[int, Sent]

    @classmethod
    def of(cls, play: Play) -> "Facts":
        every = {change.number: change for change in changes(play.store)}
        return cls(play, every, {sent.change: sent for sent in play.account.sent})

    def move(self, sent: Sent) -> Move:
        """The client's call that this write comes from."""
        return self.play.record.made[sent.attempt].move

    def given(self, sent: Sent) -> set[str]:
        """The parameters that the client named."""
        _, arguments = self.move(sent)
        changes = arguments.get("changes")
        return {*arguments, *(changes if is_row(changes) else ())}

    def took(self) -> Iterator[Sent]:
        return (sent for sent in self.play.account.sent if sent.took)

    def shows(self, change: Change) -> bool:
        """Whether the entry held, before the change, everything that it was to set: nothing tells it was sent."""
        function, before = change.subject.function, change.before
        if before is None or not function.startswith("set"):
            return False
        return shows({name: str(value) for name, value in before.items()}, function, change.arguments)

    def disturbed(self, sent: Sent, key: Key) -> bool:
        """Whether somebody else changed this while the write was being prepared or on its way: nobody could tell.

        What changes while this call's own person is asked is looked at again after their answer.
        """
        until = max(sent.turn, sent.arrived)
        return any(
            edit.key == key and (sent.arrived if edit.attempt == sent.attempt else sent.began) < edit.turn < until
            for edit in self.play.account.edits
        )

    def edited(self, key: Key, since: float) -> bool:
        """Whether somebody else changed this entry since."""
        return any(edit.key == key and since <= edit.at for edit in self.play.account.edits)
