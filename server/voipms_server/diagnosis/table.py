"""The table of checks: what is looked at for which symptom, and how likely what is found explains it."""

from voipms_server.checkup import devices, fraud
from voipms_server.checkup import money as account_money
from voipms_server.diagnosis import forwarding, inbound, menus, money, names, past, ports, settings, texts
from voipms_server.diagnosis.case import Case
from voipms_server.diagnosis.row import SURENESS, Cause, Row, anywhere, of_account, on_path, row
from voipms_server.findings import Weight

CHECKS: tuple[Row, ...] = (
    row(money.access, everything_fails=100),
    row(money.balance_used_up, no_ring=98, forward_fails=97, outgoing_fails=98, sms_not_sent=96, order_fails=98),
    row(money.balance_low, order_fails=80, outgoing_fails=30),
    row(inbound.number_not_owned, no_ring=99, sms_not_received=99, sms_not_sent=99, straight_to_voicemail=99, port=60),
    row(ports.port_not_done, port=95, no_ring=90, sms_not_received=80),
    on_path("dangling", no_ring=95, voicemail_never=95, forward_fails=95, straight_to_voicemail=30, queue_silent=90),
    anywhere("dangling", ivr_wrong=95, queue_drops=94, group_silent=80, hours_wrong=70),
    on_path("loop", no_ring=94, voicemail_never=90, ivr_wrong=90, hours_wrong=80, queue_drops=88, forward_fails=80),
    on_path("leads_to_announcement", no_ring=93, busy_tone=92, hours_wrong=75, voicemail_never=85),
    on_path("filter_catches", no_ring=92, busy_tone=94, straight_to_voicemail=70, voicemail_never=80),
    row(past.was_filtered, no_ring=96, busy_tone=96, straight_to_voicemail=96),
    on_path("unregistered", no_ring=88, straight_to_voicemail=90, rings_then_drops=40, voicemail_never=40),
    anywhere("unregistered", group_silent=82, queue_silent=70),
    anywhere("group_silent", group_silent=95, no_ring=90, straight_to_voicemail=80),
    anywhere("group_member_gone", group_silent=90),
    row(menus.not_led_to_group, group_silent=85),
    row(menus.group_short_ring, group_silent=80, straight_to_voicemail=78),
    row(menus.group_press_one, group_silent=75, rings_then_drops=85),
    anywhere("queue_without_members", queue_silent=92, queue_drops=80, no_ring=85),
    anywhere("queue_members_away", queue_silent=94, queue_drops=82, no_ring=86),
    row(menus.queue_sends_away, queue_drops=95, queue_silent=60),
    row(menus.not_led_to_queue, queue_silent=91, queue_drops=60),
    row(menus.queue_short_ring, queue_silent=85),
    row(menus.queue_slow, queue_silent=70),
    row(menus.queue_short_wait, queue_drops=92),
    row(menus.queue_small, queue_drops=88),
    on_path("queue_timeout_hangs_up", queue_drops=90, voicemail_never=88),
    anywhere("queue_full_hangs_up", queue_drops=60),
    anywhere("forward_to_own_number", forward_fails=94, no_ring=91),
    row(forwarding.forward_misspelt, forward_fails=95, no_ring=90),
    row(forwarding.forward_unattested, forward_fails=70),
    row(forwarding.not_forwarded, forward_fails=75),
    row(forwarding.uri_misspelt, no_ring=89),
    anywhere("missing_announcement", ivr_wrong=90, queue_drops=30),
    row(menus.menu_short_wait, ivr_wrong=88),
    anywhere("menu_repeats", ivr_wrong=80),
    row(menus.menu_without_default, ivr_wrong=75),
    row(inbound.decided_for_voicemail, straight_to_voicemail=95),
    on_path("short_ring", straight_to_voicemail=92, rings_then_drops=90),
    on_path("no_failover", voicemail_never=93),
    row(inbound.rings_too_long, voicemail_never=92),
    anywhere("uneven_hours", hours_wrong=94),
    anywhere("unreachable_branch", hours_wrong=92),
    row(inbound.hours_in_other_zone, hours_wrong=96),
    row(inbound.closed_in_working_hours, hours_wrong=85),
    anywhere("on_the_edge", hours_wrong=88, straight_to_voicemail=60),
    row(past.was_busy, busy_tone=95, straight_to_voicemail=93),
    row(past.was_away, no_ring=87, straight_to_voicemail=91),
    row(past.changed_since, no_ring=84, straight_to_voicemail=86, voicemail_never=84, busy_tone=84, hours_wrong=84),
    row(past.never_arrived, no_ring=80),
    row(settings.encryption, rings_then_drops=94, one_way_audio=80, outgoing_fails=90),
    row(settings.codecs, rings_then_drops=88, one_way_audio=85),
    row(settings.nat, one_way_audio=92, drops_after=60),
    row(settings.timers, drops_after=95, one_way_audio=40),
    row(settings.restricted, outgoing_fails=93, no_ring=89),
    row(settings.lock_international, outgoing_fails=97),
    row(settings.caller_id_not_owned, wrong_caller_id=95),
    row(settings.override_not_owned, wrong_caller_id=90),
    row(settings.caller_id_of_main, wrong_caller_id=70),
    row(settings.value_route, wrong_caller_id=60),
    row(names.cnam_off, wrong_incoming_name=90),
    row(names.prefixed, wrong_incoming_name=85),
    row(names.named_by_phonebook, wrong_incoming_name=98),
    row(texts.sms_unavailable, sms_not_received=97, sms_not_sent=97),
    row(texts.sms_off, sms_not_received=96, sms_not_sent=96),
    row(texts.sms_delivered_nowhere, sms_not_received=94),
    row(texts.sms_channel_empty, sms_not_received=95),
    row(texts.sms_forward_to_own, sms_not_received=93),
    row(texts.sms_account_away, sms_not_received=92),
    row(texts.sms_fresh, sms_not_received=85, sms_not_sent=85),
    row(texts.sms_limit, sms_not_sent=93),
    row(texts.sms_abroad, sms_not_sent=94),
    row(texts.mms_media_apart, mms_empty=95),
    of_account(fraud.night, charges=98),
    of_account(fraud.jump, charges=96),
    of_account(fraud.disa, charges=92),
    of_account(fraud.many_at_night, charges=85),
    of_account(fraud.passwords, charges=90),
    of_account(account_money.charges_grew, charges=94),
    of_account(fraud.international, charges=70),
    of_account(fraud.forwards_abroad, charges=75),
    of_account(devices.several_places, charges=65),
)


async def causes(case: Case) -> list[Cause]:
    """What explains the symptom, the likeliest first; the same about the same entry stands once."""
    found: dict[tuple[str, str], Cause] = {}
    for check in CHECKS:
        likely = check.likely.get(case.about.symptom.name)
        if likely is None:
            continue
        for finding in await check.check(case):
            weak = 0.8 if finding.weight is Weight.HINT else 1.0
            cause = Cause(finding, likely * SURENESS[finding.sure] * weak)
            key = (finding.kind, finding.entry)
            if key not in found or found[key].score < cause.score:
                found[key] = cause
    return sorted(found.values(), key=lambda one: -one.score)
