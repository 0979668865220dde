"""Programs that are run to their end, and services that run while they are needed. Nothing outlives its block."""

import os
import socket
import sys
from collections.abc import AsyncGenerator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import DEVNULL
from tempfile import TemporaryFile
from typing import IO

import anyio
import httpx
from anyio.abc import Process
from checks import Wrong

SCRATCH = Path(__file__).parents[2] / ".venv" / "interop"
SERVER = str(Path(sys.executable).with_name("mcp-voipms"))
STEP_SECONDS = 60
STOP_SECONDS = 10
COMPLAINT = 600


@dataclass(frozen=True)
class Ended:
    """How a program ended, and what it wrote."""

    code: int
    out: str
    err: str

    @property
    def complaint(self) -> str:
        """The exit code and the end of what it complained."""
        return f"exit {self.code}: ...{self.err.strip()[-COMPLAINT:]}"


def environment(**more: str) -> dict[str, str]:
    """A home of its own and nothing of the person's who runs this: no settings, accounts or proxies."""
    return {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(SCRATCH / "home"), "LANG": "C.UTF-8", **more}


async def run(command: Sequence[str], environ: Mapping[str, str], seconds: float = STEP_SECONDS) -> Ended:
    """Run to the end. Raises Wrong when that takes longer than `seconds`; the program is then killed."""
    try:
        with anyio.fail_after(seconds):
            done = await anyio.run_process(command, stdin=DEVNULL, check=False, env=environ)
    except TimeoutError:
        raise Wrong(f"took more than {seconds:g} s: {' '.join(command)}") from None
    return Ended(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))


async def succeed(command: Sequence[str], environ: Mapping[str, str], seconds: float = STEP_SECONDS) -> str:
    """The output of a program that must end well. Raises Wrong with the end of what it complained."""
    ended = await run(command, environ, seconds)
    if ended.code:
        raise Wrong(f"{' '.join(command)}: {ended.complaint}")
    return ended.out


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def service(arguments: Sequence[str], ready: str, environ: Mapping[str, str]) -> AsyncGenerator[None]:
    """mcp-voipms with these arguments, from when `ready` answers until the block ends."""
    with TemporaryFile() as log:
        command = [SERVER, *arguments]
        async with await anyio.open_process(command, stdin=DEVNULL, stdout=DEVNULL, stderr=log, env=environ) as process:
            try:
                await _answers(process, ready, log)
                yield
            finally:
                await _stop(process)


async def _answers(process: Process, url: str, log: IO[bytes]) -> None:
    """Wait until it answers. Raises Wrong when it ends first or takes too long."""
    async with httpx.AsyncClient(trust_env=False) as http:
        with anyio.move_on_after(STEP_SECONDS):
            while process.returncode is None:
                try:
                    await http.get(url)
                except httpx.TransportError:
                    await anyio.sleep(0.1)
                else:
                    return
    log.seek(0)
    raise Wrong(f"does not answer at {url}: ...{log.read().decode(errors='replace').strip()[-COMPLAINT:]}")


async def _stop(process: Process) -> None:
    """Tell it to end. Raises Wrong when it does not."""
    if process.returncode is not None:
        return
    process.terminate()
    with anyio.move_on_after(STOP_SECONDS, shield=True):
        await process.wait()
        return
    process.kill()
    raise Wrong(f"still runs {STOP_SECONDS} s after it was told to stop")
