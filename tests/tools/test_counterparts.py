"""Deletions: each knows the function that creates, and where the entry it is about is read."""

import pytest

from voipms_server.catalog import Catalog, Choice
from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.registry import functions

PAIRS = {name: function.declared.counterpart for name, function in functions().items() if function.declared.counterpart}
DELETIONS = sorted(name for name in functions() if name.startswith("del"))
FOR_GOOD = {"deleteSMS", "deleteMMS"}
"""What these delete no function makes."""
ENTRIES = sorted(name for name, function in functions().items() if function.declared.entry)


def entry(name: str) -> Entry:
    found = functions()[name].declared.entry
    assert found is not None
    return found


def parameters(function: type[Function]) -> set[str]:
    return {field.alias or name for name, field in function.model_fields.items()}


@pytest.mark.parametrize("name", PAIRS)
def test_a_function_and_its_counterpart_name_each_other(name: str) -> None:
    assert PAIRS[name] in functions()
    assert PAIRS[PAIRS[name]] == name


@pytest.mark.parametrize("name", PAIRS)
def test_a_function_and_its_counterpart_read_their_entry_in_one_place(name: str) -> None:
    one, other = entry(name), entry(PAIRS[name])
    assert (one.getter, one.filter, one.row_id, one.needs) == (other.getter, other.filter, other.row_id, other.needs)


def test_every_entry_that_can_be_created_can_be_deleted() -> None:
    creating = {name for name in ENTRIES if name.startswith(("set", "create")) and not entry(name).always}
    assert creating == {PAIRS[name] for name in DELETIONS if name not in FOR_GOOD}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_entry_is_named_by_a_parameter_and_read_by_a_getter_that_shows_it(name: str) -> None:
    one = entry(name)
    getter = functions()[one.getter]
    assert getter.declared.rows is not None
    assert {*([] if name.startswith("create") else [one.id]), *one.needs.values()} <= parameters(functions()[name])
    assert {one.filter, *one.needs} <= parameters(getter)
    assert (one.row_id or one.filter) in getter.declared.rows.fields


@pytest.mark.parametrize("name", DELETIONS)
def test_a_deletion_requires_everything_that_names_its_entry(name: str) -> None:
    function = functions()[name]
    assert function.declared.effect is Effect.DELETE
    assert all(field.is_required() for field in function.model_fields.values())


def test_deletions_are_listed_only_on_request() -> None:
    default, full = (
        {tool.name for tool in Catalog(choice, ["one"]).tools} for choice in (Choice(), Choice(profile="full"))
    )
    assert not default & set(DELETIONS)
    assert set(DELETIONS) <= full
