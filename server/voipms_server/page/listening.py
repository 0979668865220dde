"""uvicorn as a guest: it leaves signals, logging and standard output to the program it runs in."""

import asyncio
import socket
from collections.abc import Generator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

LAST_ANSWERS = 2
"""Seconds that requests under way get when the server stops."""


class Listening(uvicorn.Server):
    """Serves one application on a socket that listens already."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                http="h11",
                ws="none",
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                timeout_graceful_shutdown=LAST_ANSWERS,
            )
        )

        self.servers = []

    @contextmanager
    def capture_signals(self) -> Generator[None]:
        yield

    async def until_stopped(self, listener: socket.socket) -> None:
        """Serve until `should_exit`, or until the task is cancelled."""
        try:
            await self.serve([listener])
        except asyncio.CancelledError:
            for server in self.servers:
                server.close()
            for connection in list(self.server_state.connections):
                connection.shutdown()
            raise
