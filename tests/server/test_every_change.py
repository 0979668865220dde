"""Every set* function: one field is changed and nothing else, and undoing brings the entry back as it was."""

from dataclasses import dataclass
from typing import Any

import anyio
import pytest
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st
from mcp import Client

from cases.entries import BY_WRITER, KINDS, Kind, Value, world
from cases.office import Era, Office, Person, text
from voipms_sandbox.diff import Difference
from voipms_sandbox.seed import rows as seeded
from voipms_sandbox.world import Row
from voipms_server.catalog import Choice
from voipms_tools.effects import Effect
from voipms_tools.registry import functions

EXAMPLES = max(settings().max_examples // 33, 1)
"""Each is a whole entry, all of whose fields are changed and set back in turn."""
MINUTES = 120
"""Switching SMS off and on again within a minute is refused by VoIP.ms."""
MADE = {kind.writer: kind for kind in KINDS if kind.deleter}
"""Kinds of entries that come and go; numbers are ordered and cancelled."""
FIRST = "100000"


@dataclass(frozen=True)
class Move:
    """One field with a new value, and whether it goes through updateSettings or the entry's own tool."""

    name: str
    new: Value
    job: bool


@dataclass(frozen=True)
class Play:
    """An entry, and what becomes of each of its fields."""

    values: dict[str, Value]
    moves: list[Move]


@st.composite
def plays(draw: st.DrawFn, kind: Kind) -> Play:
    values = draw(st.fixed_dictionaries(kind.fields))
    return Play(values, [draw(moves(kind, name, values[name])) for name in kind.fields])


@st.composite
def moves(draw: st.DrawFn, kind: Kind, name: str, old: Value) -> Move:
    """A value that a tool takes, and that means something else than the one that is there."""
    drawn = (draw(kind.fields[name]) for _ in range(30))
    others = (one for one in drawn if taken(kind, name, one) != taken(kind, name, old))
    new = next((one for one in others if one.given is not None), None)
    assume(new is not None)
    assert new is not None
    return Move(name, new, not kind.narrow and draw(st.booleans()))


def office(kind: Kind, row: Row | None = None) -> Office:
    """The office, with this entry in the table of its kind."""
    found = Office(Choice(profile="full"), data=world())
    if row is not None:
        found.sandbox.world.accounts[0].table(kind.table).append(dict(row))
    return found


async def done(client: Client, tool: str, arguments: dict[str, Any]) -> dict[str, Any]:
    """The answer of a call that does what it is asked, and says so."""
    result = await client.call_tool(tool, arguments)
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    assert result.structured_content["done"] is True, result.structured_content
    assert "not_as_sent" not in result.structured_content, result.structured_content
    return result.structured_content


def differences(office: Office, since: str) -> list[Difference]:
    """What is not as it was; the sandbox's own memory of when SMS was switched is no entry."""
    return [one for one in office.sandbox.diff(since) if one.table != "meta"]


def written(kind: Kind, row: Row) -> Row:
    """The entry once all of it was given back to VoIP.ms."""
    return row if kind.narrow or kind.writer == "setRecording" else kind.settled(row)


def repeated(kind: Kind, row: Row, move: Move) -> Row:
    """A list that the caller repeats, because the tool requires it, has no spaces any more."""
    return {"members": row["members"].replace(" ", "")} if "members" in row and not move.job else {}


def taken(kind: Kind, name: str, value: Value) -> Row:
    """What a getter shows of a value that was given: a caller's list loses its spaces."""
    column = kind.column(name)
    shown = value.shown.replace(" ", "") if column == "members" else value.shown
    return kind.settled({column: shown})


def getter(kind: Kind) -> str:
    entry = functions()[kind.writer].declared.entry
    assert entry is not None
    return entry.getter


async def change(here: Office, client: Client, kind: Kind, play: Play, move: Move, since: str) -> int:
    """Make the move; nothing else has changed. The number of the change."""
    before = dict(here.row(kind.table, **{kind.row_id: kind.id}))
    changes = {move.name: move.new.given}
    tool = "updateSettings" if move.job else kind.writer
    arguments = kind.by_job(**changes) if move.job else kind.update(play.values, **changes)
    answer = await done(client, tool, arguments)
    after = written(kind, before) | repeated(kind, before, move) | taken(kind, move.name, move.new)
    assert differences(here, since) == [Difference(FIRST, kind.table, kind.id, before, after)], move
    return answer["change"]


async def play_all(kind: Kind, play: Play, era: Era = "2026-07-28", fault: str = "") -> Office:
    """The office after all moves were made and undone."""
    here = office(kind, kind.row(play.values))
    if fault:
        here.sandbox.faults.plan(fault, getter(kind), count=10_000)
    async with here.client(era, Person()) as client:
        for move in play.moves:
            before, since = dict(here.row(kind.table, **{kind.row_id: kind.id})), here.sandbox.snapshot()
            number = await change(here, client, kind, play, move, since)
            here.sandbox.world.clock.move(MINUTES)
            await done(client, "undoChange", {"change": number})
            here.sandbox.world.clock.move(MINUTES)
            assert here.row(kind.table, **{kind.row_id: kind.id}) == written(kind, before), move
            assert {(one.table, one.row) for one in differences(here, since)} <= {(kind.table, kind.id)}, move
    return here


properties = settings(max_examples=EXAMPLES, phases=[Phase.explicit, Phase.generate])
"""Shrinking an entry of thirty fields takes minutes, and the failing move is named anyway."""


@pytest.mark.parametrize("writer", BY_WRITER)
def test_one_field_changes_and_an_undo_brings_it_back(writer: str) -> None:
    kind = BY_WRITER[writer]

    @given(plays(kind))
    @properties
    def every_entry(play: Play) -> None:
        anyio.run(play_all, kind, play)

    every_entry()


@pytest.mark.parametrize("writer", ["setForwarding", "setSMS", "setStaticMember"])
def test_so_it_is_with_an_older_client(writer: str) -> None:
    kind = BY_WRITER[writer]

    @given(plays(kind))
    @settings(properties, max_examples=2)
    def some_entries(play: Play) -> None:
        anyio.run(play_all, kind, play, "legacy")

    some_entries()


@pytest.mark.parametrize("fault", ["mixed_types", "bare_object"])
@pytest.mark.parametrize("writer", ["setForwarding", "setStaticMember", "setDIDInfo"])
def test_so_it_is_when_the_api_sends_other_types_than_documented(writer: str, fault: str) -> None:
    """Observed: the same field comes as text, a number or a boolean; a single row comes bare."""
    kind = BY_WRITER[writer]

    @given(plays(kind))
    @settings(properties, max_examples=2)
    def some_entries(play: Play) -> None:
        anyio.run(play_all, kind, play, "2026-07-28", fault)

    some_entries()


async def made_and_undone(kind: Kind, values: dict[str, Value], left_out: frozenset[str]) -> None:
    here = office(kind)
    given_ = {name: value.given for name, value in values.items() if value.given is not None and name not in left_out}
    file = {"file": seeded.wav()} if kind.kind == "recording" else {}
    async with here.client(person=Person()) as client:
        since = here.sandbox.snapshot()
        answer = await done(client, kind.making, {**kind.needs, **given_, **file})
        (new,) = differences(here, since)
        assert (new.table, new.before, new.row) == (kind.table, None, answer[kind.told])
        assert new.after is not None
        shown = given_.keys() - kind.unread
        assert all(taken(kind, name, values[name]).items() <= new.after.items() for name in shown)
        await done(client, "undoChange", {"change": answer["change"]})
    assert differences(here, since) == []


@pytest.mark.parametrize("writer", MADE)
def test_a_new_entry_is_gone_after_an_undo(writer: str) -> None:
    kind = MADE[writer]
    fields = {**kind.fields, **kind.first}
    left_out = st.frozensets(st.sampled_from(sorted(fields))).map(lambda names: names - kind.needed_for_a_new_one)

    @given(st.fixed_dictionaries(fields), left_out)
    @properties
    def every_entry(values: dict[str, Value], left_out: frozenset[str]) -> None:
        anyio.run(made_and_undone, kind, values, left_out)

    every_entry()


async def deleted_and_undone(kind: Kind, values: dict[str, Value]) -> None:
    row = kind.row(values)
    here = office(kind, row)
    async with here.client(person=Person()) as client:
        since = here.sandbox.snapshot()
        answer = await done(client, kind.deleter, kind.deletion())
        assert differences(here, since) == [Difference(FIRST, kind.table, kind.id, row, None)]
        again = await done(client, "undoChange", {"change": answer["change"]})
    *gone, back = differences(here, since)
    assert [(one.row, one.after) for one in gone] == ([] if kind.number else [(kind.id, None)])
    assert back.after is not None
    new = kind.number or kind.row_id
    assert back.after[new] != row[new]
    assert {**back.after, new: row[new]} == kind.settled(row)
    assert again[kind.told] == back.row


@pytest.mark.parametrize("writer", MADE)
def test_a_deleted_entry_comes_back_with_the_same_fields_and_a_new_id(writer: str) -> None:
    kind = MADE[writer]

    @given(st.fixed_dictionaries(kind.fields))
    @properties
    def every_entry(values: dict[str, Value]) -> None:
        anyio.run(deleted_and_undone, kind, values)

    every_entry()


FORMS = {
    "a caller ID with a name": ("setForwarding", "callerid_override", '"Ana Roy" <5145550152>', "5145550152"),
    "a caller ID with a bare name": ("setCallback", "callerid_number", "ROY <4165550153>", "4165550153"),
    "a caller ID of the phonebook": ("setPhonebook", "callerid", '"Ana Roy" <5145550152>', "5145550152"),
    "no caller ID": ("setSIPURI", "callerid_override", "-1", ""),
    "no number to forward SMS to": ("setSMS", "sms_forward", "-1", ""),
    "choices with spaces": ("setIVR", "choices", "1=vm:101 ; 2=none:", "1=vm:101;2=none:"),
}


@pytest.mark.parametrize("form", FORMS)
def test_what_is_shown_in_another_form_than_it_is_taken_keeps_its_meaning_and_not_its_form(form: str) -> None:
    """The only fields that an undo does not bring back byte for byte.

    Every write is a full one, and VoIP.ms takes no name in a caller ID and no -1: what was shown so can only be sent
    as what it means. What getters show of it afterwards is up to VoIP.ms; the sandbox shows it as it was sent.
    """
    writer, column, shown, taken = FORMS[form]
    kind = BY_WRITER[writer]

    @given(plays(kind))
    @settings(properties, max_examples=2)
    def some_entries(play: Play) -> None:
        values = play.values | {column: Value(shown, taken)}
        others = [move for move in play.moves if move.name != column][:2]
        here = anyio.run(play_all, kind, Play(values, others))
        row = here.row(kind.table, **{kind.row_id: kind.id})
        assert row == kind.settled(kind.row(values))
        assert row[column] == taken

    some_entries()


def test_every_parameter_of_every_set_function_is_among_the_random_ones() -> None:
    declared = {name: one for name, one in functions().items() if one.declared.effect is Effect.CHANGE}
    parameters = {
        name: {field.alias or own for own, field in one.model_fields.items()} for name, one in declared.items()
    }
    drawn = {name: {*kind.fields, kind.id_parameter, *kind.needs, *kind.apart} for name, kind in BY_WRITER.items()}
    made = {
        kind.maker: {*kind.fields, *kind.first, *kind.needs, *kind.apart} for kind in BY_WRITER.values() if kind.maker
    }
    assert parameters == drawn | made | {"setRecording": drawn["setRecording"] | {"file", "path"}}
