"""One account's way to the API: one POST for each call, reads tried again, writes never."""

import logging
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


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds to connect and to wait for an answer; how often and how soon a read is tried again."""

    connect: float = 10
    answer: float = 30
    tries: int = 3
    first_wait: float = 0.5
    rate_wait: float = 60


class NotSent(Trouble):
    """The connection was never made: nothing can have happened."""


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
    ) -> dict[str, object]:
        """The answer's object; a status in `empty` means an empty list and is an answer too.

        Raises Refused, Unreachable (nothing was done) or, for a write, UnknownOutcome (it may have been done).
        """
        try:
            answer = await self._with_patience(function, params, tries=self._patience.tries if read else 1)
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

    async def close(self) -> None:
        if self._http is not None:
            await self._http.aclose()
            self._http = None

    async def _with_patience(self, function: str, params: Mapping[str, str], *, tries: int) -> dict[str, object]:
        for attempt in range(1, tries):
            try:
                answer = await self._once(function, params)
            except Trouble:
                await self._sleep(self._patience.first_wait * 2 ** (attempt - 1))
                continue
            if answer["status"] != RATE_LIMIT or attempt > 1:
                return answer
            await self._sleep(self._patience.rate_wait)
        return await self._once(function, params)

    async def _once(self, function: str, params: Mapping[str, str]) -> dict[str, object]:
        import httpx

        if self._limiter is not None:
            await self._limiter.take()
        fields = {"method": function, **params, **self._login}
        parts = [(name, (None, value)) for name, value in fields.items()]
        try:
            return await self._post(self._client(), parts)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise NotSent(f"no connection ({type(error).__name__})") from None
        except (httpx.HTTPError, httpx.InvalidURL, OSError) as error:
            raise Trouble(f"a broken connection ({type(error).__name__})") from None

    async def _post(self, http: "httpx.AsyncClient", parts: list[tuple[str, tuple[None, str]]]) -> dict[str, object]:
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

            logging.getLogger("httpx").setLevel(logging.WARNING)
            timeout = httpx.Timeout(self._patience.answer, connect=self._patience.connect)
            agent = {"User-Agent": f"mcp-voipms/{VERSION}"}
            self._http = httpx.AsyncClient(transport=self._transport, timeout=timeout, headers=agent)
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


def check_url(url: str) -> None:
    """https, except for this machine. Raises NotAllowed."""
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK):
        return
    raise NotAllowed(
        "VOIPMS_API_URL must begin with https:// (http:// only for this machine): the password travels to it."
    )
