"""A plan at random, and what goes wrong while it is carried out; always the same for the same numbers."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from torture.incidents import AT_A_CALL, AT_A_TRANSACTION, LATE, Incident, Point, What
from torture.moves import NUMBERS, SETTINGS, STOCK, choices, phone, pin
from torture.schedule import ERAS, Era
from voipms_server.shapes import is_row

Step = dict[str, object]
Edit = tuple[str, str, str, str]
SPARE = "100000_Spare"
DEVICE: Step = {
    "protocol": "1",
    "auth_type": "1",
    "device_type": "2",
    "lock_international": "1",
    "international_route": "1",
    "music_on_hold": "default",
    "allowed_codecs": "ulaw;g722",
    "dtmf_mode": "auto",
    "nat": "yes",
}
BOX: Step = {
    "skip_password": False,
    "attach_message": "yes",
    "delete_message": "no",
    "say_time": "yes",
    "say_callerid": "yes",
    "timezone": "America/New_York",
    "play_instructions": "u",
    "language": "en",
}
REFUSED = ("invalid_routing", "used_extension", "api_limit_exceeded", "no_permission")
EDITED = (
    ("dids", "5145550114", "note", "Somebody else's"),
    ("dids", "5145550110", "routing", "vm:102"),
    ("forwardings", "20001", "description", "Somebody else's"),
    ("ring_groups", "4790", "language", "es"),
    ("callbacks", "2360", "number", "5145550156"),
)
"""What somebody else changes between two calls."""
DELETED = (
    ("delForwarding", {"forwarding": "20001"}),
    ("delDISA", {"disa": "2115"}),
    ("delIVR", {"ivr": "4690"}),
    ("delRingGroup", {"ringgroup": "4790"}),
    ("delSIPURI", {"sipuri": "6200"}),
    ("delCallback", {"callback": "2360"}),
    ("delCallerIDFiltering", {"filtering": "18915"}),
    ("delSubAccount", {"id": SPARE}),
    ("delVoicemail", {"mailbox": "190"}),
)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One plan, and its fate. `tries`: what goes wrong with its call, and with each that goes on with it."""

    seed: int
    index: int
    steps: tuple[Step, ...]
    era: Era
    in_file: bool
    pieces: bool
    """Whether each call sends one step only."""
    tries: tuple[tuple[Incident, ...], ...]
    refused: tuple[str, str] | None
    """What VoIP.ms refuses: which function, with which status."""
    edit: Edit | None

    def told(self) -> str:
        """For a person who looks for what went wrong."""
        how = f"{self.era}, {'file' if self.in_file else 'memory'}, {'pieces' if self.pieces else 'whole'}"
        wrong = [f"  try {at}: {'; '.join(one.told() for one in some) or '-'}" for at, some in enumerate(self.tries)]
        steps = [f"  {number}. {step}" for number, step in enumerate(self.steps, 1)]
        head = f"plan {self.index} of seed {self.seed}: {how}, refused {self.refused}, edit {self.edit}"
        return "\n".join([head, *steps, *wrong])


def drawn(seed: int, index: int) -> Drawn:
    """The plan with this number of this seed; of some nothing goes wrong but that VoIP.ms refuses a step."""
    rng = Random(f"plans:{seed}:{index}")
    steps = _steps(rng)
    quiet = rng.random() < 0.12
    refused = (_method(steps[-1] if quiet else rng.choice(steps)), rng.choice(REFUSED))
    return Drawn(
        seed,
        index,
        steps,
        rng.choice(ERAS),
        rng.random() < 0.2,
        rng.random() < 0.35,
        () if quiet else tuple(_incidents(rng, number) for number in range(4)),
        refused if quiet or rng.random() < 0.3 else None,
        _edit(rng, steps) if not quiet and rng.random() < 0.25 else None,
    )


def _edit(rng: Random, steps: Sequence[Step]) -> Edit:
    """Mostly something that the plan is about."""
    meant = [one for one in EDITED if any(one[1] in str(step["arguments"]) for step in steps)]
    led = [one["arguments"] for one in steps if one["tool"] == "setDIDRouting"]
    meant += [("dids", str(one["did"]), "routing", "vm:102") for one in led if is_row(one)]
    return rng.choice(meant) if meant and rng.random() < 0.7 else rng.choice(EDITED)


def _method(step: Step) -> str:
    return "setDIDInfo" if step["tool"] == "updateSettings" else str(step["tool"])


def _steps(rng: Random) -> tuple[Step, ...]:
    """Mostly things are made first, and then led to."""
    made: list[str] = []
    steps: list[Step] = []
    deleted = set[str]()
    for number in range(rng.choice((1, 2, 2, 3, 3, 4, 5))):
        maker = rng.choices((_new, _led, _changed, _each, _deleted, _ordered), (30, 25, 20, 6, 12, 5))[0]
        step = maker(rng, made, number)
        if step["tool"] in deleted:
            continue
        if str(step["tool"]).startswith(("del", "order")):
            deleted.add(str(step["tool"]))
        steps.append(step)
    return tuple(steps)


def _new(rng: Random, made: list[str], number: int) -> Step:
    name, tag = f"n{number}", f"New {number}"
    target = _route(rng, made)
    hours: Step = {"starthour": "9", "startminute": "0", "endhour": "17", "endminute": "0"}
    week: Step = {"weekdaystart": "mon", "weekdayend": "fri", "routing_match": target, "routing_nomatch": "sys:busy"}
    menu: Step = {"recording": "7567", "timeout": 5, "language": "en", "voicemailsetup": 1}
    kind, tool, arguments = rng.choice(
        (
            ("fwd", "setForwarding", {"phone_number": phone(rng), "description": tag}),
            ("fwd", "setForwarding", {"phone_number": phone(rng), "description": tag}),
            ("disa", "setDISA", {"name": tag, "pin": pin(rng), "digit_timeout": 9}),
            ("grp", "setRingGroup", {"name": tag, "members": f"{_phone(rng, made)},10,1", "voicemail": "0"}),
            ("ivr", "setIVR", {"name": tag, "choices": choices(rng), **menu}),
            ("tc", "setTimeCondition", {"name": tag, **hours, **week}),
            ("sip", "setSIPURI", {"uri": f"new{number}@sip.example.com"}),
            ("account", "createSubAccount", {"username": f"New{number}", "password": "generate", **DEVICE}),
            ("vm", "createVoicemail", {"digits": f"7{number}", "name": tag, "password": "generate", **BOX}),
        )
    )
    made.append(f"{kind}:${{{name}}}")
    return {"tool": tool, "name": name, "arguments": arguments}


def _route(rng: Random, made: Sequence[str]) -> str:
    return rng.choice(made) if made and rng.random() < 0.7 else rng.choice(("vm:101", "fwd:16006", "sys:echo"))


def _phone(rng: Random, made: Sequence[str]) -> str:
    new = [one for one in made if one.startswith(("fwd:", "account:"))]
    return rng.choice(new) if new else "fwd:16006"


def _led(rng: Random, made: list[str], number: int) -> Step:
    return {"tool": "setDIDRouting", "arguments": {"did": rng.choice(NUMBERS), "routing": _route(rng, made)}}


def _changed(rng: Random, made: list[str], number: int) -> Step:
    tag = f"Changed {number}"
    kind, id_, changes = rng.choice(
        (
            ("number", rng.choice(NUMBERS), {"note": tag}),
            ("number", rng.choice(NUMBERS), {"routing": _route(rng, made), "note": tag}),
            ("forwarding", "20001", {"description": tag}),
            ("ring_group", "4790", {"members": f"{_phone(rng, made)},20,0"}),
            ("callback", "2360", {"number": phone(rng)}),
            ("time_condition", "1831", {"routing_match": _route(rng, made)}),
            ("disa", "2115", {"pin": pin(rng)}),
            ("queue", "32209", {"priority_weight": rng.randrange(1, 9)}),
            ("sub_account", SPARE, {"description": tag}),
            ("sub_account", SPARE, {"internal_extension": str(rng.randrange(190, 196)), "password": "generate"}),
            ("mailbox", "190", {"name": tag}),
        )
    )
    return {"tool": "updateSettings", "arguments": {"kind": kind, "id": id_, "changes": changes}}


def _each(rng: Random, made: list[str], number: int) -> Step:
    if rng.random() < 0.5:
        each: Step = {"kind": "number", "where": {"pop": "31"}, "matching": rng.choice(("line", "514555012", "140"))}
        return {"tool": "setDIDPOP", "each": each, "arguments": {"did": "${each}", "pop": "7"}}
    each = {"kind": "forwarding", "where": {}}
    changes: Step = {"description": f"Every {number}"}
    arguments: Step = {"kind": "forwarding", "id": "${each}", "changes": changes}
    return {"tool": "updateSettings", "each": each, "arguments": arguments}


def _deleted(rng: Random, made: list[str], number: int) -> Step:
    tool, arguments = rng.choice(DELETED)
    return {"tool": tool, "arguments": arguments}


def _ordered(rng: Random, made: list[str], number: int) -> Step:
    order = {**SETTINGS, "did": rng.choice(STOCK), "billing_type": 1, "routing": _route(rng, made)}
    return {"tool": "orderDID", "arguments": order}


def _incidents(rng: Random, number: int) -> tuple[Incident, ...]:
    """The later the call, the less goes wrong with it."""
    count = rng.choices((0, 1, 2), (20, 60, 20) if number == 0 else (60, 30, 10))[0]
    return tuple(_incident(rng) for _ in range(count))


def _incident(rng: Random) -> Incident:
    kinds: tuple[Callable[[Random], Incident], ...] = (_at_a_write, _at_a_call, _at_a_transaction, _given_up)
    return rng.choices(kinds, (50, 15, 30, 5))[0](rng)


def _at_a_write(rng: Random) -> Incident:
    what = rng.choice(LATE) if rng.random() < 0.2 else rng.choice(AT_A_CALL)
    return Incident(what, Point.WRITE, rng.randrange(1, 6), float(rng.randrange(1, 100)) if what in LATE else 0)


def _at_a_call(rng: Random) -> Incident:
    return Incident(rng.choice([one for one in AT_A_CALL if one not in LATE]), Point.CALL, rng.randrange(1, 40))


def _at_a_transaction(rng: Random) -> Incident:
    return Incident(rng.choice(AT_A_TRANSACTION), Point.TRANSACTION, rng.randrange(8, 60))


def _given_up(rng: Random) -> Incident:
    return Incident(What.GIVE_UP, Point.CHECKPOINT, rng.randrange(1, 2_000))
