"""The commands of `mcp-voipms`; each is imported when it is run."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from voipms_server.errors import VoipmsError

app = typer.Typer(
    name="mcp-voipms",
    help="MCP server that lets an AI assistant run a VoIP.ms phone system, and cannot wreck it.",
    no_args_is_help=False,
    add_completion=False,
    pretty_exceptions_enable=False,
)

Account = Annotated[str | None, typer.Option(help="Name of the configured VoIP.ms account to use.")]
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


@app.command()
def sandbox(
    port: Annotated[int, typer.Option(help="Port on the loopback address.")] = 8080,
    host: Annotated[str, typer.Option(help="Address to listen on; loopback only.")] = "127.0.0.1",
    data: Annotated[Path | None, typer.Option(help="Keep the account in this file.")] = None,
    now: Annotated[str | None, typer.Option(help="Set its clock, as 2026-11-24T10:00:00, US Eastern.")] = None,
    username: Annotated[str | None, typer.Option(help="Accept only this user, with SANDBOX_API_PASSWORD.")] = None,
) -> None:
    """Run the simulated VoIP.ms account as an HTTP service."""
    from voipms_server.cli.sandboxing import run_sandbox

    with told():
        run_sandbox(host, port, data, now, username)


@app.command()
def init(account: Account = None) -> None:
    """Ask for the API user and password, try them, and put them in the system keyring."""
    from voipms_server.cli.init import init as run

    with told():
        run(account)


@app.command()
def doctor(account: Account = None) -> None:
    """Say in plain words what is wrong with the set-up, and what to do."""
    from voipms_server.cli.doctor import doctor as run

    with told():
        healthy = run(account)
    raise typer.Exit(0 if healthy else 1)


@app.command()
def version() -> None:
    """Print the version."""
    from voipms_server.version import VERSION

    typer.echo(VERSION)
