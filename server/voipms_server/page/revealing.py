"""The secrets of a change on the page: GET says which change it is, POST shows them for the PIN."""

import hmac
import re
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from voipms_server.page.form import Item, read
from voipms_server.page.kept import NONE, About, Kept, kept
from voipms_server.page.place import name_of
from voipms_server.page.rendering import message, render
from voipms_server.page.wording import NO_PIN
from voipms_server.pin import is_set
from voipms_server.store.store import Store, Transaction

NAME = re.compile(r"([1-9][0-9]{0,9})(-[0-9a-f]+)?")
OTHER = "This form belongs to another change. Open the page again."
NOTHING = "Nothing is shown"


@dataclass(frozen=True, slots=True)
class Found:
    """What one opening of the page is about, read in one transaction."""

    kept: Kept
    item: Item
    pin: bool

    @property
    def about(self) -> About:
        return self.kept.about


@dataclass(frozen=True, slots=True)
class Revealing:
    """Its two methods are the two endpoints of the secrets of a change."""

    store: Store
    origin: str
    beyond: bool

    async def show(self, request: Request) -> Response:
        """Which change it is, and that it holds secrets."""
        found = await self._found(request)
        return _asked(found) if found else message(NONE, 404, NOTHING)

    async def reveal(self, request: Request) -> Response:
        """The secrets, for the right PIN."""
        form = await read(request, self.origin)
        found = await self._found(request)
        if found is None:
            return message(NONE, 404, NOTHING)
        if not form.yes or len(form.items) != 1 or not form.items[0].same(found.item):
            raise HTTPException(403, OTHER)
        if wrong := await form.wrong_pin(self.store):
            return _asked(found, wrong, 403)
        return render("secrets.html", about=found.about, secrets=found.kept.secrets)

    async def _found(self, request: Request) -> Found | None:
        name: str = request.path_params["change"]
        return await self.store.run(lambda t: _find(t, name, beyond=self.beyond))


def _find(t: Transaction, name: str, *, beyond: bool) -> Found | None:
    given = NAME.fullmatch(name)
    number = int(given[1]) if given else 0
    known = given is not None and hmac.compare_digest(name, name_of(t.keys, number, beyond=beyond))
    found = kept(t, number) if known else None
    return Found(found, Item.to_see(t.keys, number), is_set(t)) if found else None


def _asked(found: Found, notice: str = "", status: int = 200) -> Response:
    """The change, and a field for the PIN; its secrets stay out of it."""
    return render(
        "secret.html", status, about=found.about, item=found.item, pin=found.pin, notice=notice, no_pin=NO_PIN
    )
