"""The PIN that page and terminal ask for: hashed, tries counted in the store over all channels, then locked."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass

from voipms_server.errors import NotAllowed
from voipms_server.store.store import Store, Transaction

SHORTEST = 6
LONGEST = 32
TRIES = 5
FIRST_LOCK = 60
LONGEST_LOCK = 86_400
"""Seconds; each lock is four times as long as the one before, until a right PIN."""
SCRYPT = {"n": 2**15, "r": 8, "p": 1, "maxmem": 64 * 1024 * 1024}
FORM = f"A PIN has {SHORTEST} to {LONGEST} digits."
HOW = "Run `mcp-voipms init --pin` in a terminal."


def is_set(t: Transaction) -> bool:
    from voipms_server.store.tables import PinRow

    return t.session.get(PinRow, 1) is not None


def hashed(pin: str, salt: str) -> str:
    return hashlib.scrypt(pin.encode(), salt=bytes.fromhex(salt), **SCRYPT).hex()


def check_form(pin: str) -> None:
    """Raises NotAllowed for what cannot be a PIN."""
    if not _digits(pin):
        raise NotAllowed(FORM)
    if len(set(pin)) == 1 or pin in "01234567890123456789" or pin in "98765432109876543210":
        raise NotAllowed("That PIN would be guessed first; choose digits that do not repeat or count up or down.")


def _digits(pin: str) -> bool:
    return pin.isascii() and pin.isdecimal() and SHORTEST <= len(pin) <= LONGEST


@dataclass(frozen=True, slots=True)
class Pin:
    """The one PIN of a store."""

    store: Store

    def check(self, pin: str) -> None:
        """Raises NotAllowed, saying how many tries are left, unless it is right.

        A try is counted before it is looked at. What no PIN can be is not looked at, and is no try.
        """
        if not _digits(pin):
            raise NotAllowed(FORM)
        salt = self.store.run_now(_count_try)
        digest = hashed(pin, salt)
        if wrong := self.store.run_now(lambda t: _judge(t, digest)):
            raise NotAllowed(wrong)

    def replace(self, new: str, old: str = "") -> None:
        """Set it; one that is set needs the old one. Raises NotAllowed for a wrong one, or what cannot be a PIN."""
        check_form(new)
        first = not self.store.run_now(is_set)
        if not first:
            self.check(old)
        salt = secrets.token_hex(16)
        digest = hashed(new, salt)
        self.store.run_now(lambda t: _keep(t, salt, digest, first=first))


def _count_try(t: Transaction) -> str:
    """The salt. Counted first, so that many tries at once are as many tries. Raises NotAllowed while it is locked."""
    from voipms_server.store.tables import PinRow

    row = t.session.get(PinRow, 1, with_for_update=True)
    if row is None:
        raise NotAllowed(f"No PIN is set. {HOW}")
    if row.locked_until > t.now:
        raise NotAllowed(f"Too many wrong PINs. Try again in {_length(row.locked_until - t.now)}.")
    row.tries += 1
    if row.tries >= TRIES:
        row.tries = 0
        row.lockouts += 1
        row.locked_until = t.now + min(FIRST_LOCK * 4 ** (row.lockouts - 1), LONGEST_LOCK)
    return row.salt


def _judge(t: Transaction, digest: str) -> str:
    """What is wrong; nothing, and the tries forgotten, for the right PIN.

    The store's key is part of the comparison: without it, the store alone does not tell a guess from the PIN.
    """
    from voipms_server.store.tables import PinRow

    row = t.session.get_one(PinRow, 1, with_for_update=True)
    if hmac.compare_digest(t.keys.digest(digest), row.hash):
        row.tries, row.lockouts, row.locked_until = 0, 0, 0
        return ""
    if row.locked_until > t.now:
        return f"The PIN is wrong, and too many were. Try again in {_length(row.locked_until - t.now)}."
    left = TRIES - row.tries
    return f"The PIN is wrong. {f'{left} tries are' if left > 1 else '1 try is'} left."


def _keep(t: Transaction, salt: str, digest: str, *, first: bool) -> None:
    from voipms_server.store.tables import PinRow

    kept = t.keys.digest(digest)
    row = t.session.get(PinRow, 1, with_for_update=True)
    if row is None:
        t.session.add(PinRow(id=1, salt=salt, hash=kept, tries=0, lockouts=0, locked_until=0))
    elif first:
        raise NotAllowed("A PIN was set at the same time by somebody else.")
    else:
        row.salt, row.hash = salt, kept


def _length(seconds: float) -> str:
    minutes = max(1, -int(-seconds // 60))
    hours = -(-minutes // 60)
    return f"{hours} hours" if minutes > 90 else f"{minutes} minutes" if minutes > 1 else "a minute"
