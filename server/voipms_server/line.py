"""One VoIP.ms account as this server uses it: its client, its locks, what its searches showed."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import anyio

from voipms_server.answers.reading import listed_rows
from voipms_server.lists import Lists
from voipms_server.quotes import Rows, Sources
from voipms_tools.registry import functions


class Client(Protocol):
    """The API of one account: raises the errors of `voipms_server.errors`."""

    async def call(
        self,
        function: str,
        params: Mapping[str, str],
        *,
        read: bool,
        empty: tuple[str, ...] = (),
        in_turn: bool = False,
    ) -> dict[str, object]: ...

    async def turn(self) -> None:
        """Wait for the rate limit's leave to make one call, which then goes out with `in_turn`."""
        ...


@dataclass(slots=True)
class Line:
    """All state that belongs to one account; nothing of it is shared with another."""

    account: str
    client: Client
    sources: Sources = field(default_factory=Sources)
    lists: Lists = field(init=False)
    entries: defaultdict[str, anyio.Lock] = field(default_factory=lambda: defaultdict(anyio.Lock))

    def __post_init__(self) -> None:
        self.lists = Lists(self.rows)

    async def answer(self, name: str, params: Mapping[str, str]) -> dict[str, object]:
        """The raw answer of a reading function."""
        rows = functions()[name].declared.rows
        return await self.client.call(name, params, read=True, empty=rows.empty if rows else ())

    async def rows(self, name: str, params: Mapping[str, str]) -> Rows:
        """The raw rows of a getter or a search; an empty list has none."""
        return self.listed(name, params, await self.answer(name, params))

    def listed(self, name: str, params: Mapping[str, str], answer: Mapping[str, object]) -> Rows:
        """The rows in an answer of this function."""
        rows = functions()[name].declared.rows
        if rows is None:
            raise LookupError(f"{name} declares no rows")
        found = listed_rows(answer, rows)
        self.sources.note(name, params, found)
        return found
