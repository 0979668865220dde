"""Waiting in a queue: whether a caller may join and stay, and who rings until the longest wait is over.

Agents who logged in by phone are not visible to the API; only static members are counted.
"""

from collections.abc import Sequence
from dataclasses import replace

from voipms_server.tracing.parts import Node, Phone, Waiting
from voipms_server.tracing.walking import RECORDING, STRICT, Walker, ring


def wait(call: Walker, node: Node, queue: Waiting) -> tuple[str, str]:
    """The exit by which a caller leaves, or that somebody answers."""
    reason = barred(queue, "join", queue.join, "no")
    if reason:
        call.note(node, f"{node.words} does not let the caller in ({reason})")
        return reason, ""
    call.note(node, f"the caller waits in {node.words}")
    call.second += RECORDING * queue.plays
    reason = barred(queue, "leave", queue.leave, "yes")
    if reason:
        call.note(node, f"{node.words} does not keep the caller ({reason})")
        return reason, ""
    return _rings(call, node, queue)


def barred(queue: Waiting, verb: str, rule: str, when: str) -> str:
    """Why a caller may not join or stay: without members at all, or where it is strict without one to be reached."""
    if not queue.phones and rule in (STRICT, when):
        return f"{verb}_empty"
    reached = any(phone.rings for phone in queue.phones)
    return f"{verb}_unavail" if rule == STRICT and not reached else ""


def _rings(call: Walker, node: Node, queue: Waiting) -> tuple[str, str]:
    """Every round is like the first, so who does not answer in it does not answer at all."""
    begin, longest = call.second, queue.longest
    for batch in batches(queue):
        left = None if longest is None else longest - (call.second - begin)
        if left is not None and left <= 0:
            break
        phones = [phone if left is None else replace(phone, ring=min(phone.ring, left)) for phone in batch]
        if ring(call, node, phones) is None:
            return "", "talked"
    if longest is None:
        call.note(node, "nobody answers; the caller waits until they hang up")
        return "", "waits"
    call.second = begin + longest
    call.note(node, f"nobody answers within {longest} s")
    return "timeout", ""


def batches(queue: Waiting) -> list[Sequence[Phone]]:
    """Who rings at once."""
    reached = [phone for phone in queue.phones if phone.rings]
    return [reached] if queue.all_at_once else [[phone] for phone in reached]
