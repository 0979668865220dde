"""What `sandbox` does: the simulated account as an HTTP service on this machine."""

import os
from datetime import datetime
from pathlib import Path

import typer

from voipms_server.errors import NotAllowed
from voipms_server.http_app import is_loopback

VARIABLE = "SANDBOX_API_PASSWORD"


def run_sandbox(host: str, port: int, data: Path | None, now: str | None, username: str | None) -> None:
    """Serve until stopped. Raises NotAllowed for an address beyond this machine or a clock that is no time."""
    import uvicorn

    from voipms_sandbox import create_app

    if not is_loopback(host):
        raise NotAllowed("The sandbox listens on this machine only: its controls have no password.")
    app = create_app(now=moment(now), credentials=_credentials(username), file=data)
    typer.echo(
        f"Simulated VoIP.ms (invented data): http://{host}:{port}/api/v1/rest.php, controls under /sandbox/", err=True
    )
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


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
