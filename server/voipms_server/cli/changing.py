"""`changes`, `undo` and `audit`: what was changed, taking it back, and whether the journal is whole."""

from collections.abc import Iterable, Mapping

import typer

from voipms_server.cli.approving import check_pin
from voipms_server.cli.own import Own, existing
from voipms_server.cli.terminal import show
from voipms_server.errors import NotAllowed
from voipms_server.jobs.listing import entry_in_words
from voipms_server.journal.lines import audit as check
from voipms_server.page.kept import NONE, kept
from voipms_server.settings import load
from voipms_server.shapes import is_list, is_row
from voipms_server.store.opening import opened


def changes(account: str | None, sandbox: str | None, asked: Mapping[str, object]) -> None:
    """Print the changes of the account, or of each account."""
    own = Own(account, existing(sandbox))
    for name in own.names:
        if len(own.names) > 1:
            typer.echo(f"Account {name}")
        answer = Own(name, sandbox).call("listChanges", asked) if account is None else own.call("listChanges", asked)
        for row in rows(answer.get("changes")):
            for line in told(row):
                typer.echo(line)
        typer.echo(str(answer.get("narrow") or f"{answer['total']} changes."))


def rows(found: object) -> Iterable[Mapping[str, object]]:
    return [row for row in found if is_row(row)] if is_list(found) else []


def told(row: Mapping[str, object]) -> list[str]:
    """One change in a few lines."""
    confirmed = f", confirmed by {row['confirmed_by']}" if "confirmed_by" in row else ""
    head = f"{row['change']:>5}  {row['at']}  {row['function']}  {entry_in_words(str(row['entry']))}".rstrip()
    undo = "can be undone" if row["can_be_undone"] is True else f"cannot be undone: {row['why_not']}"
    lines = [head, f"       {row['outcome']}; by {row['person']}{confirmed}; group {row['group']}; {undo}"]
    changed = row.get("changed")
    for name, values in (changed if is_row(changed) else {}).items():
        if is_row(values):
            lines.append(f"       {name}: {values['before']!a} -> {values['after']!a}")
    return lines


def reveal(change: int, sandbox: str | None) -> None:
    """Show a person the secrets that a change made or set. Raises NotAllowed without the PIN or without any."""
    store = opened(load(), existing(sandbox))
    found = store.run_now(lambda t: kept(t, change))
    if found is None:
        raise NotAllowed(NONE)
    about = found.about
    which = f"Change {about.number}: {about.function} {about.entry}".rstrip()
    show(f"{which}, {about.at}, account {about.account}, asked by {about.caller}")
    if about.doubt:
        show(about.doubt)
    check_pin(store)
    for name, value in found.secrets.items():
        show(f"{name}: {value}")


def undo(account: str | None, sandbox: str | None, asked: Mapping[str, object]) -> bool:
    """Take changes back, asking here where a person is needed; whether all of it was done."""
    answer = Own(account, existing(sandbox)).call("undoChange", asked)
    results = rows(answer.get("results")) or ([answer] if answer.get("change") else [])
    for one in results:
        typer.echo(f"change {one['change']}: undone" if one.get("done") is True else f"not done: {one.get('why')}")
        for name, values in _changed(one).items():
            typer.echo(f"       {name}: {values['before']!a} -> {values['after']!a}")
    left = list(rows(answer.get("left")))
    for one in left:
        typer.echo(f"change {one['change']}: left as it is, {one['why']}")
        differs = one.get("differs")
        for name, values in (differs if is_row(differs) else {}).items():
            typer.echo(f"       {name}: {values!a}")
    if "note" in answer:
        typer.echo(str(answer["note"]))
    return answer.get("done") is True and not left


def _changed(one: Mapping[str, object]) -> dict[str, Mapping[str, object]]:
    changed = one.get("changed")
    return {name: values for name, values in changed.items() if is_row(values)} if is_row(changed) else {}


def audit(sandbox: str | None) -> bool:
    """Check the journal's chain; whether it is whole."""
    store = opened(load(), existing(sandbox))
    wrong = store.run_now(lambda t: check(t, store.head))
    typer.echo(
        f"PROBLEM  journal: {wrong}."
        if wrong
        else f"ok       journal: every line is there, as it was written ({store.words()})."
    )
    return not wrong
