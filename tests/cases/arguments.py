"""Arguments that are right, for each function: those of the orders, searches and changes, and those of the getters."""

SETTINGS: dict[str, object] = {"routing": "none:", "pop": 1, "dialtime": 60, "cnam": False}
HOURS: dict[str, object] = {
    "starthour": "8;8",
    "startminute": "0;0",
    "endhour": "16;12",
    "endminute": "0;0",
    "weekdaystart": "mon;sat",
    "weekdayend": "fri;sat",
}
RIGHT: dict[str, dict[str, object]] = {
    "orderDID": {"did": "5145550101", "billing_type": 1, **SETTINGS},
    "orderDIDInternationalTollFree": {"location_id": "a6422", "quantity": 2, **SETTINGS},
    "orderDIDVirtual": {"digits": "001", **SETTINGS},
    "orderTollFree": {"did": "8005550101", **SETTINGS},
    "orderVanity": {
        "did": "8776605646",
        "carrier": "2",
        **SETTINGS,
        "account": "100000_Reception",
        "monthly": 3.5,
        "setup": 1.99,
        "minute": 0.03,
    },
    "searchDIDsCAN": {"type": "starts", "query": "514"},
    "searchDIDsUSA": {"type": "contains", "query": "555"},
    "searchTollFreeCanUS": {},
    "searchTollFreeUSA": {"type": "ends", "query": "0101"},
    "searchVanity": {"type": "8**", "query": "***5646"},
    "sendSMS": {"did": "5145550110", "dst": "5145550160", "message": "hello John Smith"},
    "setCallback": {
        "description": "Road",
        "number": "5145550155",
        "delay_before": 5,
        "response_timeout": 10,
        "digit_timeout": 5,
    },
    "setCallerIDFiltering": {"callerid": "5145550166", "did": "all", "routing": "sys:busy"},
    "setDIDBillingType": {"did": "5145550110", "billing_type": 2},
    "setDIDInfo": {"did": "5145550110", "billing_type": 1, **SETTINGS},
    "setDIDPOP": {"did": "5145550110", "pop": 2},
    "setDIDRouting": {"did": "5145550110", "routing": "sys:echo"},
    "setDIDVoicemail": {"did": "5145550110", "voicemail": "102"},
    "setDISA": {"name": "Another", "pin": "0123", "digit_timeout": 10},
    "setForwarding": {"phone_number": "5145550155"},
    "setIVR": {
        "name": "Another",
        "recording": "7567",
        "timeout": 5,
        "language": "en",
        "voicemailsetup": 1,
        "choices": "1=sip:6199 ; 2=fwd:19183",
    },
    "setPhonebook": {"name": "Another", "number": "5145550155"},
    "setRecording": {"name": "Another", "file": "UklGRg=="},
    "setQueue": {
        "queue_name": "Another",
        "queue_number": 9,
        "queue_language": "en",
        "priority_weight": 1,
        "report_hold_time_agent": "yes",
        "join_when_empty": "yes",
        "leave_when_empty": "no",
        "ring_strategy": "ringall",
        "ring_inuse": False,
    },
    "setRingGroup": {"name": "Another", "members": "fwd:19183,10,1", "voicemail": "0"},
    "setSIPURI": {"uri": "5552223333@sip.voip.ms"},
    "setSMS": {"did": "5145550110", "enable": True},
    "setStaticMember": {"queue": "32208", "member_name": "John", "account": "100000_John", "priority": 2},
    "setTimeCondition": {"name": "Another", "routing_match": "vm:101", "routing_nomatch": "sys:hangup", **HOURS},
    "unconnectDID": {"did": "6465550131"},
}
PERIOD: dict[str, object] = {"date_from": "2026-10-01", "date_to": "2026-11-24"}
NEEDED: dict[str, dict[str, object]] = {
    "getStaticMembers": {"queue": "32208"},
    "getRegistrationStatus": {"account": "100000_Reception"},
    "getCDR": {**PERIOD, "timezone": -5},
    "getTransactionHistory": PERIOD,
    "getDIDCountries": {"type": "TOLLFREE"},
    "getDIDsInternationalTollFree": {"country_id": "10"},
    "getDIDsUSA": {"state": "NY"},
    "getDIDsCAN": {"province": "QC"},
    "getRateCentersUSA": {"state": "NY"},
    "getRateCentersCAN": {"province": "QC"},
}
"""What getters cannot do without."""


def right(function: str) -> dict[str, object]:
    """Arguments this function takes."""
    return RIGHT.get(function) or NEEDED.get(function, {})
