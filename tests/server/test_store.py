"""The store: private, whole or not at all, opened only with its own key, and without a secret that can be read."""

import os
import re
import sqlite3
import stat
import time
from collections.abc import Generator
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import keyring
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from jaraco.classes.properties import classproperty
from keyring.backend import KeyringBackend
from keyring.backends import fail, null
from keyring.errors import PasswordDeleteError
from mcp import Client
from mcp.types import InputRequiredResult

from cases.office import NOON, Office, Person, text
from cases.postgres import Postgres
from cases.processes import Crew, Task, mark, store_of
from voipms_sandbox import Sandbox, create_app
from voipms_server.api.client import VoipmsClient
from voipms_server.assembly import SANDBOX_URL, AccountLines, make_server
from voipms_server.catalog import Choice
from voipms_server.errors import NotAllowed
from voipms_server.journal import lines
from voipms_server.store.keys import InFile, InKeyring
from voipms_server.store.store import Store, at_url, in_file
from voipms_server.store.tables import Base

pytestmark = pytest.mark.anyio
ROUTING: dict[str, object] = {"did": "5145550110", "routing": "account:100000_John"}
ORDER: dict[str, object] = {
    "did": "5145550101",
    "routing": "account:100000_Reception",
    "pop": 31,
    "dialtime": 60,
    "cnam": False,
    "billing_type": 1,
    "test": False,
}
NAME = "store.sqlite"
FILES = (NAME, f"{NAME}-wal", f"{NAME}-shm", f"{NAME}.key", f"{NAME}.head")


def beside(folder: Path) -> Store:
    """A store in this folder with its key beside it."""
    return in_file(folder / NAME, keyring=False)


async def change(store: Store) -> Office:
    """The office after one change that this store recorded."""
    office = Office(store=store)
    async with office.client() as client:
        assert not (await client.call_tool("setDIDRouting", ROUTING)).is_error
    return office


@contextmanager
def masked(umask: int) -> Generator[None]:
    before = os.umask(umask)
    try:
        yield
    finally:
        os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def dump(path: Path) -> list[str]:
    """All that the database holds."""
    with closing(sqlite3.connect(path)) as connection:
        return list(connection.iterdump())


def execute(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        for statement in statements:
            connection.execute(statement)


async def refused(store: Store) -> str:
    """Why a change was refused; VoIP.ms was asked for nothing."""
    office = Office(store=store)
    async with office.client() as client:
        result = await client.call_tool("setDIDRouting", ROUTING)
    assert result.is_error
    assert office.calls == []
    return text(result)


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
async def test_only_their_owner_may_read_the_files_of_a_store(tmp_path: Path, umask: int) -> None:
    folder = tmp_path / "data"
    with masked(umask):
        await change(beside(folder))
    assert {path.name: mode(path) for path in folder.iterdir()} == dict.fromkeys(FILES, 0o600)
    assert mode(folder) == 0o700


async def test_a_store_that_others_could_read_is_closed_to_them(tmp_path: Path) -> None:
    (tmp_path / NAME).touch(0o666)
    await change(beside(tmp_path))
    assert mode(tmp_path / NAME) == 0o600


async def test_a_store_opened_again_has_the_same_questions_and_changes(tmp_path: Path) -> None:
    office = await change(beside(tmp_path))
    async with office.client(person=Person()) as client:
        await client.session.call_tool("orderDID", ORDER, allow_input_required=True)
    again = Office(store=beside(tmp_path))
    assert (len(again.approvals), len(again.changes)) == (1, 1)
    assert (again.approvals, again.changes) == (office.approvals, office.changes)


async def test_a_path_with_signs_of_an_address_is_that_path(tmp_path: Path) -> None:
    folder = tmp_path / "a b?mode=ro&c#d%20é"
    await change(beside(folder))
    assert names(folder) == set(FILES)
    assert names(tmp_path) == {folder.name}


async def test_a_store_whose_key_is_gone_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    await change(beside(tmp_path))
    before = dump(tmp_path / NAME)
    (tmp_path / f"{NAME}.key").unlink()
    assert "The key of the store is gone" in await refused(beside(tmp_path))
    assert dump(tmp_path / NAME) == before
    assert not (tmp_path / f"{NAME}.key").exists()


async def test_a_store_with_the_key_of_another_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    await change(beside(tmp_path / "one"))
    await change(beside(tmp_path / "other"))
    before = dump(tmp_path / "one" / NAME)
    (tmp_path / "other" / f"{NAME}.key").replace(tmp_path / "one" / f"{NAME}.key")
    assert "The key does not belong to this store" in await refused(beside(tmp_path / "one"))
    assert dump(tmp_path / "one" / NAME) == before


@pytest.mark.parametrize("rubbish", [b"", b"rubbish", b"\xff\xfe", b"c2hvcnQ="])
async def test_a_key_file_that_holds_no_key_is_refused_by_name(tmp_path: Path, rubbish: bytes) -> None:
    (tmp_path / f"{NAME}.key").write_bytes(rubbish)
    why = await refused(beside(tmp_path))
    assert f"The key file {tmp_path / NAME}.key cannot be used: it holds no key." in why
    assert (tmp_path / f"{NAME}.key").read_bytes() == rubbish


async def test_a_store_of_a_newer_version_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    await change(beside(tmp_path))
    execute(tmp_path / NAME, "UPDATE alembic_version SET version_num = '9999'", "CREATE TABLE newer (x)")
    before = dump(tmp_path / NAME)
    assert "written by a newer version" in await refused(beside(tmp_path))
    assert dump(tmp_path / NAME) == before


def a_folder(path: Path) -> None:
    path.mkdir()


def under_a_file(path: Path) -> None:
    path.parent.rmdir()
    path.parent.touch()


def no_database(path: Path) -> None:
    path.write_bytes(b"This is no database. " * 100)


@pytest.mark.parametrize("obstacle", [a_folder, under_a_file, no_database])
async def test_without_a_store_nothing_is_changed_and_reading_goes_on(tmp_path: Path, obstacle: object) -> None:
    folder = tmp_path / "data"
    folder.mkdir()
    assert callable(obstacle)
    obstacle(folder / NAME)
    store = beside(folder)
    assert str(folder / NAME) in await refused(store)
    async with Office(store=store).client() as client:
        assert not (await client.call_tool("getBalance", {})).is_error


FULL = "CREATE TRIGGER full BEFORE INSERT ON journal WHEN NEW.kind = '{}' BEGIN SELECT RAISE(ABORT, 'full'); END"


@pytest.mark.parametrize("tool", ["setDIDRouting", "orderDID"])
async def test_a_write_that_cannot_be_recorded_is_not_sent(tmp_path: Path, tool: str) -> None:
    office, person = await change(beside(tmp_path)), Person()
    execute(tmp_path / NAME, FULL.format("intent"))
    async with office.client("legacy", person) as client:
        result = await client.call_tool(tool, ORDER if tool == "orderDID" else ROUTING)
    assert result.is_error
    assert "cannot be used" in text(result)
    assert (office.real("setDIDRouting"), office.real("orderDID")) == (1, 0)
    assert [one.state.value for one in office.approvals] == ["approved"] * len(person.questions)


@pytest.mark.parametrize("kind", ["outcome", "after"])
async def test_what_was_done_and_could_not_be_recorded_is_said_to_be_done(tmp_path: Path, kind: str) -> None:
    office = await change(beside(tmp_path))
    execute(tmp_path / NAME, FULL.format(kind))
    async with office.client() as client:
        result = await client.call_tool("setDIDRouting", {**ROUTING, "routing": "account:100000_Reception"})
    assert office.row("dids", did="5145550110")["routing"] == "account:100000_Reception"
    assert "VoIP.ms did it" in text(result) or '"done": true' in text(result)


async def test_the_migrations_make_the_tables_of_this_version(tmp_path: Path, postgres: Postgres) -> None:
    for store in (beside(tmp_path), at_url(postgres.place(), tmp_path)):
        differences = await store.run(
            lambda t: compare_metadata(MigrationContext.configure(t.session.connection()), Base.metadata)
        )
        store.close()
        assert differences == []


async def test_programs_that_open_a_new_store_at_once_make_one_store(
    tmp_path: Path, postgres: Postgres, programs: Crew
) -> None:
    files = [str(tmp_path / f"{number}.sqlite") for number in range(4)]
    for place in (*files, postgres.place(), postgres.place()):
        task = Task(store=place, folder=str(tmp_path))
        marks = {told.text for told in await programs.at_once([task] * 4)}
        store = store_of(task)
        assert marks == {store.run_now(mark)}
        store.close()


def test_a_new_store_waits_for_a_program_that_sets_it_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(tmp_path / NAME, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")

        def let_go(_: float) -> None:
            other.execute("COMMIT")

        monkeypatch.setattr(time, "sleep", let_go)
        assert beside(tmp_path).run_now(mark)
        assert not other.in_transaction


class Remembering(KeyringBackend):
    """A keyring in memory."""

    @classproperty
    def priority(self) -> float:
        return 1

    def __init__(self) -> None:
        super().__init__()
        self.passwords: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.passwords.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.passwords[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        raise PasswordDeleteError


@contextmanager
def using(backend: KeyringBackend) -> Generator[None]:
    before = keyring.get_keyring()
    keyring.set_keyring(backend)
    try:
        yield
    finally:
        keyring.set_keyring(before)


async def test_the_key_is_in_the_system_keyring_and_in_no_file(tmp_path: Path) -> None:
    ring = Remembering()
    with using(ring):
        office = await change(in_file(tmp_path / NAME))
        assert Office(store=in_file(tmp_path / NAME)).changes == office.changes
    assert len(ring.passwords) == 1
    assert not (tmp_path / f"{NAME}.key").exists()


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
async def test_without_a_keyring_that_keeps_the_key_is_in_a_file(tmp_path: Path, backend: type[KeyringBackend]) -> None:
    with using(backend()):
        office = await change(in_file(tmp_path / NAME))
        assert Office(store=in_file(tmp_path / NAME)).changes == office.changes
    assert mode(tmp_path / f"{NAME}.key") == 0o600


async def test_a_keyring_that_no_longer_answers_makes_no_new_key(tmp_path: Path) -> None:
    with using(Remembering()):
        await change(in_file(tmp_path / NAME))
    with using(fail.Keyring()):
        assert "The key of the store is gone" in await refused(in_file(tmp_path / NAME))
    assert not (tmp_path / f"{NAME}.key").exists()


async def test_each_store_has_a_key_of_its_own_in_the_keyring(tmp_path: Path) -> None:
    ring = Remembering()
    with using(ring):
        for name in ("one", "other"):
            InKeyring(InFile(tmp_path / "key")).create(name)
    assert len(set(ring.passwords.values())) == 2


PASSWORDS = [
    "postgresql://owner:s3cr3t@127.0.0.1:1/calls",
    "postgresql://owner:s3cr3t@127.0.0.1:port/calls",
    "postgresql://owner:s3cr3t@[::1/calls",
    "postgresql://owner:s3cr3t/4%@127.0.0.1:1/calls",
    "postgresql://127.0.0.1:1/calls?user=owner&password=s3cr3t",
    "postgresql://owner@127.0.0.1:1/calls?sslpassword=s3cr3t",
    "mysql://owner:s3cr3t@127.0.0.1/calls",
    "postgresql://owner:s3cr3t",
    "owner:s3cr3t://calls",
]


@pytest.mark.parametrize("url", PASSWORDS)
def test_no_error_shows_the_password_of_a_database(url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(NotAllowed) as error:
        at_url(url, tmp_path).run_now(lambda t: t.now)
    assert "s3cr3t" not in f"{error.value} {error.value.__cause__} {caplog.text}"


API_PASSWORD = "api-password-314159"
OLD_PIN, NEW_PIN, OTHER_PIN = "7391", "8264", "5907"
TOKEN = "tok0K3nThatOpensTheWebhook42"
QUEUE_PASSWORD = "918273"
LONG = re.compile(rb"[0-9a-f]{16,}|gAAAA[A-Za-z0-9_=-]+")
"""Hashes, random ids and what is encrypted: among so many digits four of them are found by chance."""


async def with_secrets(folder: Path) -> Store:
    """A store after changes of all kinds of secrets, an order, and a question whose call has a secret."""
    app = create_app(now=NOON)
    sandbox: Sandbox = app.state.sandbox
    disa = sandbox.world.accounts[0].find("disas", disa="2114")
    assert disa is not None
    disa["pin"] = OLD_PIN

    def connect(name: str) -> VoipmsClient:
        transport = httpx.ASGITransport(app=app)
        return VoipmsClient(name, "office@example.com", API_PASSWORD, SANDBOX_URL, transport=transport)

    store = beside(folder)
    server = make_server(AccountLines(("office",), connect), Choice(profile="full"), store=store)
    callback = f"https://user:{TOKEN}@hooks.example.com/{TOKEN}?key={TOKEN}&m={{MESSAGE}}"
    async with Client(server, elicitation_callback=Person()) as client:
        for tool, arguments in (
            ("setDISA", {"disa": "2114", "name": "Office", "pin": NEW_PIN, "digit_timeout": 10}),
            ("setDISA", {"name": "Another", "pin": OTHER_PIN, "digit_timeout": 10}),
            ("setSMS", {"did": "5145550110", "enable": True, "url_callback": callback}),
            ("updateSettings", {"kind": "queue", "id": "32208", "changes": {"queue_password": QUEUE_PASSWORD}}),
            ("orderDID", ORDER),
        ):
            result = await client.call_tool(tool, arguments)
            assert not result.is_error, text(result)
        made = sandbox.world.accounts[0].find("disas", name="Another")
        assert made is not None
        assert not (await client.call_tool("delDISA", {"disa": made["disa"]})).is_error
        costly = {"kind": "number", "id": "5145550110", "changes": {"billing_type": 2, "port_out_pin": QUEUE_PASSWORD}}
        asked = await client.session.call_tool("updateSettings", costly, allow_input_required=True)
        assert isinstance(asked, InputRequiredResult), asked
    return store


async def test_no_secret_can_be_read_in_the_files_of_a_store(tmp_path: Path) -> None:
    store = await with_secrets(tmp_path)
    written = b"".join((tmp_path / name).read_bytes() for name in names(tmp_path))
    assert len(written) > 100_000
    for secret in (API_PASSWORD, TOKEN, QUEUE_PASSWORD):
        assert secret.encode() not in written
    plain = LONG.sub(b"", written)
    for pin in (OLD_PIN, NEW_PIN, OTHER_PIN):
        assert pin.encode() not in plain
    hidden = store.run_now(lambda t: [t.keys.decrypt(line.box) for line in lines.read(t) if line.box])
    assert all(secret in str(hidden) for secret in (TOKEN, QUEUE_PASSWORD, OLD_PIN, NEW_PIN, OTHER_PIN))


async def test_what_tells_one_call_from_another_lets_nobody_guess_its_secrets(tmp_path: Path) -> None:
    """Four digits are guessed in no time by whoever can check a guess; only the key may let them."""
    disa: dict[str, object] = {"name": "Another", "pin": NEW_PIN, "digit_timeout": 10}
    pin: dict[str, object] = {"billing_type": 2, "port_out_pin": QUEUE_PASSWORD}
    costly: dict[str, object] = {"kind": "number", "id": "5145550110", "changes": pin}
    digests: set[str] = set()
    for name in ("one", "other"):
        office = Office(store=beside(tmp_path / name))
        async with office.client(person=Person()) as client:
            await client.call_tool("setDISA", disa)
            await client.session.call_tool("updateSettings", costly, allow_input_required=True)
        digests |= {office.changes[0].digest, office.approvals[0].order.digest}
    assert len(digests) == 4
