"""How a method says no, and the checks of single values."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from voipms_sandbox.world import Account, World


class Refuse(Exception):
    """An answer with a status other than success."""

    def __init__(self, status: str) -> None:
        super().__init__(status)
        self.status = status


@dataclass(frozen=True, slots=True)
class Here:
    """Where a method runs: the world, and the account of the caller."""

    world: World
    account: Account


Check = Callable[[Here, str], bool]


def check_period(start: str, end: str) -> None:
    """Refuse dates that are no dates, run backwards, or span more than 92 days."""
    try:
        first, last = date.fromisoformat(start), date.fromisoformat(end)
    except ValueError:
        raise Refuse("invalid_date") from None
    if first > last:
        raise Refuse("invalid_date_from")
    if last - first > timedelta(days=92):
        raise Refuse("invalid_daterange")


def check_days(start: str, end: str) -> None:
    """Refuse days that are no dates or run backwards; either can be left out."""
    try:
        first, last = (date.fromisoformat(day) if day else None for day in (start, end))
    except ValueError:
        raise Refuse("invalid_date") from None
    if first and last and first > last:
        raise Refuse("invalid_daterange")


def form(pattern: str) -> Check:
    compiled = re.compile(pattern)
    return lambda _, value: compiled.fullmatch(value) is not None


def between(low: int, high: int, step: int = 1, *words: str) -> Check:
    def check(_: Here, value: str) -> bool:
        if value in words:
            return True
        return re.fullmatch(r"[0-9]{1,6}", value) is not None and low <= int(value) <= high and int(value) % step == 0

    return check


def one_of(*words: str) -> Check:
    return lambda _, value: value in words


def amount(most: Decimal = Decimal(10**9), step: Decimal | None = None) -> Check:
    def check(_: Here, value: str) -> bool:
        try:
            number = Decimal(value)
        except InvalidOperation:
            return False
        return number.is_finite() and 0 <= number <= most and (step is None or number % step == 0)

    return check


def listed(table: str, field: str, *words: str) -> Check:
    """A value of one of the shared lists."""

    def check(here: Here, value: str) -> bool:
        return value in words or any(row[field] == value for row in here.world.reference[table])

    return check


def owned(table: str, field: str, *words: str) -> Check:
    """The id of an entry of the account."""

    def check(here: Here, value: str) -> bool:
        return value in words or here.account.find(table, **{field: value}) is not None

    return check


def anything(_: Here, value: str) -> bool:
    return True


def shorter(most: int) -> Check:
    return lambda _, value: len(value) <= most


FLAG = one_of("0", "1")
YES_NO = one_of("yes", "no")
TEN = form(r"[0-9]{10}")
CALLER = form(r"|1?[0-9]{10,11}")
LANGUAGE = listed("languages", "value")
EMAIL = form(r"|[^@\s]+@[^@\s]+\.[^@\s]+")
POP = listed("servers", "server_pop")
RECORDING = owned("recordings", "value", "none", "", "0")
MAILBOX = owned("voicemails", "mailbox", "0", "")
