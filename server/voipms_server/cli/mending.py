"""What `doctor` does about the store: is the journal whole, and what became of writes whose answer was lost."""

from collections.abc import Sequence

import anyio
import typer

from voipms_server.cli.approving import check_pin
from voipms_server.cli.checks import Finding
from voipms_server.cli.own import Own
from voipms_server.cli.terminal import ask, show
from voipms_server.errors import VoipmsError
from voipms_server.journal import changes as journal
from voipms_server.journal.change import Change
from voipms_server.journal.line import Outcome
from voipms_server.journal.lines import audit
from voipms_server.plans.cut_off import stopped
from voipms_server.plans.dates import of_account
from voipms_server.plans.trouble import troubles
from voipms_server.settling import found_out, words
from voipms_server.store.store import Transaction

SAID = {"yes": Outcome.DONE, "no": Outcome.NOT_DONE}


def mend(own: Own) -> list[Finding]:
    """Look at the journal, settle what can be settled, and ask a person at the terminal about the rest."""
    try:
        wrong = own.store.run_now(lambda t: audit(t, own.store.head))
        findings = own.store.run_now(lambda t: _plans(t, own))
        findings.append(Finding("journal", not wrong, wrong or f"every line is there ({own.store.words()})"))
        left = anyio.run(_settle, own)
    except VoipmsError as error:
        return [Finding("store", False, str(error))]
    return findings + [_finding(change) for change in _ask(own, left)]


def _plans(t: Transaction, own: Own) -> list[Finding]:
    """Dates that are late, plans that were cut off, and what came out otherwise than confirmed."""
    found = [one for name in own.names for one in troubles(of_account(t, name), stopped(t, name), t.now, own.zone)]
    return [Finding("plans", False, f"{one.words} {one.fix}") for one in found]


async def _settle(own: Own) -> list[Change]:
    """What is still open after a look at each account."""
    left: list[Change] = []
    lines = own.lines()
    for name in own.names:
        opened = await own.store.run(lambda t, name=name: _opened(t, name))
        for change in opened:
            settled = await own.gate.settler.settled(lines.choose(name), change)
            if settled:
                typer.echo(f"ok       change {change.number}, {words(change)}: it is known now what became of it.")
            else:
                left.append(change)
    return left


def _opened(t: Transaction, account: str) -> list[Change]:
    return [change.opened(t.keys) for change in journal.open_ones(t, account)]


def _ask(own: Own, left: Sequence[Change]) -> list[Change]:
    """A person who looked in the portal settles what the account does not show; those that stay open."""
    if not left or not _wants_to(left):
        return list(left)
    check_pin(own.store)
    open_: list[Change] = []
    for change in left:
        said = SAID.get(ask(f"Did {words(change)} (change {change.number}) happen? yes, no, or Enter to leave it: "))
        if said is None:
            open_.append(change)
        else:
            own.store.run_now(lambda t, change=change, said=said: found_out(t, change, said, by="person"))
    return open_


def _wants_to(left: Sequence[Change]) -> bool:
    """Only where there is a terminal."""
    try:
        for change in left:
            show(f"It is not known whether {words(change)} (change {change.number}) went through.")
        return ask("Did you look in the VoIP.ms portal, and want to settle it now, with the PIN? yes or no: ") == "yes"
    except VoipmsError:
        return False


def _finding(change: Change) -> Finding:
    told = f"it is not known whether {words(change)} went through. Run doctor again after two minutes."
    return Finding(f"change {change.number}", False, f"{told} If it stays so, look in the portal and say so there.")
