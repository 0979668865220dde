"""Three invented accounts and the stock they order from. Everything is relative to the clock; nothing is real."""

from datetime import datetime

from voipms_sandbox.seed.office import office
from voipms_sandbox.seed.others import reseller, solo
from voipms_sandbox.seed.reference import reference


def seed(now: datetime) -> dict[str, object]:
    """The plain data of a world: a small office, a one-person account, a reseller."""
    return {"accounts": [office(now), solo(now), reseller(now)], "reference": reference()}
