"""The approvals of a store, as the server uses them: each method is one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass

from voipms_server.approvals.approval import Approval, Order, State, ToRun
from voipms_server.quotes import Seen
from voipms_server.store.store import Store, Transaction


@dataclass(slots=True)
class Approvals:
    """The approvals of a store. Every transition is atomic: of several that try, in any process, one succeeds."""

    store: Store
    lifetime: float = 600

    @property
    def rows(self):
        """The transactions, whose imports take a while."""
        from voipms_server.approvals import rows

        return rows

    async def open(self, order: Order, seen: Seen, question: str, round_: int, call: ToRun) -> Approval:
        """The approval that waits for this call, if what it shows still holds, or a new one in its place.

        Raises NotAllowed when five questions of the caller wait already.
        """
        return await self.store.run(lambda t: self.rows.open_one(t, order, seen, question, round_, call, self.lifetime))

    async def find(self, id_: str, order: Order) -> Approval | None:
        """The approval with this id, if it is for this very call; expired ones say so in their state."""
        return await self.store.run(lambda t: self.rows.of_order(t, id_, order))

    async def by_code(self, code: str, caller: str) -> tuple[Approval, ToRun] | None:
        """The approval that this caller was given this code for, and the call that it stands for."""

        def find(t: Transaction) -> tuple[Approval, ToRun] | None:
            approval = self.rows.by_code(t, code)
            known = approval is not None and approval.order.caller == caller
            return (approval, self.rows.to_run(t, approval)) if approval is not None and known else None

        return await self.store.run(find)

    async def shown(self, call: ToRun, account: str, caller: str, id_: str = "") -> tuple[Approval, ToRun] | None:
        """The question that this very call asked, and what it stands for: the one with this id, or a live one."""

        def find(t: Transaction) -> tuple[Approval, ToRun] | None:
            asked = [one for one in self.rows.every(t) if one.id == id_] if id_ else self.rows.live(t)
            found = ((one, self.rows.asked_as(t, one, call, account, caller)) for one in asked)
            return next(((one, stored) for one, stored in found if stored is not None), None)

        return await self.store.run(find)

    async def standing(self, order: Order) -> Approval | None:
        """The approval of this very call on which the page or terminal has said yes, and that was not used yet."""
        return await self.store.run(lambda t: self.rows.standing(t, order))

    async def again(self, id_: str) -> Approval | None:
        """The approval as it stands now."""
        return await self.store.run(lambda t: next((one for one in self.rows.every(t) if one.id == id_), None))

    async def answer(self, approval: Approval, state: State) -> bool:
        """Record the client's answer; False when it comes too late. A no counts until the yes is used."""
        if state is State.DECLINED:
            return await self.store.run(lambda t: self.rows.decline(t, approval.id, self.rows.CLIENT))
        return await self.store.run(lambda t: self.rows.client_agrees(t, approval.id))

    async def to_page(self, approval: Approval) -> bool:
        """A client that did not answer is asked no longer: the page or terminal is."""
        return await self.store.run(lambda t: self.rows.to_page(t, approval.id))

    async def withdraw(self, approval: Approval) -> None:
        """Void a yes to something that is no longer so."""
        await self.store.run(lambda t: self.rows.move(t, approval.id, State.EXPIRED, State.WAITING, State.APPROVED))

    async def finish(self, approval: Approval, outcome: Mapping[str, object]) -> None:
        """Keep what became of a used approval, for whoever presents it again."""
        await self.store.run(lambda t: self.rows.finish(t, approval.id, outcome))
