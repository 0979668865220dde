"""The number and hash of the journal's last line, kept apart from the journal, so that a cut-off end shows."""

import os
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class HeadFile:
    """A small file beside the key; without a path nothing is kept."""

    path: Path | None = None

    def note(self, number: int, mac: str) -> None:
        """Remember this line, unless a later one is remembered already."""
        if self.path is None or self.read()[0] >= number:
            return
        part = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
                file.write(f"{number} {mac}\n")
            part.replace(self.path)
        except OSError:
            part.unlink(missing_ok=True)

    def read(self) -> tuple[int, str]:
        """The last line that was noted; 0 for none."""
        try:
            number, _, mac = self.path.read_text(encoding="ascii").strip().partition(" ") if self.path else ("", "", "")
        except (OSError, ValueError):
            return 0, ""
        return (int(number), mac) if number.isdecimal() else (0, "")
