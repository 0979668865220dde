"""What phones do when they ring.

It is told for each call: seconds until a phone answers, `busy`, or `never`. Untold, a device that can be reached and
a SIP URI answer after 6 s, an outside phone and a phone that is called back after 10 s (invented). A device can be
reached when it is registered, or known by its static IP; anything else always can.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from voipms_sandbox.calls.trace import Failure, Trace
from voipms_sandbox.world import Account

DEFAULT = {"account": 6, "sip": 6, "fwd": 10, "cb": 10}
PHONES = (
    ("account", "sub_accounts", "account", "account"),
    ("fwd", "forwardings", "forwarding", "forwarding"),
    ("fwd", "forwardings", "forwarding", "phone_number"),
    ("sip", "sipuris", "sipuri", "sipuri"),
    ("cb", "callbacks", "callback", "callback"),
    ("cb", "callbacks", "callback", "number"),
)
"""Header, table, the field of the route, and the field by which the phone may be named."""


@dataclass(frozen=True, slots=True)
class Reply:
    """How a phone reacts: after how many seconds, and why not if it does not answer."""

    seconds: int
    failure: Failure | None = None


def reachable(trace: Trace, login: str) -> bool:
    """Whether a device is registered, or known by its static IP."""
    account = trace.here.account
    row = account.find("sub_accounts", account=login)
    return account.find("registrations", account=login) is not None or (row is not None and row["auth_type"] == "2")


def reply(trace: Trace, route: str, ring: int) -> Reply:
    """How the phone behind an account, fwd or sip route reacts when it rings this long."""
    header, _, id_ = route.partition(":")
    if header == "account" and not reachable(trace, id_):
        return Reply(0, "unreachable")
    told = trace.answers.get(route, DEFAULT[header])
    if told == "busy":
        return Reply(1, "busy")
    return Reply(int(told)) if told != "never" and int(told) <= ring else Reply(ring, "noanswer")


def check_answers(account: Account, told: Mapping[str, int | str]) -> dict[str, int | str]:
    """What is told, by route; a phone is named by its route, id or number. Raises ValueError for an unknown one."""
    answers: dict[str, int | str] = {}
    for name, value in told.items():
        if value not in ("busy", "never") and (isinstance(value, bool | str) or value < 0):
            raise ValueError(f"answers of {name!r} should be a number of seconds, busy or never")
        routes = _routes(account, name)
        if not routes:
            raise ValueError(f"answers names {name!r}, which is no phone of the account")
        answers |= dict.fromkeys(routes, value)
    return answers


def _routes(account: Account, name: str) -> list[str]:
    """The routes of the phones with this name."""
    found = [f"account:{account.number}"] if name in (account.number, f"account:{account.number}") else []
    for header, table, id_, field in PHONES:
        for row in account.table(table):
            if name in (row[field], f"{header}:{row[id_]}"):
                found.append(f"{header}:{row[id_]}")
    return found
