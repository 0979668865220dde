"""Sums over calls, over all of them or group by group; a sum is never over a part."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence

from voipms_server.calls.call import Call
from voipms_server.calls.money import clock, total, usd
from voipms_server.calls.outcomes import Outcome
from voipms_server.zones import Zone

HIDDEN = "hidden"
NONE = "none"
BY_TIME = ("day", "month", "hour", "weekday")
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
Key = Callable[[Call, Zone], str]
KEYS: Mapping[str, Key] = {
    "day": lambda call, zone: f"{zone.show(call.at):%Y-%m-%d}",
    "month": lambda call, zone: f"{zone.show(call.at):%Y-%m}",
    "hour": lambda call, zone: f"{zone.show(call.at):%H}:00",
    "weekday": lambda call, zone: WEEKDAYS[zone.show(call.at).weekday()],
    "number": lambda call, _: call.own or HIDDEN,
    "caller": lambda call, _: call.other or HIDDEN,
    "account": lambda call, _: call.record.account or NONE,
    "direction": lambda call, _: call.record.direction.value,
}


def summed(calls: Sequence[Call]) -> dict[str, object]:
    """How many, what became of them, how long they were and what they cost."""
    return {
        "calls": len(calls),
        "outcomes": outcomes(calls),
        "duration": clock(sum(one.record.seconds for one in calls)),
        "cost": usd(total(one.cost for one in calls)),
    }


def outcomes(calls: Sequence[Call]) -> dict[str, int]:
    """Only those that there are, in the order of their list."""
    found = Counter(one.became.outcome for one in calls)
    return {outcome.value: found[outcome] for outcome in Outcome if found[outcome]}


def groups(calls: Sequence[Call], by: str, zone: Zone, most: int) -> tuple[list[dict[str, object]], int]:
    """By time in its order, else the largest first; beyond `most` the rest is one group. And how many there are."""
    parted: dict[str, list[Call]] = {}
    for one in calls:
        parted.setdefault(KEYS[by](one, zone), []).append(one)
    keys = sorted(parted, key=lambda key: _place(by, key, len(parted[key])))
    shown = [{by: key, **summed(parted[key])} for key in keys[:most]]
    rest = [one for key in keys[most:] for one in parted[key]]
    return shown + ([{by: f"{len(keys) - most} more", **summed(rest)}] if rest else []), len(keys)


def _place(by: str, key: str, count: int) -> tuple[int, str]:
    if by == "weekday":
        return WEEKDAYS.index(key), key
    return (0 if by in BY_TIME else -count), key
