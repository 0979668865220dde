"""Phone calls from outside: what the caller experiences, header by header."""

import pytest

from sandbox.line import CALLER, MAIN, NIGHT, QUEUE, Line, booked, events, words

HELENE = "5145550114"
MARC = "5145550113"


def test_in_open_hours_the_main_line_plays_the_menu_and_its_key_rings_the_group() -> None:
    call = Line().sandbox.call_in(MAIN, CALLER, keys="1", answers={"100000_Anne": 4}, hangs_up_after=60)
    assert events(call) == [
        (0, "time condition"),
        (0, "plays"),
        (1, "waits"),
        (2, "presses"),
        (2, "ringing"),
        (6, "answered"),
        (60, "hangs up"),
    ]
    assert (call.end, call.cdr["account"], call.cdr["disposition"]) == ("talked", "100000_Anne", "ANSWERED")


def test_at_night_the_main_line_plays_the_closed_menu_and_its_key_takes_a_message() -> None:
    line = Line()
    line.sandbox.world.clock.set(NIGHT, frozen=True)
    call = line.sandbox.call_in(MAIN, CALLER, keys="1")
    assert "does not match at Tue 22:00 Eastern" in words(call)
    assert "recording 7568" in words(call)
    assert call.end == "left a message"
    assert line.row("voicemails", mailbox="100")["new"] == "2"


def test_a_device_that_is_not_registered_cannot_be_reached() -> None:
    call = Line().sandbox.call_in(MARC, CALLER)
    assert events(call) == [(0, "unreachable"), (0, "announcement")]
    assert "Routing to sub-account: 100000_Marc\nStatus is 'Channel not available'" in call.cdr["call_logs"]


def test_a_device_that_is_not_registered_meets_its_failover() -> None:
    line = Line()
    line.office.table("registrations").clear()
    call = line.sandbox.call_in(HELENE, CALLER, answers={"19183": 9})
    assert [(second, event) for second, event in events(call)][:4] == [
        (0, "unreachable"),
        (0, "failover"),
        (0, "ringing"),
        (9, "answered"),
    ]
    assert "Failover due to 'Unreachable' status" in call.cdr["call_logs"]


@pytest.mark.parametrize(("reaction", "second", "log"), [("busy", 1, "Busy"), ("never", 30, "No answer"), (31, 30, "")])
def test_a_device_that_does_not_take_the_call_meets_its_failover(reaction: int | str, second: int, log: str) -> None:
    call = Line().sandbox.call_in(HELENE, CALLER, answers={"100000_Helene": reaction})
    assert (second, "failover") in events(call)
    assert f"Failover due to '{log}" in call.cdr["call_logs"]
    assert call.end == "left a message"


def test_a_device_with_a_static_address_needs_no_registration() -> None:
    line = Line()
    line.route(MARC, "account:100000_Warehouse")
    assert line.sandbox.call_in(MARC, CALLER).end == "talked"


def test_the_numbers_mailbox_is_the_last_resort() -> None:
    line = Line()
    line.route(MARC, "account:100000_Marc", voicemail="103")
    call = line.sandbox.call_in(MARC, CALLER)
    assert [event for _, event in events(call)][:3] == ["unreachable", "last resort", "voicemail"]


def test_a_failover_is_taken_once() -> None:
    line = Line()
    line.route(MARC, "account:100000_Marc", failover_unreachable="account:100000_Marc")
    call = line.sandbox.call_in(MARC, CALLER)
    assert [event for _, event in events(call)] == ["unreachable", "failover", "unreachable", "announcement"]


def test_a_forwarding_that_does_not_exist_fails_the_call_and_says_so() -> None:
    call = Line().sandbox.call_in("5145550112", CALLER)
    assert [(step.event, step.words) for step in call.steps] == [("dangling", "forwarding 19999 does not exist")]
    assert (call.end, call.cdr["disposition"], call.cdr["seconds"]) == ("failed", "FAILED", "0")


@pytest.mark.parametrize(
    "route",
    "account:100000_Nobody fwd:1 vm:1 sip:1 grp:1 ivr:1 recording:1 queue:1 cb:1 tc:1 disa:1 sys:nosuch did:1".split(),
)
def test_every_route_to_nothing_ends_the_call_in_a_clear_event(route: str) -> None:
    line = Line()
    line.route(MARC, route)
    call = line.sandbox.call_in(MARC, CALLER)
    assert (call.steps[-1].event, call.end) == ("dangling", "failed")


def test_a_route_that_leads_back_to_itself_ends_the_call() -> None:
    line = Line()
    line.row("time_conditions", timecondition="1831")["routing_nomatch"] = "tc:1830"
    line.row("time_conditions", timecondition="1830")["routing_match"] = "tc:1831"
    line.sandbox.world.clock.move(3 * 3600)
    call = line.sandbox.call_in(MAIN, CALLER)
    assert (call.steps[-1].event, call.end, call.cdr["disposition"]) == ("loop", "loop", "FAILED")


def test_a_menu_may_be_heard_again_by_pressing_a_key() -> None:
    line = Line()
    line.row("ivrs", ivr="4636")["choices"] = "9=ivr:4636;1=vm:100"
    assert line.sandbox.call_in(MAIN, CALLER, keys="991").end == "left a message"


def test_a_menu_that_leads_nobody_pressing_back_to_itself_is_a_loop() -> None:
    line = Line()
    line.row("ivrs", ivr="4636")["choices"] = "t=ivr:4636"
    assert line.sandbox.call_in(MAIN, CALLER).end == "loop"


@pytest.mark.parametrize(("keys", "end"), [("", "busy"), ("5", "no service"), ("1", "disconnected")])
def test_a_menu_follows_its_key_its_time_out_and_its_invalid_choice(keys: str, end: str) -> None:
    line = Line()
    line.row("ivrs", ivr="4636")["choices"] = "1=sys:disconnected;t=sys:busy;i=sys:noservice"
    assert line.sandbox.call_in(MAIN, CALLER, keys=keys).steps[-1].event in ("busy tone", "announcement")
    assert line.sandbox.call_in(MAIN, CALLER, keys=keys).end == end


@pytest.mark.parametrize("keys", ["", "-", "5"])
def test_a_menu_without_a_choice_hangs_up(keys: str) -> None:
    call = Line().sandbox.call_in(MAIN, CALLER, keys=keys)
    assert (call.steps[-1].event, call.end) == ("hung up", "hung up")


@pytest.mark.parametrize(("setup", "mailbox"), [("1", "101"), ("2", "103")])
def test_a_choice_that_reaches_nobody_meets_the_mailbox_the_menu_says(setup: str, mailbox: str) -> None:
    line = Line()
    line.row("ivrs", ivr="4636").update(choices="1=account:100000_Marc", voicemailsetup=setup)
    call = line.sandbox.call_in(MAIN, CALLER, keys="1")
    assert call.steps[-2].route == f"vm:{mailbox}"


def test_a_strict_queue_is_not_joined_when_no_member_can_be_reached() -> None:
    line = Line()
    line.office.table("registrations").clear()
    line.row("queues", queue="32208")["join_when_empty"] = "strict"
    assert "(join_unavail)" in words(line.sandbox.call_in(QUEUE, CALLER))


def test_an_outside_phone_leaves_a_cdr_of_its_own() -> None:
    call = Line().sandbox.call_in("4165550116", CALLER, keys="1", hangs_up_after=72)
    (leg,) = call.legs
    assert (leg["destination"], leg["seconds"], leg["description"]) == ("4165550152", "60", "Outbound Canada")


@pytest.mark.parametrize(("reaction", "end"), [("busy", "busy"), ("never", "no answer")])
def test_an_outside_phone_that_does_not_take_the_call_ends_it(reaction: str, end: str) -> None:
    line = Line()
    line.route(MARC, "fwd:16006", failover_busy="vm:100", failover_noanswer="vm:100", voicemail="100")
    call = line.sandbox.call_in(MARC, CALLER, answers={"4165550152": reaction})
    assert (call.end, call.legs[0]["total"]) == (end, "0.00000000")


def test_a_sip_uri_is_rung_with_the_number_that_was_called() -> None:
    line = Line()
    line.row("sipuris", sipuri="6199")["uri"] = "{DID}@sip.example.com"
    assert "3055550118@sip.example.com" in words(line.sandbox.call_in("3055550118", CALLER))


@pytest.mark.parametrize(("keys", "end"), [("8824", "dial tone"), ("8823", "hung up"), ("88", "hung up")])
def test_a_disa_gives_a_dial_tone_for_its_pin_only(keys: str, end: str) -> None:
    call = Line().sandbox.call_in("5145550121", CALLER, keys=keys)
    assert (events(call)[0], call.end) == ((0, "asks for PIN"), end)


@pytest.mark.parametrize(("reaction", "end"), [(3, "called back"), ("never", "hung up")])
def test_a_callback_hangs_up_and_calls_its_number(reaction: int | str, end: str) -> None:
    call = Line().sandbox.call_in("5145550120", CALLER, answers={"2359": reaction})
    assert events(call)[:2] == [(0, "hung up"), (5, "callback")]
    assert (call.end, call.cdr["seconds"], call.legs[0]["destination"]) == (end, "0", "5145550153")


@pytest.mark.parametrize(
    ("route", "event", "disposition"),
    [
        ("sys:hangup", "hung up", "NO ANSWER"),
        ("sys:busy", "busy tone", "BUSY"),
        ("sys:noservice", "announcement", "FAILED"),
        ("sys:disconnected", "announcement", "FAILED"),
        ("sys:echo", "test", "ANSWERED"),
        ("sys:dtmf", "test", "ANSWERED"),
        ("recording:7567", "plays", "ANSWERED"),
        ("none:", "no routing", "FAILED"),
    ],
)
def test_a_route_that_rings_nobody_says_what_is_heard(route: str, event: str, disposition: str) -> None:
    line = Line()
    line.route(MARC, route)
    call = line.sandbox.call_in(MARC, CALLER)
    assert (call.steps[0].event, call.cdr["disposition"]) == (event, disposition)


def test_a_caller_who_hangs_up_early_is_not_billed() -> None:
    call = Line().sandbox.call_in(HELENE, CALLER, hangs_up_after=4)
    assert events(call) == [(0, "ringing"), (4, "hangs up")]
    assert (call.end, call.cdr["disposition"], call.cdr["total"]) == ("caller hung up", "NO ANSWER", "0.00000000")


def test_no_call_comes_in_when_the_balance_is_used_up() -> None:
    line = Line()
    line.office.balance *= 0
    call = line.sandbox.call_in(MAIN, CALLER)
    assert (events(call), call.end, call.cdr["disposition"]) == ([(0, "refused")], "refused", "FAILED")


@pytest.mark.parametrize(("did", "rate"), [(MAIN, "0.01000000"), ("8005550119", "0.03200000"), (QUEUE, "0.00000000")])
def test_a_minute_costs_the_rate_of_the_number(did: str, rate: str) -> None:
    line = Line()
    line.route(did, "queue:32208")
    call = line.sandbox.call_in(did, CALLER, hangs_up_after=60)
    assert (call.cdr["rate"], call.cdr["total"]) == (rate, rate)


def test_every_call_leaves_its_cdr_and_the_transactions_add_up_to_the_balance() -> None:
    line = Line()
    before = len(line.office.table("cdr"))
    calls = [line.sandbox.call_in(row["did"], CALLER, keys="1") for row in line.office.table("dids")]
    left = line.office.table("cdr")[before:]
    assert left == [row for call in calls for row in (call.cdr, *call.legs)]
    assert len({row["uniqueid"] for row in line.office.table("cdr")}) == len(line.office.table("cdr"))
    assert booked(line.office) == line.office.balance


@pytest.mark.parametrize("cnam", ["0", "1"])
def test_a_phone_shows_the_prefix_and_the_callers_name_if_it_is_looked_up(cnam: str) -> None:
    line = Line()
    line.row("dids", did=HELENE).update(callerid_prefix="Direct ", cnam=cnam)
    call = line.sandbox.call_in(HELENE, "4165550199", name="A stranger")
    assert f'"Direct {"A stranger" if cnam == "1" else ""}" <4165550199>' in words(call)
