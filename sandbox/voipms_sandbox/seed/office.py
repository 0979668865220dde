"""A small bilingual office in Montreal, with the flaws real accounts have. All of it is invented."""

from datetime import datetime
from decimal import Decimal

from voipms_sandbox.seed import rows as r
from voipms_sandbox.seed.conversations import messages
from voipms_sandbox.seed.extensions import extensions
from voipms_sandbox.seed.happened import happened
from voipms_sandbox.seed.ledger import Ledger
from voipms_sandbox.seed.traffic import Line, Traffic
from voipms_sandbox.world import Row, Tables

ACCOUNT = "100000"
LEDGER = Ledger(Decimal("295.80"), Decimal("100.00"), eventful=True)
CLIENTS, IN_CLIENTS = "3220", ("32208", "32210", "32214")
"""A group of the phonebook, and the entries in it."""
OPEN = "9;10 0;0 17;14 0;0 mon;sat fri;sat"
MARC_LEFT = 6
"""Days since his device was last registered."""
FLAWS = (
    "5145550140 and 4385550141 are idle: they go nowhere",
    "5145550111 delivers SMS by e-mail to no address",
    "100000_Marc is not registered",
    "two people are called Anne Tremblay",
    "5145550112 goes to forwarding 19999, which does not exist",
)
PEOPLE = (
    ("Reception", "Réception", "100"),
    ("Anne", "Anne Tremblay", "101"),
    ("AnneT", "Anne Tremblay (comptabilité)", "102"),
    ("Marc", "Marc Côté", "103"),
    ("Helene", "Hélène Bélanger", "104"),
    ("Francois", "François Lévesque", "105"),
    ("John", "John Smith", "106"),
    ("Zoe", "Zoë Nguyen", "107"),
    ("Warehouse", "Entrepôt / Warehouse", "108"),
    ("Fax", "Fax adapter", "109"),
)


def login(name: str) -> str:
    return f"{ACCOUNT}_{name}"


def office(now: datetime) -> dict[str, object]:
    """The account as plain data."""
    cdr = _traffic().calls(now)
    texts = messages(now, "5145550110")
    tables: Tables = {
        "dids": _numbers(now),
        "sub_accounts": _people(),
        "registrations": _registrations(now),
        "voicemails": _mailboxes(),
        **happened(now, _mailboxes()),
        **extensions(login("Reception"), login("John")),
        **_entries(),
        **_menus(),
        "phonebook": _phonebook(),
        "cdr": cdr,
        "phonebook_groups": [{"phonebook_group": CLIENTS, "name": "Clients", "members": ";".join(IN_CLIENTS)}],
        "transactions": LEDGER.transactions(now, cdr, _numbers(now), texts["sms"]),
        **texts,
    }
    return {"number": ACCOUNT, "email": "office@example.com", "balance": str(LEDGER.balance), "tables": tables}


def _traffic() -> Traffic:
    """Who is called and calls; what goes to no device is the main account's."""
    group = tuple(login(name) for name in ("Reception", "Anne", "John"))
    open_hours = r.hours("1830", "Office hours", "", "", OPEN)
    lines = (
        Line("5145550110", 40, group, hours=open_hours, picks_up="IVR: Main menu"),
        Line("5145550111", 18, group),
        Line("5145550112", 1, (ACCOUNT,), broken="forwarding 19999 does not exist"),
        Line("5145550113", 4, (login("Marc"),)),
        Line("5145550114", 8, (login("Helene"),)),
        Line("4385550115", 12, (login("Zoe"), login("Francois")), billing_type="2", picks_up="Queue: Appointments"),
        Line("4165550116", 5, group, picks_up="IVR: Toronto menu", forwards="4165550152"),
        Line("2125550117", 3, group, picks_up="IVR: Main menu"),
        Line("3055550118", 2, (ACCOUNT,)),
        Line("8005550119", 7, group, hours=open_hours, picks_up="IVR: Main menu"),
    )
    people = tuple(login(name) for name, _, _ in PEOPLE[:8])
    return Traffic(ACCOUNT, "5145550110", lines, people, {login("Marc"): MARC_LEFT})


def _numbers(now: datetime) -> list[Row]:
    montreal, toronto = "Montreal, QC", "Toronto, ON"
    sms = {"sms_enabled": "1", "sms_email_enabled": "1", "sms_email": "messages@example.com"}
    return [
        r.number(now, "5145550110", montreal, "tc:1830", "31", note="Main line", voicemail="101", e911="1", **sms),
        r.number(now, "5145550111", montreal, "grp:4768", "31", note="Support", **{**sms, "sms_email": ""}),
        r.number(now, "5145550112", montreal, "fwd:19999", "31", note="Old campaign"),
        r.number(now, "5145550113", montreal, f"account:{login('Marc')}", "31", note="Marc direct"),
        r.number(
            now,
            "5145550114",
            montreal,
            f"account:{login('Helene')}",
            "31",
            note="Hélène direct",
            failover_busy="vm:104",
            failover_unreachable="fwd:19183",
            failover_noanswer="vm:104",
            voicemail="104",
        ),
        r.number(now, "4385550115", montreal, "queue:32208", "31", note="Appointments", billing_type="2"),
        r.number(now, "4165550116", toronto, "ivr:4637", "41", note="Toronto menu", **sms),
        r.number(now, "2125550117", "NEW YORK, NY", "ivr:4636", "3", note="New York"),
        r.number(now, "3055550118", "MIAMI, FL", "sip:6199", "7", note="Partner PBX", sms_available="0"),
        r.number(now, "8005550119", "TOLL FREE", "tc:1830", "31", note="Toll-free", dialtime="45"),
        r.number(now, "5145550120", montreal, "cb:2359", "31", note="Callback line"),
        r.number(now, "5145550121", montreal, "disa:2114", "31", note="Travel line"),
        r.number(now, "5145550140", montreal, "none:", "31"),
        r.number(now, "4385550141", montreal, "sys:noservice", "31"),
    ]


def _people() -> list[Row]:
    people = [
        r.sub_account(str(99785 + n), login(name), words, extension, internal_voicemail=extension)
        for n, (name, words, extension) in enumerate(PEOPLE)
    ]
    people[8] |= {"auth_type": "2", "ip": "198.51.100.9", "password": ""}
    people[0] |= {"callerid_number": "5145550110", "default_e911": "5145550110"}
    return people


def _registrations(now: datetime) -> list[Row]:
    names = [name for name, _, _ in PEOPLE if name not in ("Marc", "Warehouse")]
    return [r.registration(login(name), "31", 20 + n, now) for n, name in enumerate(names)]


def _mailboxes() -> list[Row]:
    return [
        r.mailbox(extension, words, f"{name.lower()}@example.com", language="fr" if n % 2 else "en")
        for n, (name, words, extension) in enumerate(PEOPLE[:8])
    ]


def _entries() -> Tables:
    return {
        "forwardings": [
            r.forwarding("19183", "5145550150", "Hélène's cell"),
            r.forwarding("18635", "5145550151", "On-call phone"),
            r.forwarding("16006", "4165550152", "Toronto partner"),
        ],
        "sipuris": [
            {
                "sipuri": "6199",
                "uri": "5145550110@sip.example.com",
                "description": "Partner PBX",
                "callerid_override": "-1",
                "callerid_e164": "0",
            }
        ],
        "callbacks": [
            {
                "callback": "2359",
                "description": "John on the road",
                "number": "5145550153",
                "delay_before": "5",
                "response_timeout": "10",
                "digit_timeout": "5",
                "callerid_number": "5145550110",
            }
        ],
        "disas": [
            {
                "disa": "2114",
                "name": "Travel DISA",
                "pin": "8824",
                "digit_timeout": "10",
                "callerid_override": "5145550110",
                "language": "en",
            }
        ],
        "filters": [
            {
                "filtering": "18915",
                "callerid": "0",
                "did": "5145550110",
                "routing": "sys:busy",
                "failover_unreachable": "none:",
                "failover_busy": "none:",
                "failover_noanswer": "none:",
                "note": "Anonymous callers",
            }
        ],
    }


def _menus() -> Tables:
    names = ("Accueil / Welcome", "Fermé / Closed", "Toronto welcome", "Queue welcome", "Vacances / Holidays")
    recordings = [{"value": str(7567 + n), "description": words, "data": r.wav()} for n, words in enumerate(names)]
    everybody = ";".join(f"account:{login(name)},25,0" for name in ("Reception", "Anne", "John"))
    return {
        "recordings": recordings,
        "ivrs": [
            _ivr("4636", "Main menu", "7567", f"1=grp:4768;2=queue:32208;3=account:{login('AnneT')};0=vm:100"),
            _ivr("4637", "Toronto menu", "7569", "1=fwd:16006;2=grp:4768"),
            _ivr("4638", "Closed menu", "7568", "1=vm:100;9=fwd:18635"),
        ],
        "ring_groups": [
            {
                "ring_group": "4768",
                "name": "Support",
                "caller_announcement": "",
                "music_on_hold": "jazz",
                "language": "fr",
                "members": everybody,
                "voicemail": "100",
            }
        ],
        "queues": [_queue("32208", "Appointments", "6", "fwd:18635"), _queue("32209", "Billing", "7", "vm:102")],
        "static_members": [
            {
                "member": str(619 + n),
                "queue_number": queue,
                "name": words,
                "account": f"SIP/{login(name)}",
                "priority": p,
            }
            for n, (queue, words, name, p) in enumerate(
                (
                    ("32208", "Zoë", "Zoe", "0"),
                    ("32208", "François", "Francois", "1"),
                    ("32209", "Anne T.", "AnneT", "0"),
                )
            )
        ],
        "time_conditions": [
            r.hours("1830", "Office hours", "ivr:4636", "ivr:4638", OPEN),
            r.hours("1831", "Lunch", "vm:100", "grp:4768", "12 0 13 0 mon fri"),
        ],
    }


def _ivr(id_: str, name: str, recording: str, choices: str) -> Row:
    names = ("ivr", "name", "recording", "timeout", "language", "voicemailsetup", "choices")
    return dict(zip(names, (id_, name, recording, "5", "fr", "1", choices), strict=True))


def _queue(id_: str, name: str, digits: str, full: str) -> Row:
    routes = ("timeout", "full", "join_empty", "leave_empty", "join_unavail", "leave_unavail")
    return {
        "queue": id_,
        "queue_name": name,
        "queue_number": digits,
        "queue_language": "fr",
        "queue_password": "2468",
        "callerid_prefix": f"{name[:8]}: ",
        "join_announcement": "7570",
        "priority_weight": "1",
        "agent_announcement": "none",
        "report_hold_time_agent": "no",
        "member_delay": "none",
        "maximum_wait_time": "600",
        "maximum_callers": "10",
        "join_when_empty": "no",
        "leave_when_empty": "yes",
        "ring_strategy": "rrmemory",
        "ring_inuse": "no",
        "agent_ring_timeout": "20",
        "retry_timer": "5",
        "wrapup_time": "10",
        "voice_announcement": "none",
        "frequency_announcement": "none",
        "announce_position_frecuency": "60",
        "announce_round_seconds": "none",
        "if_announce_position_enabled_report_estimated_hold_time": "once",
        "thankyou_for_your_patience": "yes",
        "music_on_hold": "jazz",
        **{f"fail_over_routing_{route}": full for route in routes},
    }


def _phonebook() -> list[Row]:
    names = (
        "Café Olimpico,Jérôme Gagnon,Dr. Wright,Émilie Roy,Garage Saint-Denis,Jane Smith,Jane Smith,Luc Ouellet".split(
            ","
        )
    )
    return [
        {
            "phonebook": str(32207 + n),
            "speed_dial": f"*75{n + 1:02}",
            "name": name,
            "number": f"51455501{60 + n}",
            "callerid": "",
            "note": "second line" if n == 6 else "",
            "group": CLIENTS if str(32207 + n) in IN_CLIENTS else "",
        }
        for n, name in enumerate(names)
    ]
