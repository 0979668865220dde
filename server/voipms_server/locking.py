"""One write of an entry at a time, and one order of an account, over all processes that share a store."""

import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field

import anyio

from voipms_server.errors import NotAllowed
from voipms_server.line import Line
from voipms_server.store.store import SKEW_SECONDS, Store, Transaction

LEASE_SECONDS = 180
"""A lock of a process that is gone lapses after this; longer than any call takes."""
PATIENCE = 600
"""How often a lock that another process holds is tried."""
PAUSE_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Held:
    """The locks that are held, for the commit to make sure that they still are."""

    leases: list["Lease"] = field(default_factory=list["Lease"])

    def renew(self, t: Transaction) -> None:
        """Hold them as long again from now on. Raises NotAllowed when one lapsed and is another's now."""
        if not all(lease.take(t) for lease in self.leases):
            raise NotAllowed("Nothing was sent: it took too long, and another program changes the same entry now.")


@asynccontextmanager
async def held(store: Store, line: Line, keys: Sequence[str]) -> AsyncGenerator[Held]:
    """Hold these locks of the account, always taken in the same order. Raises NotAllowed when another keeps them."""
    found = Held()
    async with AsyncExitStack() as stack:
        for key in sorted(set(keys)):
            await stack.enter_async_context(line.entries[key])
            if store.shared:
                found.leases.append(await stack.enter_async_context(_leased(store, f"{line.account} {key}")))
        yield found


@asynccontextmanager
async def _leased(store: Store, name: str) -> AsyncGenerator["Lease"]:
    lease = Lease(name, secrets.token_hex(8))
    await _taken(store, lease)
    try:
        yield lease
    finally:
        with anyio.CancelScope(shield=True):
            await store.run(lease.give_back)


async def _taken(store: Store, lease: "Lease") -> None:
    for _ in range(PATIENCE):
        if await store.run(lease.take):
            return
        await anyio.sleep(PAUSE_SECONDS)
    raise NotAllowed("Nothing was sent: another program is changing the same entry. Try again shortly.")


@dataclass(frozen=True, slots=True)
class Lease:
    """A lock in the store, and who holds it."""

    name: str
    holder: str

    def take(self, t: Transaction) -> bool:
        """Whether it is ours now, for the time of a lease."""
        from sqlalchemy import or_, update

        from voipms_server.store.database import add_new
        from voipms_server.store.tables import LockRow

        until = t.now + LEASE_SECONDS
        if add_new(t.session, LockRow, name=self.name, holder=self.holder, until=until):
            return True
        over = or_(LockRow.until <= t.now, LockRow.until > until + SKEW_SECONDS)
        free = or_(over, LockRow.holder == self.holder)
        taken = update(LockRow).where(LockRow.name == self.name, free).values(holder=self.holder, until=until)
        return len(t.session.execute(taken.returning(LockRow.name)).all()) == 1

    def give_back(self, t: Transaction) -> None:
        from sqlalchemy import delete

        from voipms_server.store.tables import LockRow

        t.session.execute(delete(LockRow).where(LockRow.name == self.name, LockRow.holder == self.holder))
