"""The address at which VoIP.ms delivers: GET for a URL callback, POST for a webhook; `ok` once it is taken."""

import hmac
import secrets
from collections.abc import Awaitable, Callable, Sequence
from functools import partial

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from voipms_server.errors import NotAllowed
from voipms_server.inbound import seen
from voipms_server.inbound.address import DIGITS, PATH, secret_of
from voipms_server.inbound.delivery import Unreadable, delivered
from voipms_server.store.store import Store, Transaction

Tell = Callable[[str, str], Awaitable[None]]
"""Takes the account and the number that a new message is for."""
OK = "ok"
"""VoIP.ms looks for it in the answer, so no other answer may hold these two letters."""
LATER = "Try again later."


def routes(store: Store, accounts: Sequence[str], tell: Tell) -> list[Route]:
    """For the messages of these accounts."""
    door = Door(store, accounts, tell)
    return [Route(f"{PATH}/{{account}}/{{secret}}", door.take, methods=["GET", "POST"])]


class Door:
    """Lets in who knows the secret of an account; to others no address is there."""

    def __init__(self, store: Store, accounts: Sequence[str], tell: Tell) -> None:
        self._store = store
        self._accounts = accounts
        self._tell = tell
        self._secrets: dict[str, str] = {}
        self._nobodys = secrets.token_hex(DIGITS // 2)

    async def take(self, request: Request) -> Response:
        """A delivery that cannot be recorded is not `ok`: VoIP.ms brings it again."""
        account = request.path_params["account"]
        try:
            if not await self._is_right(account, request.path_params["secret"]):
                return PlainTextResponse("Not Found", 404)
            message = await delivered(request)
            numbers = await self._store.run(partial(seen.new, account=account, message=message))
        except Unreadable as error:
            return PlainTextResponse(error.sentence, error.status)
        except NotAllowed:
            return PlainTextResponse(LATER, 503)
        for did in numbers:
            await self._tell(account, did)
        return PlainTextResponse(OK)

    async def _is_right(self, account: str, secret: str) -> bool:
        """The same work for an account there is and one there is not."""
        if not self._secrets:
            self._secrets = await self._store.run(self._read)
        right = self._secrets.get(account, self._nobodys)
        return hmac.compare_digest(right.encode(), secret.encode("utf-8", "replace"))

    def _read(self, t: Transaction) -> dict[str, str]:
        return {account: secret_of(t.keys, account) for account in self._accounts}
