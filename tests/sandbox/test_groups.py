"""Queues and ring groups: who rings when, and what happens when nobody answers."""

from sandbox.line import CALLER, QUEUE, Line, events, words

SUPPORT = "5145550111"


def test_a_queue_rings_its_members_one_after_the_other() -> None:
    call = Line().sandbox.call_in(QUEUE, CALLER, answers={"100000_Zoe": "never", "100000_Francois": 5})
    assert events(call)[:5] == [(0, "plays"), (1, "queue music"), (1, "ringing"), (21, "ringing"), (26, "answered")]
    assert call.cdr["account"] == "100000_Francois"
    assert '"Appointm: Café Olimpico" <5145550160>' in words(call)


def test_in_a_queue_the_lower_priority_number_rings_first() -> None:
    line = Line()
    line.row("static_members", name="Zoë")["priority"] = "5"
    assert line.sandbox.call_in(QUEUE, CALLER).cdr["account"] == "100000_Francois"


def test_a_queue_whose_longest_wait_is_over_is_left_by_its_failover() -> None:
    call = Line().sandbox.call_in(QUEUE, CALLER, answers={"100000_Zoe": "never", "100000_Francois": "busy"})
    assert (601, "leaves queue") in events(call)
    assert call.steps[-2].route == "fwd:18635"


def test_a_queue_that_nobody_may_join_empty_is_not_joined() -> None:
    line = Line()
    line.office.table("static_members").clear()
    call = line.sandbox.call_in(QUEUE, CALLER)
    assert events(call)[0] == (0, "leaves queue")
    assert "(join_empty)" in words(call)


def test_the_caller_in_a_queue_without_end_gives_up_at_last() -> None:
    line = Line()
    line.office.table("registrations").clear()
    line.row("queues", queue="32208")["maximum_wait_time"] = "unlimited"
    assert line.sandbox.call_in(QUEUE, CALLER).end == "caller hung up"


def test_of_a_ring_group_the_first_to_answer_takes_the_call() -> None:
    line = Line()
    line.row("ring_groups", ring_group="4768")["members"] = "fwd:16006,20,1;account:100000_John,20,0"
    call = line.sandbox.call_in(SUPPORT, CALLER, answers={"fwd:16006": 5, "account:100000_John": 8})
    assert (call.steps[-2].second, call.steps[-2].route) == (7, "fwd:16006")
    assert "asked to press 1" in call.steps[-2].words


def test_a_ring_group_that_nobody_answers_meets_its_mailbox_after_the_longest_ring() -> None:
    told = {"100000_Reception": "never", "100000_Anne": "never", "100000_John": "busy"}
    call = Line().sandbox.call_in(SUPPORT, CALLER, answers=told)
    assert (25, "voicemail") in events(call)


def test_a_member_that_is_not_registered_or_does_not_exist_is_passed_over() -> None:
    line = Line()
    line.row("ring_groups", ring_group="4768")["members"] = "fwd:1;account:100000_Marc;account:100000_Anne"
    call = line.sandbox.call_in(SUPPORT, CALLER)
    assert [event for _, event in events(call)][:3] == ["dangling", "unreachable", "ringing"]
    assert call.end == "talked"
