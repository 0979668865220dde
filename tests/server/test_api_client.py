"""The API client: where the password goes, what is tried again, and what becomes of every kind of answer."""

import asyncio
import json
import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import anyio
import anyio.lowlevel
import httpx
import pytest

from voipms_server.api.client import LARGEST, Patience, VoipmsClient
from voipms_server.api.limiter import Limiter
from voipms_server.errors import NotAllowed, Refused, UnknownOutcome, Unreachable, VoipmsError

pytestmark = pytest.mark.anyio
USERNAME = "owner-9d1f@example.com"
PASSWORD = "pw-&#+%-7c2e"
OK = httpx.Response(200, json={"status": "success"})
Reply = httpx.Response | Exception


@dataclass
class Api:
    """Answers with its replies, the last one again and again; keeps the requests, and how long a client slept."""

    replies: list[Reply]
    requests: list[httpx.Request] = field(default_factory=list[httpx.Request])
    bodies: list[str] = field(default_factory=list[str])
    slept: list[float] = field(default_factory=list[float])

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        self.bodies.append((await request.aread()).decode())
        reply = self.replies[min(len(self.requests), len(self.replies)) - 1]
        if isinstance(reply, Exception):
            raise reply
        return httpx.Response(reply.status_code, headers=reply.headers, content=reply.content)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)

    def client(self, url: str = "https://api.example.com/rest.php", limiter: Limiter | None = None) -> VoipmsClient:
        transport = httpx.MockTransport(self)
        return VoipmsClient("home", USERNAME, PASSWORD, url, transport=transport, limiter=limiter, sleep=self.sleep)

    async def read(self) -> dict[str, object]:
        return await self.client().call("getIP", {}, read=True)

    async def write(self) -> dict[str, object]:
        return await self.client().call("setDIDPOP", {"did": "5145550110", "pop": "2"}, read=False)


def html(status: int = 200) -> httpx.Response:
    return httpx.Response(status, html="<html>Backend fetch failed SECRET-BODY</html>")


def plain(text: str, status: int = 200) -> httpx.Response:
    return httpx.Response(status, text=text)


async def test_the_password_travels_in_the_body_of_a_post_and_in_no_url() -> None:
    api = Api([OK])
    await api.write()
    (request,), (body,) = api.requests, api.bodies
    assert request.method == "POST"
    assert request.url == "https://api.example.com/rest.php"
    assert request.headers["content-type"].startswith("multipart/form-data")
    assert not [value for value in request.headers.values() if PASSWORD in value or USERNAME in value]
    for name, value in {"api_username": USERNAME, "api_password": PASSWORD, "method": "setDIDPOP", "pop": "2"}.items():
        assert re.search(rf'name="{name}"\r\n(?:[^\r]+\r\n)*\r\n{re.escape(value)}\r\n', body)


async def test_no_parameter_replaces_the_credentials_or_the_function() -> None:
    api = Api([OK])
    await api.client().call("getIP", {"api_password": "other", "note": 'a"\r\nb: ü;=&'}, read=True)
    assert api.bodies[0].count('name="api_password"') == 1
    assert "other" not in api.bodies[0]
    assert 'a"\r\nb: ü;=&' in api.bodies[0]


@pytest.mark.parametrize(
    "url",
    [
        "https://voip.ms/api/v1/rest.php",
        "HTTPS://VOIP.MS/api",
        "http://127.0.0.1:8080/api/v1/rest.php",
        "http://localhost/api",
        "http://[::1]:8080/api",
    ],
)
async def test_https_and_this_machine_are_let_through(url: str) -> None:
    await Api([OK]).client(url).call("getIP", {}, read=True)


@pytest.mark.parametrize(
    "url",
    [
        "http://voip.ms/api/v1/rest.php",
        "http://127.0.0.1.evil.example/",
        "http://localhost.evil.example/",
        "http://localhost@evil.example/",
        "http://127.0.0.1:80@evil.example/",
        "http://evil.example/#@localhost",
        "http://evil.example\\@localhost/",
        "http://[::1/",
        "http://0x7f000001.evil.example",
        "https://owner:secret@voip.ms/",
        "https://owner@voip.ms/",
        "https://",
        "https:///api",
        "ftp://localhost/",
        "localhost:8080",
        "//localhost/",
        "https://voip.ms/\n.evil.example",
        "",
    ],
)
async def test_any_other_address_is_refused_before_anything_is_sent(url: str) -> None:
    with pytest.raises(NotAllowed, match="https://") as refused:
        Api([OK]).client(url)
    assert "secret" not in str(refused.value)


async def test_the_password_to_this_machine_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """The proxy of the environment is a port nobody listens on; a call that used it could not be answered."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")
    monkeypatch.delenv("NO_PROXY", raising=False)
    seen: list[bytes] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(await reader.readuntil(b"--\r\n"))
        body = b'{"status": "success"}'
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body))
        writer.close()
        await writer.wait_closed()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        port: int = server.sockets[0].getsockname()[1]
        client = VoipmsClient("home", USERNAME, PASSWORD, f"http://127.0.0.1:{port}/", patience=Patience(tries=1))
        assert await client.call("getIP", {}, read=True) == {"status": "success"}
        await client.close()
    assert seen[0].startswith(b"POST / HTTP/1.1")


async def test_a_redirect_is_not_followed() -> None:
    api = Api([httpx.Response(301, headers={"location": "https://www.example.com/steal"})])
    with pytest.raises(UnknownOutcome, match="redirect"):
        await api.write()
    assert [request.url.host for request in api.requests] == ["api.example.com"]


NO_ANSWER: dict[str, httpx.Response] = {
    "a web page": html(),
    "a web page with an error": html(503),
    "JSON cut off": plain('{"status": "success", "dids": [{"did": "SECRET-BODY'),
    "nothing": plain(""),
    "blanks": plain(" \r\n "),
    "a list": plain('[{"status": "success"}]'),
    "a word": plain('"success"'),
    "no status": plain("{}"),
    "a null status": plain('{"status": null, "x": "SECRET-BODY"}'),
    "a number as status": plain('{"status": 1}'),
    "a list as status": plain('{"status": ["success"]}'),
    "deep nesting": plain("[" * 100_000),
    "deep objects": plain('{"status":' * 100_000),
    "a number without end": plain('{"status": "success", "n": ' + "9" * 1_000_000 + "}"),
    "other bytes": httpx.Response(200, content=b"\xff\xfe\x00SECRET-BODY"),
    "success with an error's code": plain('{"status": "success"}', 500),
    "a redirect": httpx.Response(302, headers={"location": "https://example.com"}),
    "not that gzip": httpx.Response(200, headers={"content-encoding": "identity"}, content=b"\x1f\x8bSECRET-BODY"),
}


@pytest.mark.parametrize("kind", NO_ANSWER)
async def test_what_is_no_answer_makes_a_read_unreachable_and_a_write_unknown(kind: str) -> None:
    for call, error in ((Api.read, Unreachable), (Api.write, UnknownOutcome)):
        with pytest.raises(error) as raised:
            await call(Api([NO_ANSWER[kind]]))
        assert "SECRET-BODY" not in str(raised.value)
        assert len(str(raised.value)) < 400


async def test_an_empty_answer_is_success_where_the_function_is_known_for_it() -> None:
    api = Api([plain("")])
    answer = await api.client().call("delConference", {}, read=False, empty_is_success=True)
    assert answer == {"status": "success"}


async def test_an_answer_that_does_not_end_is_given_up() -> None:
    class Endless(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            for _ in range(LARGEST // 1024 // 1024 + 10):
                yield b" " * 1024 * 1024
            raise AssertionError("read on after the limit")

    def endless(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Endless())

    client = VoipmsClient("home", USERNAME, PASSWORD, transport=httpx.MockTransport(endless))
    with pytest.raises(UnknownOutcome, match="32 MiB"):
        await client.call("setDIDPOP", {}, read=False)


async def test_an_answer_that_drips_is_given_up_after_a_while() -> None:
    class Dripping(httpx.AsyncByteStream):
        async def __aiter__(self) -> AsyncIterator[bytes]:
            while True:
                yield b" "
                await anyio.lowlevel.checkpoint()

    def drip(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, stream=Dripping())

    patience = Patience(connect=0.01, answer=0.02)
    client = VoipmsClient("home", USERNAME, PASSWORD, transport=httpx.MockTransport(drip), patience=patience)
    with pytest.raises(UnknownOutcome, match="TimeoutError"):
        await client.call("setDIDPOP", {}, read=False)


REQUEST = httpx.Request("POST", "https://api.example.com")
NEVER_SENT = [
    httpx.ConnectError("refused by SECRET-HOST"),
    httpx.ConnectTimeout("slow"),
    httpx.PoolTimeout("busy"),
    httpx.UnsupportedProtocol("what"),
    httpx.LocalProtocolError("bad header"),
    httpx.InvalidURL("bad address"),
]
MAYBE_DONE = [
    httpx.ReadTimeout("slow"),
    httpx.ReadError("broken"),
    httpx.WriteError("broken"),
    httpx.WriteTimeout("slow"),
    httpx.RemoteProtocolError("SECRET-BODY"),
    httpx.DecodingError("SECRET-BODY"),
    httpx.TooManyRedirects("round and round"),
    OSError("broken"),
    TimeoutError("slow"),
]


def named(error: Exception) -> str:
    return type(error).__name__


@pytest.mark.parametrize("error", NEVER_SENT, ids=named)
async def test_a_write_that_never_left_was_not_done(error: Exception) -> None:
    api = Api([error])
    with pytest.raises(Unreachable, match="Nothing was done") as raised:
        await api.write()
    assert len(api.requests) == 1
    assert "SECRET" not in str(raised.value)


@pytest.mark.parametrize("error", MAYBE_DONE, ids=named)
async def test_a_write_that_broke_later_is_unknown_and_not_sent_again(error: Exception) -> None:
    api = Api([error, OK])
    with pytest.raises(UnknownOutcome, match="not sent again") as raised:
        await api.write()
    assert len(api.requests) == 1
    assert api.slept == []
    assert "SECRET" not in str(raised.value)


@pytest.mark.parametrize("error", [*NEVER_SENT, *MAYBE_DONE, *NO_ANSWER.values()], ids=named)
async def test_a_read_is_tried_again_ever_later_and_then_given_up(error: Reply) -> None:
    api = Api([error])
    with pytest.raises(Unreachable, match="Nothing was done"):
        await api.read()
    assert len(api.requests) == 3
    assert api.slept == [0.5, 1.0]


async def test_a_read_that_works_the_third_time_is_answered() -> None:
    api = Api([html(503), httpx.ReadTimeout("slow"), OK])
    assert await api.read() == {"status": "success"}


LIMITED = httpx.Response(200, json={"status": "api_limit_exceeded"})


async def test_a_read_over_the_rate_limit_waits_a_minute_once() -> None:
    api = Api([LIMITED, OK])
    assert await api.read() == {"status": "success"}
    assert api.slept == [60]
    api = Api([LIMITED])
    with pytest.raises(Refused, match="api_limit_exceeded"):
        await api.read()
    assert (len(api.requests), api.slept) == (2, [60])


async def test_trouble_before_the_rate_limit_does_not_take_the_wait_away() -> None:
    api = Api([html(503), LIMITED, html(503), OK])
    assert await api.read() == {"status": "success"}
    assert api.slept == [0.5, 60, 0.5]


async def test_a_write_over_the_rate_limit_is_refused_at_once() -> None:
    api = Api([LIMITED, OK])
    with pytest.raises(Refused, match="Wait a minute"):
        await api.write()
    assert (len(api.requests), api.slept) == (1, [])


async def test_a_read_that_was_refused_is_not_tried_again() -> None:
    api = Api([plain('{"status": "invalid_did"}')])
    with pytest.raises(Refused):
        await api.read()
    assert len(api.requests) == 1


async def test_a_value_that_is_no_unicode_is_never_sent() -> None:
    api = Api([OK])
    with pytest.raises(Unreachable, match="not Unicode"):
        await api.client().call("sendSMS", {"message": "\ud800"}, read=False)
    assert api.requests == []


async def test_an_empty_list_is_an_answer_only_where_it_is_expected() -> None:
    api = Api([plain('{"status": "no_did"}')])
    assert await api.client().call("getDIDsInfo", {}, read=True, empty=("no_did",)) == {"status": "no_did"}
    with pytest.raises(Refused, match="no_did"):
        await api.client().call("getDIDsInfo", {}, read=True, empty=("no_cdr",))


SPOILED: list[Reply] = [*NEVER_SENT, *MAYBE_DONE, *NO_ANSWER.values(), OK, LIMITED, plain('{"status": "\\u001b[31m"}')]


async def test_no_error_and_no_log_holds_the_password_the_user_or_the_answer(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    for name in ("httpx", "httpcore", "mcp", "voipms_server", "asyncio"):
        caplog.set_level(logging.DEBUG, logger=name)
    told: list[str] = []
    for reply in SPOILED:
        for call in (Api.read, Api.write):
            try:
                await call(Api([reply]))
            except VoipmsError as error:
                told += [str(error), repr(error), *map(str, error.args)]
    told += [f"{record.getMessage()} {record.args}" for record in caplog.records]
    assert len(told) > len(SPOILED)
    for secret in (USERNAME, PASSWORD, "SECRET"):
        assert not [words for words in told if secret in words]


async def test_the_log_of_a_real_connection_holds_neither_password_nor_user(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    patience = Patience(tries=1, connect=1, answer=1)
    client = VoipmsClient("home", USERNAME, PASSWORD, "http://127.0.0.1:9/", patience=patience)
    with pytest.raises(Unreachable):
        await client.call("getIP", {}, read=True)
    await client.close()
    assert caplog.records
    assert not [r for r in caplog.records if PASSWORD in f"{r.getMessage()}{r.args}" or USERNAME in r.getMessage()]
    assert PASSWORD not in repr(client)


@dataclass
class Clock:
    """Time that passes only while somebody sleeps."""

    now: float = 1_000
    slept: list[float] = field(default_factory=list[float])

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await anyio.lowlevel.checkpoint()
        self.now += seconds

    def limiter(self, per_minute: float, burst: int) -> Limiter:
        return Limiter(per_minute, burst, clock=self, sleep=self.sleep)


async def test_a_burst_passes_at_once_and_what_follows_is_spaced() -> None:
    clock = Clock()
    limiter = clock.limiter(60, 3)
    for _ in range(3):
        await limiter.take()
    assert clock.slept == []
    for _ in range(3):
        await limiter.take()
    assert clock.slept == [1, 1, 1]


async def test_a_long_rest_saves_up_no_more_than_one_burst() -> None:
    clock = Clock()
    limiter = clock.limiter(60, 2)
    await limiter.take()
    clock.now += 10_000
    for _ in range(3):
        await limiter.take()
    assert clock.slept == [1]


async def test_who_comes_first_goes_first() -> None:
    clock = Clock()
    limiter = clock.limiter(60, 1)
    went: list[int] = []

    async def come(number: int) -> None:
        await limiter.take()
        went.append(number)

    async with anyio.create_task_group() as group:
        for number in range(6):
            group.start_soon(come, number)
    assert went == list(range(6))


async def test_every_call_takes_its_turn_tried_again_or_not() -> None:
    clock = Clock()
    api = Api([html(503), OK])
    client = api.client(limiter=clock.limiter(60, 1))
    await client.call("getIP", {}, read=True)
    await client.call("setDIDPOP", {}, read=False)
    assert clock.slept == [1, 1]


async def test_an_unknown_status_is_passed_on_bounded_and_printable() -> None:
    async def refused(code: str) -> Refused:
        with pytest.raises(Refused) as raised:
            await Api([httpx.Response(200, content=json.dumps({"status": code}))]).read()
        return raised.value

    assert "brand_new_code" in str(await refused("brand_new_code"))
    assert (await refused("brand_new_code")).code == "brand_new_code"
    for rubbish in ("\x1b[31m\u202e\n" * 10, "x" * 1_000_000, "", "'" * 99, "\ud800"):
        words = str(await refused(rubbish))
        assert words.isprintable()
        assert words.isascii()
        assert len(words) < 400


async def test_a_call_whose_turn_was_taken_before_waits_for_no_other() -> None:
    """So that a person's yes is used up only when the order can go out at once."""
    clock = Clock()
    api = Api([OK])
    client = api.client(limiter=clock.limiter(60, 1))
    await client.call("getIP", {}, read=True)
    await client.turn()
    assert clock.slept == [1]
    await client.call("orderDID", {}, read=False, in_turn=True)
    assert clock.slept == [1]
