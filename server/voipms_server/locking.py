"""One write of an entry at a time, and one order of an account, over all processes that share a store."""

import secrets
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

import anyio

from voipms_server.errors import NotAllowed
from voipms_server.line import Line
from voipms_server.store.store import Store, Transaction

LEASE_SECONDS = 180
"""A lock of a process that is gone lapses after this; longer than any call takes."""
PATIENCE = 600
"""How often a lock that another process holds is tried."""
PAUSE_SECONDS = 0.1


@asynccontextmanager
async def held(store: Store, line: Line, keys: Sequence[str]) -> AsyncGenerator[None]:
    """Hold these locks of the account, always taken in the same order. Raises NotAllowed when another keeps them."""
    async with AsyncExitStack() as stack:
        for key in sorted(set(keys)):
            await stack.enter_async_context(line.entries[key])
            if store.shared:
                await stack.enter_async_context(_leased(store, f"{line.account} {key}"))
        yield


@asynccontextmanager
async def _leased(store: Store, name: str) -> AsyncGenerator[None]:
    lease = Lease(name, secrets.token_hex(8))
    await _taken(store, lease)
    try:
        yield
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
        free = or_(LockRow.until <= t.now, LockRow.until > until, LockRow.holder == self.holder)
        taken = update(LockRow).where(LockRow.name == self.name, free).values(holder=self.holder, until=until)
        return len(t.session.execute(taken.returning(LockRow.name)).all()) == 1

    def give_back(self, t: Transaction) -> None:
        from sqlalchemy import delete

        from voipms_server.store.tables import LockRow

        t.session.execute(delete(LockRow).where(LockRow.name == self.name, LockRow.holder == self.holder))
