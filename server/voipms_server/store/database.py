"""The database behind the store: SQLite in a file or in memory, or PostgreSQL; its schema, kept up to date."""

import os
import sqlite3
import time
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, inspect, make_url, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection, DBAPICursor
from sqlalchemy.exc import ArgumentError
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry, StaticPool

from voipms_server.errors import NotAllowed
from voipms_server.store.tables import Base

HEAD = "0005"
"""The newest migration; a store of another version is migrated, a newer one refused."""
VERSION = "alembic_version"
PATIENCE = 30
"""Seconds to wait for another process that writes."""
MIGRATING = 7_864_667
"""PostgreSQL's advisory lock of a migration."""


def connect(where: Path | str | None) -> Engine:
    """An engine for a file, an address, or memory. Raises NotAllowed for what is neither SQLite nor PostgreSQL."""
    if not isinstance(where, str):
        return _sqlite(URL.create("sqlite", database=str(where) if where else None))
    url = address(where)
    if url.get_backend_name() == "postgresql":
        return _postgresql(url)
    raise NotAllowed("The store is a file, or a database at an address that begins with postgresql://.")


def address(text: str) -> URL:
    """Raises NotAllowed for text that is no address; it may hold a password and is not repeated."""
    try:
        return make_url(text)
    except (ArgumentError, ValueError):
        raise NotAllowed("The store's address cannot be read; write postgresql://user@host:port/database.") from None


def _sqlite(url: URL) -> Engine:
    options = {"check_same_thread": False, "timeout": PATIENCE}
    if url.database is None:
        engine = create_engine(url, connect_args=options, poolclass=StaticPool)
    else:
        _private(Path(url.database))
        engine = create_engine(url, connect_args=options)
    event.listen(engine, "connect", _set_up)
    event.listen(engine, "begin", _begin)
    return engine


def _private(path: Path) -> None:
    """The file before SQLite makes it, so that only its owner may read it and what stands beside it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
        if os.name == "posix":
            path.chmod(0o600)
    except OSError as error:
        raise NotAllowed(f"The store {path} cannot be written: {error.strerror}.") from None


def _set_up(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Transactions are begun by us; each is on the disk when it is committed."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("synchronous=FULL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    _write_ahead(cursor)
    cursor.close()


def _write_ahead(cursor: DBAPICursor) -> None:
    """SQLite does not wait for this switch as it does for a lock, so it is tried until the other process is through."""
    until = time.monotonic() + PATIENCE
    while True:
        try:
            cursor.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() >= until:
                raise
            time.sleep(0.02)
        else:
            return


def _begin(connection: Connection) -> None:
    """Every transaction may write, so it takes the write lock at once and never fails half-way for want of it."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _postgresql(url: URL) -> Engine:
    try:
        address = url.set(drivername="postgresql+psycopg")
        return create_engine(address, pool_pre_ping=True, connect_args={"connect_timeout": PATIENCE})
    except ModuleNotFoundError:
        raise NotAllowed("A PostgreSQL store needs its driver: pip install 'mcp-voipms[postgresql]'.") from None


def migrate(engine: Engine) -> None:
    """Bring the schema to this version. Raises NotAllowed for a store that a newer version wrote."""
    with Session(engine) as session, session.begin():
        alone(session)
        connection = session.connection()
        version = _version(connection)
        if version == HEAD:
            return
        if engine.url.database is None:
            Base.metadata.create_all(connection)
        elif version is None or version < HEAD:
            _upgrade(connection)
        else:
            raise NotAllowed("The store was written by a newer version of mcp-voipms. Upgrade this one.")


def alone(session: Session) -> None:
    """Let nobody else set the store up until this transaction ends; SQLite's transactions are alone anyway."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATING})


def add_new(session: Session, table: type[Base], **values: object) -> bool:
    """Add this row unless one of its key is there already, also one that somebody else adds at this moment."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**values).on_conflict_do_nothing().returning(*table.__table__.primary_key)
    return len(session.execute(statement).all()) == 1


def put(session: Session, table: type[Base], key: Mapping[str, object], **values: object) -> None:
    """Add this row, or change the one of this key, also one that somebody else adds at this moment."""
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    statement = insert(table).values(**key, **values)
    session.execute(statement.on_conflict_do_update(index_elements=list(key), set_=values))


def _version(connection: Connection) -> str | None:
    if not inspect(connection).has_table(VERSION):
        return None
    return connection.execute(text(f"SELECT version_num FROM {VERSION}")).scalar()  # noqa: S608


def _upgrade(connection: Connection) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", "voipms_server:store/migrations")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
