"""Values that come from a short, stable list of VoIP.ms are checked against it before a write."""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from voipms_server.errors import NotAllowed, Refused, Unreachable
from voipms_server.quotes import Rows, text
from voipms_tools.function import Function
from voipms_tools.words.marks import Listed

Read = Callable[[str, Mapping[str, str]], Awaitable[Rows]]
MOST_SHOWN = 25
NAMES = ("server_name", "description")


@dataclass(slots=True)
class Lists:
    """The lists of one account, each kept some hours; one that cannot be read checks nothing: the API will."""

    read: Read
    clock: Callable[[], float] = time.monotonic
    kept_seconds: float = 4 * 3600
    _kept: dict[str, tuple[float, Mapping[str, str]]] = field(
        default_factory=dict[str, tuple[float, Mapping[str, str]]]
    )

    async def check(self, function: type[Function], params: Mapping[str, str]) -> None:
        """Raise NotAllowed, naming the values there are, for one that is not in its list."""
        for name, listed in function.listed().items():
            if name in params:
                await self._check(function.tool_name(), name, params[name], listed)

    async def _check(self, function: str, name: str, value: str, listed: Listed) -> None:
        if value in self._fresh(listed):
            return
        values = await self._read(listed)
        if values and value not in values:
            told = "; ".join(f"{id_} {words}".strip() for id_, words in list(values.items())[:MOST_SHOWN])
            told += f"; and {len(values) - MOST_SHOWN} more" if len(values) > MOST_SHOWN else ""
            raise NotAllowed(
                f"{function} was not called; {name}: {value[:40]} is not listed by {listed.getter}, which has: {told}."
            )

    def _fresh(self, listed: Listed) -> Mapping[str, str]:
        read_at, values = self._kept.get(listed.getter, (0.0, {}))
        return values if self.clock() - read_at < self.kept_seconds else {}

    async def _read(self, listed: Listed) -> Mapping[str, str]:
        try:
            rows = await self.read(listed.getter, {})
        except (Refused, Unreachable):
            return {}
        values = {text(row, listed.field): text(row, *NAMES) for row in rows}
        self._kept[listed.getter] = (self.clock(), values)
        return values
