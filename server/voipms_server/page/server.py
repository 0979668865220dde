"""The page's own small server on the loopback address, started when there is something to show on it."""

import asyncio
import socket
from types import TracebackType
from typing import TYPE_CHECKING, Self

import anyio

from voipms_server.errors import NotAllowed
from voipms_server.page.place import LOOPBACK, Place, behind, local, name_of
from voipms_server.store.store import Store

if TYPE_CHECKING:
    from voipms_server.page.listening import Listening


class PageServer:
    """Listens from the first address it is asked for on until `stop`, in the event loop of whoever asks.

    With a `url` it is reached through a proxy there, which passes requests on to this port with their `Host`.
    """

    def __init__(self, store: Store, port: int = 0, url: str = "") -> None:
        self._store = store
        self._port = port
        self._behind = behind(url) if url else None
        if url and not port:
            raise NotAllowed("page_url needs page_port: the port of this machine that the proxy passes the page on to.")
        self._running: tuple[Place, Listening, asyncio.Task[None]] | None = None
        self._stopped = False

    async def start(self) -> None:
        """Listen now where there is a proxy, so that it finds the page also after a restart; else nothing happens."""
        if self._behind is not None:
            self._place()

    async def question(self, code: str) -> str | None:
        """Where a person answers the question with this code; None where the port is taken, or after `stop`."""
        place = self._place()
        return place.question(code) if place else None

    async def secret(self, change: int) -> str | None:
        """Where a person is shown the secrets of this change; None as above."""
        place = self._place()
        if place is None:
            return None
        return place.secret(await self._store.run(lambda t: name_of(t.keys, change, beyond=place.beyond)))

    async def stop(self) -> None:
        """Answer what is under way, and listen no longer."""
        self._stopped = True
        running, self._running = self._running, None
        if running is not None:
            running[1].should_exit = True
            with anyio.CancelScope(shield=True):
                await asyncio.wait([running[2]])

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None
    ) -> None:
        await self.stop()

    def _place(self) -> Place | None:
        """Where it listens, from now on at the latest."""
        if self._stopped:
            return None
        if self._running is None or self._running[2].done():
            self._running = self._start()
        return self._running[0] if self._running else None

    def _start(self) -> "tuple[Place, Listening, asyncio.Task[None]] | None":
        from voipms_server.page.app import page_app
        from voipms_server.page.listening import Listening

        try:
            listener = socket.create_server((LOOPBACK, self._port))
        except OSError:
            return None
        place = self._behind or local(listener.getsockname()[1])
        app = page_app(self._store, host=place.host, origin=place.origin, beyond=place.beyond)
        listening = Listening(app)
        task = asyncio.create_task(listening.until_stopped(listener))
        task.add_done_callback(lambda _: listener.close())
        return place, listening, task
