"""Formats: what is parsed prints the same and parses again; rubbish is refused in one sentence, quickly."""

import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from voipms_tools.words import hours, numbers, routes, texts
from voipms_tools.words.word import Wrong

ids = st.integers(0, 10**9).map(str)
logins = st.from_regex(r"[0-9]{3,10}(_[A-Za-z0-9]{1,20})?", fullmatch=True)
plain = st.builds(
    routes.Route, st.sampled_from([h for h in routes.HEADERS if h not in ("account", "sys", "none")]), ids
)
any_route = st.one_of(
    plain,
    logins.map(lambda login: routes.Route("account", login)),
    st.sampled_from(routes.SYSTEM).map(lambda word: routes.Route("sys", word)),
    st.just(routes.Route("none", "")),
)
member_route = st.one_of(
    st.builds(routes.Route, st.sampled_from(["fwd", "sip"]), ids), logins.map(lambda one: routes.Route("account", one))
)
tuples = st.one_of(
    st.builds(routes.Member, member_route),
    st.builds(routes.Member, member_route, st.integers(1, 60)),
    st.builds(routes.Member, member_route, st.integers(1, 60), st.integers(0, 1)),
)
member_lists = st.lists(tuples, min_size=1, max_size=8, unique_by=lambda one: one.route).map(
    lambda one: routes.Members(tuple(one))
)
choice_lists = st.dictionaries(st.sampled_from("0123456789*#ti"), any_route, min_size=1).map(
    lambda one: routes.Choices(tuple(one.items()))
)
WORDS: dict[str, Any] = {
    "Did": numbers.Did,
    "PhoneNumber": numbers.PhoneNumber,
    "CallerId": numbers.CallerId,
    "EntryId": numbers.EntryId,
    "Id": numbers.Id,
    "AccountLogin": numbers.AccountLogin,
    "Pop": numbers.Pop,
    "Flag": numbers.Flag,
    "Money": numbers.Money,
    "Pause": numbers.Pause,
    "DialTime": numbers.DialTime,
    "BillingType": numbers.BillingType,
    "Routing": routes.Routing,
    "TargetRouting": routes.TargetRouting,
    "Failover": routes.Failover,
    "RingGroupMembers": routes.RingGroupMembers,
    "IvrChoices": routes.IvrChoices,
    "CallerIdPattern": texts.CallerIdPattern,
    "SmsText": texts.SmsText,
    "MmsText": texts.MmsText,
    "MmsMedia": texts.MmsMedia,
    "BookIds": texts.BookIds,
    "Base64File": texts.Base64File,
    "Date": texts.Date,
    "VanityQuery": texts.VanityQuery,
    "SipUri": texts.SipUri,
    "Email": texts.Email,
    "CallbackUrl": texts.CallbackUrl,
    "SmppUrl": texts.SmppUrl,
    "Locales": texts.Locales,
    "Code": texts.Code,
    "Hours": hours.Hours,
    "Minutes": hours.Minutes,
    "Weekdays": hours.Weekdays,
    "Name": texts.Name,
    "Note": texts.Note,
}


@given(any_route)
def test_a_route_prints_what_it_was_parsed_from(route: routes.Route) -> None:
    assert routes.parse_route(str(route)) == route


@given(member_lists)
def test_ring_group_members_print_what_they_were_parsed_from(members: routes.Members) -> None:
    assert routes.parse_members(str(members)) == members


@given(choice_lists)
def test_ivr_choices_print_what_they_were_parsed_from(choices: routes.Choices) -> None:
    assert routes.parse_choices(str(choices)) == choices


@given(st.from_regex(r"[2-9][0-9]{9}", fullmatch=True), st.sampled_from(["{}", "+1{}", "1{}", " {} "]))
def test_a_number_is_ten_digits_however_it_is_written(digits: str, form: str) -> None:
    assert numbers.ten_digits(form.format(digits)) == digits


@pytest.mark.parametrize("name", sorted(WORDS))
@given(rubbish=st.one_of(st.text(), st.integers(), st.floats(), st.booleans(), st.none(), st.lists(st.text())))
def test_a_word_takes_a_value_again_as_it_prints_it_or_refuses_it_in_one_sentence(name: str, rubbish: object) -> None:
    adapter: TypeAdapter[object] = TypeAdapter(WORDS[name])
    try:
        parsed = adapter.validate_python(rubbish)
    except ValidationError as refused:
        (error,) = refused.errors()
        assert error["type"] == "word"
        assert error["msg"].endswith(".")
        assert len(error["msg"]) < 500
        assert "\n" not in error["msg"]
    else:
        assert adapter.validate_python(adapter.dump_python(parsed)) == parsed


@pytest.mark.parametrize("value", [True, 16.0, " 16 x", "\uff11\uff16", "\u0663", "1e1", "+1", None, [1]])
def test_whole_numbers_are_plain_digits_only(value: object) -> None:
    with pytest.raises(Wrong):
        numbers.whole(value, "a number")


@pytest.mark.parametrize("name", sorted(WORDS.keys() - {"Base64File"}))
def test_a_megabyte_of_rubbish_is_refused_at_once(name: str) -> None:
    adapter: TypeAdapter[object] = TypeAdapter(WORDS[name])
    start = time.process_time()
    for rubbish in ("a" * 1_000_000, "1;" * 500_000, "@" * 1_000_000, "fwd:1," * 200_000):
        with pytest.raises(ValidationError):
            adapter.validate_python(rubbish)
    assert time.process_time() - start < 1
