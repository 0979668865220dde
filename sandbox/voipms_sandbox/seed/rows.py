"""Rows with all the fields a getter shows, from the few that differ."""

import base64
import struct
from datetime import datetime, timedelta

from voipms_sandbox.world import Row


def blank(names: str, **given: str) -> Row:
    """A row with these fields, empty where not given."""
    return {**dict.fromkeys(names.split(), ""), **given}


def number(now: datetime, did: str, place: str, routing: str, pop: str, **given: str) -> Row:
    """A number with its usual settings."""
    usual = {
        "did": did,
        "description": place,
        "routing": routing,
        "failover_busy": "none:",
        "failover_unreachable": "none:",
        "failover_noanswer": "none:",
        "voicemail": "0",
        "pop": pop,
        "dialtime": "30",
        "cnam": "1",
        "e911": "0",
        "billing_type": "1",
        "next_billing": (now + timedelta(days=15)).strftime("%Y-%m-%d"),
        "order_date": (now - timedelta(days=400)).strftime("%Y-%m-%d 15:09:04"),
        "reseller_next_billing": "0000-00-00",
        "sms_available": "1",
    }
    flags = dict.fromkeys(
        "sms_enabled sms_email_enabled sms_forward_enabled sms_url_callback_enabled "
        "sms_url_callback_retry smpp_enabled transcribe record_calls webhook_enabled sms_sipaccount_enabled "
        "inbound_dialing_mode transcription_start_delay voicemail_threshold".split(),
        "0",
    )
    speech = dict.fromkeys(("transcription_redaction", "transcription_summary", "transcription_sentiment"), "no")
    empty = (
        "callerid_prefix note port_out_pin reseller_account reseller_monthly reseller_minute reseller_setup sms_email "
        "sms_forward sms_url_callback smpp_url smpp_user smpp_pass transcription_locale transcription_email webhook "
        "sms_sipaccount"
    )
    return {**blank(empty), **flags, **speech, "dialmode": "1", **usual, **given}


def sub_account(id_: str, account: str, description: str, extension: str, **given: str) -> Row:
    """A device or a person."""
    usual = {
        "id": id_,
        "account": account,
        "username": account.partition("_")[2],
        "description": description,
        "protocol": "1",
        "auth_type": "1",
        "password": f"Invented-{id_}",
        "device_type": "2",
        "callerid_number": "-1",
        "canada_routing": "1",
        "lock_international": "1",
        "international_route": "1",
        "music_on_hold": "default",
        "language": "en",
        "allowed_codecs": "ulaw;g722",
        "dtmf_mode": "auto",
        "nat": "yes",
        "sip_traffic": "0",
        "max_expiry": "3600",
        "rtp_timeout": "60",
        "rtp_hold_timeout": "600",
        "tfcarrier": "-1",
        "internal_extension": extension,
        "internal_dialtime": "30",
        "call_pickup_behavior": "1",
    }
    flags = (
        "enable_ip_restriction enable_pop_restriction send_bye record_calls transcribe allow225 enable_internal_cnam "
        "transcription_start_delay dialing_mode"
    )
    speech = dict.fromkeys(("transcription_redaction", "transcription_summary", "transcription_sentiment"), "no")
    empty = (
        "ip ip_restriction pop_restriction internal_voicemail reseller_client reseller_package reseller_nextbilling "
        "parking_lot default_e911 transcription_locale transcription_email internal_cnam internal_extension_location"
    )
    return {**blank(empty), **dict.fromkeys(flags.split(), "0"), **speech, **usual, **given}


def mailbox(id_: str, name: str, email: str, **given: str) -> Row:
    usual = {
        "mailbox": id_,
        "name": name,
        "password": "4711",
        "skip_password": "0",
        "email": email,
        "attach_message": "yes",
        "delete_message": "no",
        "say_time": "yes",
        "timezone": "America/New_York",
        "say_callerid": "yes",
        "play_instructions": "u",
        "language": "en",
        "email_attachment_format": "wav49",
        "unavailable_message_recording": "",
        "new": "1",
        "urgent": "0",
        "transcription": "no",
    }
    return {**usual, **given}


def wav(milliseconds: int = 20) -> str:
    """A moment of silence, 8 kHz mono 16-bit, in base64."""
    data = b"\0\0" * (8 * milliseconds)
    head = struct.pack(
        "<4sI4s4sIHHIIHH4sI",
        b"RIFF",
        36 + len(data),
        b"WAVE",
        b"fmt ",
        16,
        1,
        1,
        8000,
        16000,
        2,
        16,
        b"data",
        len(data),
    )
    return base64.b64encode(head + data).decode()


def registration(account: str, pop: str, last: int, now: datetime) -> Row:
    return {
        "account": account,
        "server_pop": pop,
        "register_ip": f"198.51.100.{last}",
        "register_port": "5060",
        "register_next": (now + timedelta(minutes=4)).strftime("%Y-%m-%d %H:%M:%S"),
        "register_protocol": "SIP",
        "register_transport": "UDP",
    }


def forwarding(id_: str, phone: str, words: str) -> Row:
    return {
        "forwarding": id_,
        "phone_number": phone,
        "callerid_override": "-1",
        "description": words,
        "dtmf_digits": "",
        "pause": "0",
        "diversion_header": "1",
        "attestation_a_enabled": "0",
    }


def hours(id_: str, name: str, match: str, nomatch: str, lists: str) -> Row:
    """`lists` are the six lists of a time condition, separated by spaces."""
    names = ("starthour", "startminute", "endhour", "endminute", "weekdaystart", "weekdayend")
    return {
        "timecondition": id_,
        "name": name,
        "routing_match": match,
        "routing_nomatch": nomatch,
        **dict(zip(names, lists.split(), strict=True)),
    }
