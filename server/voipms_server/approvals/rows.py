"""How approvals stand in the store. Every transition is one conditional update: of several that try, one succeeds."""

import json
import secrets
from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import Update, delete, or_, select, update

from voipms_server.approvals.approval import Approval, Order, State, ToRun, Way
from voipms_server.errors import NotAllowed
from voipms_server.quotes import Seen
from voipms_server.shapes import is_row
from voipms_server.store.database import alone
from voipms_server.store.store import SKEW_SECONDS, Transaction
from voipms_server.store.tables import ApprovalRow

WAITING_PER_CALLER = 5
KEPT_SECONDS = 7 * 86_400
LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Of a code: none is taken for another."""
CLIENT = "client"
"""By whom an approval was answered, when it was not the page or the terminal."""


def open_one(
    t: Transaction, order: Order, seen: Seen, question: str, round_: int, call: ToRun, lifetime: float
) -> Approval:
    """The approval that waits for this call, if what it shows still holds, or a new one in its place.

    Raises NotAllowed when five questions of the caller wait already.
    """
    alone(t.session)
    order = keyed(t, order)
    waiting = [one for one in every(t) if one.state is State.WAITING and one.order.caller == order.caller]
    alike = [one for one in waiting if one.order == order or (one.order.same(order) and one.order.way is Way.PAGE)]
    for approval in alike:
        if approval.seen.still_holds(seen):
            return approval
    stale = [one.id for one in alike]
    for id_ in stale:
        move(t, id_, State.EXPIRED, State.WAITING)
    if len(waiting) - len(stale) >= WAITING_PER_CALLER:
        raise NotAllowed(
            f"{WAITING_PER_CALLER} questions already wait for a person's answer. "
            "Have one of them answered, or wait until it expires, before asking another."
        )
    return _add(t, order, seen, question, round_, call, lifetime)


def keyed(t: Transaction, order: Order) -> Order:
    """The order as the store knows it: with the key, so that nobody can guess arguments by their digest."""
    return replace(order, digest=t.keys.digest(order.digest))


def of_order(t: Transaction, id_: str, order: Order) -> Approval | None:
    """The approval with this id, if it is for this very call."""
    known = keyed(t, order)
    return next((one for one in every(t) if one.id == id_ and one.order.same(known)), None)


def use(t: Transaction, id_: str, bundle: str) -> bool:
    """Consume a yes for the writes of this bundle; True for exactly one bundle of all that try."""
    _expire(t)
    if _changed(t, _in(id_, State.APPROVED).values(state=State.USED.value, used_by=bundle)):
        return True
    row = t.session.get(ApprovalRow, id_)
    return row is not None and row.state == State.USED.value and row.used_by == bundle


def finish(t: Transaction, id_: str, outcome: Mapping[str, object]) -> None:
    """Keep what became of it."""
    t.session.get_one(ApprovalRow, id_).outcome = json.dumps(outcome)


def waiting_for_page(t: Transaction) -> list[Approval]:
    """What the page and the terminal can answer, the oldest first."""
    return [one for one in every(t) if one.state is State.WAITING and one.page and not one.page_yes]


def by_code(t: Transaction, code: str) -> Approval | None:
    """The approval with this code, however it stands."""
    return next((one for one in every(t) if one.code == normal(code)), None)


def agree(t: Transaction, id_: str, by: str) -> bool:
    """A yes on the page or terminal, whose PIN was right; False when it comes too late."""
    found = next((one for one in waiting_for_page(t) if one.id == id_), None)
    return found is not None and _agree(t, id_, by)


def client_agrees(t: Transaction, id_: str) -> bool:
    """A yes through the client; False when it comes too late, or the client is no longer asked."""
    return _agree(t, id_, CLIENT)


def decline(t: Transaction, id_: str, by: str) -> bool:
    """A no; False when it comes too late."""
    _expire(t)
    if not move(t, id_, State.DECLINED, State.WAITING, State.APPROVED):
        return False
    t.session.get_one(ApprovalRow, id_).answered_by = by
    return True


def to_run(t: Transaction, approval: Approval) -> ToRun:
    """What the approval stands for, decrypted."""
    call = t.keys.decrypt(t.session.get_one(ApprovalRow, approval.id).call)
    arguments = call.get("arguments") if is_row(call) else None
    if not is_row(call) or not is_row(arguments):
        raise NotAllowed("The stored call cannot be read; make the call again.")
    return ToRun(str(call["tool"]), arguments, str(call.get("plan") or ""))


def asked_as(t: Transaction, approval: Approval, call: ToRun, account: str, caller: str) -> ToRun | None:
    """What the approval stands for, if it was this call of this caller on this account that asked."""
    if (approval.order.account, approval.order.caller) != (account, caller):
        return None
    stored = to_run(t, approval)
    return stored if stored.same(call) else None


def live(t: Transaction) -> list[Approval]:
    """What waits for an answer, or has the page's or terminal's yes and was not used: the approved first."""
    approved = [one for one in every(t) if one.state is State.APPROVED and one.page]
    return approved + [one for one in every(t) if one.state is State.WAITING]


def normal(code: str) -> str:
    """A code as it is stored, however it was typed."""
    letters = "".join(letter for letter in code.upper() if letter in LETTERS)
    return f"{letters[:4]}-{letters[4:8]}"


def every(t: Transaction) -> list[Approval]:
    _expire(t)
    rows = t.session.scalars(select(ApprovalRow).order_by(ApprovalRow.created))
    return [_approval(row) for row in rows]


def _approval(row: ApprovalRow) -> Approval:
    outcome: object = json.loads(row.outcome) if row.outcome else {}
    return Approval(
        row.id,
        row.code,
        Order(row.digest, row.account, row.caller, Way(row.way), row.both),
        Seen.read(json.loads(row.seen)),
        row.question,
        row.round,
        row.created,
        row.expires,
        State(row.state),
        row.client_yes,
        row.page_yes,
        row.answered_by,
        outcome if is_row(outcome) else {},
    )


def _add(
    t: Transaction, order: Order, seen: Seen, question: str, round_: int, call: ToRun, lifetime: float
) -> Approval:
    row = ApprovalRow(
        id=secrets.token_urlsafe(24),
        code=normal("".join(secrets.choice(LETTERS) for _ in range(8))),
        digest=order.digest,
        account=order.account,
        caller=order.caller,
        way=order.way.value,
        both=order.both,
        client_yes=False,
        page_yes=False,
        answered_by="",
        call=t.keys.encrypt({"tool": call.tool, "arguments": dict(call.arguments), "plan": call.plan}),
        seen=json.dumps(seen.plain()),
        question=question,
        round=round_,
        created=t.now,
        expires=t.now + lifetime,
        state=State.WAITING.value,
        used_by="",
        outcome="",
    )
    t.session.add(row)
    t.session.flush()
    return _approval(row)


def _agree(t: Transaction, id_: str, by: str) -> bool:
    """One of the voices that are needed says yes; with the last one it is approved."""
    _expire(t)
    client = by == CLIENT
    voice = {"client_yes": True} if client else {"page_yes": True}
    asked = ApprovalRow.way != Way.PAGE.value if client else or_(ApprovalRow.both, ApprovalRow.way == Way.PAGE.value)
    if not _changed(t, _in(id_, State.WAITING).where(asked).values(**voice, answered_by=by)):
        return False
    other = ApprovalRow.page_yes if client else ApprovalRow.client_yes
    complete = or_(~ApprovalRow.both, other)
    t.session.execute(_in(id_, State.WAITING).where(complete).values(state=State.APPROVED.value))
    return True


def to_page(t: Transaction, id_: str) -> bool:
    """The client is asked no longer: the page or the terminal is. Where both have a say nothing changes."""
    _expire(t)
    moved = _in(id_, State.WAITING).where(~ApprovalRow.both).values(way=Way.PAGE.value)
    return _changed(t, moved)


def standing(t: Transaction, order: Order) -> Approval | None:
    """The approval of this very call that the page or terminal helped to approve, not used yet."""
    known = keyed(t, order)
    live = (one for one in every(t) if one.state is State.APPROVED and one.page)
    return next((one for one in live if one.order.same(known)), None)


def move(t: Transaction, id_: str, to: State, *states: State) -> bool:
    """From one of these states to that one; False when it was in another."""
    return _changed(t, _in(id_, *states).values(state=to.value))


def _in(id_: str, *states: State) -> Update:
    return update(ApprovalRow).where(ApprovalRow.id == id_, ApprovalRow.state.in_([state.value for state in states]))


def _changed(t: Transaction, statement: Update) -> bool:
    t.session.expire_all()
    return len(t.session.execute(statement.returning(ApprovalRow.id)).all()) == 1


def _expire(t: Transaction) -> None:
    """What is over, or comes from the future, is expired; what is old is dropped."""
    live = ApprovalRow.state.in_([State.WAITING.value, State.APPROVED.value])
    over = or_(ApprovalRow.created > t.now + SKEW_SECONDS, ApprovalRow.expires <= t.now)
    t.session.execute(update(ApprovalRow).where(live, over).values(state=State.EXPIRED.value))
    t.session.execute(delete(ApprovalRow).where(ApprovalRow.created < t.now - KEPT_SECONDS))
