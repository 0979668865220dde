"""SMS of the last days, and one MMS. All invented."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from voipms_sandbox.world import Row, Tables

FIRST_ID = 23_434


@dataclass(frozen=True, slots=True)
class Told:
    """How many days ago, with whom, whether it was received, the words, and of an MMS its media."""

    days: int
    contact: str
    received: bool
    words: str
    media: str = ""


TOLD = (
    Told(3, "5145550160", True, "Bonjour, votre bureau est-il ouvert samedi ?"),
    Told(3, "5145550160", False, "Oui, de 10 h à 14 h."),
    Told(2, "4165550161", True, "Is my order ready?"),
    Told(2, "4165550161", True, "It is this one.", "https://example.com/photos/order-1042.jpg"),
    Told(2, "4165550161", False, "Yes, from 2 pm."),
    Told(1, "4385550162", True, "Ma facture est-elle prête ?"),
    Told(1, "4385550162", False, "Oui, je vous l'envoie."),
    Told(1, "4385550162", False, "C'est fait."),
    Told(0, "4165550161", True, "Running late, can you wait until 2:30?"),
)


def messages(now: datetime, did: str) -> Tables:
    """Three conversations of the last days, the end of one not half an hour old."""
    rows = [(told, _row(FIRST_ID + n, now - timedelta(minutes=30 - n), did, told)) for n, told in enumerate(TOLD)]
    return {
        "sms": [row for told, row in rows if not told.media],
        "mms": [
            {**row, "col_media1": told.media, "col_media2": "", "col_media3": ""} for told, row in rows if told.media
        ],
    }


def _row(id_: int, now: datetime, did: str, told: Told) -> Row:
    return {
        "id": str(id_),
        "date": (now - timedelta(days=told.days)).strftime("%Y-%m-%d %H:%M:%S"),
        "type": "1" if told.received else "0",
        "did": did,
        "contact": told.contact,
        "message": told.words,
        "carrier_status": "Information not available",
    }
