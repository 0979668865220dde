"""One account's way to the API: one POST for each call, reads tried again, writes never."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import anyio
import anyio.to_thread

from voipms_server.api.limiter import Limiter
from voipms_server.api.reading import EmptyBody, Trouble
from voipms_server.api.reading import read as read_body
from voipms_server.api.statuses import refusal
from voipms_server.errors import NotAllowed, UnknownOutcome, Unreachable

if TYPE_CHECKING:
    import httpx

URL = "https://voip.ms/api/v1/rest.php"
LOOPBACK = ("127.0.0.1", "localhost", "::1")
LARGEST = 32 * 1024 * 1024
SMALL = 64 * 1024
RATE_LIMIT = "api_limit_exceeded"
Parts = list[tuple[str, tuple[None, bytes]]]


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to connect and to wait for an answer; how often and how soon a read is tried again."""

    connect: float = 10
    answer: float = 30
    tries: int = 3
    first_wait: float = 0.5
    rate_wait: float = 60

    @property
    def whole(self) -> float:
        """Seconds for one call from end to end: an answer that drips in holds nobody longer."""
        return self.connect + 2 * self.answer


class NotSent(Trouble):
    """The request never left: nothing can have happened."""


class VoipmsClient:
    """Calls functions of the API for one account.

    The password travels in the body (multipart POST), never in a URL; redirects are not followed.
    """

    def __init__(
        self,
        account: str,
        username: str,
        password: str,
        url: str = URL,
        *,
        transport: "httpx.AsyncBaseTransport | None" = None,
        limiter: Limiter | None = None,
        patience: Patience | None = None,
        sleep: Callable[[float], Awaitable[None]] = anyio.sleep,
    ) -> None:
        check_url(url)
        self.account = account
        self._login = {"api_username": username, "api_password": password}
        self._url = url
        self._transport = transport
        self._limiter = limiter
        self._patience = patience or Patience()
        self._sleep = sleep
        self._http: httpx.AsyncClient | None = None

    async def call(
        self,
        function: str,
        params: Mapping[str, str],
        *,
        read: bool,
        empty: tuple[str, ...] = (),
        empty_is_success: bool = False,
        in_turn: bool = False,
    ) -> dict[str, object]:
        """The answer's object; a status in `empty` means an empty list and is an answer too. A write goes out once.

        Raises Refused, Unreachable (nothing was done) or, for a write, UnknownOutcome (it may have been done).
        """
        try:
            answer = await (
                self._patiently(function, params) if read else self._once(function, params, in_turn=in_turn)
            )
        except EmptyBody as trouble:
            if empty_is_success:
                return {"status": "success"}
            raise self._failure(function, trouble, read=read) from None
        except Trouble as trouble:
            raise self._failure(function, trouble, read=read) from None
        code = str(answer["status"])
        if code == "success" or code in empty:
            return answer
        raise refusal(function, code)

    async def turn(self) -> None:
        """Wait for the rate limit's leave to make one call, which then goes out with `in_turn`."""
        if self._limiter is not None:
            await self._limiter.take()

    async def close(self) -> None:
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _patiently(self, function: str, params: Mapping[str, str]) -> dict[str, object]:
        """A read is tried again after trouble, and once more after the rate limit."""
        answer = await self._tried(function, params)
        if answer["status"] != RATE_LIMIT:
            return answer
        await self._sleep(self._patience.rate_wait)
        return await self._tried(function, params)

    async def _tried(self, function: str, params: Mapping[str, str]) -> dict[str, object]:
        for attempt in range(self._patience.tries - 1):
            try:
                return await self._once(function, params)
            except Trouble:
                await self._sleep(self._patience.first_wait * 2**attempt)
        return await self._once(function, params)

    async def _once(self, function: str, params: Mapping[str, str], *, in_turn: bool = False) -> dict[str, object]:
        import httpx

        parts = form({"method": function, **params, **self._login})
        if not in_turn:
            await self.turn()
        try:
            with anyio.fail_after(self._patience.whole):
                return await self._post(self._client(), parts)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(f"no connection ({type(error).__name__})") from None
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, httpx.LocalProtocolError) as error:
            raise NotSent(f"an address that cannot be used ({type(error).__name__})") from None
        except (httpx.HTTPError, OSError) as error:
            raise Trouble(f"a broken connection ({type(error).__name__})") from None

    async def _post(self, http: "httpx.AsyncClient", parts: Parts) -> dict[str, object]:
        async with http.stream("POST", self._url, files=parts) as response:
            body = bytearray()
            async for chunk in response.aiter_bytes():
                body += chunk
                if len(body) > LARGEST:
                    raise Trouble(f"an answer of more than {LARGEST // 1024 // 1024} MiB")
            kind = response.headers.get("content-type", "")
            if len(body) <= SMALL:
                return read_body(response.status_code, kind, bytes(body))
            return await anyio.to_thread.run_sync(read_body, response.status_code, kind, bytes(body))

    def _client(self) -> "httpx.AsyncClient":
        if self._http is None:
            import httpx

            from voipms_server.version import VERSION

            timeout = httpx.Timeout(self._patience.answer, connect=self._patience.connect)
            agent = {"User-Agent": f"mcp-voipms/{VERSION}"}
            self._http = httpx.AsyncClient(
                transport=self._transport,
                timeout=timeout,
                headers=agent,
                trust_env=self._url.startswith("https"),  # A proxy would be sent the password in the clear.
            )
        return self._http

    def _failure(self, function: str, trouble: Trouble, *, read: bool) -> Unreachable | UnknownOutcome:
        if read or isinstance(trouble, NotSent):
            return Unreachable(
                f"VoIP.ms could not be asked for {function}: {trouble}. Nothing was done; try again later."
            )
        return UnknownOutcome(
            f"It is unknown whether {function} was done: VoIP.ms gave {trouble}. It was not sent again. "
            "Look with the matching get* function before you repeat it."
        )


def form(fields: Mapping[str, str]) -> Parts:
    """The fields of a multipart body. Raises NotSent for text that has no UTF-8."""
    try:
        return [(name, (None, value.encode())) for name, value in fields.items()]
    except UnicodeEncodeError:
        raise NotSent("a value that is not Unicode text") from None


def check_url(url: str) -> None:
    """https, except for this machine, and without a user in it. Raises NotAllowed."""
    try:
        parts = urlsplit(url)
        secure = parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)
        usable = bool(parts.hostname) and parts.username is None and parts.password is None
    except ValueError:
        secure, usable = False, False
    if not (secure and usable) or not url.isprintable():
        raise NotAllowed(
            "The API's address must begin with https:// (http:// only for this machine) and hold no user or password: "
            f"the API password travels to it. Without VOIPMS_API_URL it is {URL}."
        )
