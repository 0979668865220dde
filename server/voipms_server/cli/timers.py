"""What runs `mcp-voipms due` every minute: a systemd timer, launchd, a scheduled task, or cron."""

import os
import plistlib
import shlex
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from voipms_server.errors import NotAllowed

NAME = "mcp-voipms-due"
LABEL = "mcp-voipms.due"
MARK = "# mcp-voipms due"
PATIENCE = 30
SESSION = "It runs while you are logged in; `loginctl enable-linger` has it run always."
KEYRING = "It reads the same settings and keyring as this terminal; try it there with `mcp-voipms due`."
Command = Sequence[str]


@dataclass(frozen=True, slots=True)
class Timer:
    """`what` it is; the files that are written, and the commands that switch it on and off."""

    what: str
    on: Sequence[Command]
    off: Sequence[Command]
    files: Mapping[Path, bytes] = field(default_factory=dict[Path, bytes])
    note: str = KEYRING

    def install(self) -> None:
        """Raises NotAllowed, with the reason, where that fails."""
        for path, content in self.files.items():
            _written(path, content)
        for command in self.on:
            _ran(command)

    def remove(self) -> None:
        for command in self.off:
            _ran(command)
        for path in self.files:
            path.unlink(missing_ok=True)


@dataclass(frozen=True, slots=True)
class Cron:
    """A line in the user's crontab; all others are kept."""

    what: str = "a line in your crontab"
    note: str = KEYRING

    def install(self) -> None:
        line = f"* * * * * {shlex.join(program())} >/dev/null 2>&1 {MARK}"
        self._replaced([*self._others(), line])

    def remove(self) -> None:
        self._replaced(self._others())

    def _others(self) -> list[str]:
        """A user without a crontab has none."""
        listed = subprocess.run(["crontab", "-l"], capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S607
        return [line for line in listed.stdout.splitlines() if not line.endswith(MARK)] if not listed.returncode else []

    def _replaced(self, lines: Sequence[str]) -> None:
        _ran(["crontab", "-"], "".join(f"{line}\n" for line in lines))


def timer() -> Timer | Cron:
    """That of this machine. Raises NotAllowed where there is none that we know."""
    if sys.platform == "darwin":
        return _launchd()
    if sys.platform == "win32":
        return _task()
    if shutil.which("systemctl") and Path(os.environ.get("XDG_RUNTIME_DIR", "/nowhere"), "systemd").is_dir():
        return _systemd()
    if shutil.which("crontab"):
        return Cron()
    raise NotAllowed(f"There is neither systemd nor cron here. Have `{shlex.join(program())}` run every minute.")


def program() -> list[str]:
    """This very program, by its full path."""
    return [sys.executable, "-m", "voipms_server", "due"]


def _systemd() -> Timer:
    folder = Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config") / "systemd" / "user"
    service = f"[Unit]\nDescription=Dated changes of mcp-voipms\n\n[Service]\nType=oneshot\nExecStart={_line()}\n"
    clock = (
        f"[Unit]\nDescription={NAME}\n\n[Timer]\nOnCalendar=minutely\nAccuracySec=1s\nPersistent=true\n\n"
        "[Install]\nWantedBy=timers.target\n"
    )
    files = {folder / f"{NAME}.service": service.encode(), folder / f"{NAME}.timer": clock.encode()}
    user = ["systemctl", "--user"]
    on = ([*user, "daemon-reload"], [*user, "enable", "--now", f"{NAME}.timer"])
    return Timer(f"the systemd timer {NAME}", on, ([*user, "disable", "--now", f"{NAME}.timer"],), files, SESSION)


def _line() -> str:
    """For systemd, where `%` is special and quotes are doubled."""
    return " ".join('"' + part.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%") + '"' for part in program())


def _launchd() -> Timer:
    path = Path.home() / "Library" / "LaunchAgents" / f"{LABEL}.plist"
    content = plistlib.dumps({"Label": LABEL, "ProgramArguments": program(), "StartInterval": 60, "RunAtLoad": True})
    on, off = (["launchctl", "load", "-w", str(path)],), (["launchctl", "unload", "-w", str(path)],)
    return Timer(f"the agent {LABEL}", on, off, {path: content})


def _task() -> Timer:
    run = subprocess.list2cmdline(program())
    on = (["schtasks", "/Create", "/F", "/SC", "MINUTE", "/TN", NAME, "/TR", run],)
    return Timer(f"the scheduled task {NAME}", on, (["schtasks", "/Delete", "/F", "/TN", NAME],))


def _written(path: Path, content: bytes) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    except OSError as error:
        raise NotAllowed(f"{path} cannot be written ({error.strerror}).") from None


def _ran(command: Command, given: str | None = None) -> None:
    """Raises NotAllowed for a command that fails."""
    said = shlex.join(command)
    try:
        done = subprocess.run(command, input=given, capture_output=True, text=True, timeout=PATIENCE, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotAllowed(f"`{said}` cannot be run ({type(error).__name__}).") from None
    if done.returncode:
        raise NotAllowed(f"`{said}` failed: {(done.stderr or done.stdout).strip()[:300] or done.returncode}.")
