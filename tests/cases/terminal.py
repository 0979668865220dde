"""A program on a terminal of its own, with a person who types."""

import os
import pty
import sys
from codecs import getincrementaldecoder
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL, PIPE, STDOUT

import anyio

ROOT = Path(__file__).parent.parent.parent
PLACES = os.pathsep.join(str(ROOT / room) for room in ("server", "tools", "prompts", "sandbox", "tests"))
COMMAND: tuple[str, ...] = (sys.executable, "-m", "voipms_server")
SEATED = (
    "import fcntl, os, sys, termios; os.setsid(); fcntl.ioctl(2, termios.TIOCSCTTY, 0); "
    "os.execv(sys.executable, [sys.executable, *sys.argv[1:]])"
)
"""Makes the terminal on stderr the program's own, as a shell would."""
PATIENCE = 30


def environment(**more: str) -> dict[str, str]:
    """That of this process without any setting of the project but its store, and `more`."""
    own = {"VOIPMS_MCP_STORE", "VOIPMS_MCP_STORE_KEY_FILE"}
    kept = {n: value for n, value in os.environ.items() if n in own or not n.upper().startswith("VOIPMS_")}
    return kept | {"PYTHONPATH": PLACES, "NO_COLOR": "1", "TERM": "dumb", **more}


async def on_terminal(
    args: Sequence[str],
    typed: Mapping[str, str] | Sequence[tuple[str, str]],
    env: Mapping[str, str],
    piped: bytes | None = None,
) -> tuple[int, str]:
    """Run the command; when a prompt is all there, type its answer. The exit code, and all that the person saw.

    With `piped`, the command's stdin is a pipe that holds this; the terminal is there all the same.
    """
    master, slave = pty.openpty()
    python, *rest = COMMAND
    with anyio.fail_after(PATIENCE):
        async with await anyio.open_process(
            [python, "-c", SEATED, *rest, *args],
            stdin=slave if piped is None else PIPE,
            stdout=slave,
            stderr=slave,
            env=env,
        ) as program:
            os.close(slave)
            if program.stdin is not None:
                await program.stdin.send(piped or b"")
                await program.stdin.aclose()
            seen = await _talk(master, list(typed.items()) if isinstance(typed, Mapping) else list(typed))
            return await program.wait(), seen


async def run(args: Sequence[str], env: Mapping[str, str]) -> tuple[int, str]:
    """Run the command without a terminal: its exit code, and what it said."""
    done = await anyio.run_process(
        [*COMMAND, *args], stdin=DEVNULL, stderr=STDOUT, env=env, check=False, start_new_session=True
    )
    return done.returncode, done.stdout.decode()


async def _talk(terminal: int, waiting: list[tuple[str, str]]) -> str:
    """Answer each prompt once, until the program ends; all that was seen."""
    seen, decoder = "", getincrementaldecoder("utf-8")()
    while piece := await _read(terminal):
        seen += decoder.decode(piece)
        for prompt, answer in waiting:
            if seen.endswith((f"{prompt}: ", f"{prompt}? ")):
                waiting.remove((prompt, answer))
                os.write(terminal, f"{answer}\n".encode())
                break
    os.close(terminal)
    return seen


async def _read(terminal: int) -> bytes:
    """What came; nothing when the program closed its end."""
    await anyio.wait_readable(terminal)
    try:
        return os.read(terminal, 65_536)
    except OSError:
        return b""
