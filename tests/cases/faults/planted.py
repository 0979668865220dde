"""The faults, by the complaint they lead to."""

from collections.abc import Mapping
from datetime import timedelta

from cases.faults.fault import Fault, Plant
from cases.faults.healthy import Healthy
from voipms_sandbox.seed.happened import note, port


def number(role: str, **fields: str) -> Plant:
    return lambda one: one.number(role).update(fields)


def sub(letter: str, **fields: str) -> Plant:
    return lambda one: one.sub(one.names[letter]).update(fields)


def entry(table: str, **fields: str) -> Plant:
    return lambda one: one.tables[table][0].update(fields)


def away(*letters: str) -> Plant:
    def plant(one: Healthy) -> None:
        logins = [one.login(one.names[letter]) for letter in letters]
        one.tables["registrations"] = [row for row in one.tables["registrations"] if row["account"] not in logins]

    return plant


def both(*plants: Plant) -> Plant:
    def plant(one: Healthy) -> None:
        for each in plants:
            each(one)

    return plant


def gone(table: str) -> Plant:
    return lambda one: one.tables[table].clear()


def caught(rule: str, routing: str = "sys:hangup", did: str = "all") -> Plant:
    def plant(one: Healthy) -> None:
        failovers = dict.fromkeys(("failover_busy", "failover_unreachable", "failover_noanswer"), "none:")
        row = {"filtering": one.id("filter"), "callerid": rule, "did": did, "routing": routing, "note": "", **failovers}
        one.tables["filters"] = [row]

    return plant


def to_box(field: str, role: str) -> Plant:
    return lambda one: one.number(role).update({field: f"vm:{one.ids['box']}"})


def caller(said: str) -> Mapping[str, object]:
    return {"caller": said}


NO_RING = "calls to our number never ring"
VOICEMAIL = "calls go straight to voicemail"
NEVER = "it rings forever and voicemail never picks up"
BUSY = "callers hear a busy tone"
ONCE = "it rings once then drops"
AUDIO = "we have one way audio, no sound"
DROPS = "calls drop after 30 seconds"
NO_SMS = "text messages do not arrive"
NO_SEND = "we cannot send texts"
CALLER_ID = "people see the wrong number when I call"
NAME = "no name on incoming calls"
QUEUE = "the queue does not ring its agents"
QUEUE_DROPS = "the queue drops its callers"
GROUP = "the ring group does not ring"
MENU = "the menu goes to the wrong place or is silent"
HOURS = "closed message during opening hours"
FORWARD = "forwarded calls do not arrive on the cell"
OUT = "outgoing calls fail"

CALLS_IN = (
    Fault("balance_used_up", NO_RING, "direct", lambda _: None, balance="-0.50"),
    Fault("leads_to_announcement", NO_RING, "direct", number("direct", routing="none:"), name="none"),
    *(
        Fault("leads_to_announcement", NO_RING, role, number(role, routing=f"sys:{word}"), name=f"sys {word}")
        for role, word in (("direct", "noservice"), ("group", "disconnected"), ("queue", "hangup"))
    ),
    *(
        Fault("dangling", NO_RING, role, number(role, routing=f"{header}:1"), name=f"{header} is gone")
        for role, header in (
            ("direct", "fwd"),
            ("group", "grp"),
            ("queue", "queue"),
            ("menu", "ivr"),
            ("hours", "tc"),
            ("pbx", "sip"),
            ("cell", "cb"),
            ("direct", "disa"),
            ("group", "recording"),
        )
    ),
    Fault(
        "dangling",
        NO_RING,
        "direct",
        lambda one: one.tables["sub_accounts"].remove(one.sub(one.names["a"])),
        name="sub-account is gone",
    ),
    Fault("unregistered", NO_RING, "direct", away("a")),
    Fault("group_silent", NO_RING, "group", away("b", "c"), name="group is away"),
    Fault("queue_members_away", NO_RING, "queue", away("d", "e"), name="queue is away"),
    Fault(
        "filter_catches", NO_RING, "direct", caught("4165550162"), lambda _: caller("4165550162"), name="filter number"
    ),
    Fault("filter_catches", NO_RING, "group", caught("0"), lambda _: caller("anonymous"), name="filter anonymous"),
    Fault("filter_catches", NO_RING, "menu", caught("416*"), lambda _: caller("416-555-0162"), name="filter pattern"),
    Fault("filter_catches", NO_RING, "queue", caught("i"), lambda _: caller("01133639980160"), name="filter abroad"),
    Fault(
        "loop",
        NO_RING,
        "hours",
        lambda one: one.tables["time_conditions"][0].update(
            routing_match=f"tc:{one.id('hours')}", routing_nomatch=f"tc:{one.id('hours')}"
        ),
    ),
    Fault(
        "forward_to_own_number",
        NO_RING,
        "cell",
        lambda one: one.tables["forwardings"][0].update(phone_number=one.dids["menu"]),
        name="forward to own",
    ),
    Fault("uri_misspelt", NO_RING, "pbx", entry("sipuris", uri="pbx.example.com")),
    Fault("number_not_owned", NO_RING, "", lambda _: None, lambda _: {"did": "5145550199"}),
    Fault("routed_to_voicemail", VOICEMAIL, "direct", to_box("routing", "direct")),
    Fault("short_ring", VOICEMAIL, "direct", number("direct", dialtime="5"), name="dial time 5"),
    Fault("unregistered", VOICEMAIL, "direct", away("a"), name="away to voicemail"),
    Fault("outside_hours", VOICEMAIL, "hours", entry("time_conditions", endhour="11", endminute="0")),
    Fault(
        "condition_leads_there",
        VOICEMAIL,
        "hours",
        lambda one: one.tables["time_conditions"][0].update(routing_match=f"vm:{one.ids['box']}"),
    ),
    Fault(
        "filter_catches",
        VOICEMAIL,
        "direct",
        lambda one: caught("416*", f"vm:{one.ids['box']}")(one),
        lambda _: caller("4165550162"),
        name="filter to voicemail",
    ),
    Fault("no_failover", NEVER, "direct", number("direct", failover_noanswer="none:")),
    Fault("dangling", NEVER, "direct", number("direct", failover_noanswer="vm:1"), name="failover box is gone"),
    Fault("rings_too_long", NEVER, "direct", number("direct", dialtime="120")),
    Fault("leads_to_announcement", BUSY, "direct", number("direct", routing="sys:busy"), name="sys busy"),
    Fault(
        "filter_catches",
        BUSY,
        "direct",
        caught("4165550162", "sys:busy"),
        lambda _: caller("4165550162"),
        name="filter to busy",
    ),
    Fault("encryption_mismatch", ONCE, "direct", sub("a", sip_traffic="1")),
    Fault("codecs", ONCE, "direct", sub("a", allowed_codecs="g729;gsm")),
    Fault(
        "group_press_one",
        ONCE,
        "group",
        lambda one: one.tables["ring_groups"][0].update(members=f"account:{one.login(one.names['b'])},25,1"),
        name="press one, drops",
    ),
    Fault("nat_off", AUDIO, "direct", sub("a", nat="no")),
    Fault("codecs", AUDIO, "direct", sub("a", allowed_codecs="gsm"), name="codecs, audio"),
    Fault("encryption_mismatch", AUDIO, "direct", sub("a", sip_traffic="1"), name="encryption, audio"),
    Fault("rtp_timeout", DROPS, "direct", sub("a", rtp_timeout="10")),
    Fault("rtp_hold_timeout", DROPS, "direct", sub("a", rtp_hold_timeout="20")),
    Fault("max_expiry", DROPS, "direct", sub("a", max_expiry="86400")),
)
TEXTS = (
    Fault("sms_off", NO_SMS, "direct", number("direct", sms_enabled="0")),
    Fault("sms_unavailable", NO_SMS, "direct", number("direct", sms_available="0", sms_enabled="0")),
    Fault("sms_delivered_nowhere", NO_SMS, "direct", number("direct", sms_email_enabled="0")),
    Fault("sms_channel_empty", NO_SMS, "direct", number("direct", sms_email=""), name="no e-mail"),
    Fault("sms_channel_empty", NO_SMS, "direct", number("direct", sms_forward_enabled="1"), name="no forward"),
    Fault("sms_channel_empty", NO_SMS, "direct", number("direct", sms_url_callback_enabled="1"), name="no url"),
    Fault("sms_channel_empty", NO_SMS, "direct", number("direct", webhook_enabled="1"), name="no webhook"),
    Fault("sms_channel_empty", NO_SMS, "direct", number("direct", smpp_enabled="1"), name="no smpp"),
    Fault(
        "sms_forward_to_own",
        NO_SMS,
        "direct",
        lambda one: one.number("direct").update(sms_forward_enabled="1", sms_forward=one.dids["menu"]),
    ),
    Fault(
        "sms_account_away",
        NO_SMS,
        "direct",
        both(
            away("f"),
            lambda one: one.number("direct").update(
                sms_sipaccount_enabled="1", sms_sipaccount=one.login(one.names["f"])
            ),
        ),
    ),
    Fault(
        "sms_fresh",
        NO_SMS,
        "direct",
        lambda one: one.number("direct").update(order_date=one.now.strftime("%Y-%m-%d 08:00:00")),
    ),
    Fault("sms_off", NO_SEND, "direct", number("direct", sms_enabled="0"), name="sms off, sending"),
    Fault("sms_abroad", NO_SEND, "direct", lambda _: None, lambda _: caller("33639980160")),
    Fault("balance_used_up", NO_SEND, "direct", lambda _: None, balance="0.00", name="no balance, sending"),
    Fault(
        "sms_limit",
        NO_SEND,
        "direct",
        lambda one: one.tables.update(
            sms=[
                {
                    "id": str(n),
                    "date": one.now.strftime("%Y-%m-%d 09:00:00"),
                    "type": "0",
                    "did": one.dids["direct"],
                    "contact": "5145550160",
                    "message": "Hello",
                    "carrier_status": "",
                }
                for n in range(100)
            ]
        ),
    ),
)
NAMES = (
    Fault("cnam_off", NAME, "direct", number("direct", cnam="0")),
    Fault("prefixed", NAME, "direct", number("direct", callerid_prefix="Main: ")),
    Fault(
        "named_by_phonebook",
        NAME,
        "direct",
        lambda one: one.tables["phonebook"].append(
            {
                "phonebook": one.id("entry"),
                "speed_dial": "",
                "name": "Old name",
                "number": "5145550160",
                "callerid": "",
                "note": "",
                "group": "",
            }
        ),
        lambda _: caller("5145550160"),
    ),
    Fault("caller_id_not_owned", CALLER_ID, "direct", sub("a", callerid_number="5145550188")),
    Fault("caller_id_of_main", CALLER_ID, "direct", sub("a", callerid_number="-1")),
    Fault("value_route", CALLER_ID, "direct", sub("a", canada_routing="1")),
    Fault(
        "override_not_owned", CALLER_ID, "", entry("forwardings", callerid_override="5145550188"), name="override fwd"
    ),
    Fault("override_not_owned", CALLER_ID, "", entry("sipuris", callerid_override="5145550188"), name="override sip"),
)
MENUS = (
    Fault("queue_without_members", QUEUE, "queue", gone("static_members")),
    Fault("queue_members_away", QUEUE, "queue", away("d", "e")),
    Fault("queue_short_ring", QUEUE, "queue", entry("queues", agent_ring_timeout="3")),
    Fault("queue_slow", QUEUE, "queue", entry("queues", member_delay="30")),
    Fault("not_led_to_queue", QUEUE, "queue", to_box("routing", "queue")),
    Fault("not_led_to_queue", QUEUE, "queue", number("queue", routing="queue:6"), name="number for id"),
    Fault("queue_short_wait", QUEUE_DROPS, "queue", entry("queues", maximum_wait_time="15")),
    Fault("queue_small", QUEUE_DROPS, "queue", entry("queues", maximum_callers="1")),
    Fault("queue_timeout_hangs_up", QUEUE_DROPS, "queue", entry("queues", fail_over_routing_timeout="none:")),
    Fault("queue_join_empty", QUEUE_DROPS, "queue", gone("static_members"), name="joins empty"),
    Fault(
        "dangling", QUEUE_DROPS, "queue", entry("queues", fail_over_routing_timeout="fwd:1"), name="queue failover gone"
    ),
    Fault("group_silent", GROUP, "group", away("b", "c")),
    Fault("unregistered", GROUP, "group", away("b"), name="one of the group"),
    Fault(
        "group_member_gone",
        GROUP,
        "group",
        lambda one: one.tables["ring_groups"][0].update(members=f"account:{one.login(one.names['b'])},25,0;fwd:1,25,0"),
    ),
    Fault(
        "group_short_ring",
        GROUP,
        "group",
        lambda one: one.tables["ring_groups"][0].update(members=f"account:{one.login(one.names['b'])},3,0"),
    ),
    Fault(
        "group_press_one",
        GROUP,
        "group",
        lambda one: one.tables["ring_groups"][0].update(members=f"account:{one.login(one.names['b'])},25,1"),
    ),
    Fault("not_led_to_group", GROUP, "group", to_box("routing", "group")),
    Fault("missing_announcement", MENU, "menu", gone("recordings"), name="recording gone"),
    Fault("missing_announcement", MENU, "menu", entry("ivrs", recording=""), name="no recording"),
    Fault(
        "dangling",
        MENU,
        "menu",
        lambda one: one.tables["ivrs"][0].update(choices=f"1=fwd:1;t=vm:{one.ids['box']}"),
        name="choice gone",
    ),
    Fault("menu_short_wait", MENU, "menu", entry("ivrs", timeout="1")),
    Fault(
        "menu_without_default", MENU, "menu", lambda one: one.tables["ivrs"][0].update(choices=f"1=vm:{one.ids['box']}")
    ),
    Fault(
        "menu_repeats",
        MENU,
        "menu",
        lambda one: one.tables["ivrs"][0].update(choices=f"1=vm:{one.ids['box']};t=ivr:{one.id('menu')}"),
    ),
    Fault("uneven_hours", HOURS, "hours", entry("time_conditions", endhour="17;18")),
    Fault(
        "unreachable_branch",
        HOURS,
        "hours",
        entry(
            "time_conditions",
            starthour="0",
            startminute="0",
            endhour="23",
            endminute="59",
            weekdaystart="mon",
            weekdayend="sun",
        ),
    ),
    Fault("outside_hours", HOURS, "hours", entry("time_conditions", endhour="11"), name="closed too early"),
    Fault("outside_hours", HOURS, "hours", entry("time_conditions", weekdaystart="wed"), name="closed on that day"),
    Fault(
        "hours_in_other_zone",
        "open when we are closed",
        "hours",
        entry("time_conditions", starthour="10"),
        zone="America/Vancouver",
    ),
    Fault("on_the_edge", HOURS, "hours", entry("time_conditions", endhour="12", endminute="0")),
    Fault(
        "forward_to_own_number",
        FORWARD,
        "cell",
        lambda one: one.tables["forwardings"][0].update(phone_number=one.dids["menu"]),
    ),
    Fault("forward_misspelt", FORWARD, "cell", entry("forwardings", phone_number="5550170")),
    Fault("forward_unattested", FORWARD, "cell", entry("forwardings", diversion_header="0")),
    Fault("dangling", FORWARD, "cell", gone("forwardings"), name="forwarding gone"),
    Fault("not_forwarded", FORWARD, "cell", to_box("routing", "cell")),
)
OUTGOING = (
    Fault("international_locked", OUT, "direct", sub("a", lock_international="1"), lambda _: caller("33639980160")),
    Fault("pop_restriction", OUT, "direct", sub("a", enable_pop_restriction="1", pop_restriction="99")),
    Fault("ip_restriction", OUT, "direct", sub("a", enable_ip_restriction="1", ip_restriction="203.0.113.9")),
    Fault("encryption_mismatch", OUT, "direct", sub("a", sip_traffic="1"), name="encryption, out"),
    Fault("balance_used_up", OUT, "direct", lambda _: None, balance="-1", name="no balance, out"),
    Fault("balance_used_up", "an order is refused", "", lambda _: None, balance="-1", name="no balance, order"),
    Fault("balance_low", "an order is refused", "", lambda _: None, balance="1.20"),
)


def porting(status: str, role: str = "", said: str = "", foc_date: str = "") -> Plant:
    """A port of this number, or of one that is not there yet, with a note."""

    def plant(one: Healthy) -> None:
        numbers = one.dids[role] if role else COMING
        one.tables["ports"] = [port("7001", numbers, status, one.now - timedelta(days=6), foc_date)]
        one.tables["port_notes"] = [note("7001", one.now - timedelta(days=2), said)] if said else []

    return plant


def coming(_: Healthy) -> Mapping[str, object]:
    return {"did": COMING}


PORT = "where is my port"
COMING = "5145550195"
PORTS = (
    Fault("port_waits_for_you", PORT, "", porting("awaiting_documentation", said="Please send a recent bill.")),
    Fault("port_waits_for_you", PORT, "", porting("rejected", said="The name does not match."), name="rejected"),
    Fault("port_not_done", PORT, "", porting("processing"), name="processing"),
    Fault("port_not_done", PORT, "", porting("foc", foc_date="2026-12-03"), name="planned"),
    Fault("port_not_done", PORT, "", porting("processing"), coming, name="of a number that is not there yet"),
    Fault("port_not_done", NO_RING, "direct", porting("processing", "direct"), name="not yet ported, no ring"),
    Fault("port_waits_for_you", NO_SMS, "group", porting("rejected", "group"), name="port rejected, no SMS"),
)
PLANTED = (*CALLS_IN, *TEXTS, *NAMES, *MENUS, *OUTGOING, *PORTS)
