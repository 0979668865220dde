"""What callers left in the office's mailboxes, what was said, its ports, and the address of E911. All invented."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from voipms_sandbox.emergency import ACTIVE
from voipms_sandbox.mailboxes import INBOX
from voipms_sandbox.world import Row, Tables

SAID = "Bonjour, c'est Jérôme. Rappelez-moi au 514 555 0161, merci."
FORMER = "Former Telecom"


def happened(now: datetime, mailboxes: Sequence[Row]) -> Tables:
    """The tables of the office."""
    return {
        "voicemail_messages": _messages(now, mailboxes),
        "call_transcriptions": [_transcription(now)],
        "call_phrases": _phrases(now),
        "packages": [{"package": "92364", "name": "Standard"}],
        "e911": [_address()],
        "ports": [_waiting(now), _done(now)],
        "port_notes": _notes(now),
    }


def _messages(now: datetime, mailboxes: Sequence[Row]) -> list[Row]:
    """One new message in each mailbox, and two old ones in the first."""
    new = [_message(row["mailbox"], INBOX, 1, now - timedelta(hours=5 + n)) for n, row in enumerate(mailboxes)]
    new[0]["result"] = SAID
    first = mailboxes[0]["mailbox"]
    return [*new, *(_message(first, "Old", n, now - timedelta(days=3 * n), "yes") for n in (1, 2))]


def _message(mailbox: str, folder: str, number: int, at: datetime, listened: str = "no") -> Row:
    return {
        "mailbox": mailbox,
        "folder": folder,
        "message_num": str(number),
        "date": f"{at:%Y-%m-%d %H:%M:%S}",
        "callerid": '"Jerome" <5145550161>',
        "duration": "00:00:09",
        "urgent": "no",
        "listened": listened,
        "result": "",
    }


def _transcription(now: datetime) -> Row:
    return {
        "transcription": "1",
        "account": "100000_Anne",
        "date": f"{now - timedelta(hours=3):%Y-%m-%d %H:%M:%S}",
        "duration": "00:07",
        "speakers": "100000_Anne;5145550161",
        "locale": "en-US",
        "confidence": "94.18%",
    }


def _phrases(now: datetime) -> list[Row]:
    spoken = (
        ("1", "Good morning, this is Anne."),
        ("2", "Hello Anne, are you open on Saturday?"),
        ("1", "Yes, until five."),
    )
    return [
        {
            "transcription": "1",
            "time": f"{now - timedelta(hours=3, seconds=-2 * n):%Y-%m-%d %H:%M:%S}",
            "duration": "2.84",
            "speaker": speaker,
            "phrase": phrase,
        }
        for n, (speaker, phrase) in enumerate(spoken)
    ]


def _address() -> Row:
    return {
        "did": "5145550110",
        "status": ACTIVE,
        "full_name": "Example Office",
        "street_number": "100",
        "street_name": "EXAMPLE ST",
        "address_type": "Suite",
        "address_number": "401",
        "city": "MONTREAL",
        "state": "QC",
        "zip_code": "H2X 1Y4",
        "country": "CA",
        "language": "FR",
        "email": "office@example.com",
        "other_info": "",
    }


def port(id_: str, numbers: str, status: str, date: datetime, foc_date: str = "") -> Row:
    """A port as the sandbox keeps it; the account number at the other provider is a secret."""
    return {
        "portid": id_,
        "numbers": numbers,
        "foc_date": foc_date,
        "status": status,
        "date": f"{date:%Y-%m-%d}",
        "isPartial": "0",
        "locationType": "1",
        "isMobile": "0",
        "portType": "2",
        "statementName": "Example Office",
        "firstName": "Anne",
        "lastName": "Tremblay",
        "address1": "100 Example St",
        "city": "Montreal",
        "zip": "H2X 1Y4",
        "state": "QC",
        "country": "CA",
        "providerName": FORMER,
        "providerAccount": "0000-1111",
        "customer_notes": "",
    }


def note(id_: str, at: datetime, words: str) -> Row:
    return {"portid": id_, "note": words, "date": f"{at:%Y-%m-%d}", "time": f"{at:%H:%M:%S}"}


def _waiting(now: datetime) -> Row:
    return port("7001", "5145550195", "awaiting_documentation", now - timedelta(days=6))


def _done(now: datetime) -> Row:
    day = f"{now - timedelta(days=60):%Y-%m-%d}"
    return port("7000", "5145550114", "completed", now - timedelta(days=75), day)


def _notes(now: datetime) -> list[Row]:
    return [
        note("7000", now - timedelta(days=75), "You have sent a new order. Its state is Pending Approval."),
        note("7000", now - timedelta(days=60), "The number has been ported."),
        note("7001", now - timedelta(days=6), "You have sent a new order. Its state is Pending Approval."),
        note(
            "7001",
            now - timedelta(days=4),
            f"{FORMER} needs a recent bill that shows the number and the name of its owner. Please send one.",
        ),
    ]
