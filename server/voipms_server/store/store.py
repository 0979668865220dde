"""One door to the store: a piece of work runs in one transaction, whole or not at all."""

import logging
import secrets
import threading
import time
import weakref
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import anyio.to_thread

from voipms_server.errors import NotAllowed
from voipms_server.store.heads import HeadFile
from voipms_server.store.keys import InFile, InKeyring, InMemory, KeyPlace, Keys

if TYPE_CHECKING:
    from sqlalchemy import Engine
    from sqlalchemy.orm import Session

T = TypeVar("T")
SKEW_SECONDS = 30
"""How far the clocks of machines that share a store may be apart."""
logger = logging.getLogger(__name__)


@dataclass(slots=True)
class Transaction:
    """What a piece of work sees: the tables, the key, the time, and the journal's last line once it has written one."""

    session: "Session"
    keys: Keys
    now: float
    noted: tuple[int, str] = (0, "")
    """The last line that is remembered apart from the journal."""
    appended: tuple[int, str] | None = None
    """The line that is to be remembered: none where the one that is remembered is missing."""


Work = Callable[[Transaction], T]


@dataclass(slots=True, weakref_slot=True)
class Store:
    """Opened at its first use, because what it needs takes a while to import.

    A failure of the store is NotAllowed: what was to be recorded is not done.
    """

    where: Path | str | None
    """A file, the address of a database, or nothing: in memory."""
    place: KeyPlace
    head: HeadFile = field(default_factory=HeadFile)
    clock: Callable[[], float] = time.time
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _engine: "Engine | None" = None
    _keys: Keys | None = None

    @property
    def shared(self) -> bool:
        """Whether other processes may use it too."""
        return self.where is not None

    @property
    def is_open(self) -> bool:
        """Whether it was used since it was made or closed."""
        return self._engine is not None

    async def run(self, work: Work[T]) -> T:
        """Do this work in a transaction of its own. A caller that gives up does not stop it."""
        return await anyio.to_thread.run_sync(self.run_now, work)

    def run_now(self, work: Work[T]) -> T:
        """The same for programs without an event loop."""
        from sqlalchemy.exc import SQLAlchemyError

        try:
            with self._lock:
                return self._in_transaction(work)
        except SQLAlchemyError as error:
            logger.warning("the store failed: %s", type(error).__name__)
            raise NotAllowed(
                f"The store of approvals and changes cannot be used ({type(error).__name__}): {self.words()}. "
                "What needs it is refused."
            ) from None

    def words(self) -> str:
        """Where the store is, without a password."""
        from voipms_server.store import database

        if not isinstance(self.where, str):
            return str(self.where or "in memory")
        address = database.address(self.where)
        return f"{address.database or 'a database'} on {address.host or 'this machine'}"

    def close(self) -> None:
        """Let go of the database; the next use opens it again."""
        with self._lock:
            engine, self._engine = self._engine, None
            if engine is not None:
                engine.dispose()

    def _in_transaction(self, work: Work[T]) -> T:
        from sqlalchemy.orm import Session

        engine, keys = self._open()
        with Session(engine, expire_on_commit=False) as session, session.begin():
            session.connection()  # Waits for whoever writes; the time is that after the wait.
            transaction = Transaction(session, keys, self.clock(), self.head.read())
            result = work(transaction)
        if transaction.appended is not None:
            self.head.note(*transaction.appended)
        return result

    def _open(self) -> "tuple[Engine, Keys]":
        if self._engine is None or self._keys is None:
            from voipms_server.store import database

            engine = database.connect(self.where)
            try:
                database.migrate(engine)
                self._keys = self._unlock(engine)
            except BaseException:
                engine.dispose()
                raise
            self._engine = engine
            weakref.finalize(self, engine.dispose)
        return self._engine, self._keys

    def _unlock(self, engine: "Engine") -> Keys:
        """The key of this store; made with the store. Raises NotAllowed when it is gone, or is another store's."""
        from sqlalchemy.orm import Session

        from voipms_server.store.database import alone
        from voipms_server.store.tables import FactRow

        with Session(engine, expire_on_commit=False) as session, session.begin():
            alone(session)
            name, check = session.get(FactRow, "name"), session.get(FactRow, "key")
            if name is None or check is None:
                return self._begin(session)
            key = self.place.read(name.value)
        if key is None:
            raise NotAllowed(f"The key of the store is gone: {self.words()}. {LOST}")
        keys = Keys(key)
        if keys.digest(name.value) != check.value:
            raise NotAllowed(f"The key does not belong to this store: {self.words()}. {LOST}")
        return keys

    def _begin(self, session: "Session") -> Keys:
        from voipms_server.store.tables import FactRow, HeadRow

        name = secrets.token_hex(8)
        keys = Keys(self.place.create(name))
        session.add_all(
            [
                FactRow(name="name", value=name),
                FactRow(name="key", value=keys.digest(name)),
                HeadRow(id=1, number=0, mac="", pruned=0, pruned_mac=""),
            ]
        )
        return keys


LOST = "Bring the key back (keyring, or the key file), or move the store away to begin a new one."


def in_memory(clock: Callable[[], float] = time.time) -> Store:
    """A store that ends with this process."""
    return Store(None, InMemory(), clock=clock)


def in_file(path: Path, *, keyring: bool = True, key: Path | None = None) -> Store:
    """A store in a file of the user's; its key is in the keyring, or in a file beside it."""
    beside = InFile(key or path.with_name(f"{path.name}.key"))
    head = HeadFile(path.with_name(f"{path.name}.head"))
    return Store(path, InKeyring(beside) if keyring and key is None else beside, head)


def at_url(url: str, folder: Path, key: Path | None = None) -> Store:
    """A store in a database that several machines may share; each needs the same key file."""
    return Store(url, InFile(key or folder / "store.key"), HeadFile(folder / "store.head"))
