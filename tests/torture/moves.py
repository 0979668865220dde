"""The calls that schedules are made of: orders, changes, new entries, deletions, undos. `@` marks what is looked up."""

import re
from collections.abc import Callable
from random import Random

Arguments = dict[str, object]
Move = tuple[str, Arguments]
Maker = Callable[[Random, str], Move]
TOOLS = (
    "cancelDID delCallback delCallerIDFiltering delDISA delForwarding delIVR delPhonebook delRingGroup delSIPURI "
    "delStaticMember delTimeCondition orderDID orderDIDInternationalTollFree searchDIDsCAN setCallerIDFiltering "
    "setDIDInfo setDIDPOP setDIDRouting setDISA setForwarding setIVR setPhonebook setRingGroup setSIPURI setSMS "
    "setStaticMember setTimeCondition undoChange updateSettings finishApproved "
    "sendMessage sendSMS sendMMS readMessages listChanges"
).split()
"""What the servers offer."""
SETTINGS: Arguments = {"routing": "sys:busy", "pop": 1, "dialtime": 60, "cnam": False}
STOCK = ("5145550101", "5145550102", "4385550103", "4165550101")
NUMBERS = ("5145550110", "5145550114", "5145550121", "5145550140", "4385550141")
ROUTES = ("sys:echo", "vm:101", "fwd:16006", "none:", "disa:2114", "sys:busy", "grp:4768")
ABROAD = "0114420794601{:02}"
NEWEST = "@newest:"


def order(rng: Random, tag: str) -> Move:
    if rng.random() < 0.6:
        return "orderDID", {**SETTINGS, "did": rng.choice(STOCK), "billing_type": 1, "note": tag, "test": False}
    return "orderDIDInternationalTollFree", {**SETTINGS, "location_id": "a6422", "quantity": 1, "test": False}


def cancel(rng: Random, _: str) -> Move:
    return "cancelDID", {"did": rng.choice(NUMBERS[1:]), "test": False}


def phone(rng: Random) -> str:
    """Mostly a number at home."""
    return ABROAD.format(rng.randrange(100)) if rng.random() < 0.2 else f"51455501{rng.randrange(55, 60)}"


def number(rng: Random, tag: str) -> Move:
    did = rng.choice(NUMBERS)
    every: Arguments = {"did": did, "billing_type": rng.choice((1, 1, 2)), "dialtime": rng.randrange(10, 60)}
    return rng.choice(
        (
            ("setDIDRouting", {"did": did, "routing": rng.choice(ROUTES)}),
            ("setDIDRouting", {"did": did, "routing": rng.choice(ROUTES)}),
            ("setDIDPOP", {"did": did, "pop": rng.choice((1, 2, 31))}),
            ("setDIDInfo", {**every, "routing": rng.choice(ROUTES), "pop": 1, "cnam": rng.random() < 0.5, "note": tag}),
            ("updateSettings", {"kind": "number", "id": did, "changes": {"note": tag}}),
            ("setSMS", {"did": did, "enable": True, "webhook_enable": True, "webhook": f"https://example.com/{tag}"}),
        )
    )


def update(rng: Random, tag: str) -> Move:
    """An entry that exists is changed."""
    forwarding = rng.choice(("20001", "19183", f"{NEWEST}forwardings"))
    disa = rng.choice(("2114", "2115", f"{NEWEST}disas"))
    members = rng.choice(("fwd:16006,10,1", "account:100000_John,20,0", "fwd:20001,15,0"))
    return rng.choice(
        (
            ("setForwarding", {"forwarding": forwarding, "phone_number": phone(rng), "description": tag}),
            ("setForwarding", {"forwarding": forwarding, "phone_number": phone(rng), "description": tag}),
            _some(rng, "forwarding", forwarding, {"description": tag}, {"dtmf_digits": str(rng.randrange(99))}),
            ("setDISA", {"disa": disa, "name": f"DISA {tag}", "pin": pin(rng), "digit_timeout": 9}),
            _some(rng, "disa", disa, {"pin": pin(rng)}, {"digit_timeout": rng.randrange(5, 20)}),
            ("setRingGroup", {"ring_group": "4790", "name": tag, "members": members, "voicemail": "101"}),
            _some(rng, "ring_group", "4768", {"name": tag}, {"members": members}),
            _some(rng, "ivr", "4690", {"name": tag}, {"timeout": rng.randrange(1, 10)}, {"choices": choices(rng)}),
            _some(rng, "sip_uri", "6200", {"description": tag}),
            _some(rng, "callback", "2360", {"number": phone(rng)}, {"digit_timeout": rng.randrange(2, 9)}),
            _some(rng, "phonebook", "32207", {"note": tag}, {"name": tag}),
            _some(rng, "time_condition", "1831", {"routing_match": rng.choice(("vm:102", "disa:2114"))}),
            _some(rng, "filter", "18915", {"routing": rng.choice(("sys:hangup", "disa:2115"))}, {"note": tag}),
            _some(rng, "queue", "32209", {"queue_password": pin(rng)}, {"priority_weight": rng.randrange(1, 9)}),
        )
    )


def _some(rng: Random, kind: str, id_: str, *changes: Arguments) -> Move:
    return "updateSettings", {"kind": kind, "id": id_, "changes": rng.choice(changes)}


def pin(rng: Random) -> str:
    return f"{rng.randrange(10_000):04}"


def choices(rng: Random) -> str:
    return rng.choice(("1=vm:101;2=grp:4768", "1=fwd:16006", "0=disa:2114;1=vm:100"))


def new(rng: Random, tag: str) -> Move:
    """A new entry is made."""
    menu: Arguments = {"recording": "7567", "timeout": 5, "language": "en", "voicemailsetup": 1}
    hours: Arguments = {"starthour": "9", "startminute": "0", "endhour": "17", "endminute": "0"}
    always: Arguments = {**hours, "weekdaystart": "mon", "weekdayend": "fri", "routing_nomatch": "sys:busy"}
    return rng.choice(
        (
            ("setForwarding", {"phone_number": phone(rng), "description": tag}),
            ("setForwarding", {"phone_number": phone(rng), "description": tag}),
            ("setDISA", {"name": f"DISA {tag}", "pin": pin(rng), "digit_timeout": 9}),
            ("setRingGroup", {"name": tag, "members": "fwd:16006,10,1", "voicemail": "0"}),
            ("setIVR", {"name": tag, "choices": choices(rng), **menu}),
            ("setSIPURI", {"uri": f"{tag}@sip.example.com"}),
            ("setPhonebook", {"name": tag, "number": "5145550155"}),
            (
                "setTimeCondition",
                {"name": tag, "routing_match": "vm:101", **always},
            ),
            ("setCallerIDFiltering", {"callerid": f"514555{pin(rng)}", "did": "all", "routing": "sys:busy"}),
            ("setStaticMember", {"queue": "32209", "member_name": tag, "account": "100000_John", "priority": 1}),
        )
    )


def delete(rng: Random, _: str) -> Move:
    return rng.choice(
        (
            ("delForwarding", {"forwarding": rng.choice(("20001", f"{NEWEST}forwardings"))}),
            ("delForwarding", {"forwarding": f"{NEWEST}forwardings"}),
            ("delDISA", {"disa": rng.choice(("2115", f"{NEWEST}disas"))}),
            ("delIVR", {"ivr": rng.choice(("4690", f"{NEWEST}ivrs"))}),
            ("delRingGroup", {"ringgroup": rng.choice(("4790", f"{NEWEST}ring_groups"))}),
            ("delSIPURI", {"sipuri": rng.choice(("6200", f"{NEWEST}sipuris"))}),
            ("delCallback", {"callback": "2360"}),
            ("delPhonebook", {"phonebook": rng.choice(("32207", f"{NEWEST}phonebook"))}),
            ("delTimeCondition", {"timecondition": rng.choice(("1831", f"{NEWEST}time_conditions"))}),
            ("delCallerIDFiltering", {"filtering": "18915"}),
            ("delStaticMember", {"member": "621", "queue": "32209"}),
        )
    )


def undo(rng: Random, _: str) -> Move:
    """The last change, or one of those before it; or its group; or all since then."""
    back = rng.choice((1, 1, 1, 2, 3))
    name = rng.choice(("change", "change", "change", "group", "since"))
    return "undoChange", {name: f"@{name}:{back}"}


def search(_: Random, __: str) -> Move:
    """What makes the price of a number known."""
    return "searchDIDsCAN", {"type": "starts", "query": "514"}


MAKERS: tuple[tuple[Maker, float], ...] = (
    (order, 16),
    (cancel, 5),
    (number, 16),
    (update, 22),
    (new, 11),
    (delete, 11),
    (undo, 19),
    (search, 7),
)


THEMES = (
    "",
    "",
    "",
    "orward",
    "orward",
    "disa",
    "ring_?group",
    "ivr",
    "phonebook",
    "5145550110",
    "order|search",
    "order|search",
)
"""What the calls of a schedule have in common, so that they meet; nothing for any."""


def move(rng: Random, tag: str, theme: str) -> Move:
    """A call about this theme, as often of each kind as its weight says; everything can be undone."""
    makers, weights = zip(*MAKERS, strict=True)
    while True:
        made = rng.choices(makers, weights)[0](rng, tag)
        if made[0] == "undoChange" or re.search(theme, str(made), re.IGNORECASE):
            return made
