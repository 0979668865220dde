"""Messages of the last days. All invented."""

from datetime import datetime, timedelta

from voipms_sandbox.world import Row

TOLD = (
    (3, "5145550160", True, "Bonjour, votre bureau est-il ouvert samedi ?"),
    (3, "5145550160", False, "Oui, de 10 h à 14 h."),
    (2, "4165550161", True, "Is my order ready?"),
    (2, "4165550161", False, "Yes, from 2 pm."),
    (1, "4385550162", True, "Ma facture est-elle prête ?"),
    (1, "4385550162", False, "Oui, je vous l'envoie."),
    (1, "4385550162", False, "C'est fait."),
    (0, "4165550161", True, "Running late, can you wait until 2:30?"),
)
"""Days ago, with whom, whether it was received, and the words."""


def messages(now: datetime, did: str) -> list[Row]:
    """Three conversations of the last days, the end of one not half an hour old."""
    return [
        {
            "id": str(111_120 + n),
            "date": (now - timedelta(days=days, minutes=30 - n)).strftime("%Y-%m-%d %H:%M:%S"),
            "type": "1" if received else "0",
            "did": did,
            "contact": contact,
            "message": text,
            "carrier_status": "Information not available",
        }
        for n, (days, contact, received, text) in enumerate(TOLD)
    ]
