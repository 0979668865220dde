"""Menus that are made along with the hours, each before the one that leads to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.opening.recordings import Recordings
from voipms_server.ordering.usual import usual
from voipms_server.quotes import text
from voipms_tools.words.opening import MENU, Menu

STEP = "menu_"
"""How the names of their steps begin."""
DEFAULTS: Mapping[str, str] = {"language": "en", "timeout": "5", "voicemailsetup": "1"}
"""Of an account without menus (invented)."""


@dataclass(frozen=True, slots=True)
class Menus:
    """Those that were asked for, by name; `rows` are the menus of the account."""

    wanted: Mapping[str, Menu]
    rows: Sequence[Row]
    recordings: Recordings
    base: str

    def route(self, target: str) -> str:
        """`menu:main` is the route to the menu that is made. Raises NotAllowed for one that was not described."""
        if not target.startswith(MENU):
            return target
        name = target.removeprefix(MENU)
        if name not in self.wanted:
            there = ", ".join(self.wanted) or "none"
            raise NotAllowed(f"businessHours: {target} is not among `menus`; there is: {there}.")
        return f"ivr:${{{STEP}{name}}}"

    def title(self, name: str) -> str:
        """The name of its entry."""
        return f"{self.base} {name}"

    def steps(self) -> list[dict[str, object]]:
        return [self._step(name) for name in self._order()]

    def _step(self, name: str) -> dict[str, object]:
        menu = self.wanted[name]
        there = next((row for row in self.rows if text(row, "name") == self.title(name)), None)
        arguments: dict[str, object] = {
            **({"ivr": text(there, "ivr")} if there is not None else {}),
            "name": self.title(name),
            "recording": self.recordings.id(menu.recording, self.title(name)),
            "choices": ";".join(f"{key}={self.route(target)}" for key, target in menu.keys.items()),
            "language": menu.language or self._usual("language"),
            "timeout": menu.timeout or self._usual("timeout"),
            "voicemailsetup": self._usual("voicemailsetup"),
        }
        return {"tool": "setIVR", "name": f"{STEP}{name}", "arguments": arguments}

    def _usual(self, name: str) -> str:
        found = usual(self.rows, name)
        return found.value if found else DEFAULTS[name]

    def _order(self) -> list[str]:
        """Raises NotAllowed for menus that lead back to each other: none of them could be made first."""
        order: list[str] = []
        while len(order) < len(self.wanted):
            ready = [name for name in self.wanted if name not in order and self._led_to(name) <= set(order)]
            if not ready:
                left = ", ".join(name for name in self.wanted if name not in order)
                raise NotAllowed(
                    f"businessHours: the menus {left} lead back to each other, so none can be made first. Leave the "
                    "way back out; once they are there, setIVR adds it."
                )
            order += ready
        return order

    def _led_to(self, name: str) -> set[str]:
        led = {target.removeprefix(MENU) for target in self.wanted[name].keys.values() if target.startswith(MENU)}
        return led & set(self.wanted)
