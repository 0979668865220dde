"""The PIN: what it may be, that wrong ones are counted and then shut out, and that a new one needs the old."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from cases.asked import PIN, WRONG, Clock
from voipms_server.errors import NotAllowed
from voipms_server.pin import TRIES, Pin, check_form, hashed, is_set
from voipms_server.store.store import Store, in_file, in_memory
from voipms_server.store.tables import PinRow


def with_pin(clock: Clock | None = None) -> Pin:
    pin = Pin(in_memory(clock or Clock()))
    pin.replace(PIN)
    return pin


def refusal(pin: Pin, guess: str = WRONG) -> str:
    """What is said to this guess."""
    with pytest.raises(NotAllowed) as raised:
        pin.check(guess)
    return str(raised.value)


def row(store: Store) -> PinRow:
    return store.run_now(lambda t: t.session.get_one(PinRow, 1))


def test_the_right_pin_is_right_as_often_as_it_is_given() -> None:
    pin = with_pin()
    for _ in range(TRIES + 1):
        pin.check(PIN)


@pytest.mark.parametrize(
    "weak", ["", "12345", "1" * 33, "12345a", "\uff11\uff12\uff13\uff14\uff15\uff16", "-12345", "1234 5", "12.3456"]
)
def test_a_pin_is_six_to_thirty_two_digits(weak: str) -> None:
    with pytest.raises(NotAllowed, match="A PIN has 6 to 32 digits"):
        check_form(weak)


@pytest.mark.parametrize("weak", ["000000", "111111", "123456", "234567", "890123", "987654", "32109876"])
def test_a_pin_that_would_be_guessed_first_is_refused(weak: str) -> None:
    with pytest.raises(NotAllowed, match="guessed first"):
        Pin(in_memory()).replace(weak)


def test_without_a_pin_nothing_is_right_and_the_way_to_one_is_told() -> None:
    assert "mcp-voipms init --pin" in refusal(Pin(in_memory()))


def test_a_wrong_pin_says_how_many_tries_are_left() -> None:
    pin = with_pin()
    assert [refusal(pin) for _ in range(4)] == [
        "The PIN is wrong. 4 tries are left.",
        "The PIN is wrong. 3 tries are left.",
        "The PIN is wrong. 2 tries are left.",
        "The PIN is wrong. 1 try is left.",
    ]


def test_a_right_pin_forgives_the_wrong_ones() -> None:
    pin = with_pin()
    refusal(pin)
    pin.check(PIN)
    assert "4 tries" in refusal(pin)


def test_what_no_pin_can_be_is_no_try() -> None:
    pin = with_pin()
    for guess in ("", "12345", "moo", "0" * 10_000):
        assert refusal(pin, guess) == "A PIN has 6 to 32 digits."
    assert "4 tries" in refusal(pin)


def test_five_wrong_pins_lock_out_the_right_one_too() -> None:
    pin = with_pin()
    said = [refusal(pin) for _ in range(TRIES)]
    assert said[-1] == "The PIN is wrong, and too many were. Try again in a minute."
    assert refusal(pin, PIN) == "Too many wrong PINs. Try again in a minute."


LOCKS = [
    (60, "a minute"),
    (240, "4 minutes"),
    (960, "16 minutes"),
    (3_840, "64 minutes"),
    (15_360, "5 hours"),
    (61_440, "18 hours"),
    (86_400, "24 hours"),
    (86_400, "24 hours"),
]
"""Seconds of one lock after the other, and how they are told."""


def test_every_lock_is_longer_than_the_one_before_up_to_a_day() -> None:
    clock = Clock()
    pin = with_pin(clock)
    for seconds, words in LOCKS:
        assert [refusal(pin) for _ in range(TRIES)][-1].endswith(f"Try again in {words}.")
        clock.now += seconds - 1
        assert "Too many" in refusal(pin, PIN)
        clock.now += 1
    pin.check(PIN)
    assert [refusal(pin) for _ in range(TRIES)][-1].endswith("Try again in a minute.")


def test_a_restart_forgets_neither_tries_nor_locks(tmp_path: Path) -> None:
    clock = Clock()

    def restarted() -> Pin:
        store = in_file(tmp_path / "store.sqlite", keyring=False)
        store.clock = clock
        return Pin(store)

    restarted().replace(PIN)
    for _ in range(TRIES - 1):
        refusal(restarted())
    assert "too many" in refusal(restarted())
    assert "Too many" in refusal(restarted(), PIN)
    clock.now += 60
    for _ in range(TRIES):
        refusal(restarted())
    clock.now += 239
    assert "Too many" in refusal(restarted(), PIN)
    clock.now += 1
    restarted().check(PIN)


def test_guesses_at_the_same_time_are_as_many_tries() -> None:
    pin = with_pin()
    with ThreadPoolExecutor(12) as pool:
        said = list(pool.map(partial(refusal, pin), [f"7193{guess:02}" for guess in range(12)]))
    assert sum("The PIN is wrong" in one for one in said) == TRIES
    assert sum("Too many wrong PINs" in one for one in said) == 12 - TRIES


def test_a_new_pin_takes_the_old_one() -> None:
    pin = with_pin()
    for old in ("", WRONG):
        with pytest.raises(NotAllowed):
            pin.replace("718281", old)
    pin.check(PIN)
    pin.replace("718281", PIN)
    pin.check("718281")
    assert "The PIN is wrong" in refusal(pin, PIN)


def test_wrong_old_pins_are_tries_too() -> None:
    pin = with_pin()
    for _ in range(TRIES):
        with pytest.raises(NotAllowed):
            pin.replace("718281", WRONG)
    assert "Too many" in refusal(pin, PIN)


def test_the_store_holds_neither_the_pin_nor_a_hash_that_tells_a_guess_without_the_key() -> None:
    store = with_pin().store
    assert store.run_now(is_set)
    kept = row(store)
    assert PIN not in f"{kept.salt} {kept.hash}"
    assert kept.hash not in hashed(PIN, kept.salt)


def test_the_same_pin_is_kept_differently_each_time() -> None:
    assert row(with_pin().store).salt != row(with_pin().store).salt
