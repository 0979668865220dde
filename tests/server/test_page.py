"""The page: what it shows, whom it answers, and that nothing but the right PIN on the right form is a yes."""

import gc
import html
import logging
import re
import signal
import socket
from collections.abc import Callable
from pathlib import Path

import anyio
import httpx
import pytest

from cases.asked import HOST, ORIGIN, PIN, QUESTION, WRONG, Browser, Desk, ask, state
from voipms_server.approvals import rows
from voipms_server.approvals.approval import Approval, State, Way
from voipms_server.errors import NotAllowed
from voipms_server.page.place import behind, local
from voipms_server.page.server import PageServer
from voipms_server.pin import TRIES
from voipms_server.store.store import SKEW_SECONDS, in_file, in_memory

pytestmark = pytest.mark.anyio


def lines(response: httpx.Response) -> list[str]:
    """What the page shows, tag by tag."""
    body = response.text.partition("</head>")[2]
    return [html.unescape(part).strip("\n") for part in re.split("<[^>]*>", body) if part.strip()]


async def test_the_page_shows_the_question_line_by_line_and_who_asks() -> None:
    desk = Desk()
    approval = desk.ask(account="shop", caller="front-desk")
    response = await Browser(desk.store).get(approval.code)
    assert response.status_code == 200
    shown = lines(response)
    start = shown.index("Order this number?")
    assert shown[start : start + len(QUESTION.splitlines())] == QUESTION.splitlines()
    for label, value in {"Account": "shop", "Asked by": "front-desk", "Code": approval.code}.items():
        assert shown[shown.index(label) + 1] == value
    assert re.fullmatch(r"[0-2][0-9]:[0-5][0-9]( .*)?", shown[shown.index("Answer until") + 1])


@pytest.mark.parametrize("method", ["GET", "HEAD"])
async def test_looking_changes_nothing(method: str) -> None:
    desk = Desk()
    approval = desk.ask()
    desk.ask("Another?")
    before = desk.everything()
    assert (await Browser(desk.store).send(method, approval.code)).status_code == 200
    assert desk.everything() == before


async def test_a_code_is_found_however_it_is_typed() -> None:
    desk = Desk()
    code = desk.ask().code
    for typed in (code.lower(), code.replace("-", ""), code.replace("-", " "), f"{code}."):
        assert (await Browser(desk.store).get(typed)).status_code == 200


async def test_the_right_pin_is_a_yes() -> None:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    response = await browser.answer(approval.code, "yes", await browser.items(approval.code), PIN)
    assert response.status_code == 200
    assert "You said yes" in lines(response)
    assert "Return to your assistant and tell it to go on." in lines(response)
    assert desk.state(approval) is State.APPROVED


async def test_a_no_needs_no_pin() -> None:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    response = await browser.answer(approval.code, "no", await browser.items(approval.code))
    assert "You said no" in lines(response)
    assert desk.state(approval) is State.DECLINED


@pytest.mark.parametrize(
    "pin", [WRONG, "", "12345", f"{PIN}0", f" {PIN}", "\uff14\uff10\uff12\uff19\uff11\uff13", "'; DROP TABLE pins; --"]
)
async def test_any_other_pin_is_refused_and_the_question_waits(pin: str) -> None:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    response = await browser.answer(approval.code, "yes", await browser.items(approval.code), pin)
    assert response.status_code == 403
    assert re.search("The PIN is wrong. 4 tries are left.|A PIN has 6 to 32 digits.", response.text)
    assert desk.state(approval) is State.WAITING


async def test_several_questions_take_one_pin_and_what_is_not_ticked_waits() -> None:
    desk = Desk()
    asked = [desk.ask(f"Question {number}?") for number in range(3)]
    browser = Browser(desk.store)
    items = await browser.items(asked[1].code)
    assert [item.partition(".")[0] for item in items] == [asked[1].code, asked[0].code, asked[2].code]
    response = await browser.answer(asked[1].code, "yes", items[:2], PIN)
    assert {"Question 0?", "Question 1?"} < set(lines(response))
    assert [desk.state(one) for one in asked] == [State.APPROVED, State.APPROVED, State.WAITING]


async def test_only_the_question_that_was_opened_is_ticked_at_first() -> None:
    desk = Desk()
    first, second = desk.ask("First?"), desk.ask("Second?")
    ticked = re.findall(r'value="([^".]+)[^"]*" checked', (await Browser(desk.store).get(second.code)).text)
    assert ticked == [second.code]
    assert first.code not in ticked


async def test_after_a_wrong_pin_the_same_is_ticked() -> None:
    desk = Desk()
    asked = [desk.ask(f"Question {number}?") for number in range(3)]
    browser = Browser(desk.store)
    items = await browser.items(asked[0].code)
    response = await browser.answer(asked[0].code, "yes", items[1:], WRONG)
    assert re.findall(r'value="([^".]+)[^"]*" checked', response.text) == [asked[1].code, asked[2].code]


async def test_nothing_ticked_is_no_answer() -> None:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    for answer in ("yes", "no"):
        response = await browser.answer(approval.code, answer, [], PIN)
        assert response.status_code == 400
        assert "Nothing is ticked" in response.text
    assert desk.state(approval) is State.WAITING


async def test_the_questions_of_another_caller_are_neither_shown_nor_answered() -> None:
    desk = Desk()
    ana, bob = desk.ask("Of Ana?", caller="ana"), desk.ask("Of Bob?", caller="bob")
    browser = Browser(desk.store)
    assert "Of Bob?" not in (await browser.get(ana.code)).text
    foreign = await browser.items(bob.code)
    for answer in ("yes", "no"):
        assert (await browser.answer(ana.code, answer, foreign, PIN)).status_code == 403
    assert [desk.state(one) for one in (ana, bob)] == [State.WAITING, State.WAITING]


HOSTS = ["localhost:8123", "127.0.0.1", "127.0.0.1:80", "127.0.0.1:81234", "evil.example", f"{HOST}.evil.example", ""]


@pytest.mark.parametrize("host", HOSTS)
async def test_under_another_name_nothing_is_shown_or_taken(host: str) -> None:
    """A name that is pointed at this machine (DNS rebinding) would make its page another page's own."""
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    items = await browser.items(approval.code)
    looked = await browser.get(approval.code, host=host)
    sent = await browser.send("POST", approval.code, {"answer": "no", "item": items}, {"host": host})
    for response in (looked, sent):
        assert response.status_code == 421
        assert "Order this number?" not in response.text
    assert desk.state(approval) is State.WAITING


FOREIGN: dict[str, dict[str, str]] = {
    "no origin": {"origin": "-"},
    "opaque": {"origin": "null"},
    "another site": {"origin": "http://evil.example"},
    "another port": {"origin": "http://127.0.0.1:8124"},
    "another name of this machine": {"origin": "http://localhost:8123"},
    "another scheme": {"origin": f"https://{HOST}"},
    "a longer one": {"origin": f"{ORIGIN}.evil.example"},
    "a user before it": {"origin": f"http://evil.example@{HOST}"},
    "same site": {"sec-fetch-site": "same-site"},
    "cross site": {"sec-fetch-site": "cross-site"},
    "typed": {"sec-fetch-site": "none"},
}
"""Headers of a form that another page sent."""


@pytest.mark.parametrize("kind", FOREIGN)
async def test_a_form_of_another_page_is_refused(kind: str) -> None:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    items = await browser.items(approval.code)
    before = desk.everything()
    for answer in ("yes", "no"):
        data = {"answer": answer, "item": items, "pin": PIN}
        assert (await browser.send("POST", approval.code, data, FOREIGN[kind])).status_code == 403
    assert desk.everything() == before


async def test_a_browser_that_does_not_tell_the_site_is_believed_its_origin() -> None:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    data = {"answer": "no", "item": await browser.items(approval.code)}
    assert (await browser.send("POST", approval.code, data, {"sec-fetch-site": "-"})).status_code == 200


async def test_every_question_has_a_token_of_its_own() -> None:
    desk = Desk()
    one, other = desk.ask("One?"), desk.ask("Other?")
    browser = Browser(desk.store)
    mine, its = (item.partition(".")[2] for item in await browser.items(one.code))
    bad = [one.code, f"{one.code}.", f"{one.code}.{its}", f"{one.code}.{mine[:-1]}", f"{one.code}.{mine}0"]
    for item in [*bad, f"{one.code}.é", f".{mine}", "", f"{other.code}.{mine}"]:
        for answer in ("yes", "no"):
            assert (await browser.answer(one.code, answer, [item], PIN)).status_code == 403, item
    assert [desk.state(one), desk.state(other)] == [State.WAITING, State.WAITING]


async def test_one_wrong_token_among_right_ones_stops_them_all() -> None:
    desk = Desk()
    one, other = desk.ask("One?"), desk.ask("Other?")
    browser = Browser(desk.store)
    items = await browser.items(one.code)
    assert (await browser.answer(one.code, "yes", [items[0], f"{items[1]}0"], PIN)).status_code == 403
    assert [desk.state(one), desk.state(other)] == [State.WAITING, State.WAITING]


async def test_a_token_of_another_store_is_no_token_of_this_one() -> None:
    desk, foreign = Desk(), Desk()
    approval, double = desk.ask(), foreign.ask()
    token = (await Browser(foreign.store).items(double.code))[0].partition(".")[2]
    response = await Browser(desk.store).answer(approval.code, "yes", [f"{approval.code}.{token}"], PIN)
    assert response.status_code == 403


async def test_a_wrong_form_is_no_try_of_the_pin() -> None:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    items = await browser.items(approval.code)
    for _ in range(TRIES + 1):
        await browser.answer(approval.code, "yes", [f"{items[0]}0"], WRONG)
    assert (await browser.answer(approval.code, "yes", items, PIN)).status_code == 200


MALFORMED = {
    b"": 400,
    b"answer": 400,
    b"answer=maybe": 400,
    b"answer=": 400,
    b"answer=yes&answer=no": 400,
    b"answer=yes&pin=402913&pin=402913": 400,
    b"answer=yes&test=1": 400,
    b"pin=402913": 400,
    b"answer=yes&pin=%ff": 400,
    b"answer=yes&pin=\xff": 400,
    b"answer=no&" + b"&".join([b"item=x"] * 40): 400,
    b"answer=no&item=" + b"x" * 17_000: 413,
}


@pytest.mark.parametrize("content", MALFORMED, ids=lambda content: content[:30].decode("latin-1"))
async def test_what_the_page_does_not_send_is_refused(content: bytes) -> None:
    desk = Desk()
    approval = desk.ask()
    response = await Browser(desk.store).send("POST", approval.code, content=content)
    assert response.status_code == MALFORMED[content]
    assert desk.state(approval) is State.WAITING


@pytest.mark.parametrize("kind", ["-", "", "application/json", "text/plain", "multipart/form-data; boundary=x"])
async def test_another_kind_of_body_is_refused(kind: str) -> None:
    desk = Desk()
    approval = desk.ask()
    content = f'{{"answer": "yes", "pin": "{PIN}"}}'.encode()
    response = await Browser(desk.store).send("POST", approval.code, content=content, headers={"content-type": kind})
    assert response.status_code == 415


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "OPTIONS"])
async def test_there_is_looking_and_answering_and_no_other_method(method: str) -> None:
    desk = Desk()
    response = await Browser(desk.store).send(method, desk.ask().code)
    assert response.status_code == 405


async def test_a_yes_in_the_address_is_nothing_but_looking() -> None:
    desk = Desk()
    approval = desk.ask()
    await Browser(desk.store).get(f"{approval.code}?answer=yes&pin={PIN}")
    assert desk.state(approval) is State.WAITING


def expire(desk: Desk, approval: Approval) -> None:
    desk.clock.now = approval.expires


def from_the_future(desk: Desk, approval: Approval) -> None:
    desk.clock.now = approval.created - SKEW_SECONDS - 1


def use(desk: Desk, approval: Approval) -> None:
    desk.store.run_now(lambda t: rows.agree(t, approval.id, "terminal"))
    assert desk.store.run_now(lambda t: rows.use(t, approval.id, "a"))


def decline(desk: Desk, approval: Approval) -> None:
    desk.store.run_now(lambda t: rows.decline(t, approval.id, "terminal"))


OVER: list[tuple[Callable[[Desk, Approval], None], State, str]] = [
    (expire, State.EXPIRED, "its time ran out"),
    (from_the_future, State.EXPIRED, "its time ran out"),
    (use, State.USED, "was used"),
    (decline, State.DECLINED, "answered with no"),
]


@pytest.mark.parametrize(("end", "after", "words"), OVER)
async def test_a_question_that_is_over_takes_no_answer(
    end: Callable[[Desk, Approval], None], after: State, words: str
) -> None:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    items = await browser.items(approval.code)
    end(desk, approval)
    for response in (await browser.get(approval.code), await browser.answer(approval.code, "yes", items, PIN)):
        assert response.status_code == 410
        assert words in response.text
        assert "<form" not in response.text
    late = await browser.answer(approval.code, "no", items)
    assert "Not counted." in late.text
    assert desk.state(approval) is after


@pytest.mark.parametrize("code", ["2222-2222", "moo", "-", "9" * 500, "%00", "../approve"])
async def test_an_unknown_code_is_told(code: str) -> None:
    desk = Desk()
    desk.ask()
    response = await Browser(desk.store).get(code)
    assert response.status_code == 404
    assert "<form" not in response.text


async def test_a_question_that_the_client_asks_is_not_answered_here() -> None:
    desk = Desk()
    approval = desk.ask(way=Way.ELICITATION)
    response = await Browser(desk.store).get(approval.code)
    assert response.status_code == 404
    assert "answered in your assistant" in response.text


async def test_where_both_are_asked_the_page_alone_is_no_yes() -> None:
    desk = Desk()
    approval, browser = desk.ask(way=Way.ELICITATION, both=True), Browser(desk.store)
    response = await browser.answer(approval.code, "yes", await browser.items(approval.code), PIN)
    assert "Your assistant asks you as well" in response.text
    assert desk.state(approval) is State.WAITING
    assert (await browser.get(approval.code)).status_code == 410
    assert desk.store.run_now(lambda t: rows.client_agrees(t, approval.id))
    assert desk.state(approval) is State.APPROVED


async def test_a_yes_can_be_taken_back_until_it_is_used() -> None:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    items = await browser.items(approval.code)
    await browser.answer(approval.code, "yes", items, PIN)
    again = await browser.get(approval.code)
    assert "No, take it back" in lines(again)
    assert 'value="yes"' not in again.text
    await browser.answer(approval.code, "no", items)
    assert desk.state(approval) is State.DECLINED


async def test_a_yes_sent_twice_is_one_yes() -> None:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    items = await browser.items(approval.code)
    assert (await browser.answer(approval.code, "yes", items, PIN)).status_code == 200
    assert (await browser.answer(approval.code, "yes", items, PIN)).status_code == 410
    assert desk.state(approval) is State.APPROVED


async def test_one_that_was_answered_elsewhere_does_not_stop_the_others() -> None:
    desk = Desk()
    one, other = desk.ask("One?"), desk.ask("Other?")
    browser = Browser(desk.store)
    items = await browser.items(one.code)
    decline(desk, one)
    response = await browser.answer(one.code, "yes", items, PIN)
    assert "Not counted. This question was answered with no." in response.text
    assert [desk.state(one), desk.state(other)] == [State.DECLINED, State.APPROVED]


async def test_without_a_pin_only_a_no_is_offered_and_taken() -> None:
    store = in_memory()
    approval, browser = ask(store), Browser(store)
    shown = await browser.get(approval.code)
    assert "mcp-voipms init --pin" in shown.text
    assert 'value="yes"' not in shown.text
    items = await browser.items(approval.code)
    assert (await browser.answer(approval.code, "yes", items, PIN)).status_code == 403
    assert state(store, approval) is State.WAITING
    await browser.answer(approval.code, "no", items)
    assert state(store, approval) is State.DECLINED


NASTY = {
    "<script>alert(1)</script>": "<script>alert(1)</script>",
    "</p></div><button name=answer value=yes>No</button>": "</p></div><button name=answer value=yes>No</button>",
    "{{ 7 * 7 }}{% raw %}": "{{ 7 * 7 }}{% raw %}",
    "**bold** [link](http://evil.example)": "**bold** [link](http://evil.example)",
    "\x1b[2J\x1b]0;title\x07": "{U+001B}[2J{U+001B}]0;title{U+0007}",
    "free\u202e00.0$SU :ecirP": "free{U+202E}00.0$SU :ecirP",
    "a\u200bb\u2066c\u00adb": "a{U+200B}b{U+2066}c{U+00AD}b",
    "a\u3164b\u2800c\ufe0fd\U000e0041": "a{U+3164}b{U+2800}c{U+FE0F}d{U+E0041}",
    "one\rtwo\u2028three\x85four": "one{U+000D}two{U+2028}three{U+0085}four",
    "tab\there\u00a0and\u3000wide": "tab{U+0009}here{U+00A0}and{U+3000}wide",
}
"""What a question could hold, and how it is shown."""


@pytest.mark.parametrize("text", NASTY, ids=ascii)
async def test_whatever_a_question_holds_is_shown_as_text(text: str) -> None:
    desk = Desk()
    approval = desk.ask(f"Order?\nNote: {text}", account=text[:60], caller=text)
    page = (await Browser(desk.store).get(approval.code)).text
    assert html.escape(NASTY[text], quote=False) in page.replace("&#34;", '"').replace("&#39;", "'")
    assert not re.search("<script|[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e\u200b]", page)
    assert page.count("<button") == 2


async def test_the_pin_is_in_no_answer_no_log_and_no_address(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    items = await browser.items(approval.code)
    for pin in (WRONG, "12345", PIN):
        response = await browser.answer(approval.code, "yes", items, pin)
        whole = f"{response.url} {response.headers} {response.text} {caplog.text}"
        assert pin not in whole
        assert not any(pin in str(record.__dict__) for record in caplog.records)


async def every_kind_of_answer() -> list[httpx.Response]:
    desk = Desk()
    approval, browser = desk.ask(), Browser(desk.store)
    items = await browser.items(approval.code)
    return [
        await browser.get(approval.code),
        await browser.get(approval.code, host="evil.example"),
        await browser.get("2222-2222"),
        await browser.get("a/b"),
        await browser.send("PUT", approval.code),
        await browser.answer(approval.code, "yes", items, WRONG),
        await browser.answer(approval.code, "yes", [], PIN),
        await browser.send("POST", approval.code, {"answer": "no"}, {"origin": "null"}),
        await browser.answer(approval.code, "yes", items, PIN),
        await browser.get(approval.code),
        await browser.answer(approval.code, "no", items),
        await browser.get(approval.code),
    ]


async def test_every_answer_has_the_headers_that_keep_others_out() -> None:
    responses = await every_kind_of_answer()
    assert [one.status_code for one in responses] == [200, 421, 404, 404, 405, 403, 400, 403, 200, 200, 200, 410]
    for response in responses:
        policy = dict(part.strip().split(" ", 1) for part in response.headers["content-security-policy"].split(";"))
        assert policy["default-src"] == policy["frame-ancestors"] == policy["base-uri"] == "'none'"
        assert policy["form-action"] == "'self'"
        assert re.fullmatch(r"'sha256-[A-Za-z0-9+/]{43}='", policy["style-src"])
        assert response.headers["cache-control"] == "no-store"
        assert response.headers["referrer-policy"] == "same-origin"
        assert response.headers["x-content-type-options"] == "nosniff"
        assert response.headers["x-frame-options"] == "DENY"
        assert response.headers["cross-origin-opener-policy"] == "same-origin"
        assert response.headers["cross-origin-resource-policy"] == "same-origin"
        assert "set-cookie" not in response.headers
        assert "<script" not in response.text
        assert "http://" not in response.text


async def test_a_store_that_cannot_be_used_is_told_and_is_no_yes(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").mkdir()
    response = await Browser(in_file(tmp_path / "store.sqlite", keyring=False)).get("2222-2222")
    assert response.status_code == 503
    assert "cannot be written" in response.text


URLS = {
    "https://pbx.example.com": ("https://pbx.example.com/approve/X", "pbx.example.com", "https://pbx.example.com"),
    "https://PBX.example.com:443/": ("https://pbx.example.com/approve/X", "pbx.example.com", "https://pbx.example.com"),
    "https://pbx.example.com:8443/voip/": (
        "https://pbx.example.com:8443/voip/approve/X",
        "pbx.example.com:8443",
        "https://pbx.example.com:8443",
    ),
    "https://[2001:db8::1]": ("https://[2001:db8::1]/approve/X", "[2001:db8::1]", "https://[2001:db8::1]"),
}


@pytest.mark.parametrize("url", URLS)
async def test_an_operator_says_where_the_page_is_reached(url: str) -> None:
    place = behind(url)
    assert (place.question("X"), place.host, place.origin) == URLS[url]


@pytest.mark.parametrize(
    "url",
    [
        "http://pbx.example.com",
        "pbx.example.com",
        "https://",
        "https:///approve",
        "https://ana:secret@pbx.example.com",
        "https://pbx.example.com?x=1",
        "https://pbx.example.com#x",
        "https://pbx.example.com:port",
        "https://pbx.example.com:99999",
        "https://[::1",
        "https://p bx.example.com",
        "https://pbx.example.com/\nx",
        "https://pbx.exämple.com",
        "javascript:alert(1)",
    ],
)
def test_the_page_has_an_https_address_beyond_this_machine_or_none(url: str) -> None:
    with pytest.raises(NotAllowed, match="https://"):
        behind(url)


async def test_port_80_stands_neither_in_host_nor_in_origin() -> None:
    assert (local(80).question("X"), local(80).host) == ("http://127.0.0.1/approve/X", "127.0.0.1")


async def test_the_page_is_served_from_its_first_address_on_until_it_is_stopped(
    capfd: pytest.CaptureFixture[str],
) -> None:
    desk = Desk()
    approval = desk.ask()
    before = signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)
    async with httpx.AsyncClient() as http:
        async with PageServer(desk.store) as page:
            url = await page.question(approval.code)
            assert url is not None
            assert re.fullmatch(f"http://127\\.0\\.0\\.1:[0-9]+/approve/{approval.code}", url)
            assert await page.question(approval.code) == url
            response = await http.get(url)
            assert (signal.getsignal(signal.SIGINT), signal.getsignal(signal.SIGTERM)) == before
        assert response.status_code == 200
        assert await page.question(approval.code) is None
        with pytest.raises(httpx.ConnectError):
            await http.get(url)
    assert capfd.readouterr() == ("", "")


async def test_a_page_that_nobody_was_sent_to_listens_nowhere() -> None:
    async with PageServer(Desk().store):
        pass


async def test_an_address_that_is_asked_for_many_times_at_once_is_one() -> None:
    desk = Desk()
    found: set[str | None] = set()
    async with PageServer(desk.store) as page, anyio.create_task_group() as group:

        async def ask_for_it() -> None:
            found.add(await page.question("X"))

        for _ in range(5):
            group.start_soon(ask_for_it)
    assert len(found) == 1


async def test_a_port_that_is_taken_leaves_the_terminal() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        async with PageServer(Desk().store, taken.getsockname()[1]) as page:
            assert await page.question("X") is None


async def test_a_page_behind_a_proxy_answers_by_the_name_of_the_proxy_alone() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    desk = Desk()
    approval = desk.ask()
    async with PageServer(desk.store, port, "https://pbx.example.com/voip") as page, httpx.AsyncClient() as http:
        assert await page.question(approval.code) == f"https://pbx.example.com/voip/approve/{approval.code}"
        here = f"http://127.0.0.1:{port}/approve/{approval.code}"
        assert (await http.get(here, headers={"host": "pbx.example.com"})).status_code == 200
        assert (await http.get(here)).status_code == 421


async def test_behind_a_proxy_a_question_asked_before_a_restart_is_shown_at_once() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
    desk = Desk()
    approval = desk.ask()
    async with PageServer(desk.store, port, "https://pbx.example.com") as page, httpx.AsyncClient() as http:
        await page.start()
        here = f"http://127.0.0.1:{port}/approve/{approval.code}"
        assert (await http.get(here, headers={"host": "pbx.example.com"})).status_code == 200


def test_a_proxy_needs_a_port_to_pass_the_page_on_to() -> None:
    with pytest.raises(NotAllowed, match="page_url needs page_port"):
        PageServer(in_memory(), 0, "https://pbx.example.com")


def test_a_program_that_ends_without_stopping_the_page_leaves_nothing_open() -> None:
    async def forgetful(*, visited: bool) -> None:
        desk = Desk()
        url = await PageServer(desk.store).question(desk.ask().code)
        async with httpx.AsyncClient() as http:
            if visited and url is not None:
                await http.get(url)

    anyio.run(lambda: forgetful(visited=False))
    anyio.run(lambda: forgetful(visited=True))
    gc.collect()
