"""The classes against the project's own table of facts, both ways."""

import json
from pathlib import Path

import pytest

from voipms_tools.registry import functions

FACTS = json.loads((Path(__file__).parent.parent / "facts" / "functions.json").read_text(encoding="utf-8"))
ALL: dict[str, list[dict[str, object]]] = {**FACTS["functions"], **FACTS["getters"]}
RELAXED = {"setRecording": {"file": False, "name": False}, "getLNPList": {"portid": False}}
"""The manual marks both as required, and one is enough when an id is given; and it marks a port for the list of all."""
STRICTER = {"delForwarding": {"forwarding": True}, "delSubAccount": {"id": True}, "getMediaMMS": {"id": True}}
"""The manual marks nothing here, as if one could delete, or have the media of a message, without saying which."""


def test_every_documented_function_is_a_tool_and_every_tool_is_documented() -> None:
    assert set(functions()) == set(ALL)


@pytest.mark.parametrize("name", sorted(ALL))
def test_parameters_and_required_marks_are_the_manuals(name: str) -> None:
    facts = {str(fact["name"]): bool(fact["required"]) for fact in ALL[name]}
    facts |= RELAXED.get(name, {}) | STRICTER.get(name, {})
    function = functions()[name]
    fields = {key: field for key, field in function.model_fields.items() if key not in function.own()}
    assert {field.alias or key: field.is_required() for key, field in fields.items()} == facts


@pytest.mark.parametrize("name", sorted(ALL))
def test_what_is_this_servers_own_is_optional_and_no_name_of_the_manual(name: str) -> None:
    function = functions()[name]
    assert not {str(fact["name"]) for fact in ALL[name]} & set(function.own())
    assert not any(function.model_fields[own].is_required() for own in function.own())


@pytest.mark.parametrize("name", sorted(FACTS["functions"]))
def test_parameters_of_the_newer_manual_are_marked(name: str) -> None:
    assert functions()[name].newer() == {fact["name"] for fact in ALL[name] if fact.get("newer")}
