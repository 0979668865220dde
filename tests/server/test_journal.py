"""The journal: every write is in it, with who, with whose yes and what became of it; whoever tampers with it shows."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import anyio
import httpx
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Update, delete, select, update
from sqlalchemy import insert as sql_insert
from sqlalchemy.orm import Session

from cases.arguments import right
from cases.asked import PIN, Clock
from cases.office import ERAS, NO, NOON, Era, Office, Person, text
from cases.sounds import tone
from cases.web import TOKENS, application, bearer, connected, listening
from voipms_sandbox import create_app
from voipms_server.api.client import Patience, VoipmsClient
from voipms_server.approvals import rows
from voipms_server.assembly import SANDBOX_URL, AccountLines, make_server
from voipms_server.catalog import Choice
from voipms_server.gate import Confirm
from voipms_server.journal import changes, lines, retention
from voipms_server.journal.lines import Line, LineKind, Outcome
from voipms_server.page import answering
from voipms_server.pin import Pin
from voipms_server.shapes import is_row
from voipms_server.store.heads import HeadFile
from voipms_server.store.keys import Keys
from voipms_server.store.store import Store, Transaction, in_memory
from voipms_server.store.tables import FileRow, HeadRow, LineRow
from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.registry import functions

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
FULL = Choice(profile="full")
RESELLER = {"unconnectDID": {"reseller": "reseller@example.com"}}
ROUTING: dict[str, object] = {"did": "5145550110", "routing": "account:100000_Reception"}
WRITES = [name for name, one in functions().items() if one.declared.effect is not Effect.READ]
ORDER = {**right("orderDID"), "test": False}


def written(store: Store) -> list[Line]:
    return store.run_now(lines.read)


def kinds(store: Store) -> list[str]:
    return [line.kind.value for line in written(store)]


def is_rehearsed(function: type[Function]) -> bool:
    """Unless it is told otherwise."""
    return function.declared.effect is Effect.SPEND and "test" in function.model_fields


async def arguments_of(office: Office, function: type[Function]) -> dict[str, object]:
    """Arguments that this function takes; what is to be deleted is made first, so that nothing else needs it."""
    name = function.tool_name()
    asked = dict(right(name))
    maker = functions().get(function.declared.counterpart)
    entry = function.declared.entry
    if function.declared.effect is not Effect.DELETE or maker is None or entry is None or entry.always:
        return asked | ({"test": False} if is_rehearsed(function) else {})
    async with office.client(person=Person()) as client:
        made = (await client.call_tool(maker.tool_name(), right(maker.tool_name()))).structured_content
    assert made is not None
    assert maker.declared.entry is not None
    return asked | {entry.id: str(made[maker.declared.entry.id])}


@pytest.mark.parametrize("name", WRITES)
async def test_every_write_is_meant_then_settled_then_seen(name: str) -> None:
    """An order has no entry to be seen before it is done. Of a text it is noted that it was told."""
    function, office = functions()[name], Office(FULL, RESELLER.get(name))
    asked = await arguments_of(office, function)
    before = len(written(office.store))
    async with office.client(person=Person()) as client:
        result = await client.call_tool(name, asked)
    assert not result.is_error, text(result)
    intent, *others = written(office.store)[before:]
    sends = function.declared.effect is Effect.SEND
    seen = [LineKind.AFTER] if function.declared.entry or sends else []
    assert [intent.kind, *(line.kind for line in others)] == [LineKind.INTENT, LineKind.OUTCOME, *seen]
    assert others[0].outcome is Outcome.DONE
    assert {line.change for line in (intent, *others)} == {intent.number}
    assert (intent.subject.function, intent.subject.effect) == (name, function.declared.effect.value)


async def test_reading_and_rehearsing_leave_no_line() -> None:
    office = Office(FULL)
    async with office.client(person=Person()) as client:
        for name, function in functions().items():
            if function.declared.effect is Effect.READ or is_rehearsed(function):
                assert not (await client.call_tool(name, right(name))).is_error, name
        await client.call_tool("listChanges", {})
    assert written(office.store) == []


async def test_what_a_person_declines_leaves_no_line() -> None:
    office = Office()
    async with office.client(person=Person([NO])) as client:
        await client.call_tool("orderDID", ORDER)
    assert written(office.store) == []


@pytest.mark.parametrize(
    ("fault", "outcome", "words"),
    [
        ("status:invalid_routing", Outcome.REFUSED, "invalid_routing"),
        ("reset_before_effect", Outcome.UNKNOWN, "It is unknown whether setDIDRouting was done"),
        ("reset_after_effect", Outcome.UNKNOWN, "It is unknown whether setDIDRouting was done"),
        ("truncated", Outcome.UNKNOWN, "It is unknown whether setDIDRouting was done"),
    ],
)
async def test_a_write_that_failed_says_how(fault: str, outcome: Outcome, words: str) -> None:
    office = Office()
    office.sandbox.faults.plan(fault, "setDIDRouting")
    async with office.client() as client:
        assert (await client.call_tool("setDIDRouting", ROUTING)).is_error
    assert kinds(office.store) == ["intent", "outcome"]
    assert office.changes[0].outcome is outcome
    assert words in office.changes[0].words


class Unplugged(httpx.ASGITransport):
    """A network that is gone when something is to be changed."""

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if b"setDIDRouting" in await request.aread():
            raise httpx.ConnectError("no network")
        return await super().handle_async_request(request)


async def test_a_write_that_never_left_was_not_done() -> None:
    store, transport = in_memory(), Unplugged(app=create_app(now=NOON))

    def connect(name: str) -> VoipmsClient:
        return VoipmsClient(
            name, "office@example.com", "x", SANDBOX_URL, transport=transport, patience=Patience(tries=1)
        )

    office = Office(store=store)
    office.server = make_server(AccountLines(("office",), connect), Choice(), store=store)
    async with office.client() as client:
        assert (await client.call_tool("setDIDRouting", ROUTING)).is_error
    assert office.changes[0].outcome is Outcome.NOT_DONE


@eras
async def test_a_line_says_who_asked_on_which_account_and_with_whose_yes(era: Era) -> None:
    office = Office(FULL, {"home": "office@example.com", "other": "solo@example.com"})
    asked = {"voipms_account": "home"}
    async with (
        listening(application(office.server, TOKENS)) as url,
        httpx2.AsyncClient(headers=bearer("ana")) as http,
        connected(http, era, Person(), url) as client,
    ):
        await client.call_tool("setDIDRouting", ROUTING | asked)
        await client.call_tool("cancelDID", right("cancelDID") | asked | {"test": False})
    quiet, confirmed = (line for line in written(office.store) if line.kind is LineKind.INTENT)
    assert {(line.subject.caller, line.subject.account) for line in written(office.store)} == {("ana", "home")}
    assert (quiet.body["approval"], quiet.body["way"]) == ("", "")
    assert (confirmed.body["approval"], confirmed.body["way"]) == (office.approvals[0].id, "client")


@pytest.mark.parametrize(
    ("confirm", "by", "way"),
    [
        (Confirm.PAGE, answering.PAGE, "page"),
        (Confirm.PAGE, answering.TERMINAL, "terminal"),
        (Confirm.BOTH, answering.TERMINAL, "client and terminal"),
    ],
)
async def test_a_line_says_by_which_way_the_yes_was_given(confirm: Confirm, by: str, way: str) -> None:
    office = Office(confirm=confirm)
    await anyio.to_thread.run_sync(Pin(office.store).replace, PIN)
    async with office.client("legacy", Person()) as client:
        await client.call_tool("orderDID", ORDER)
        office.store.run_now(lambda t: answering.agree(t, rows.waiting_for_page(t), by))
        await client.call_tool("orderDID", ORDER)
    assert [change.way for change in office.changes] == [way]


async def test_the_lines_of_one_request_share_a_group() -> None:
    office = Office()
    async with office.client(person=Person()) as client:
        await client.call_tool("setForwarding", {"phone_number": "5145550155"})
        await client.call_tool("setDIDRouting", ROUTING)
        await client.call_tool("undoChange", {"since": "2026-01-01T00:00"})
    groups = [change.subject.bundle for change in office.changes]
    assert len(groups) == 4
    assert (len(set(groups)), len(set(groups[2:]))) == (3, 1)


async def test_undoing_points_at_what_it_undid() -> None:
    office = Office()
    async with office.client() as client:
        await client.call_tool("setDIDRouting", ROUTING)
        await client.call_tool("undoChange", {"change": 1})
    change, undo = office.changes
    assert (change.undone_by, undo.undoes) == (undo.number, (change.number,))


async def test_an_undoing_that_voipms_refused_undid_nothing() -> None:
    office = Office()
    async with office.client() as client:
        await client.call_tool("setDIDRouting", ROUTING)
        office.sandbox.faults.plan("status:invalid_routing", "setDIDRouting")
        await client.call_tool("undoChange", {"change": 1})
    assert (office.changes[0].undone_by, office.changes[1].undoes) == (None, (1,))


OLD, NEW, NEWEST = "7391", "8264", "5907"


async def test_secrets_are_in_the_box_alone_and_digests_tell_whether_they_changed() -> None:
    office = Office()
    office.row("disas", disa="2114")["pin"] = OLD
    disa = {"disa": "2114", "name": "Travel", "digit_timeout": 10}
    async with office.client() as client:
        for pin in (NEW, NEW, NEWEST):
            await client.call_tool("setDISA", {**disa, "pin": pin})
    assert not any(pin in str(line.body) for line in written(office.store) for pin in (OLD, NEW, NEWEST))
    opened = office.store.run_now(lambda t: [one.opened(t.keys) for one in changes.of_account(t, "office")])
    assert [(one.before or {})["pin"] for one in opened] == [OLD, NEW, NEW]
    assert [(one.after or {})["pin"] for one in opened] == [NEW, NEW, NEWEST]
    first, second, third = (_digests(line) for line in written(office.store) if line.kind is LineKind.INTENT)
    assert first["before"] != first["arguments"]
    assert first["arguments"] == second["before"] == second["arguments"] == third["before"]
    assert third["before"] != third["arguments"]


def _digests(line: Line) -> dict[str, object]:
    """The digest of the PIN, by part of the line."""
    parts = line.body["digests"]
    assert is_row(parts)
    return {part: of["pin"] for part, of in parts.items() if is_row(of)}


async def test_secrets_that_are_not_to_be_kept_are_in_no_box() -> None:
    office = Office(keep_secrets=False)
    async with office.client() as client:
        await client.call_tool("setDISA", {"disa": "2114", "name": "Travel", "digit_timeout": 10, "pin": NEW})
    assert [line.box for line in written(office.store)] == ["", "", ""]


@dataclass(frozen=True)
class Journal:
    """A store with lines of every kind, and what is remembered apart from it."""

    store: Store

    def told(self, tamper: Callable[[Session], None] | None = None) -> str:
        """What the audit says after this was done to the tables; then it is as if it had never been done."""

        def work(t: Transaction) -> str:
            with t.session.begin_nested() as point:
                if tamper is not None:
                    tamper(t.session)
                t.session.expire_all()
                found = lines.audit(t, self.store.head)
                point.rollback()
            return found

        return self.store.run_now(work)


async def write_some(store: Store) -> None:
    """Changes with and without secrets, a deletion, an undoing, an order, one that was refused."""
    office = Office(FULL, store=store)
    async with office.client(person=Person()) as client:
        await client.call_tool("setDIDRouting", ROUTING)
        await client.call_tool("setDISA", {"disa": "2114", "name": "Travel", "digit_timeout": 10, "pin": NEW})
        await client.call_tool("delTimeCondition", right("delTimeCondition"))
        await client.call_tool("undoChange", {"change": 1})
        await client.call_tool("orderDID", ORDER)
        office.sandbox.faults.plan("status:invalid_routing", "setDIDRouting")
        await client.call_tool("setDIDRouting", ROUTING)


@pytest.fixture(scope="module")
async def journal(anyio_backend: str, tmp_path_factory: pytest.TempPathFactory) -> Journal:
    """Written once; every test leaves it as it was."""
    store = in_memory()
    store.head = HeadFile(tmp_path_factory.mktemp("journal") / "head")
    await write_some(store)
    return Journal(store)


LAST = 16
"""How many lines `write_some` leaves."""
COLUMNS = [column.name for column in LineRow.__table__.columns if column.name != "number"]
TEXTS = st.one_of(st.sampled_from(["intent", "outcome", "finding", "done", "refused", "", "{}"]), st.text(max_size=20))
PICKED = st.integers(1, LAST)


def another(old: object) -> st.SearchStrategy[object]:
    """A value of the same kind that is not this one."""
    if isinstance(old, str):
        return TEXTS.filter(lambda text: text != old)
    numbers = st.floats(0, 1e10) if isinstance(old, float) else st.integers(0, 2**31 - 1)
    return numbers.filter(lambda number: number != old)


def value(journal: Journal, number: int, column: str) -> object:
    return journal.store.run_now(lambda t: getattr(t.session.get_one(LineRow, number), column))


def alter(number: int, column: str, new: object, session: Session) -> None:
    session.execute(_of(number).values({column: new}))


def _of(number: int) -> Update:
    return update(LineRow).where(LineRow.number == number).execution_options(synchronize_session=False)


def test_a_journal_as_it_was_written_is_sound(journal: Journal) -> None:
    assert journal.told() == ""
    assert journal.store.head.read()[0] == LAST


@given(st.data(), PICKED, st.sampled_from(COLUMNS))
def test_an_altered_line_is_named_whatever_was_altered(
    journal: Journal, data: st.DataObject, number: int, column: str
) -> None:
    new = data.draw(another(value(journal, number, column)))
    found = journal.told(partial(alter, number, column, new))
    assert found == f"line {number} is not as it was written"


@given(PICKED)
def test_a_removed_line_is_named(journal: Journal, number: int) -> None:
    found = journal.told(lambda session: remove(session, number, number))
    at_the_end = f" at the end, up to line {number}"
    assert found == f"line {number} is missing{at_the_end if number == LAST else ''}"


def remove(session: Session, first: int, last: int) -> None:
    session.execute(delete(LineRow).where(LineRow.number.between(first, last)))


@given(PICKED, PICKED)
def test_of_lines_that_changed_places_the_first_is_named(journal: Journal, one: int, other: int) -> None:
    def swap(session: Session) -> None:
        for old, new in ((one, 0), (other, one), (0, other)):
            session.execute(_of(old).values(number=new))

    found = journal.told(swap)
    assert found == ("" if one == other else f"line {min(one, other)} is not as it was written")


@given(PICKED, PICKED)
def test_an_inserted_line_is_named(journal: Journal, place: int, copied: int) -> None:
    """A copy of any line, at any place; the later ones move up, and so does the head."""

    def insert(session: Session) -> None:
        row = session.get_one(LineRow, copied)
        copy = {column.name: getattr(row, column.name) for column in LineRow.__table__.columns}
        for number in range(LAST, place - 1, -1):
            session.execute(_of(number).values(number=number + 1))
        session.execute(sql_insert(LineRow).values({**copy, "number": place}))
        session.execute(update(HeadRow).values(number=HeadRow.number + 1))

    first = place + 1 if copied == place else place
    assert journal.told(insert) == f"line {first} is not as it was written"


@given(PICKED)
def test_a_cut_off_end_is_named_by_the_head(journal: Journal, number: int) -> None:
    found = journal.told(lambda session: remove(session, number, LAST))
    assert found == f"line {number} is missing at the end, up to line {LAST}"


def cut(number: int, session: Session) -> None:
    """The end from this line on, and the head is told that it never was."""
    remove(session, number, LAST)
    before = session.get(LineRow, number - 1)
    session.execute(update(HeadRow).values(number=number - 1, mac=before.mac if before else ""))


@given(PICKED)
def test_an_end_cut_off_together_with_the_head_is_named_by_what_is_kept_apart(journal: Journal, number: int) -> None:
    head, last = journal.store.head.path, LAST
    expected = f"line {number} is missing at the end: {head} remembers line {last}"
    assert journal.told(partial(cut, number)) == expected


@given(PICKED)
def test_a_cut_off_beginning_that_nobody_pruned_is_named(journal: Journal, number: int) -> None:
    def behead(session: Session) -> None:
        mac = session.get_one(LineRow, number).mac
        remove(session, 1, number)
        session.execute(update(HeadRow).values(pruned=number, pruned_mac=mac))

    assert f"line {number} and those before it are missing" in journal.told(behead)


@given(PICKED, st.text(max_size=20))
def test_who_has_not_the_key_cannot_chain_the_lines_anew(journal: Journal, number: int, body: str) -> None:
    forger = Keys(b"x" * 32)

    def forge(session: Session) -> None:
        alter(number, "body", body, session)
        session.expire_all()
        before = session.get_one(LineRow, number - 1).mac if number > 1 else ""
        for row in session.scalars(select(LineRow).where(LineRow.number >= number).order_by(LineRow.number)):
            row.mac = before = lines.mac(forger, before, row)
        session.flush()
        session.execute(update(HeadRow).values(mac=before))

    assert journal.told(forge) == f"line {number} is not as it was written"


async def test_a_cut_off_end_shows_though_more_lines_were_written_since(tmp_path: Path) -> None:
    """What is remembered apart does not move on past a line that is gone."""
    store = in_memory()
    store.head = HeadFile(tmp_path / "head")
    await write_some(store)
    number, _ = store.head.read()
    store.run_now(lambda t: cut_to(t.session, number - 4))
    await write_some(store)
    assert store.run_now(lambda t: t.session.get_one(HeadRow, 1).number) > number + 4
    assert f"line {number} " in store.run_now(lambda t: lines.audit(t, store.head))


def cut_to(session: Session, last: int) -> None:
    row = session.get_one(LineRow, last)
    session.execute(delete(LineRow).where(LineRow.number > last))
    session.execute(update(HeadRow).values(number=last, mac=row.mac))


DAY = 86_400


async def routed(office: Office, *routes: str) -> None:
    async with office.client() as client:
        for route in routes:
            await client.call_tool("setDIDRouting", {"did": "5145550110", "routing": route})


async def test_what_is_old_is_dropped_and_the_chain_goes_on() -> None:
    clock = Clock()
    office = Office(store=in_memory(clock))
    await routed(office, "account:100000_Reception", "account:100000_John")
    clock.now += 40 * DAY
    await routed(office, "account:100000_Reception")
    assert await retention.keep(office.store, 30) == 6
    await routed(office, "account:100000_John")
    assert [change.number for change in office.changes] == [7, 11]
    assert office.store.run_now(lambda t: lines.audit(t, office.store.head)) == ""


async def test_what_was_dropped_twice_leaves_a_sound_chain() -> None:
    clock = Clock()
    office = Office(store=in_memory(clock))
    for _ in range(3):
        await routed(office, "account:100000_Reception", "account:100000_John")
        clock.now += 20 * DAY
        await retention.keep(office.store, 30)
    assert len(office.changes) == 2
    assert office.store.run_now(lambda t: lines.audit(t, office.store.head)) == ""


async def test_what_is_not_settled_is_kept_however_old_it_is() -> None:
    clock = Clock()
    office = Office(store=in_memory(clock))
    await routed(office, "account:100000_Reception")
    office.sandbox.faults.plan("reset_before_effect", "setDIDRouting")
    await routed(office, "account:100000_John")
    clock.now += 400 * DAY
    assert await retention.keep(office.store, 30) == 3
    assert await retention.keep(office.store, 30) == 0
    (change,) = office.changes
    assert change.outcome is Outcome.UNKNOWN
    assert len(office.store.run_now(lambda t: changes.open_ones(t, "office"))) == 1


async def test_a_recording_as_it_was_is_kept_as_long_as_a_change_that_names_it() -> None:
    clock = Clock()
    office = Office(Choice(profile="full"), store=in_memory(clock))

    def kept() -> int:
        return office.store.run_now(lambda t: len(t.session.scalars(select(FileRow)).all()))

    other = base64.b64encode(tone()).decode()
    for tool, arguments in (("setRecording", {"name": "New", "file": other}), ("delRecording", {})):
        async with office.client(person=Person()) as client:
            assert not (await client.call_tool(tool, {"recording": "7571", **arguments})).is_error
        clock.now += 20 * DAY
    assert kept() == 2
    await retention.keep(office.store, 30)
    assert kept() == 1
    clock.now += 20 * DAY
    await retention.keep(office.store, 30)
    assert (office.changes, kept()) == ([], 0)


async def test_nothing_is_dropped_unless_it_was_set_how_long_it_is_kept() -> None:
    clock = Clock()
    office = Office(store=in_memory(clock))
    await routed(office, "account:100000_Reception")
    clock.now += 4_000 * DAY
    assert await retention.keep(office.store, 0) == 0
    assert len(office.changes) == 1
