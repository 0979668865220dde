"""Status codes against the project's own table of facts, both ways."""

import json
from pathlib import Path

import pytest

from voipms_server.api.statuses import refusal, statuses

CODES: list[str] = json.loads((Path(__file__).parent.parent / "facts" / "statuses.json").read_text(encoding="utf-8"))
OBSERVED = set(
    "no_emailtofax no_filtering no_folder no_mms no_phonebook_group no_subaccount no_transactions no_vpri".split()
)
"""Empty lists that the live API tells with codes the manual does not explain."""

RETURNED = """
missing_credentials invalid_credentials api_not_enabled ip_not_enabled missing_method invalid_method
method_maintenance api_limit_exceeded missing_params unavailable_info tls_error provider_outofservice
missing_did invalid_did did_in_use did_limit_reached non_sufficient_funds unsifficient_stock Unable_to_purchase
order_failed missing_location invalid_location invalid_quantity missing_digits invalid_digits missing_carrier
invalid_carrier missing_routing invalid_routing_header invalid_failover_header missing_serverpop invalid_serverpop
missing_dialtime invalid_dialtime missing_cnam invalid_cnam invalid_calleridprefix invalid_note note_toolong
invalid_monthly invalid_setup invalid_minute missing_monthly missing_setup missing_minute invalid_client
invalid_resellerclient
invalid_account invalid_forwarding invalid_mailbox invalid_sipuri invalid_ringgroup invalid_ivr invalid_recording
invalid_queue invalid_callback invalid_timecondition invalid_disa invalid_route missing_ringgroup missing_ivr
missing_disa missing_timecondition missing_callback missing_sipuri missing_recording missing_mailbox
missing_forwarding
missing_type invalid_type missing_query invalid_query invalid_province missing_province invalid_state missing_state
no_did
invalid_dst missing_sms invalid_sms message_empty sms_toolong sms_failed limit_reached sms_wait_message
sms_apply_regulations missing_enable invalid_email_enable invalid_email missing_email invalid_forward_enable
invalid_sms_forward invalid_callback_enable invalid_callback_retry invalid_smpp_url invalid_smpp_username
invalid_smpp_password invalid_contact invalid_daterange invalid_date invalid_date_from invalid_timezone
missing_description invalid_description used_description missing_number invalid_number used_number existing_did
missing_delay_before invalid_delay_before missing_response_timeout invalid_response_timeout missing_digit_timeout
invalid_digit_timeout missing_pin invalid_pin duplicated_pin missing_name invalid_name used_name duplicated_name
name_toolong missing_phonenumber invalid_phonenumber invalid_callerid_override invalid_callerid invalid_dtmf_digits
invalid_pause invalid_diversion_header forwards_exceeded invalid_forwarding_did missing_callerid used_filter
invalid_filter missing_filter missing_uri sipuri_in_phonebook invalid_speed_dial used_speed_dial missing_speed_dial
invalid_phonebook missing_phonebook max_phonebook members_exceeded same_did_billingtype no_change_billingtype
missing_billingtype invalid_billingtype invalid_record_calls missing_transcription_email invalid_transcription_email
missing_transcription_locale invalid_transcription_locale invalid_transcription_redaction
invalid_transcription_summary invalid_transcription_sentiment
missing_file invalid_file no_base64file exceeds_file_size recording_in_use_did recording_in_use_ivr
recording_in_use_queue recording_in_use_caller_timecondition recording_in_use_caller_id_filtering missing_choices
invalid_numbermembers missing_timeout invalid_timeout missing_language invalid_language missing_voicemailsetup
invalid_voicemailsetup missing_members invalid_member missing_member member_already_included invalid_musiconhold
missing_musiconhold missing_starthour invalid_starthour missing_startminute invalid_startminute missing_endhour
invalid_endhour missing_endminute invalid_endminute missing_weekdaystart invalid_weekdaystart missing_weekdayend
invalid_weekdayend
missing_priority_weight invalid_priority_weight missing_report_hold_time_agent invalid_report_hold_time_agent
invalid_member_delay invalid_maximum_wait_time invalid_maximum_callers missing_join_when_empty invalid_join_empty_type
missing_leave_when_empty missing_ring_strategy invalid_strategy missing_ring_inuse invalid_ring_inuse
missing_agent_ring_timeout invalid_agent_ring_timeout invalid_retry_timer invalid_wrapup_time
invalid_voice_announcement invalid_frequency_announcement invalid_announce_position_frequency
invalid_announce_round_seconds missing_if_announce_position_enabled_report_e
invalid_if_announce_position_enabled_report_e missing_thankyou_for_your_patience invalid_thankyou_for_your_patience
invalid_join_announcement missing_priority invalid_priority
""".split()
"""What the 29 documented functions can answer."""


def test_every_code_of_the_table_has_a_meaning() -> None:
    assert set(CODES) <= set(statuses())
    assert not [code for code in CODES if len(statuses()[code].meaning) < 10]


def test_a_meaning_beyond_the_table_is_marked_as_observed() -> None:
    assert {code for code, status in statuses().items() if status.observed} == OBSERVED
    assert set(statuses()) - set(CODES) <= OBSERVED


@pytest.mark.parametrize("code", RETURNED)
def test_a_code_these_functions_can_return_comes_with_a_way_out(code: str) -> None:
    refused = refusal("setIVR", code)
    assert code in CODES
    assert str(refused) == f"VoIP.ms refused setIVR: {code}. {refused.meaning} {refused.advice}"
    assert len(refused.advice) > 10


def test_meanings_and_advice_are_short_sentences() -> None:
    for status in statuses().values():
        for words in filter(None, (status.meaning, status.advice)):
            assert words.endswith(".")
            assert words.isprintable()
            assert len(words) < 200
