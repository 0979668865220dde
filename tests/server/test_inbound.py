"""Inbound messages, live: VoIP.ms delivers to an address of the server, and whoever subscribed is told, once."""

import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

import anyio
import httpx2
import pytest
import uvicorn
from mcp import Client, MCPError
from mcp.server import Server
from mcp.shared.memory import create_client_server_memory_streams
from mcp.shared.message import SessionMessage
from mcp.types import INVALID_PARAMS, EmptyResult, JSONRPCRequest, SubscribeRequest, SubscribeRequestParams
from starlette.applications import Starlette

from cases.arriving import ANA, BASE, MAIN, SUPPORT, TORONTO, Live, following, messages
from cases.office import ERAS, Era
from cases.web import TOKENS, served
from voipms_server.cli.serving import Asked, serve_http
from voipms_server.inbound import subscribers
from voipms_server.inbound.address import secret_of
from voipms_server.store.store import Store, Transaction, in_file
from voipms_server.store.tables import InboundRow

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
DAY = 86_400


def body(did: str, id_: object = "70001", **payload: object) -> dict[str, object]:
    """A webhook's."""
    whole = {"from": {"phone_number": ANA}, "to": [{"phone_number": did}], "text": "hello", **payload}
    return {"data": {"id": id_, "payload": whole}}


def rows(store: Store) -> list[tuple[str, str]]:
    """What is kept of messages: the account and the number of each."""

    def read(t: Transaction) -> list[tuple[str, str]]:
        return [(row.account, row.did) for row in t.session.query(InboundRow)]

    return sorted(store.run_now(read))


@eras
async def test_who_subscribed_to_the_number_is_told_of_its_messages_only(era: Era) -> None:
    live = Live()
    async with live.running() as (url, voipms), following(url, era, messages(MAIN), messages(TORONTO)) as updates:
        for did in (MAIN, SUPPORT, TORONTO):
            answer = await voipms.text(did, f"id-{did}")
            assert (answer.status_code, answer.text) == (200, "ok")
            assert answer.headers["content-type"].startswith("text/plain")
        assert [await updates.next(), await updates.next()] == [messages(MAIN), messages(TORONTO)]


@eras
async def test_a_webhook_tells_as_a_url_callback_does(era: Era) -> None:
    live = Live()
    async with live.running() as (url, voipms), following(url, era, messages(MAIN)) as updates:
        assert (await voipms.post(body(f"+1{MAIN}"))).text == "ok"
        assert await updates.next() == messages(MAIN)


@eras
async def test_a_message_that_is_delivered_again_is_ok_and_told_once(era: Era) -> None:
    live = Live()
    async with live.running() as (url, voipms), following(url, era, messages(MAIN), messages(TORONTO)) as updates:
        answers = [await voipms.text(MAIN, "70001") for _ in range(3)] + [await voipms.text(TORONTO, "70002")]
        assert [answer.text for answer in answers] == ["ok"] * 4
        assert [await updates.next(), await updates.next()] == [messages(MAIN), messages(TORONTO)]
    assert rows(live.store) == [("office", TORONTO), ("office", MAIN)]


@eras
async def test_every_caller_that_subscribed_is_told(era: Era) -> None:
    live, uri = Live(), messages(MAIN)
    async with (
        live.running() as (url, voipms),
        following(url, era, uri, name="ana") as ana,
        following(url, "legacy", uri, name="bob") as bob,
        following(url, era, uri, name="bob") as again,
    ):
        await voipms.text(MAIN, "70001")
        assert [await one.next() for one in (ana, bob, again)] == [uri] * 3


async def test_an_older_session_that_unsubscribed_is_told_no_more() -> None:
    live, left, kept = Live(), messages(MAIN), messages(TORONTO)
    async with live.running() as (url, voipms), following(url, "legacy", left, kept) as updates:
        await updates.stop(left)
        await updates.stop(messages(SUPPORT))
        await voipms.text(MAIN, "70001")
        await voipms.text(TORONTO, "70002")
        assert await updates.next() == kept


async def test_a_session_that_ended_keeps_nobody_from_being_told() -> None:
    live, uri = Live(), messages(MAIN)
    async with live.running() as (url, voipms), following(url, "legacy", uri) as updates:
        async with following(url, "legacy", uri, name="bob"):
            pass
        assert (await voipms.text(MAIN, "70001")).text == "ok"
        assert await updates.next() == uri


@pytest.mark.parametrize("inbound", [True, False])
async def test_older_sessions_can_subscribe_only_where_voipms_reaches_the_server(*, inbound: bool) -> None:
    live = Live(base=BASE if inbound else "")
    async with live.client() as client:
        assert client.server_capabilities.resources is not None
    async with live.running() as (url, _), following(url, "legacy") as updates:
        capabilities = updates.client.server_capabilities
        assert capabilities.resources is not None
        assert capabilities.resources.subscribe is inbound


def wrong(live: Live) -> dict[str, str]:
    secret = live.secret()
    return {
        "another secret": f"{BASE}/inbound/office/{'0' * len(secret)}",
        "a part of it": f"{BASE}/inbound/office/{secret[:-1]}",
        "more than it": f"{BASE}/inbound/office/{secret}0",
        "in capitals": f"{BASE}/inbound/office/{secret.upper()}",
        "other letters": f"{BASE}/inbound/office/%C3%A9{secret}",
        "no secret": f"{BASE}/inbound/office/%20",
        "another account": f"{BASE}/inbound/home/{secret}",
        "the secret of another account": f"{BASE}/inbound/home/{live.secret('home')}",
    }


@pytest.mark.parametrize("kind", wrong(Live()))
async def test_without_the_secret_of_an_account_no_address_is_there(kind: str) -> None:
    """The same answer to all, whatever else is wrong with what was sent."""
    live = Live()
    address = wrong(live)[kind]
    async with live.voipms() as voipms:
        answers = [
            await voipms.text(MAIN, "70001", address),
            await voipms.get("", address),
            await voipms.get(f"?to={'9' * 20_000}", address),
            await voipms.post(body(MAIN), address),
            await voipms.post("x" * 70_000, address),
        ]
    assert {(answer.status_code, answer.text) for answer in answers} == {(404, "Not Found")}
    assert len({str(sorted(answer.headers.items())) for answer in answers}) == 1
    assert rows(live.store) == []


MALFORMED: dict[str, object] = {
    "text": "hello",
    "null": None,
    "a list": [],
    "no payload": {"data": {"id": "70001"}},
    "no number": body(""),
    "a number of another country": body("+33155550123"),
    "numbers that are none": body(MAIN, to=MAIN),
    "too many numbers": body(MAIN, to=[{"phone_number": MAIN}] * 51),
    "an id that is a table": body(MAIN, {"id": 1}),
}


@pytest.mark.parametrize("kind", MALFORMED)
async def test_a_body_that_is_no_message_is_refused(kind: str) -> None:
    live = Live()
    async with live.voipms() as voipms:
        answer = await voipms.post(MALFORMED[kind])
    assert answer.status_code == 400
    assert "ok" not in answer.text.lower()
    assert rows(live.store) == []


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 60_000, b'{"data": {"id": ' + b"9" * 5_000])
async def test_a_body_that_is_no_json_is_refused(content: bytes) -> None:
    live = Live()
    async with live.voipms() as voipms:
        answer = await voipms.http.post(live.address(), content=content)
    assert answer.status_code == 400


@pytest.mark.parametrize("query", ["", "?", "?id=70001", f"?from={ANA}&message=hello", "?to=12", "?to={TO}", "?to=%FF"])
async def test_a_query_that_names_no_number_is_refused(query: str) -> None:
    async with Live().voipms() as voipms:
        answer = await voipms.get(query)
    assert answer.status_code == 400
    assert "ok" not in answer.text.lower()


async def test_what_is_too_large_is_refused() -> None:
    live = Live()
    async with live.voipms() as voipms:
        long = await voipms.get(f"?id=70001&to={MAIN}&message={'x' * 16_384}")
        large = await voipms.post(body(MAIN, text="x" * 65_536))
        fits = await voipms.post(body(MAIN, text="x" * 64_000))
        query = f"?id=70002&to={MAIN}&message="
        just = await voipms.get(query + "x" * (16_384 - len(query) + 1))
    assert [(one.status_code, "ok" in one.text) for one in (long, large)] == [(414, False), (413, False)]
    assert [(one.status_code, one.text) for one in (fits, just)] == [(200, "ok")] * 2


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH"])
async def test_other_methods_are_refused_with_the_secret_as_without_it(method: str) -> None:
    live = Live()
    async with live.voipms() as voipms:
        right = await voipms.http.request(method, live.address())
        wrong_ = await voipms.http.request(method, f"{BASE}/inbound/office/0")
    assert right.status_code == wrong_.status_code == 401
    assert right.text == wrong_.text


SAME = {
    "by its id": ("?id=7&from=5145550199&to={did}&message=one", "?id=7&from=5145550199&to={did}&message=two"),
    "as +1": ("?id=7&from=5145550199&to={did}&message=one", "?id=7&from=%2B15145550199&to=+1{did}&message=one"),
    "without an id": (
        "?from=5145550199&to={did}&message=one&time=2026-11-24",
        "?id=&from=5145550199&to={did}&message=one&time=2026-11-24",
    ),
    "with placeholders left in": (
        "?id={{ID}}&from=5145550199&to={did}&message=one&time=2026-11-24",
        "?id={{ID}}&from=5145550199&to={did}&message=one&time=2026-11-24",
    ),
    "with an & in its text": (
        "?id=7&from=5145550199&to={did}&message=one",
        "?id=7&from=5145550199&to={did}&message=one&id=8&to=4165550116",
    ),
}
OTHER = {
    "another id": ("?id=7&from=5145550199&to={did}&message=one", "?id=8&from=5145550199&to={did}&message=one"),
    "another sender": ("?id=7&from=5145550199&to={did}&message=one", "?id=7&from=5145550198&to={did}&message=one"),
    "another text": ("?from=1&to={did}&message=one&time=12", "?from=1&to={did}&message=two&time=12"),
    "another time": ("?from=1&to={did}&message=one&time=12", "?from=1&to={did}&message=one&time=13"),
    "no id in its place": (
        "?id={{ID}}&from=1&to={did}&message=one&time=12",
        "?id={{ID}}&from=1&to={did}&message=one&time=13",
    ),
    "nothing to tell it by": ("?from=1&to={did}&message=one", "?from=1&to={did}&message=one"),
}


@pytest.mark.parametrize("kind", [*SAME, *OTHER])
async def test_a_repetition_is_told_from_another_message(kind: str) -> None:
    live, told = Live(), list[str]()
    async with live.running() as (url, voipms), following(url, "2026-07-28", messages(MAIN), messages(TORONTO)) as ana:
        for query in (SAME | OTHER)[kind]:
            assert (await voipms.get(query.format(did=MAIN))).text == "ok"
            if not told or kind in OTHER:
                told.append(await ana.next())
        await voipms.text(TORONTO, "last")
        told.append(await ana.next())
    assert told == [messages(MAIN)] * (1 if kind in SAME else 2) + [messages(TORONTO)]


async def test_a_group_message_is_told_to_each_own_number() -> None:
    live = Live()
    to = [{"phone_number": number} for number in (f"+1{MAIN}", ANA, TORONTO, MAIN, "12345")]
    async with live.running() as (url, voipms), following(url, "2026-07-28", messages(MAIN), messages(TORONTO)) as ana:
        assert (
            await voipms.post(body(MAIN, 70001, to=to, received_at=1_795_000_000, media=[{"url": "x"}]))
        ).text == "ok"
        assert {await ana.next(), await ana.next()} == {messages(MAIN), messages(TORONTO)}


async def test_two_servers_over_one_store_have_one_address_and_tell_once(tmp_path: Path) -> None:
    one, two = (Live(in_file(tmp_path / "store.sqlite", keyring=False)) for _ in range(2))
    async with (
        one.running() as (_, first),
        two.running() as (url, second),
        following(url, "legacy", messages(MAIN), messages(TORONTO)) as updates,
    ):
        assert one.address() == two.address()
        assert (await first.text(MAIN, "70001")).text == "ok"
        assert (await second.text(MAIN, "70001", one.address())).text == "ok"
        assert (await second.text(TORONTO, "70002")).text == "ok"
        assert await updates.next() == messages(TORONTO)
    one.store.close()
    two.store.close()


async def test_another_store_has_another_address() -> None:
    assert Live().address() != Live().address()


def all_of(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_what_is_kept_of_a_message_holds_nothing_of_it_and_goes_after_a_week(tmp_path: Path) -> None:
    now = [0.0]
    store = in_file(tmp_path / "store.sqlite", keyring=False)
    store.clock = lambda: now[0]
    live = Live(store)
    async with live.voipms() as voipms:
        await voipms.get(f"?id=id-70001&from={ANA}&to={MAIN}&message=the-words&time=12")
        await voipms.get(f"?from={ANA}&to={MAIN}&message=the-words&time=12")
        held = all_of(tmp_path)
        assert not any(word in held for word in (b"the-words", b"id-70001", ANA.encode(), live.secret().encode()))
        now[0] = 6 * DAY
        await voipms.text(TORONTO, "70002")
        assert rows(store) == [("office", TORONTO), ("office", MAIN), ("office", MAIN)]
        now[0] = 8 * DAY
        await voipms.text(SUPPORT, "70003")
        assert rows(store) == [("office", TORONTO), ("office", SUPPORT)]
    store.close()


BEFORE = """
DROP TABLE inbound; DROP TABLE seen; DROP TABLE strangers; DROP TABLE plans; DROP TABLE dates;
UPDATE alembic_version SET version_num = '0001'
"""


async def test_a_store_of_the_version_before_takes_messages_and_keeps_the_address(tmp_path: Path) -> None:
    path = tmp_path / "store.sqlite"
    live = Live(in_file(path, keyring=False))
    address = live.address()
    live.store.close()
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(BEFORE)
    again = Live(in_file(path, keyring=False))
    async with again.voipms() as voipms:
        assert (await voipms.text(MAIN, "70001", address)).text == "ok"
    assert rows(again.store) == [("office", MAIN)]
    again.store.close()


async def test_a_delivery_that_cannot_be_recorded_is_not_ok_and_is_taken_when_it_comes_again(tmp_path: Path) -> None:
    path = tmp_path / "data" / "store.sqlite"
    path.parent.touch()
    live = Live(in_file(path, keyring=False))
    async with live.voipms() as voipms:
        answer = await voipms.text(MAIN, "70001", f"{BASE}/inbound/office/unknown-yet")
        assert answer.status_code == 503
        assert "ok" not in answer.text.lower()
        path.parent.unlink()
        assert (await voipms.text(MAIN, "70001")).text == "ok"
    live.store.close()


async def test_the_address_needs_no_token_and_lets_nobody_into_the_rest() -> None:
    live = Live()
    async with live.voipms() as voipms:
        for address in (live.address(), f"{live.address()}/", f"{live.address()}/mcp", f"{BASE}/mcp"):
            sent = {"Host": "127.0.0.1", "Accept": "application/json, text/event-stream"}
            listed = await voipms.http.post(
                address, json={"jsonrpc": "2.0", "id": 1, "method": "tools/list"}, headers=sent
            )
            assert listed.status_code in (400, 401)
        evil = {"Host": "evil.example", "Authorization": f"Bearer {TOKENS['ana']}"}
        assert (await voipms.http.post(f"{BASE}/mcp", json={}, headers=evil)).status_code == 421


async def test_with_several_accounts_each_has_its_address_and_its_resources() -> None:
    live = Live(accounts={"office": "office@example.com", "solo": "solo@example.com"})
    uris = [f"voipms://{account}/messages/{MAIN}" for account in ("office", "solo")]
    async with live.running() as (url, voipms), following(url, "2026-07-28", messages(MAIN), *uris) as updates:
        assert live.address("office") != live.address("solo")
        for account in ("solo", "office"):
            assert (await voipms.text(MAIN, "70001", live.address(account))).text == "ok"
            assert await updates.next() == f"voipms://{account}/messages/{MAIN}"
    assert rows(live.store) == [("office", MAIN), ("solo", MAIN)]


async def subscribe(client: Client, uri: str) -> None:
    await client.session.send_request(SubscribeRequest(params=SubscribeRequestParams(uri=uri)), EmptyResult)


HELLO = {"protocolVersion": "2025-11-25", "capabilities": {}, "clientInfo": {"name": "test", "version": "1"}}


async def test_a_session_that_does_not_read_is_let_go(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribers, "PATIENCE", 0.1)
    told, server, uri = subscribers.Subscribers(), Server[Any]("test"), messages(MAIN)
    told.serve(server)
    async with create_client_server_memory_streams() as ((read, write), streams), anyio.create_task_group() as group:
        group.start_soon(server.run, *streams, server.create_initialization_options())
        for number, (method, params) in enumerate({"initialize": HELLO, "resources/subscribe": {"uri": uri}}.items()):
            await write.send(SessionMessage(JSONRPCRequest(jsonrpc="2.0", id=number, method=method, params=params)))
            assert isinstance(await read.receive(), SessionMessage)
        with anyio.fail_after(5):
            for _ in range(100):
                await told.tell(uri)
        group.cancel_scope.cancel()


async def test_a_session_subscribes_to_so_many_resources_at_most() -> None:
    async with Client(Live().server, mode="legacy") as client:
        for number in range(subscribers.MOST_URIS):
            await subscribe(client, messages(f"{number:010}"))
        await subscribe(client, messages("0000000000"))
        with pytest.raises(MCPError, match="200 resources at most") as raised:
            await subscribe(client, messages(MAIN))
    assert raised.value.code == INVALID_PARAMS


async def test_of_too_many_sessions_the_first_is_told_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscribers, "MOST_SESSIONS", 2)
    live, uri, last = Live(), messages(MAIN), messages(TORONTO)
    async with (
        live.running() as (url, voipms),
        following(url, "legacy", uri) as first,
        following(url, "legacy", uri) as second,
        following(url, "legacy", uri) as third,
    ):
        await voipms.text(MAIN, "70001")
        assert [await second.next(), await third.next()] == [uri, uri]
        await subscribe(first.client, last)
        await voipms.text(TORONTO, "70002")
        assert await first.next() == last


def test_neither_the_address_nor_a_text_is_in_what_the_server_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "office.json"
    store = in_file(Path(f"{file}.store"), keyring=False)
    secret = store.run_now(lambda t: secret_of(t.keys, "office"))
    answers: list[tuple[int, str]] = []

    async def deliver(app: Starlette, **options: Any) -> None:
        server = uvicorn.Server(uvicorn.Config(app, ws="none", **options))
        async with served(server) as url, httpx2.AsyncClient() as http:
            address, query = f"{url}/inbound/office/{secret}", f"?id=1&to={MAIN}&message=the-words"
            for one in (address + query, f"{address}0{query}", f"{address}?message=the-words"):
                got = await http.get(one)
                answers.append((got.status_code, got.text))
            await http.post(address, content=b'{"message": "the-words"')

    def run(app: Starlette, *, host: str, port: int, **options: Any) -> None:
        anyio.run(partial(deliver, app, **options))

    monkeypatch.setattr(uvicorn, "run", run)
    monkeypatch.setenv("VOIPMS_MCP_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("VOIPMS_MCP_INBOUND_URL", BASE)
    serve_http(Asked(sandbox=str(file)), "8000")
    written = "".join(capfd.readouterr())
    assert [status for status, _ in answers] == [200, 404, 400]
    assert not any(word in written + "".join(text for _, text in answers) for word in (secret, "the-words"))
    store.close()
