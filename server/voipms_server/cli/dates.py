"""`mcp-voipms due`: carries out what is due; lists what is to come; has itself run every minute."""

import anyio
import typer

from voipms_server.answers.words import clean
from voipms_server.cli.own import Own, existing
from voipms_server.cli.timers import timer
from voipms_server.plans.dated import in_words
from voipms_server.plans.dates import Date, of_account
from voipms_server.plans.due import Became, Due
from voipms_server.plans.keeping import TIMER, none_open
from voipms_server.store.store import Transaction
from voipms_server.zones import Zone

NOT = "not "


def carry_out(sandbox: str | None) -> bool:
    """Everything whose moment has come, of all accounts; whether all of it was done. Prints what was done only."""
    own = Own(None, existing(sandbox))
    found = anyio.run(_carried_out, own)
    for one in found:
        typer.echo(f"{one.date.account}: plan {one.date.plan} ({clean(one.date.title, 100)}): {one.words}")
    return not any(one.words.startswith(NOT) for one in found)


async def _carried_out(own: Own) -> list[Became]:
    due = Due(own.lines(), own.gate)
    await due.dates.seen_alive(TIMER)
    return [] if none_open(own.store) else await due.run(TIMER)


def show(account: str | None, sandbox: str | None) -> None:
    """What is to come, and what lately did not come out as confirmed."""
    own = Own(account, existing(sandbox))
    found = own.store.run_now(lambda t: _of_all(t, own.names))
    for date in found:
        typer.echo(f"{date.plan}  {date.account}  {clean(date.title, 100)}")
        typer.echo(f"       {told(date, own.zone)}")
    typer.echo(f"{len(found)} plans with dates." if found else "No plan has a date.")


def _of_all(t: Transaction, accounts: tuple[str, ...]) -> list[Date]:
    return [date for account in accounts for date in of_account(t, account)]


def told(date: Date, zone: Zone) -> str:
    """Its state and its moments in words."""
    moments = {"starts": date.starts, "ends": date.ends}
    dates = [f"{name} {in_words(at, zone)}" for name, at in moments.items() if at]
    wrong = [f"{name}: {clean(str(value), 300)}" for name, value in date.told.items()]
    return "; ".join([date.state.value, *dates, *wrong])


def call_off(plan: str, account: str | None, sandbox: str | None) -> None:
    """One that waits does not begin; asks in this terminal, with the PIN."""
    Own(account, existing(sandbox)).call("undoChange", {"plan": plan})
    typer.echo(f"Plan {plan} is called off.")


def install(*, on: bool) -> None:
    """Have this machine run `mcp-voipms due` every minute, or not any more."""
    found = timer()
    if on:
        found.install()
        typer.echo(f"Every minute from now on: {found.what}. {found.note}".rstrip())
    else:
        found.remove()
        typer.echo(f"Not any more: {found.what}.")
