"""A megabyte of rubbish, from a client or from the API, is answered soon and holds nobody else up."""

import json
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager

import anyio
import pytest
from mcp import Client, MCPError

from cases.api import Told
from cases.arguments import RIGHT
from cases.office import ERAS, Era, Office, text
from cases.web import HERE, application, connected, in_process

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
MEGABYTE = 1_000_000
SOON = 2.0
"""Seconds of processor time, of this whole process, in which a call with rubbish and one beside it are answered."""


def nested(depth: int) -> object:
    value: object = []
    for _ in range(depth):
        value = [value]
    return value


ARGUMENTS: dict[str, tuple[str, dict[str, object]]] = {
    "a text": ("sendSMS", {"message": "x" * MEGABYTE}),
    "digits": ("setDIDPOP", {"pop": "1" * MEGABYTE}),
    "a route": ("setDIDRouting", {"routing": "fwd:" + "1" * MEGABYTE}),
    "choices": ("setIVR", {"choices": "1=sip:1;" * (MEGABYTE // 8)}),
    "members": ("setRingGroup", {"members": "fwd:1,1,1;" * (MEGABYTE // 10)}),
    "an address": ("setSMS", {"url_callback": "https://a.example/?" + "a=b&" * (MEGABYTE // 4)}),
    "a recording": ("setRecording", {"file": "AA==" * (MEGABYTE // 4)}),
    "characters out of sight": ("setForwarding", {"description": "\u202e" * (MEGABYTE // 3)}),
    "a list": ("setQueue", {"queue_name": [0] * (MEGABYTE // 3)}),
    "an object": ("setQueue", {"queue_name": {str(n): n for n in range(MEGABYTE // 14)}}),
    "lists in lists": ("setQueue", {"queue_name": nested(50)}),
    "a name": ("setQueue", {"x" * MEGABYTE: 1}),
    "many names": ("setQueue", {f"queue_nam{n}": 1 for n in range(MEGABYTE // 20)}),
    "an account": ("getBalance", {"voipms_account": "x" * MEGABYTE}),
}


@asynccontextmanager
async def over_http(office: Office, era: Era) -> AsyncGenerator[Client]:
    async with in_process(application(office.server)) as http, connected(http, era) as client:
        yield client


@asynccontextmanager
async def in_memory(office: Office, era: Era) -> AsyncGenerator[Client]:
    async with office.client(era) as client:
        yield client


WAYS = {"over HTTP": over_http, "in memory": in_memory}
ways = pytest.mark.parametrize("way", WAYS)


async def soon(client: Client, rubbish: Callable[[], Awaitable[object]]) -> None:
    """Both the rubbish and a cheap call at the same time are answered soon."""
    answered: list[str] = []

    async def cheap() -> None:
        assert not (await client.call_tool("getIP", {})).is_error
        answered.append("cheap")

    async def dear() -> None:
        await rubbish()
        answered.append("rubbish")

    await cheap()
    began = time.process_time()
    with anyio.fail_after(30):
        async with anyio.create_task_group() as group:
            group.start_soon(dear)
            group.start_soon(cheap)
    assert time.process_time() - began < SOON
    assert sorted(answered) == ["cheap", "cheap", "rubbish"]


@eras
@ways
@pytest.mark.parametrize("kind", ARGUMENTS)
async def test_rubbish_in_an_argument(kind: str, way: str, era: Era) -> None:
    office = Office()
    name, arguments = ARGUMENTS[kind]
    async with WAYS[way](office, era) as client:

        async def call() -> None:
            result = await client.call_tool(name, {**RIGHT.get(name, {}), **arguments})
            assert len(text(result)) < 2_000
            assert text(result).replace("\n", "").isprintable()

        await soon(client, call)


@eras
@ways
async def test_rubbish_as_the_name_of_a_tool(way: str, era: Era) -> None:
    async with WAYS[way](Office(), era) as client:

        async def call() -> None:
            with pytest.raises(MCPError, match="Unknown tool") as raised:
                await client.call_tool("x" * MEGABYTE, {})
            assert len(str(raised.value)) < 500

        await soon(client, call)


DEEP = "[" * (MEGABYTE // 2) + "]" * (MEGABYTE // 2)
BODIES = {
    "nesting": DEEP,
    "nesting in an argument": (
        '{"jsonrpc": "2.0", "id": 7, "method": "tools/call", "params": {"name": "setQueue", "arguments": {"queue": '
        f"{DEEP}}}}}}}"
    ),
    "nesting that does not end": '{"a":' * (MEGABYTE // 5),
    "a number": "9" * MEGABYTE,
    "text": '"' + "x" * MEGABYTE,
    "a method": json.dumps({"jsonrpc": "2.0", "id": 7, "method": "x" * MEGABYTE, "params": {}}),
    "no JSON": "\x00" * MEGABYTE,
}


@pytest.mark.parametrize("kind", BODIES)
async def test_rubbish_as_the_body_of_a_request(kind: str) -> None:
    """The answer is an error of the protocol, short, and the next request is answered as ever."""
    headers = {"Accept": "application/json, text/event-stream", "Content-Type": "application/json"}
    async with in_process(application(Office().server)) as http, connected(http, "2026-07-28") as client:

        async def post() -> None:
            response = await http.post(f"{HERE}/mcp", content=BODIES[kind], headers=headers)
            assert 400 <= response.status_code < 500
            assert len(response.text) < 5_000

        await soon(client, post)


async def test_a_body_of_more_than_four_megabytes_is_not_read() -> None:
    async with in_process(application(Office().server)) as http:
        response = await http.post("/mcp", content=b"x" * 5 * MEGABYTE, headers={"Content-Type": "application/json"})
    assert response.status_code == 413


def field(value: object, name: str = "note") -> dict[str, object]:
    return {"status": "success", "dids": [{"did": "5145550110", name: value}]}


ANSWERS: dict[str, object] = {
    "a web page": b"<html>" + b"x" * MEGABYTE,
    "blanks": b" " * MEGABYTE,
    "nesting": b'{"status": "success", "dids": ' + DEEP.encode() + b"}",
    "half an answer": json.dumps(field("x" * MEGABYTE)).encode()[:-10],
    "a status": {"status": "x" * MEGABYTE},
    "a field": field("x" * MEGABYTE),
    "an address": field("https://" + "a:b@" * (MEGABYTE // 4), "sms_url_callback"),
    "an address that sends": field("https://a/?" + "a=b&" * (MEGABYTE // 4), "sms_url_callback"),
    "a route": field("fwd:" + "1" * MEGABYTE, "routing"),
    "characters out of sight": field("\u202e" * (MEGABYTE // 3)),
    "a list in a field": field(["x" * 100] * (MEGABYTE // 100)),
    "an object in a field": field({f"f{n}": n for n in range(MEGABYTE // 14)}),
    "a name": field("x", "x" * MEGABYTE),
    "many fields": {"status": "success", "dids": [{f"f{n}": "x" for n in range(MEGABYTE // 14)}]},
    "many rows": {"status": "success", "dids": [{"did": "5145550110"}] * (MEGABYTE // 25)},
    "many rows by number": {"status": "success", "dids": {str(n): {"did": "1"} for n in range(MEGABYTE // 25)}},
    "a number": b'{"status": "success", "dids": [{"pop": ' + b"9" * MEGABYTE + b"}]}",
}


@eras
@pytest.mark.parametrize("kind", ANSWERS)
async def test_rubbish_from_the_api(kind: str, era: Era) -> None:
    api = Told(answers={"getDIDsInfo": ANSWERS[kind], "getIP": {"status": "success", "ip": "192.0.2.7"}})
    async with api.client(era) as client:

        async def call() -> None:
            result = await client.call_tool("getDIDsInfo", {})
            assert len(text(result)) < 60_000

        await soon(client, call)
