"""`approvals` and `approve`: a person says yes or no in a terminal, with the PIN."""

import sys
from collections.abc import Iterable, Sequence

import typer

from voipms_server.approvals import rows
from voipms_server.approvals.approval import Approval
from voipms_server.cli.terminal import ask, ask_secret, show
from voipms_server.errors import NotAllowed, Unconfirmed
from voipms_server.page import answering, wording
from voipms_server.pin import Pin, is_set
from voipms_server.settings import load
from voipms_server.store.opening import opened
from voipms_server.store.store import Store, Transaction

ASKS = 3
"""How often a person is asked for a plain yes or no."""


def approvals(sandbox: str | None) -> None:
    """Print what waits for an answer."""
    waiting = opened(load(), sandbox).run_now(rows.waiting_for_page)
    if callable(reconfigure := getattr(sys.stdout, "reconfigure", None)):
        reconfigure(errors="backslashreplace")
    for one in waiting:
        typer.echo(f"{_about(one)}\n  {wording.heading(one)}")
    typer.echo("Answer with: mcp-voipms approve CODE" if waiting else "No question waits for an answer here.")


def approve(codes: Sequence[str], sandbox: str | None) -> bool:
    """Show these questions and take one answer to all; whether it counted for each.

    Raises NotAllowed for a code that waits for no answer, without a terminal, and for a wrong PIN.
    """
    store = opened(load(), sandbox)
    asked = store.run_now(lambda t: _waiting(t, codes))
    for one in asked:
        show(f"\n{_about(one)}\n\n{wording.visible(one.question)}\n")
    if _yes_or_no(len(asked)):
        check_pin(store)
        done = store.run_now(lambda t: answering.agree(t, asked, answering.TERMINAL))
    else:
        done = store.run_now(lambda t: answering.decline(t, asked, answering.TERMINAL))
    _tell(done)
    return all(one.took for one in done)


def _waiting(t: Transaction, codes: Iterable[str]) -> list[Approval]:
    found: dict[str, Approval] = {}
    for code in codes:
        approval = rows.by_code(t, code)
        why = wording.closed(approval)
        if approval is None or why:
            raise NotAllowed(f"{code[:20]!a}: {why}")
        found[approval.id] = approval
    return list(found.values())


def _about(approval: Approval) -> str:
    account, caller = wording.visible(approval.order.account), wording.visible(approval.order.caller)
    return f"{approval.code}: account {account}, asked by {caller}, answer until {wording.until(approval)}"


def _yes_or_no(count: int) -> bool:
    """Raises Unconfirmed when neither is said."""
    to = f" to all {count}" if count > 1 else ""
    for _ in range(ASKS):
        said = ask(f"Yes or no{to}? ").lower()
        if said in ("yes", "no"):
            return said == "yes"
        show("Type the word yes or the word no.")
    raise Unconfirmed("Neither yes nor no was said. Nothing was done, and the question still waits.")


def check_pin(store: Store) -> None:
    if not store.run_now(is_set):
        raise NotAllowed(wording.NO_PIN)
    Pin(store).check(ask_secret("PIN: "))


def _tell(done: Sequence[answering.Answered]) -> None:
    for one in done:
        said = "" if not one.took else "You said yes. " if one.yes else "You said no. "
        typer.echo(f"{one.approval.code}: {said}{one.words}")
    if any(one.took and one.yes for one in done):
        typer.echo("Return to your assistant and tell it to go on.")
