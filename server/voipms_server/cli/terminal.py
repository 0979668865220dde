"""A person at the terminal device itself: what is piped, passed as an argument or set in a variable is never read."""

import io
import os
import sys
from collections.abc import Generator
from contextlib import contextmanager

from voipms_server.errors import NotAllowed, Unconfirmed

NONE = "A person answers this in a terminal, and there is none here. Run the command in a terminal window."
WIDTH, NARROWEST, INDENT = 80, 20, "      "
ENDED = "Nobody answered, so nothing was done."


def show(text: str) -> None:
    """Put this in front of the person, wherever the output of the command goes.

    What does not fit on a line goes on indented, so that it is not taken for a line of its own.
    """
    with _terminal() as terminal:
        width = os.get_terminal_size(terminal).columns or WIDTH
        _write(terminal, "".join(f"{part}\n" for line in text.split("\n") for part in _fitted(line, width)))


def ask(prompt: str) -> str:
    """What the person types. Raises NotAllowed without a terminal, Unconfirmed when they end the input."""
    return _answer(prompt, hidden=False)


def ask_secret(prompt: str) -> str:
    """The same for what must not be seen on the screen."""
    return _answer(prompt, hidden=True)


def _fitted(line: str, width: int) -> list[str]:
    """By the width of what is seen: some letters take two columns."""
    from rich.console import Console
    from rich.text import Text

    room = max(width - len(INDENT), NARROWEST)
    first, *more = [part.plain.rstrip() for part in Text(line).wrap(Console(file=io.StringIO()), room)] or [""]
    return [first, *(INDENT + part for part in more)]


def _answer(prompt: str, *, hidden: bool) -> str:
    """What was typed before the prompt stood there is no answer to it."""
    with _terminal() as terminal:
        line = _line(terminal, prompt, hidden=hidden)
    if not line:
        raise Unconfirmed(ENDED)
    return line.strip()


def _write(terminal: int, text: str) -> None:
    data = text.encode(_encoding(terminal), "backslashreplace")
    while data:
        data = data[os.write(terminal, data) :]


def _encoding(terminal: int) -> str:
    """What the terminal takes to be text; bytes that mean something else to it could steer it."""
    return os.device_encoding(terminal) or "ascii"


if sys.platform == "win32":
    import msvcrt

    @contextmanager
    def _terminal() -> Generator[int]:
        try:
            os.close(os.open("CONIN$", os.O_RDWR))
            shown = os.open("CONOUT$", os.O_RDWR)
        except OSError:
            raise NotAllowed(NONE) from None
        try:
            yield shown
        finally:
            os.close(shown)

    def _line(terminal: int, prompt: str, *, hidden: bool) -> str:
        """Keys come from the console, and none is seen unless it is written here."""
        while msvcrt.kbhit():
            msvcrt.getwch()
        _write(terminal, prompt)
        line = ""
        while (key := msvcrt.getwch()) not in "\r\n":
            if key == "\x03":
                raise KeyboardInterrupt
            line = line[:-1] if key == "\b" else line + key
            _write(terminal, "" if hidden else ("\b \b" if key == "\b" else key))
        _write(terminal, "\n")
        return f"{line}\n"

else:
    import termios

    @contextmanager
    def _terminal() -> Generator[int]:
        try:
            terminal = os.open("/dev/tty", os.O_RDWR | os.O_NOCTTY)
        except OSError:
            raise NotAllowed(NONE) from None
        try:
            yield terminal
        finally:
            os.close(terminal)

    def _line(terminal: int, prompt: str, *, hidden: bool) -> str:
        """One line with its end; nothing when the input ended."""
        before = termios.tcgetattr(terminal)
        during = [*before[:3], before[3] & ~termios.ECHO if hidden else before[3], *before[4:]]
        termios.tcsetattr(terminal, termios.TCSAFLUSH, during)
        try:
            _write(terminal, prompt)
            return _typed(terminal)
        finally:
            termios.tcsetattr(terminal, termios.TCSAFLUSH, before)
            _write(terminal, "\n" if hidden else "")

    def _typed(terminal: int) -> str:
        typed = b""
        while not typed.endswith(b"\n"):
            piece = os.read(terminal, 1024)
            if not piece:
                return ""
            typed += piece
        return typed.decode(_encoding(terminal), "replace")
