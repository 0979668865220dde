"""Plans as they are kept: what was confirmed, and whether it is carried out, done, or being taken back."""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from voipms_server.approvals.approval import Approval
from voipms_server.approvals.rows import LETTERS
from voipms_server.errors import NotAllowed
from voipms_server.files import unfiled
from voipms_server.journal.change import Change
from voipms_server.plans.kept import UNREADABLE, Kept, kept_of, plain
from voipms_server.plans.planning import Plan
from voipms_server.requests import Request
from voipms_server.shapes import is_list, is_row
from voipms_server.store.store import Store, Transaction

KEPT_SECONDS = 90 * 86_400
NO_PLAN = (
    "There is no plan {id!r} of yours on this account. Answers of applyPlan name theirs; make a new one with steps."
)


class State(StrEnum):
    """Where a plan stands."""

    PREVIEWED = "previewed"
    WAITING = "waiting for its moment"
    CALLED_OFF = "called off"
    RUNNING = "running"
    DONE = "done"
    GOING_BACK = "being taken back"
    TAKEN_BACK = "taken back"


UNFINISHED = (State.RUNNING, State.GOING_BACK)
"""Whoever calls again goes on with these, however old they are."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A plan as it was read from the store. `steps` is what it was made of."""

    id: str
    account: str
    caller: str
    title: str
    bundle: str
    approval: str
    steps: Sequence[object]
    writes: Sequence[Kept]
    blanks: Mapping[str, str]
    seen: str
    """The digest of what was shown."""
    created: float
    state: State
    notes: tuple[str, ...] = ()
    """What the person was told beside the steps."""
    later: Sequence[object] = ()
    """Plans that are kept once this one is done, as `later.later_of` takes them."""


@dataclass(frozen=True, slots=True)
class Whose:
    """Whose plan it is, what it is for, what its lines in the journal share, and the yes to it."""

    account: str
    caller: str
    title: str
    bundle: str
    approval: str = ""


Also = Callable[[Transaction, str], None]


def nothing(t: Transaction, id_: str) -> None:
    """Nothing else is kept with most plans."""


@dataclass(frozen=True, slots=True)
class Book:
    """The plans of a store; each method is one transaction."""

    store: Store

    async def keep(
        self,
        request: Request,
        account: str,
        plan: Plan,
        steps: Sequence[object],
        state: State,
        approval: str,
        also: Also = nothing,
        later: Sequence[object] = (),
    ) -> str:
        """Keep a plan under a new id; `also` is done with that id in the same transaction."""
        calls = {
            "later": list(later),
            "steps": list(steps),
            "writes": [plain(one, filed=state is not State.PREVIEWED) for one in plan.planned],
            "blanks": dict(plan.blanks.words),
            "notes": list(request.notes),
        }
        seen = digest_words(plan)

        whose = Whose(account, request.caller, request.title, request.bundle, approval)

        def work(t: Transaction) -> str:
            _forget(t)
            id_ = kept(t, whose, calls, seen, state)
            also(t, id_)
            return id_

        return await self.store.run(work)

    async def find(self, id_: str, account: str, caller: str) -> Stored:
        """Raises NotAllowed where this caller has no such plan on the account."""
        found = await self.store.run(lambda t: found_in(t, id_))
        if found is None or (found.account, found.caller) != (account, caller):
            raise NotAllowed(NO_PLAN.format(id=id_[:20]))
        return found

    async def read(self, id_: str) -> Stored | None:
        """A plan, whoever asked for it."""
        return await self.store.run(lambda t: found_in(t, id_))

    async def changes(self, stored: Stored) -> list[Change]:
        """What the journal tells of it: its steps, and what took them back."""
        from voipms_server.journal import changes as journal

        return await self.store.run(lambda t: [one.opened(t.keys) for one in journal.of_bundle(t, stored.bundle)])

    async def move(self, id_: str, to: State, *states: State, also: Also = nothing) -> bool:
        """From one of these states to that one, and `also` with it; False when it was in another."""

        def work(t: Transaction) -> bool:
            done = moved(t, id_, to, states)
            if done:
                also(t, id_)
            return done

        return await self.store.run(work)


def approval_id(approval: Approval | None) -> str:
    return approval.id if approval is not None else ""


def _forget(t: Transaction) -> None:
    """What came to its end long ago."""
    from sqlalchemy import delete, select

    from voipms_server.store.tables import DateRow, PlanRow

    over = PlanRow.state.in_([one.value for one in State if one not in UNFINISHED])
    dated = PlanRow.id.in_(select(DateRow.plan).where(DateRow.over == 0))
    t.session.execute(delete(PlanRow).where(PlanRow.created < t.now - KEPT_SECONDS, over, ~dated))


def kept(t: Transaction, whose: Whose, calls: Mapping[str, object], seen: str, state: State) -> str:
    """Keep a plan in this transaction; its new id."""
    from voipms_server.store.tables import PlanRow

    id_ = "P-" + "".join(secrets.choice(LETTERS) for _ in range(10))
    t.session.add(
        PlanRow(
            id=id_,
            account=whose.account,
            caller=whose.caller,
            title=whose.title[:200],
            bundle=whose.bundle,
            approval=whose.approval,
            calls=t.keys.encrypt(calls),
            seen=t.keys.digest(seen),
            created=t.now,
            state=state.value,
        )
    )
    return id_


def found_in(t: Transaction, id_: str) -> Stored | None:
    """A plan, whoever asked for it."""
    from voipms_server.store.tables import PlanRow

    row = t.session.get(PlanRow, id_.strip().upper())
    if row is None:
        return None
    calls = t.keys.decrypt(row.calls)
    if not is_row(calls):
        raise NotAllowed(UNREADABLE)
    steps, writes, blanks, notes, later = (calls.get(name) for name in ("steps", "writes", "blanks", "notes", "later"))
    if not is_list(steps) or not is_list(writes) or not is_row(blanks):
        raise NotAllowed(UNREADABLE)
    words = {name: str(one) for name, one in blanks.items()}
    state, created = State(row.state), row.created
    return Stored(
        row.id,
        row.account,
        row.caller,
        row.title,
        row.bundle,
        row.approval,
        steps,
        [kept_of(one) for one in writes],
        words,
        row.seen,
        created,
        state,
        tuple(str(one) for one in notes) if is_list(notes) else (),
        later if is_list(later) else (),
    )


def moved(t: Transaction, id_: str, to: State, states: Sequence[State]) -> bool:
    """From one of these states to that one, in this transaction; False when it was in another."""
    from sqlalchemy import update

    from voipms_server.store.tables import PlanRow

    there = PlanRow.state.in_([state.value for state in states])
    change = update(PlanRow).where(PlanRow.id == id_, there).values(state=to.value).returning(PlanRow.id)
    done = len(t.session.execute(change).all()) == 1
    if done and to not in UNFINISHED:
        _without_files(t, id_)
        _nothing_to_come(t, id_, done=to is State.DONE)
    return done


def _nothing_to_come(t: Transaction, id_: str, *, done: bool) -> None:
    """Dates that are none, but that a plan be gone on with until it ends; and those of what is done and has no end."""
    from sqlalchemy import update

    from voipms_server.store.tables import DateRow

    only = (DateRow.plan == id_, DateRow.ends == 0, DateRow.over == 0, *(() if done else (DateRow.starts == 0,)))
    t.session.execute(update(DateRow).where(*only).values(over=t.now))


def _without_files(t: Transaction, id_: str) -> None:
    """A plan that ended sends nothing any more: its files are known by their digests."""
    from voipms_server.store.tables import PlanRow

    row = t.session.get_one(PlanRow, id_)
    calls = t.keys.decrypt(row.calls)
    writes = calls.get("writes") if is_row(calls) else None
    if is_row(calls) and is_list(writes):
        row.calls = t.keys.encrypt({**calls, "writes": [_unfiled(one) for one in writes]})


def _unfiled(plain: object) -> object:
    """A write as `_plain` gave it, without its files."""
    params = plain.get("params") if is_row(plain) else None
    if not is_row(plain) or not is_row(params):
        return plain
    return {**plain, "params": unfiled({name: str(value) for name, value in params.items()})}


def digest_words(plan: Plan) -> str:
    """Everything a yes to the plan is to, and to those that are kept once it is done."""
    planned = [one for some in (plan, *plan.later) for one in some.planned]
    told = [[one.write.name, sorted(one.write.asked().items()), one.ready.seen.target] for one in planned]
    return json.dumps(told)
