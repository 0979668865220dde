"""The members of a ring group or a call hunting, as its row lists them."""

from voipms_server.facts import Row
from voipms_server.quotes import text


def parts(row: Row) -> list[str]:
    """Each member, with what follows its route."""
    return [part.strip() for part in text(row, "members").split(";") if part.strip()]


def route_of(part: str) -> str:
    """`account:100001,25,0` rings `account:100001`."""
    return part.partition(",")[0].strip()
