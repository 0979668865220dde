"""A program on a terminal, with a person who types."""

import os
import pty
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from subprocess import DEVNULL, STDOUT

import anyio

ROOT = Path(__file__).parent.parent.parent
PLACES = os.pathsep.join(str(ROOT / room) for room in ("server", "tools", "prompts", "sandbox", "tests"))
COMMAND: tuple[str, ...] = (sys.executable, "-m", "voipms_server")
PATIENCE = 30


def environment(**more: str) -> dict[str, str]:
    """That of this process without any setting of the project, and `more`."""
    kept = {name: value for name, value in os.environ.items() if not name.upper().startswith("VOIPMS_")}
    return kept | {"PYTHONPATH": PLACES, "NO_COLOR": "1", "TERM": "dumb", **more}


async def on_terminal(args: Sequence[str], typed: Mapping[str, str], env: Mapping[str, str]) -> tuple[int, str]:
    """Run the command; when a prompt is all there, type its answer. The exit code, and all that the person saw."""
    master, slave = pty.openpty()
    with anyio.fail_after(PATIENCE):
        async with await anyio.open_process(
            [*COMMAND, *args], stdin=slave, stdout=slave, stderr=slave, env=env, start_new_session=True
        ) as program:
            os.close(slave)
            waiting = dict(typed)
            seen = ""
            while piece := await _read(master):
                seen += piece
                for prompt in [prompt for prompt in waiting if seen.endswith(f"{prompt}: ")]:
                    os.write(master, f"{waiting.pop(prompt)}\n".encode())
            os.close(master)
            return await program.wait(), seen


async def run(args: Sequence[str], env: Mapping[str, str]) -> tuple[int, str]:
    """Run the command without a terminal: its exit code, and what it said."""
    done = await anyio.run_process([*COMMAND, *args], stdin=DEVNULL, stderr=STDOUT, env=env, check=False)
    return done.returncode, done.stdout.decode()


async def _read(terminal: int) -> str:
    """What came; nothing when the program closed its end."""
    await anyio.wait_readable(terminal)
    try:
        return os.read(terminal, 65_536).decode()
    except OSError:
        return ""
