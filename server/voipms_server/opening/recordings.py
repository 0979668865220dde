"""Recordings as people call them: by id, by name, or as a file of this machine that becomes one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from voipms_server.answers.words import clean
from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.quotes import text
from voipms_server.texting.phonebook import folded

STEP = "recording_"
"""How the names of their steps begin."""
MOST_SHOWN = 8
SOUNDS = (".wav", ".wave", ".mp3", ".m4a", ".aac", ".ogg", ".opus", ".flac", ".wma", ".aif", ".aiff", ".au", ".gsm")
"""Endings of sound files; which of them are taken is told where the file is read."""


@dataclass(slots=True)
class Recordings:
    """Those of the account; `steps` make those that are yet to be there, before what plays them."""

    rows: Sequence[Row]
    steps: list[dict[str, object]] = field(default_factory=list[dict[str, object]])
    made: dict[PurePath, str] = field(default_factory=dict[PurePath, str])
    """The step of each file: one that is used twice is uploaded once."""

    def id(self, said: str, title: str) -> str:
        """Its id, or `${name}` of the step that makes it, as `title`. Raises NotAllowed for one there is not."""
        if said.lower().endswith(SOUNDS):
            return self._of_file(said, title)
        found = [row for row in self.rows if self._called(row, said)]
        if len(found) == 1:
            return text(found[0], "value")
        if not found and ("/" in said or "\\" in said):
            return self._of_file(said, title)
        what = f"{len(found)} recordings are" if found else "no recording is"
        there = "; ".join(
            f"{text(row, 'value')} {clean(text(row, 'description'), 40)}" for row in (found or self.rows)[:MOST_SHOWN]
        )
        raise NotAllowed(f"businessHours: {what} called {clean(said, 60)!r}; getRecordings lists them: {there}.")

    def _called(self, row: Row, said: str) -> bool:
        return text(row, "value") == said or folded(text(row, "description")) == folded(said)

    def _of_file(self, path: str, title: str) -> str:
        """A recording of this title is changed, else made."""
        file = PurePath(path)
        if file not in self.made:
            self.made[file] = f"{STEP}{len(self.made) + 1}"
            there = next((row for row in self.rows if text(row, "description") == title), None)
            known = {"recording": text(there, "value")} if there is not None else {}
            arguments = {**known, "name": title, "path": path}
            self.steps.append({"tool": "setRecording", "name": self.made[file], "arguments": arguments})
        return f"${{{self.made[file]}}}"
