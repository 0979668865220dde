"""Caller-ID filters: which one catches whom."""

import pytest

from sandbox.line import CALLER, MAIN, Line


def caught(line: Line, caller: str, name: str = "", attestation: str = "") -> str:
    """The id of the filter that sent the call elsewhere; empty for none."""
    call = line.sandbox.call_in(MAIN, caller, name=name, attestation=attestation)
    first = call.cdr["call_logs"].splitlines()[1]
    return first.split()[3].rstrip(":") if first.startswith("Caller ID filter") else ""


def with_filters(*callerids: str, did: str = MAIN) -> Line:
    """The office with these filters, numbered from 1."""
    line = Line()
    rows = line.office.table("filters")
    rows[:] = [
        {"filtering": str(n), "callerid": callerid, "did": did, "routing": "sys:busy"}
        for n, callerid in enumerate(callerids, 1)
    ]
    return line


def test_the_office_gives_anonymous_callers_a_busy_tone() -> None:
    call = Line().sandbox.call_in(MAIN, "anonymous")
    assert [step.event for step in call.steps] == ["filter", "busy tone"]
    assert call.end == "busy"


@pytest.mark.parametrize(("caller", "name"), [("", ""), ("0000000000", ""), ("Private", ""), (CALLER, "Unknown")])
def test_a_hidden_number_or_name_is_anonymous(caller: str, name: str) -> None:
    assert caught(with_filters("0"), caller, name) == "1"


def test_a_caller_with_a_number_is_not_anonymous() -> None:
    assert caught(with_filters("0"), CALLER, "Someone") == ""


@pytest.mark.parametrize("pattern", ["2145550000", "214*", "214XXX0000", "214XXXXXXX", "214XXX00*", "*"])
def test_a_pattern_that_fits_catches(pattern: str) -> None:
    assert caught(with_filters(pattern), "2145550000") == "1"


@pytest.mark.parametrize("pattern", ["214XXX7*", "214XXX", "2145550001"])
def test_a_pattern_that_does_not_fit_lets_pass(pattern: str) -> None:
    assert caught(with_filters(pattern), "2145550000") == ""


@pytest.mark.parametrize("caller", ["+12145550000", "12145550000", "2145550000"])
def test_a_number_is_the_same_however_it_arrives(caller: str) -> None:
    assert caught(with_filters("2145550000"), caller) == "1"


def test_an_exact_number_comes_before_a_pattern_and_that_before_the_rest() -> None:
    assert caught(with_filters("p", "51455501*", CALLER), CALLER) == "3"
    assert caught(with_filters("p", "51455501*"), CALLER) == "2"


def test_of_two_patterns_the_upper_catches() -> None:
    assert caught(with_filters("514*", "51455501*"), CALLER) == "1"


@pytest.mark.parametrize(("caller", "filter_"), [("01144205550100", "1"), ("0445550100", "1"), (CALLER, ""), ("", "")])
def test_i_catches_numbers_that_are_not_north_american(caller: str, filter_: str) -> None:
    assert caught(with_filters("i"), caller) == filter_


def test_p_catches_the_phone_book_and_a_group_of_it() -> None:
    line = with_filters("p:7", "p")
    assert caught(line, CALLER) == "2"
    line.row("phonebook", number=CALLER)["group"] = "7"
    assert caught(line, CALLER) == "1"
    assert caught(line, "4165550199") == ""


@pytest.mark.parametrize(("callerid", "level"), [("s", "A"), ("sb", "B"), ("sc", "C")])
def test_an_attestation_filter_catches_only_callers_with_that_attestation(callerid: str, level: str) -> None:
    line = with_filters(callerid)
    assert caught(line, CALLER, attestation=level) == "1"
    assert caught(line, CALLER) == ""


def test_a_filter_of_another_number_lets_pass() -> None:
    assert caught(with_filters(CALLER, did="5145550111"), CALLER) == ""


def test_a_filter_of_all_numbers_catches() -> None:
    assert caught(with_filters(CALLER, did="all"), CALLER) == "1"


def test_a_filter_brings_its_own_failover() -> None:
    line = with_filters(CALLER)
    line.row("filters", filtering="1").update(routing="account:100000_Marc", failover_unreachable="vm:103")
    call = line.sandbox.call_in(MAIN, CALLER)
    assert [step.event for step in call.steps][:4] == ["filter", "unreachable", "failover", "voicemail"]
