"""The owner's controls over HTTP."""

import httpx
import pytest

from sandbox.line import API, CALLER, MAIN, Line

pytestmark = pytest.mark.anyio
GETS = ["/", "/clock", "/state", "/diff?since=1", "/limits", "/calls"]
POSTS = ["/clock", "/snapshot", "/sms", "/call", "/faults", "/limits", "/access"]


@pytest.mark.parametrize("path", GETS)
async def test_a_page_of_a_browser_cannot_read(path: str) -> None:
    answer = await Line().control(path, origin="http://127.0.0.1")
    assert answer.status_code == 403


@pytest.mark.parametrize("path", POSTS)
async def test_a_page_of_a_browser_cannot_interfere(path: str) -> None:
    line = Line()
    before = line.sandbox.snapshot()
    answer = await line.control(path, {}, origin="null")
    assert (answer.status_code, line.sandbox.diff(before)) == (403, [])


@pytest.mark.parametrize("host", ["example.com", "127.0.0.1.example.com", "192.0.2.1:80", "[2001:db8::1]:80", ""])
async def test_a_foreign_host_name_is_refused(host: str) -> None:
    assert (await Line().control("/", host=host)).status_code == 403


@pytest.mark.parametrize("host", ["localhost", "localhost:8080", "127.0.0.1:8080", "[::1]:8080", "[::1]"])
async def test_this_machines_own_names_are_answered(host: str) -> None:
    assert (await Line().control("/", host=host)).status_code == 200


async def test_another_machine_is_refused() -> None:
    transport = httpx.ASGITransport(Line().app, client=("192.0.2.7", 40_000))
    async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as http:
        assert (await http.get("/sandbox/state")).status_code == 403


async def test_the_api_answers_whatever_the_host() -> None:
    async with Line().http("http://example.com") as http:
        answer = await http.get(API, params={"method": "getIP"}, headers={"origin": "null"})
    assert answer.json() == {"status": "missing_credentials"}


@pytest.mark.parametrize("path", GETS)
async def test_every_answer_says_that_the_data_is_invented(path: str) -> None:
    line = Line()
    line.sandbox.snapshot()
    assert (await line.control(path)).headers["x-sandbox"] == "All data is invented."


async def test_about_names_the_three_accounts() -> None:
    about = (await Line().control("/")).json()
    assert [one["number"] for one in about["accounts"]] == ["100000", "200000", "300000"]


async def test_a_call_is_told_second_by_second() -> None:
    line = Line()
    body = {"did": MAIN, "from": CALLER, "keys": "1", "answers": {"100000_Anne": 4}, "hangs_up_after": 60}
    told = (await line.control("/call", body)).json()
    assert told["steps"][0] == {
        "second": 0,
        "event": "time condition",
        "words": "time condition 1830 (Office hours) matches at Tue 12:00 Eastern",
        "route": "tc:1830",
    }
    assert (told["end"], told["seconds"]) == ("talked", 60)
    assert told["cdr"] == line.office.table("cdr")[-1]


@pytest.mark.parametrize(
    "wrong",
    [
        {"keys": "x"},
        {"hangs_up_after": -1},
        {"hangs_up_after": "soon"},
        {"answers": {"100000_Nobody": 1}},
        {"answers": {"100000_Anne": "later"}},
        {"answers": {"100000_Anne": True}},
        {"did": "5145550199"},
        {"from": None},
    ],
)
async def test_a_call_that_cannot_be_is_refused_and_leaves_nothing(wrong: dict[str, object]) -> None:
    line = Line()
    before = line.sandbox.snapshot()
    answer = await line.control("/call", {"did": MAIN, "from": CALLER, **wrong})
    assert (answer.status_code, line.sandbox.diff(before)) == (400, [])


async def test_faults_are_planned_with_all_they_have_and_forgotten() -> None:
    line = Line()
    fault = {"kind": "status:order_failed", "method": "getIVRs", "count": 2, "value": 0, "rehearsals": False}
    assert (await line.control("/faults", [fault])).json() == [fault]
    assert await line.status("getIVRs", test="1") == "success"
    assert await line.status("getIVRs") == "order_failed"
    async with line.http() as http:
        await http.delete("/sandbox/faults")
    assert await line.status("getIVRs") == "success"


async def test_above_the_limit_of_a_minute_calls_are_refused_until_the_minute_is_over() -> None:
    line = Line()
    line.sandbox.world.clock.set(line.sandbox.world.clock.now(), frozen=True)
    assert (await line.control("/limits", {"per_minute": 2})).json() == {"per_minute": 2}
    told = [await line.status("getBalance") for _ in range(3)]
    line.sandbox.world.clock.move(60)
    told.append(await line.status("getBalance"))
    assert told == ["success", "success", "api_limit_exceeded", "success"]


async def test_an_address_that_is_not_allowed_may_only_ask_for_its_address() -> None:
    line = Line()
    await line.control("/access", {"address_allowed": False})
    assert [await line.status(method) for method in ("getBalance", "getIP")] == ["ip_not_enabled", "success"]
    assert (await line.api("getIP"))["ip"] == "203.0.113.7"


async def test_an_api_that_is_off_answers_nothing_on_that_account_alone() -> None:
    line = Line()
    await line.control("/access", {"account": "200000", "api_enabled": False})
    assert await line.status("getIP", api_username="solo@example.com") == "api_not_enabled"
    assert await line.status("getBalance") == "success"


async def test_access_is_given_back() -> None:
    line = Line()
    await line.control("/access", {"api_enabled": False, "address_allowed": False})
    await line.control("/access", {})
    assert await line.status("getBalance") == "success"


@pytest.mark.parametrize(
    ("path", "body", "words"),
    [
        ("/clock", {"set": "noon"}, "noon"),
        ("/limits", {}, "per_minute should be a number"),
        ("/limits", [], "the body should be an object"),
        ("/faults", {}, "the body should be a list"),
        ("/faults", [{"kind": "nosuch"}], "nosuch"),
        ("/sms", {"did": MAIN}, "from should be text"),
        ("/access", {"account": "1"}, "there is no account 1"),
        ("/access", {"api_enabled": 1}, "api_enabled should be true or false"),
    ],
)
async def test_a_wrong_request_is_told_what_is_wrong(path: str, body: object, words: str) -> None:
    answer = await Line().control(path, body)
    assert answer.status_code == 400
    assert words in answer.json()["error"]


async def test_the_calls_received_are_listed_without_credentials() -> None:
    line = Line()
    await line.status("getIVRs", ivr="4636")
    calls = (await line.control("/calls")).json()
    assert calls == [{"method": "getIVRs", "params": {"ivr": "4636"}, "account": "100000", "status": "success"}]
