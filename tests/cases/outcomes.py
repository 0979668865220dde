"""Calls of every kind, each with what a person would say became of it, and what is left to say without its log."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from cases.called import CELL, HELENE, MAIN, PARTNER, QUEUE, STRANGER, SUPPORT, Called, away

NOBODY: Mapping[str, str] = {f"100000_{name}": "never" for name in ("Reception", "Anne", "John", "Zoe", "Francois")}
ONLY_ANNE_T: Mapping[str, str] = {"voicemail": "0"}
Prepare = Callable[[Called], None]


def nothing(_: Called) -> None:
    """As it is."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A call, its outcome, its outcome without a log, and how many legs it has."""

    words: str
    outcome: str
    without: str
    did: str = MAIN
    told: Mapping[str, object] = field(default_factory=dict[str, object])
    prepare: Prepare = nothing
    caller: str = STRANGER
    legs: int = 0


def routed(routing: str, did: str = MAIN, **fields: str) -> Prepare:
    return lambda called: called.route(did, routing, **fields)


def no_mailbox(called: Called) -> None:
    called.office.row("dids", did=MAIN)["voicemail"] = "0"


def gone(*names: str) -> Prepare:
    def prepare(called: Called) -> None:
        no_mailbox(called)
        away(called, *(f"100000_{name}" for name in names))

    return prepare


def direct(**fields: str) -> Prepare:
    """Hélène's number without its failovers."""
    none = dict.fromkeys(("failover_busy", "failover_unreachable", "failover_noanswer"), "none:")
    return routed("account:100000_Helene", HELENE, **{**none, "voicemail": "0", **fields})


def helene_gone(called: Called) -> None:
    away(called, "100000_Helene")


def filtered(routing: str) -> Prepare:
    def prepare(called: Called) -> None:
        row = {"filtering": "18916", "callerid": STRANGER, "did": MAIN, "routing": routing, "note": ""}
        none = dict.fromkeys(("failover_unreachable", "failover_busy", "failover_noanswer"), "none:")
        called.account.table("filters").append({**row, **none})

    return prepare


def choice(choices: str) -> Prepare:
    return lambda called: called.office.row("ivrs", ivr="4636").update(choices=choices)


def empty_queue(called: Called) -> None:
    called.account.table("static_members").clear()
    called.office.row("queues", queue="32208")["fail_over_routing_join_empty"] = "none:"


def patient(called: Called) -> None:
    """A queue that keeps callers for a minute and has nobody to fail over to."""
    called.office.row("queues", queue="32208").update(maximum_wait_time="60", fail_over_routing_timeout="none:")


def broke(called: Called) -> None:
    called.account.balance *= 0


def night(called: Called) -> None:
    called.move(10 * 3600)


def keys(pressed: str, **more: object) -> dict[str, object]:
    return {"keys": pressed, **more}


def phone(login: str, does: object) -> dict[str, object]:
    return {"answers": {login: does}}


HELENES = phone("100000_Helene", "never")
ON_CALL_BUSY = {**NOBODY, "18635": "busy"}
ON_CALL_NEVER = {**NOBODY, "18635": "never"}
SCENES = (
    Scene("the receptionist takes it", "reached", "reached", told=keys("1")),
    Scene("a ring group answers", "reached", "reached", SUPPORT, prepare=routed("grp:4768", SUPPORT)),
    Scene("nobody of the group answers, its mailbox does", "voicemail", "unclear", told=keys("1", answers=NOBODY)),
    Scene("hangs up while the menu speaks", "left_menu", "unclear", told={"hangs_up_after": 0}),
    Scene("hangs up while the menu waits", "left_menu", "unclear", told={"hangs_up_after": 3}),
    Scene("presses a key that means nothing", "left_menu", "unclear", told=keys("9")),
    Scene("presses nothing", "left_menu", "unclear"),
    Scene("presses a key that hangs up", "left_menu", "unclear", told=keys("5"), prepare=choice("5=sys:hangup")),
    Scene("presses a key that leads to nothing", "failed", "unclear", told=keys("5"), prepare=choice("5=fwd:19999")),
    Scene("is led round in circles", "failed", "unclear", prepare=choice("t=ivr:4636")),
    Scene("presses zero and leaves a message", "voicemail", "unclear", told=keys("0")),
    Scene("somebody of the queue answers", "reached", "reached", told=keys("2")),
    Scene("hangs up in the queue", "left_queue", "unclear", told=keys("2", answers=NOBODY, hangs_up_after=40)),
    Scene(
        "hangs up in a queue without menu", "left_queue", "left_queue", QUEUE, {"answers": NOBODY, "hangs_up_after": 9}
    ),
    Scene("the queue hangs up", "left_queue", "left_queue", QUEUE, {"answers": NOBODY}, patient),
    Scene("nobody is in the queue", "left_queue", "rang_out", QUEUE, prepare=empty_queue),
    Scene("the queue's on-call phone answers", "reached", "reached", QUEUE, {"answers": NOBODY}, legs=1),
    Scene("the queue's on-call phone is busy", "busy", "busy", QUEUE, {"answers": ON_CALL_BUSY}, legs=1),
    Scene("the queue's on-call phone rings out", "rang_out", "rang_out", QUEUE, {"answers": ON_CALL_NEVER}, legs=1),
    Scene("one person does not answer", "voicemail", "reached", told=keys("3", **phone("100000_AnneT", "never"))),
    Scene(
        "one person does not answer, no mailbox",
        "rang_out",
        "reached",
        MAIN,
        keys("3", **phone("100000_AnneT", "never")),
        no_mailbox,
    ),
    Scene(
        "one person is busy, no mailbox",
        "busy",
        "reached",
        MAIN,
        keys("3", **phone("100000_AnneT", "busy")),
        no_mailbox,
    ),
    Scene("one person is not there, no mailbox", "failed", "reached", told=keys("3"), prepare=gone("AnneT")),
    Scene("gives up while one person's phone rings", "rang_out", "reached", told=keys("3", hangs_up_after=5)),
    Scene("a direct number answers", "reached", "reached", HELENE),
    Scene("a direct number does not, its mailbox does", "voicemail", "reached", HELENE, HELENES),
    Scene("a direct number rings out", "rang_out", "rang_out", HELENE, HELENES, direct()),
    Scene("gives up before a direct number answers", "rang_out", "rang_out", HELENE, {"hangs_up_after": 4}),
    Scene("a direct number is busy", "busy", "busy", HELENE, phone("100000_Helene", "busy"), direct()),
    Scene("a direct number is away, the cell answers", "reached", "reached", HELENE, prepare=helene_gone, legs=1),
    Scene(
        "a direct number is away, the cell is busy", "busy", "busy", HELENE, phone(CELL, "busy"), helene_gone, legs=1
    ),
    Scene("a route to a forwarding that is gone", "failed", "failed", "5145550112"),
    Scene("a number without a route", "failed", "failed", "5145550140"),
    Scene("a number out of service", "failed", "failed", "4385550141"),
    Scene("a number that hangs up", "failed", "rang_out", prepare=routed("sys:hangup")),
    Scene("a number that is always busy", "busy", "busy", prepare=routed("sys:busy")),
    Scene("an echo test", "service", "service", prepare=routed("sys:echo")),
    Scene("an announcement", "service", "service", prepare=routed("recording:7567")),
    Scene("the travel line", "service", "service", "5145550121", keys("8824")),
    Scene("the callback line", "service", "rang_out", "5145550120", legs=1),
    Scene("a mailbox at once", "voicemail", "voicemail", prepare=routed("vm:101")),
    Scene("another exchange answers", "reached", "reached", PARTNER),
    Scene("an anonymous caller is turned away", "refused", "busy", caller="anonymous"),
    Scene("a caller is turned away", "refused", "rang_out", prepare=filtered("sys:hangup")),
    Scene("a caller hears that the number is gone", "refused", "failed", prepare=filtered("sys:disconnected")),
    Scene("a filter sends a caller to a mailbox", "voicemail", "unclear", prepare=filtered("vm:102")),
    Scene("a filter sends a caller to a person", "reached", "reached", prepare=filtered("account:100000_John")),
    Scene("the balance is used up", "refused", "failed", prepare=broke),
    Scene("closed, leaves a message", "voicemail", "unclear", told=keys("1"), prepare=night),
    Scene("closed, reaches the on-call phone", "reached", "reached", told=keys("9"), prepare=night, legs=1),
)
