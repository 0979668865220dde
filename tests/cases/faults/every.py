"""All faults that `diagnose` is to name."""

from cases.faults.checked import UNWELL
from cases.faults.fault import Fault
from cases.faults.healthy import Healthy
from cases.faults.planted import PLANTED

CHARGED = "unexpected charges"
COSTLY = (
    "expensive_at_night",
    "calls_jumped",
    "many_at_night",
    "charges_grew",
    "disa_weak_pin",
    "disa_without_pin",
    "weak_password",
    "international_open",
    "forwarding_abroad",
    "registered_twice",
)
CHARGES = tuple(
    Fault(one.cause, CHARGED, "", one.plant, balance=one.balance, name=f"charges, {one.id}")
    for one in UNWELL
    if one.cause in COSTLY
)


def photo_apart(one: Healthy) -> None:
    """Observed of the live API: a list without the media that the message has."""
    one.tables["meta"] = [{"name": "mms_media_listed", "value": "0"}]
    one.tables["mms"] = [
        {
            "id": "23437",
            "date": f"{one.now:%Y-%m-%d} 09:00:00",
            "type": "1",
            "did": one.dids["direct"],
            "contact": "5145550160",
            "message": "Look",
            "carrier_status": "",
            "col_media1": "https://example.com/photo.jpg",
            "col_media2": "",
            "col_media3": "",
        }
    ]


FAULTS = (*PLANTED, *CHARGES, Fault("mms_media_apart", "the picture of an MMS is missing", "direct", photo_apart))
