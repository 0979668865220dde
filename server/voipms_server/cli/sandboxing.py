"""What `sandbox` does: the simulated account as an HTTP service on this machine."""

import os
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from voipms_server import collecting
from voipms_server.errors import NotAllowed
from voipms_server.http_app import is_loopback

if TYPE_CHECKING:
    from starlette.applications import Starlette

VARIABLE = "SANDBOX_API_PASSWORD"


def run_sandbox(host: str, port: int, data: Path | None, now: str | None, username: str | None) -> None:
    """Serve until stopped. Raises NotAllowed for an address beyond this machine or a clock that is no time."""
    import uvicorn

    if not is_loopback(host):
        raise NotAllowed("The sandbox listens on this machine only: its controls have no password.")
    app = simulated(data, moment(now), _credentials(username))
    typer.echo(
        f"Simulated VoIP.ms (invented data): http://{host}:{port}/api/v1/rest.php, controls under /sandbox/", err=True
    )
    collecting.resume()
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


def simulated(
    file: Path | None, now: datetime | None = None, credentials: Mapping[str, str] | None = None
) -> "Starlette":
    """A simulated VoIP.ms, kept in this file if one is named. Raises NotAllowed for a file that holds none."""
    from voipms_sandbox import create_app

    try:
        return create_app(now=now, credentials=credentials, file=file)
    except ValueError as error:
        raise NotAllowed(str(error)) from None


def moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        raise NotAllowed(f"--now takes a time such as 2026-11-24T10:00:00, not {text!r}.") from None


def _credentials(username: str | None) -> dict[str, str]:
    if username is None:
        return {}
    if not os.environ.get(VARIABLE):
        raise NotAllowed(f"--username needs the password in the environment variable {VARIABLE}.")
    return {username: os.environ[VARIABLE]}
