"""Stores for schedules: one in memory that is emptied for each, and files that are copied from one that is ready."""

import shutil
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete

from torture.clockwork import now
from torture.schedule import Schedule
from voipms_server.store.store import Store, Transaction, in_file, in_memory
from voipms_server.store.tables import Base, FactRow, HeadRow, PinRow

NAME = "store.sqlite"
SHARED = Path("/dev/shm")  # noqa: S108


def emptied(t: Transaction) -> None:
    """Everything goes but what the store knows about itself."""
    for table in Base.metadata.sorted_tables:
        if table.name != FactRow.__tablename__:
            t.session.execute(delete(table))
    t.session.add(HeadRow(id=1, number=0, mac="", pruned=0, pruned_mac=""))


def with_pin(t: Transaction) -> None:
    """A PIN is set; nobody types it here."""
    t.session.add(PinRow(id=1, salt="", hash="", tries=0, lockouts=0, locked_until=0))


@dataclass(slots=True)
class Stores:
    """Makes the store of each schedule."""

    folder: Path
    memory: Store = field(default_factory=lambda: in_memory(now))

    def __post_init__(self) -> None:
        ready = in_file(self.folder / NAME, keyring=False)
        ready.run_now(lambda t: None)
        ready.close()

    @contextmanager
    def of(self, schedule: Schedule) -> Generator[Store | Path]:
        """A fresh store for this schedule."""
        if not schedule.in_file:
            self.memory.run_now(emptied)
            if schedule.pin:
                self.memory.run_now(with_pin)
            yield self.memory
            return
        with TemporaryDirectory(dir=self.folder) as folder:
            for file in self.folder.glob(f"{NAME}*"):
                shutil.copy(file, folder)
            path = Path(folder) / NAME
            if schedule.pin:
                store = in_file(path, keyring=False)
                store.run_now(with_pin)
                store.close()
            yield path


@contextmanager
def quick_folder() -> Generator[Path]:
    """A folder for a while, in memory where the machine has such a place: a kill loses nothing of it either."""
    with TemporaryDirectory(dir=SHARED if SHARED.is_dir() else None) as folder:
        yield Path(folder)


@contextmanager
def prepared() -> Generator[Stores]:
    """Stores in a folder of their own."""
    with quick_folder() as folder:
        stores = Stores(folder)
        try:
            yield stores
        finally:
            stores.memory.close()
