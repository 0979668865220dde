"""What happened: balance, calls, transactions, registrations."""

from typing import Annotated

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.getters.period import MOST_DAYS, OfDays
from voipms_tools.rows import Rows, fields
from voipms_tools.words.numbers import AccountLogin, Flag
from voipms_tools.words.texts import Code, Date
from voipms_tools.words.word import Word, Wrong, as_text, shown

DISPOSITIONS = ("answered", "noanswer", "busy", "failed")


def _timezone(value: object) -> str:
    right = "a whole number of hours from -12 to 13, such as -5"
    text = as_text(value, right, 4).strip()
    sign, digits = ("-", text[1:]) if text.startswith("-") else ("", text)
    if not (digits.isascii() and digits.isdigit()) or not -12 <= int(sign + digits) <= 13:
        raise Wrong(f"{shown(value)} is not {right}.")
    return sign + digits


Timezone = Annotated[str, Word(_timezone, {"type": "integer", "minimum": -12, "maximum": 13})]


class GetBalance(
    Function,
    effect=Effect.READ,
    toolset="account",
    rows=Rows(
        "balance",
        fields(
            money="current_balance spent_total spent_today",
            integer="calls_total calls_today",
            text="time_total time_today",
        ),
        one=True,
    ),
):
    """Show the balance."""

    advanced: Flag | None = None
    """Add totals of calls and spending."""


class GetIP(Function, effect=Effect.READ, toolset="account"):
    """Show the IP address VoIP.ms sees, to be allowed in its portal."""


class GetRegistrationStatus(
    Function,
    effect=Effect.READ,
    toolset="accounts",
    rows=Rows(
        "registrations",
        fields(
            id="server_pop",
            text="server_name server_shortname server_hostname server_ip server_country register_ip register_port "
            "register_protocol register_transport",
            time="register_next",
        ),
        extra=fields(flag="registered rerouted", id="from_server_pop"),
    ),
):
    """Show whether and where an account is registered (never so with IP authentication)."""

    account: AccountLogin
    """As 100001_VoIP."""


class GetCDR(
    OfDays,
    effect=Effect.READ,
    toolset="account",
    default=False,
    rows=Rows(
        "cdr",
        fields(
            time="date",
            stranger="callerid call_logs",
            id="destination account uniqueid",
            text="description disposition duration destination_type",
            integer="seconds",
            money="rate total",
        ),
        ("no_cdr",),
        "Give fewer days, one account or one disposition.",
    ),
):
    """List calls of at most 92 days."""

    most = MOST_DAYS

    date_from: Date
    """First day, as 2026-11-24."""
    date_to: Date
    """Last day."""
    answered: Flag | None = None
    """Answered calls; without any of the four, all."""
    noanswer: Flag | None = None
    """Unanswered calls."""
    busy: Flag | None = None
    """Busy calls."""
    failed: Flag | None = None
    """Failed calls."""
    timezone: Timezone
    """Hours from UTC; -5 gives US Eastern time."""
    calltype: Code | None = None
    """Code of a kind of calls."""
    callbilling: Code | None = None
    """Code of a kind of billing."""
    account: Code | None = None
    """Only this account."""

    def wire(self) -> dict[str, str]:
        """The API wants at least one disposition: without any, all four are asked for."""
        given = super().wire()
        none = not any(name in given for name in DISPOSITIONS)
        return given | (dict.fromkeys(DISPOSITIONS, "1") if none else {})


class GetTransactionHistory(
    OfDays,
    effect=Effect.READ,
    toolset="account",
    default=False,
    rows=Rows(
        "transactions",
        fields(time="date", id="uniqueid", text="type description", money="ammount"),
        ("no_transactions",),
        "Give fewer days.",
    ),
):
    """List payments, fees and charges of at most 92 days."""

    most = MOST_DAYS

    date_from: Date
    """First day, as 2026-11-24."""
    date_to: Date
    """Last day."""
