"""The secrets of a change on the page: it says which change it is, and shows them for the right PIN alone."""

import html
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from socket import create_server
from typing import Any

import httpx
import pytest
from sqlalchemy import select

from cases.asked import HOST, ORIGIN, PIN, WRONG, Desk
from cases.asked import Browser as Answering
from cases.office import Office
from voipms_server.journal import changes
from voipms_server.journal.line import LineKind, Subject
from voipms_server.journal.lines import append
from voipms_server.page.app import page_app
from voipms_server.page.server import PageServer
from voipms_server.pin import TRIES
from voipms_server.store.store import Store, in_memory
from voipms_server.store.tables import LineRow
from voipms_tools.words.marks import GENERATE

pytestmark = pytest.mark.anyio
NUMBER = "5145550110"
NONE = "There is no change with this number that set a secret, or the secret was not kept."


class Browser:
    """Sends what a browser on the page of a change would send, unless told otherwise."""

    def __init__(self, store: Store, host: str = HOST, origin: str = ORIGIN, *, beyond: bool = False) -> None:
        self.origin = origin
        transport = httpx.ASGITransport(app=page_app(store, host=host, origin=origin, beyond=beyond))
        self._http = httpx.AsyncClient(transport=transport, base_url=origin)

    async def get(self, change: object, **headers: str) -> httpx.Response:
        return await self.send("GET", change, headers=headers)

    async def item(self, change: object) -> str:
        """The value of the page's hidden field."""
        (found,) = re.findall(r'name="item" value="([^"]+)"', (await self.get(change)).text)
        return found

    async def reveal(self, change: object, pin: str, **headers: str) -> httpx.Response:
        """What comes of the PIN on the page of this change."""
        return await self.post(change, {"item": await self.item(change), "pin": pin}, headers)

    async def post(
        self, change: object, data: Mapping[str, str | list[str]], headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        return await self.send("POST", change, {"answer": "yes", **data}, headers)

    async def send(
        self,
        method: str,
        change: object,
        data: Mapping[str, str | list[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        content: bytes | None = None,
    ) -> httpx.Response:
        own = {"origin": self.origin, "sec-fetch-site": "same-origin"} if method == "POST" else {}
        if content is not None:
            own["content-type"] = "application/x-www-form-urlencoded"
        sent = {name: value for name, value in (own | dict(headers or {})).items() if value != "-"}
        return await self._http.request(method, f"/secret/{change}", data=data, headers=sent, content=content)


@dataclass
class Room:
    """A store with a PIN, an office whose changes it holds, and a browser on its page."""

    desk: Desk
    office: Office
    browser: Browser

    @property
    def store(self) -> Store:
        return self.desk.store

    async def set(self, fault: str = "", **fields: object) -> int:
        """Change how the number receives SMS; the number of the change."""
        if fault:
            self.office.sandbox.faults.plan(fault, "setSMS")
        async with self.office.client() as client:
            await client.call_tool("updateSettings", {"kind": "sms", "id": NUMBER, "changes": fields})
        return self.store.run_now(lambda t: max(one.number for one in changes.of_account(t, "office")))

    @property
    def value(self) -> str:
        """The last password that VoIP.ms was sent."""
        return next(call.params["smpp_pass"] for call in reversed(self.office.sandbox.log) if call.method == "setSMS")

    def everything(self) -> list[Any]:
        """What the store holds: approvals, PIN, journal."""
        journal = self.store.run_now(lambda t: [row.mac for row in t.session.scalars(select(LineRow))])
        return [*self.desk.everything(), *journal]


@pytest.fixture
def room() -> Room:
    desk = Desk()
    return Room(desk, Office(store=desk.store), Browser(desk.store))


def lines(response: httpx.Response) -> list[str]:
    """What the page shows, tag by tag."""
    body = response.text.partition("</head>")[2]
    return [html.unescape(part).strip("\n") for part in re.split("<[^>]*>", body) if part.strip()]


async def test_the_page_says_which_change_it_is_and_shows_no_secret(room: Room) -> None:
    change = await room.set(smpp_pass=GENERATE)
    response = await room.browser.get(change)
    assert response.status_code == 200
    shown = lines(response)
    assert f"Secrets of change {change}" in shown
    told = {"Change": "setSMS", "Entry": f"number {NUMBER}", "Account": "office", "Asked by": "local"}
    for label, value in told.items():
        assert shown[shown.index(label) + 1] == value
    assert re.fullmatch("2026-11-24 [0-9]{2}:[0-9]{2}( .*)?", shown[shown.index("When") + 1])
    assert "PIN" in shown
    assert room.value not in response.text


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing(room: Room, method: str) -> None:
    change = await room.set(smpp_pass=GENERATE)
    before = room.everything()
    assert (await room.browser.send(method, change)).status_code == 200
    assert (await room.browser.send(method, f"{change}?answer=yes&pin={PIN}")).status_code == 200
    assert room.everything() == before


async def test_the_right_pin_shows_every_secret_by_name_and_to_be_selected_whole(room: Room) -> None:
    change = await room.set(smpp_pass=GENERATE, webhook="https://example.com/sms?key=0123456789")
    response = await room.browser.reveal(change, PIN)
    assert response.status_code == 200
    shown = lines(response)
    assert shown[shown.index("smpp_pass") + 1] == room.value
    assert shown[shown.index("webhook") + 1] == "https://example.com/sms?key=0123456789"
    assert f'<p class="secret" translate="no">{room.value}</p>' in response.text
    assert "<form" not in response.text


@pytest.mark.parametrize("pin", [WRONG, "", "12345", f"{PIN}0", f" {PIN}"])
async def test_any_other_pin_shows_the_form_again_and_no_secret(room: Room, pin: str) -> None:
    change = await room.set(smpp_pass=GENERATE)
    response = await room.browser.reveal(change, pin)
    assert response.status_code == 403
    assert re.search("The PIN is wrong. 4 tries are left.|A PIN has 6 to 32 digits.", response.text)
    assert room.value not in response.text
    assert (await room.browser.reveal(change, PIN)).status_code == 200


async def test_wrong_pins_are_counted_together_with_those_of_questions(room: Room) -> None:
    change, approval = await room.set(smpp_pass=GENERATE), room.desk.ask()
    answering = Answering(room.store)
    items = await answering.items(approval.code)
    for _ in range(TRIES - 1):
        assert (await room.browser.reveal(change, WRONG)).status_code == 403
    assert (await answering.answer(approval.code, "yes", items, WRONG)).status_code == 403
    locked = await room.browser.reveal(change, PIN)
    assert "Too many wrong PINs" in locked.text
    assert room.value not in locked.text


async def test_where_no_pin_is_set_nothing_is_shown_and_the_way_to_one_is_told() -> None:
    store = in_memory()
    room = Room(Desk(), Office(store=store), Browser(store))
    room.desk.store = store
    change = await room.set(smpp_pass=GENERATE)
    page = await room.browser.get(change)
    assert "mcp-voipms init --pin" in page.text
    assert 'name="pin"' not in page.text
    sent = await room.browser.reveal(change, PIN)
    assert sent.status_code == 403
    assert room.value not in sent.text


async def test_every_change_has_a_token_of_its_own(room: Room) -> None:
    one, other = await room.set(smpp_pass=GENERATE), await room.set(smpp_pass=GENERATE)
    mine, its = [(await room.browser.item(change)).partition(".")[2] for change in (one, other)]
    question = (await Answering(room.store).items(room.desk.ask().code))[0]
    bad = [f"{one}", f"{one}.", f"{one}.{its}", f"{other}.{its}", f"{one}.{mine}0", f"{one}.{mine[:-1]}", "", question]
    for item in bad:
        assert (await room.browser.post(one, {"item": item, "pin": PIN})).status_code == 403, item
    for items in ([], [f"{one}.{mine}"] * 2, [f"{one}.{mine}", f"{other}.{its}"]):
        assert (await room.browser.post(one, {"item": items, "pin": PIN})).status_code == 403


async def test_a_wrong_form_is_no_try_of_the_pin(room: Room) -> None:
    change = await room.set(smpp_pass=GENERATE)
    for _ in range(TRIES + 1):
        await room.browser.post(change, {"item": "1.0", "pin": WRONG})
    assert (await room.browser.reveal(change, PIN)).status_code == 200


async def test_a_token_of_another_store_is_no_token_of_this_one(room: Room) -> None:
    desk = Desk()
    elsewhere = Room(desk, Office(store=desk.store), Browser(desk.store))
    change = await room.set(smpp_pass=GENERATE)
    assert await elsewhere.set(smpp_pass=GENERATE) == change
    data = {"item": await elsewhere.browser.item(change), "pin": PIN}
    assert (await room.browser.post(change, data)).status_code == 403


async def test_the_token_of_a_change_is_no_answer_to_a_question(room: Room) -> None:
    change, approval = await room.set(smpp_pass=GENERATE), room.desk.ask()
    item = await room.browser.item(change)
    assert (await Answering(room.store).answer(approval.code, "yes", [item], PIN)).status_code == 403


@pytest.mark.parametrize("host", ["localhost:8123", "evil.example", f"{HOST}.evil.example", ""])
async def test_under_another_name_nothing_is_shown(room: Room, host: str) -> None:
    change = await room.set(smpp_pass=GENERATE)
    item = await room.browser.item(change)
    looked = await room.browser.get(change, host=host)
    sent = await room.browser.post(change, {"item": item, "pin": PIN}, {"host": host})
    for response in (looked, sent):
        assert response.status_code == 421
        assert NUMBER not in response.text
        assert room.value not in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "-"},
        {"origin": "null"},
        {"origin": "http://evil.example"},
        {"origin": "http://127.0.0.1:8124"},
        {"sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site"},
    ],
    ids=str,
)
async def test_a_form_of_another_page_is_refused_and_is_no_try(room: Room, headers: dict[str, str]) -> None:
    change = await room.set(smpp_pass=GENERATE)
    before = room.everything()
    for pin in (PIN, WRONG):
        response = await room.browser.reveal(change, pin, **headers)
        assert response.status_code == 403
        assert room.value not in response.text
    assert room.everything() == before


@pytest.mark.parametrize("content", [b"", b"pin=402913", b"answer=maybe", b"answer=yes&pin=1&pin=2", b"answer=yes&x=1"])
async def test_what_the_page_does_not_send_is_refused(room: Room, content: bytes) -> None:
    change = await room.set(smpp_pass=GENERATE)
    assert (await room.browser.send("POST", change, content=content)).status_code == 400


async def test_only_looking_and_asking_with_the_pin_are_there(room: Room) -> None:
    change = await room.set(smpp_pass=GENERATE)
    data: dict[str, str | list[str]] = {"item": await room.browser.item(change), "pin": PIN, "answer": "no"}
    assert (await room.browser.post(change, data)).status_code == 403
    for method in ("PUT", "DELETE", "PATCH", "OPTIONS"):
        assert (await room.browser.send(method, change)).status_code == 405


async def test_a_change_without_a_secret_and_one_that_is_not_there_are_told_alike(room: Room) -> None:
    without, holding = await room.set(sms_forward="5145550177"), await room.set(smpp_pass=GENERATE)
    item = await room.browser.item(holding)
    names = [f"{holding}-{'0' * 32}", f"0{holding}", f"{holding}.", f"+{holding}", f"%20{holding}", f"{holding}%0A"]
    for change in (without, holding + 1, 9_999, 0, -1, 2**31, 10**30, "moo", "\u0661", "%00", *names):
        for response in (await room.browser.get(change), await room.browser.post(change, {"item": item, "pin": PIN})):
            assert response.status_code == 404, change
            assert lines(response)[-2:] == ["Nothing is shown", NONE]


async def test_where_secrets_are_not_kept_there_is_nothing_to_show() -> None:
    desk = Desk()
    room = Room(desk, Office(store=desk.store, keep_secrets=False), Browser(desk.store))
    change = await room.set(smpp_pass="given-here")
    assert (await room.browser.get(change)).status_code == 404


@pytest.mark.parametrize(
    ("fault", "words"),
    [
        ("status:invalid_smpp", "VoIP.ms refused this change, so it set nothing."),
        ("reset_after_effect", "It is not known whether this change was done."),
    ],
)
async def test_what_may_not_be_in_use_is_called_so(room: Room, fault: str, words: str) -> None:
    change = await room.set(fault, smpp_pass=GENERATE)
    asked, shown = await room.browser.get(change), await room.browser.reveal(change, PIN)
    (value,) = re.findall('<p class="secret"[^>]*>([^<]+)<', shown.text)
    assert words in lines(asked)
    assert words in lines(shown)
    assert value not in asked.text


async def test_what_is_in_use_is_not_called_in_doubt(room: Room) -> None:
    change = await room.set(smpp_pass=GENERATE)
    assert "notice" not in (await room.browser.get(change)).text.partition("</head>")[2]


NASTY = {
    "<b>bold</b>": "<b>bold</b>",
    "</p><script>x()</script>": "</p><script>x()</script>",
    "{{ 7 * 7 }}": "{{ 7 * 7 }}",
    "a\u202eb": "a{U+202E}b",
}


@pytest.mark.parametrize("given", NASTY, ids=ascii)
async def test_whatever_a_secret_holds_is_shown_as_text(room: Room, given: str) -> None:
    subject = Subject("b", "office", f"ana {given}", f"set {given}", "change", f"number:{given}")
    hidden = {"arguments": {f"name {given}": given, "two": f"x\ny: {given}"}}
    change = room.store.run_now(lambda t: append(t, LineKind.INTENT, subject, {}, secrets=hidden))
    page, shown = (await room.browser.get(change)).text, await room.browser.reveal(change, PIN)
    assert NASTY[given] in lines(shown)
    assert f"x{{U+000A}}y: {NASTY[given]}" in html.unescape(shown.text)
    for text in (page, shown.text):
        assert not re.search("<script|<b>|\u202e", text)


async def test_neither_pin_nor_secret_is_in_a_log_or_an_address(room: Room, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    change = await room.set(smpp_pass=GENERATE)
    for pin in (WRONG, PIN):
        response = await room.browser.reveal(change, pin)
        whole = f"{response.url} {response.headers} {caplog.text} {[record.__dict__ for record in caplog.records]}"
        assert pin not in whole
        assert room.value not in whole


async def test_every_answer_has_the_headers_of_the_page(room: Room) -> None:
    change = await room.set(smpp_pass=GENERATE)
    question = await Answering(room.store).get(room.desk.ask().code)
    kept = {name: value for name, value in question.headers.items() if name not in ("content-length", "content-type")}
    responses = [
        await room.browser.get(change),
        await room.browser.get(999),
        await room.browser.get(change, host="evil.example"),
        await room.browser.send("PUT", change),
        await room.browser.reveal(change, WRONG),
        await room.browser.reveal(change, PIN, origin="null"),
        await room.browser.reveal(change, PIN),
    ]
    assert [one.status_code for one in responses] == [200, 404, 421, 405, 403, 403, 200]
    assert kept["cache-control"] == "no-store"
    for response in responses:
        assert kept.items() <= dict(response.headers).items()
        assert "<script" not in response.text
        assert "http://" not in response.text


async def test_beyond_this_machine_a_number_alone_opens_nothing(room: Room) -> None:
    """Strangers could count through the changes, and use up the tries of the PIN."""
    change = await room.set(smpp_pass=GENERATE)
    with create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    async with PageServer(room.store, port, "https://pbx.example.com/voip") as page:
        url = await page.secret(change)
        other = await page.secret(change + 1)
    assert url is not None
    assert other is not None
    key = re.fullmatch(f"https://pbx\\.example\\.com/voip/secret/{change}-([0-9a-f]{{32}})", url)
    assert key is not None
    assert key[1] not in other
    browser = Browser(room.store, "pbx.example.com", "https://pbx.example.com", beyond=True)
    assert (await browser.reveal(f"{change}-{key[1]}", PIN)).status_code == 200
    for wrong in (change, f"{change}-", f"{change}-{key[1][:-1]}", f"{change + 1}-{key[1]}", f"{change}-{'0' * 32}"):
        assert (await browser.get(wrong)).status_code == 404


async def test_the_page_of_a_server_beyond_this_machine_asks_for_the_key_itself(room: Room) -> None:
    change = await room.set(smpp_pass=GENERATE)
    with create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    async with PageServer(room.store, port, "https://pbx.example.com") as page, httpx.AsyncClient() as http:
        url = await page.secret(change)
        assert url is not None
        here, headers = f"http://127.0.0.1:{port}/secret", {"host": "pbx.example.com"}
        assert (await http.get(f"{here}/{change}", headers=headers)).status_code == 404
        assert (await http.get(f"{here}/{url.rpartition('/')[2]}", headers=headers)).status_code == 200


async def test_on_this_machine_the_number_is_the_address(room: Room) -> None:
    change = await room.set(smpp_pass=GENERATE)
    async with PageServer(room.store) as page, httpx.AsyncClient() as http:
        url = await page.secret(change)
        assert url is not None
        assert re.fullmatch(f"http://127\\.0\\.0\\.1:[0-9]+/secret/{change}", url)
        assert (await http.get(url)).status_code == 200
    assert await page.secret(change) is None


async def test_where_the_port_is_taken_there_is_no_address() -> None:
    with create_server(("127.0.0.1", 0)) as taken:
        async with PageServer(Desk().store, taken.getsockname()[1]) as page:
            assert await page.secret(1) is None
