"""The commands of `mcp-voipms`; each is imported when it is run."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from voipms_server.errors import NotAllowed, VoipmsError

app = typer.Typer(
    name="mcp-voipms",
    help="MCP server that lets an AI assistant run a VoIP.ms phone system, and cannot wreck it.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)
simulated = typer.Typer(no_args_is_help=False)
app.add_typer(simulated, name="sandbox")

Account = Annotated[str | None, typer.Option(help="Name of the configured VoIP.ms account to use.")]
SandboxFile = Annotated[
    str | None, typer.Option("--sandbox", metavar="FILE", help="For the simulated account that is kept in FILE.")
]
Names = Annotated[list[str] | None, typer.Option(help="May be given several times, or as a,b,c.")]


class Serve(TyperCommand):
    """`serve`, whose `--sandbox` takes a file or stands alone."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:  # Typer keeps the type of ctx to itself.
        filled: list[str] = []
        for one, following in zip(args, [*args[1:], "-"], strict=False):
            filled += [one, ""] if one == "--sandbox" and following.startswith("-") else [one]
        return super().parse_args(ctx, filled)


def split(names: list[str] | None) -> list[str]:
    return [name.strip() for part in names or [] for name in part.split(",") if name.strip()]


@contextmanager
def told() -> Generator[None]:
    """What forbids the work is one plain sentence on stderr instead of a traceback."""
    try:
        yield
    except VoipmsError as error:
        typer.echo(f"mcp-voipms: {error}", err=True)
        raise typer.Exit(2) from None


@app.callback(invoke_without_command=True)
def start(context: typer.Context) -> None:
    """With a client on stdin, serve it; on a terminal, show this help."""
    if context.invoked_subcommand is not None:
        return
    if sys.stdin.isatty():
        typer.echo(context.get_help())
        return
    serve()


@app.command(cls=Serve)
def serve(
    http: Annotated[str | None, typer.Option(metavar="[HOST:]PORT", help="Streamable HTTP instead of stdio.")] = None,
    sandbox: Annotated[
        str | None,
        typer.Option(metavar="[FILE]", help="A simulated account, kept in FILE if given."),
    ] = None,
    account: Account = None,
    profile: Annotated[str | None, typer.Option(help="default, or full to list the reference lists too.")] = None,
    toolsets: Names = None,
    tools: Names = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Only tools that read; beats all else.")] = False,
) -> None:
    """Serve MCP clients, on stdin and stdout or over HTTP."""
    from voipms_server.cli.serving import Asked, serve_http, serve_stdio

    asked = Asked(
        sandbox=sandbox,
        account=account,
        profile=profile,
        toolsets=split(toolsets),
        tools=split(tools),
        read_only=read_only,
    )
    with told():
        serve_stdio(asked) if http is None else serve_http(asked, http)


@app.command()
def demo() -> None:
    """Watch a client search, rehearse, order, route and text on a simulated account."""
    from voipms_server.demo import run

    run()


@simulated.callback(invoke_without_command=True)
def sandbox(
    context: typer.Context,
    port: Annotated[int, typer.Option(help="Port on the loopback address.")] = 8080,
    host: Annotated[str, typer.Option(help="Address to listen on; loopback only.")] = "127.0.0.1",
    data: Annotated[Path | None, typer.Option(help="Keep the account in this file.")] = None,
    now: Annotated[str | None, typer.Option(help="Set its clock, as 2026-11-24T10:00:00, US Eastern.")] = None,
    username: Annotated[str | None, typer.Option(help="Accept only this user, with SANDBOX_API_PASSWORD.")] = None,
) -> None:
    """Run the simulated VoIP.ms account as an HTTP service."""
    with told():
        if context.invoked_subcommand is not None:
            refuse_options(context)
            return
        from voipms_server.cli.sandboxing import run_sandbox

        run_sandbox(host, port, data, now, username)


def refuse_options(context: typer.Context) -> None:
    """Raises NotAllowed for options that stand before a subcommand: they would be without effect."""
    sources = {name: context.get_parameter_source(name) for name in context.params}
    given = [f"--{name}" for name, source in sources.items() if source is not None and source.name == "COMMANDLINE"]
    if given:
        after = context.invoked_subcommand
        raise NotAllowed(f"Options of `sandbox {after}` stand after `{after}`; {', '.join(given)} stands before it.")


@simulated.command()
def text(
    did: Annotated[str, typer.Argument(metavar="DID", help="Number of the simulated account.")],
    sender: Annotated[str, typer.Argument(metavar="FROM", help="Who writes: a number, or a short code.")],
    message: Annotated[str, typer.Argument(metavar="MESSAGE", help="What they write.")],
    data: Annotated[Path | None, typer.Option(help="The account kept in this file.")] = None,
    port: Annotated[
        int | None, typer.Option(metavar="PORT", min=1, max=65_535, help="Of a sandbox that runs; 8080 unless told.")
    ] = None,
    media: Annotated[list[str] | None, typer.Option(metavar="URL", help="Makes it an MMS; up to three times.")] = None,
) -> None:
    """Let somebody write to a number of the simulated account; says where the message arrives."""
    from voipms_server.cli.inbound import Inbound, put_in

    with told():
        if data is not None and port is not None:
            raise NotAllowed("Give --data or --port, not both.")
        lines = put_in(Inbound.of(did, sender, message, media or []), data, port or 8080)
    typer.echo("\n".join(lines))


@app.command()
def init(
    account: Account = None,
    pin: Annotated[bool, typer.Option("--pin", help="Only set the PIN, or replace it.")] = False,
    sandbox: SandboxFile = None,
) -> None:
    """Ask for the API user and password, try them, and put them in the system keyring; then for a PIN."""
    from voipms_server.cli.init import init as run
    from voipms_server.cli.init import set_pin

    with told():
        if sandbox is not None and not pin:
            raise NotAllowed("A simulated account needs no set-up; --sandbox goes with --pin.")
        set_pin(sandbox) if pin else run(account)


@app.command()
def trace(
    did: Annotated[str, typer.Argument(metavar="DID", help="Number of 10 digits, or all for a line for each.")],
    at: Annotated[str | None, typer.Option(help="When, as 17:05 or 2026-11-24T17:05; now unless told.")] = None,
    caller: Annotated[str | None, typer.Option(help="Who calls: a number, or anonymous.")] = None,
    show: Annotated[bool, typer.Option("--open", help="Open it as a map in a browser too.")] = False,
    account: Account = None,
    sandbox: SandboxFile = None,
) -> None:
    """Print where calls to a number go, to every end, and what is wrong on the way."""
    from voipms_server.cli.tracing import trace as run

    given = {"did": did, "at": at, "caller": caller}
    with told():
        run(account, sandbox, {name: value for name, value in given.items() if value is not None}, show=show)


@app.command()
def approvals(sandbox: SandboxFile = None) -> None:
    """List the questions that wait for a person's yes or no."""
    from voipms_server.cli.approving import approvals as run

    with told():
        run(sandbox)


@app.command()
def approve(
    codes: Annotated[list[str], typer.Argument(metavar="CODE", help="Codes that the assistant was given.")],
    sandbox: SandboxFile = None,
) -> None:
    """Show these questions, and take one yes (with the PIN) or no to all of them, in this terminal."""
    from voipms_server.cli.approving import approve as run

    with told():
        counted = run(codes, sandbox)
    raise typer.Exit(0 if counted else 2)


@app.command()
def changes(
    account: Account = None,
    sandbox: SandboxFile = None,
    entry: Annotated[str | None, typer.Option(help="Only of this number, or kind:id as forwarding:1026.")] = None,
    function: Annotated[str | None, typer.Option(help="Only by this function, as setDIDRouting.")] = None,
    since: Annotated[str | None, typer.Option(help="As 08:00 (today) or 2026-11-24T08:00.")] = None,
    undoable: Annotated[bool, typer.Option("--undoable", help="Only what can still be undone.")] = False,
    limit: Annotated[int, typer.Option(help="Most changes shown.")] = 20,
    reveal: Annotated[
        int | None, typer.Option(metavar="CHANGE", help="Show the secrets of this change; asks for the PIN.")
    ] = None,
) -> None:
    """List what was changed, the latest first, and what can be undone."""
    from voipms_server.cli import changing

    asked = {"entry": entry, "function": function, "since": since, "undoable": undoable or None, "limit": limit}
    with told():
        changing.changes(account, sandbox, asked) if reveal is None else changing.reveal(reveal, sandbox)


@app.command()
def undo(
    change: Annotated[int | None, typer.Argument(metavar="[CHANGE]", help="Number of the change.")] = None,
    group: Annotated[str | None, typer.Option(help="All changes of this group.")] = None,
    since: Annotated[str | None, typer.Option(help="All changes since this moment, as 08:00.")] = None,
    exceptions: Annotated[str | None, typer.Option("--except", help="Changes to leave, as 12,14.")] = None,
    account: Account = None,
    sandbox: SandboxFile = None,
) -> None:
    """Take back a change, a group, or all since a moment; asks in this terminal where a person is needed."""
    from voipms_server.cli.changing import undo as run

    with told():
        done = run(account, sandbox, {"change": change, "group": group, "since": since, "exceptions": exceptions})
    raise typer.Exit(0 if done else 1)


@app.command()
def due(
    show: Annotated[bool, typer.Option("--list", help="Only list what is to come.")] = False,
    call_off: Annotated[
        str | None, typer.Option(metavar="PLAN", help="Call off a plan that waits for its moment; asks for the PIN.")
    ] = None,
    install: Annotated[bool, typer.Option("--install", help="Have this machine run it every minute.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Not any more.")] = False,
    account: Account = None,
    sandbox: SandboxFile = None,
) -> None:
    """Carry out changes whose moment has come: for cron or a timer; prints only what it did."""
    from voipms_server.cli import dates as run

    with told():
        if sum((show, call_off is not None, install, remove)) > 1:
            raise NotAllowed("Give one of --list, --call-off, --install and --remove.")
        if install or remove:
            run.install(on=install)
        elif show:
            run.show(account, sandbox)
        elif call_off is not None:
            run.call_off(call_off, account, sandbox)
        elif not run.carry_out(sandbox):
            raise typer.Exit(1)


@app.command()
def audit(sandbox: SandboxFile = None) -> None:
    """Check that no line of the journal is missing or altered; names the first that is."""
    from voipms_server.cli.changing import audit as run

    with told():
        whole = run(sandbox)
    raise typer.Exit(0 if whole else 1)


@app.command()
def doctor(account: Account = None, sandbox: SandboxFile = None) -> None:
    """Say in plain words what is wrong with the set-up, and finish what a crash left."""
    from voipms_server.cli.doctor import doctor as run

    with told():
        healthy = run(account, sandbox)
    raise typer.Exit(0 if healthy else 1)


@app.command()
def version() -> None:
    """Print the version."""
    from voipms_server.version import VERSION

    typer.echo(VERSION)
