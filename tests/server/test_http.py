"""Over HTTP: who is let in, by which name, and that nobody's yes serves another."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from ipaddress import IPv4Address

import httpx2
import pytest
from mcp import Client, MCPError
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult, InputRequiredResult
from pydantic import SecretStr

from cases.office import ERAS, NO, YES, Era, Office, Person, text
from cases.web import TOKENS, application, bearer, connected, in_process, listening
from voipms_server.cli.serving import Asked, serve_http
from voipms_server.errors import NotAllowed
from voipms_server.http_app import address, check_exposure, is_loopback

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
ORDER: dict[str, object] = {
    "did": "5145550101",
    "routing": "account:100000_Reception",
    "pop": 31,
    "dialtime": 60,
    "cnam": False,
    "billing_type": 1,
    "test": False,
}
LIST: dict[str, object] = {"jsonrpc": "2.0", "id": 1, "method": "tools/list", "params": {}}
ACCEPT = {"Accept": "application/json, text/event-stream"}
INITIALIZE: dict[str, object] = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "test", "version": "1"},
    },
}


@eras
async def test_a_client_lists_and_calls_in_both_eras(era: Era) -> None:
    office = Office()
    async with in_process(application(office.server)) as http, connected(http, era) as client:
        assert len((await client.list_tools()).tools) > 40
        result = await client.call_tool("getBalance", {})
    assert result.structured_content == {"current_balance": "US$295.80"}


async def status(app_http: httpx2.AsyncClient, headers: dict[str, str]) -> int:
    return (await app_http.post("/mcp", json=INITIALIZE, headers={**ACCEPT, **headers})).status_code


HOSTS = {
    "127.0.0.1": 200,
    "127.0.0.1:8000": 200,
    "localhost:1": 200,
    "[::1]:8000": 200,
    "mcp.example.com": 200,
    "mcp.example.com:8443": 200,
    "evil.example": 421,
    "127.0.0.1.evil.example": 421,
    "mcp.example.com.evil.example": 421,
    "evil.example:80@localhost": 421,
    "localhost.": 421,
}


@pytest.mark.parametrize("host", HOSTS)
async def test_only_known_hosts_are_answered(host: str) -> None:
    async with in_process(application(Office().server, None, "MCP.example.com")) as http:
        assert await status(http, {"Host": host}) == HOSTS[host]


ORIGINS = {
    "http://localhost": 200,
    "http://localhost:6274": 200,
    "http://127.0.0.1:8000": 200,
    "http://[::1]:8000": 200,
    "https://app.example.com": 200,
    "https://app.example.com.evil.example": 403,
    "http://evil.example": 403,
    "http://localhost.evil.example": 403,
    "null": 403,
}


@pytest.mark.parametrize("origin", ORIGINS)
async def test_only_known_origins_are_answered(origin: str) -> None:
    async with in_process(application(Office().server, None, "https://app.example.com")) as http:
        assert await status(http, {"Origin": origin}) == ORIGINS[origin]


BAD = {
    "none": {},
    "wrong": {"Authorization": "Bearer ana-token-0123456789-abcdeg"},
    "beginning": {"Authorization": f"Bearer {TOKENS['ana'][:-1]}"},
    "empty": {"Authorization": "Bearer "},
    "name": {"Authorization": "Bearer ana"},
    "other scheme": {"Authorization": f"Basic {TOKENS['ana']}"},
    "no scheme": {"Authorization": TOKENS["ana"]},
    "other letters": {"Authorization": "Bearer \u00e4na-token"},
    "in a cookie": {"Cookie": f"token={TOKENS['ana']}"},
}


@pytest.mark.parametrize("kind", BAD)
async def test_without_a_right_token_nothing_is_answered(kind: str) -> None:
    sent = {**ACCEPT, **BAD[kind]}
    headers = {name.encode(): value.encode("latin-1") for name, value in sent.items()}
    async with in_process(application(Office().server, TOKENS)) as http:
        for path in ("/mcp", "/", "/other", f"/mcp?token={TOKENS['ana']}"):
            response = await http.post(path, json=LIST, headers=headers)
            assert response.status_code == 401
            assert "tools" not in response.text


async def test_a_right_token_is_let_in() -> None:
    async with in_process(application(Office().server, TOKENS)) as http:
        assert await status(http, bearer("ana")) == 200
        assert await status(http, bearer("bob")) == 200
        assert await status(http, {**bearer("ana"), "Host": "evil.example"}) == 421


async def test_healthz_needs_no_token_and_tells_nothing() -> None:
    async with in_process(application(Office().server, TOKENS)) as http:
        response = await http.get("/healthz", headers={"Host": "10.0.0.7"})
    assert (response.status_code, response.text) == (200, "ok\n")
    assert set(response.headers) <= {"content-length", "content-type"}


@asynccontextmanager
async def caller(url: str, name: str, era: Era, person: Person | None = None) -> AsyncGenerator[Client]:
    async with httpx2.AsyncClient(headers=bearer(name)) as http, connected(http, era, person, url) as client:
        yield client


@eras
async def test_the_question_names_the_caller_by_the_token(era: Era) -> None:
    office, person = Office(), Person()
    async with listening(application(office.server, TOKENS)) as url, caller(url, "bob", era, person) as client:
        result = await client.call_tool("orderDID", ORDER)
    assert not result.is_error, text(result)
    assert "(asked by bob)" in person.questions[0]
    assert office.real("orderDID") == 1


async def test_the_question_of_one_caller_is_not_answered_by_another() -> None:
    office, person = Office(), Person()
    async with (
        listening(application(office.server, TOKENS)) as url,
        caller(url, "ana", "2026-07-28", person) as ana,
        caller(url, "bob", "2026-07-28", person) as bob,
    ):
        first = await ana.session.call_tool("orderDID", ORDER, allow_input_required=True)
        assert isinstance(first, InputRequiredResult)
        with pytest.raises(MCPError, match="requestState"):
            await bob.session.call_tool(
                "orderDID",
                ORDER,
                allow_input_required=True,
                input_responses={"confirm": YES},
                request_state=first.request_state,
            )
        assert office.real("orderDID") == 0
        await ana.session.call_tool(
            "orderDID",
            ORDER,
            allow_input_required=True,
            input_responses={"confirm": YES},
            request_state=first.request_state,
        )
    assert office.real("orderDID") == 1


async def test_an_older_session_takes_no_answer_from_another_caller() -> None:
    """The other one knows the session and guesses the number of the question."""
    office = Office()
    sessions: list[str] = []
    answers: list[int] = []

    async def keep(response: httpx2.Response) -> None:
        sessions.extend(filter(None, [response.headers.get("mcp-session-id")]))

    class Overheard(Person):
        async def __call__(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
            async with httpx2.AsyncClient(headers={**ACCEPT, **bearer("bob"), "Mcp-Session-Id": sessions[0]}) as bob:
                for guess in range(4):
                    yes = {"jsonrpc": "2.0", "id": guess, "result": {"action": "accept", "content": {"confirm": True}}}
                    answers.append((await bob.post(f"{url}/mcp", json=yes)).status_code)
            return await super().__call__(context, params)

    async with listening(application(office.server, TOKENS)) as url:
        hooks = {"response": [keep]}
        async with (
            httpx2.AsyncClient(headers=bearer("ana"), event_hooks=hooks) as http,
            connected(http, "legacy", Overheard([NO]), url) as client,
        ):
            result = await client.call_tool("orderDID", ORDER)
    assert answers == [404] * 4
    assert result.is_error
    assert office.real("orderDID") == 0


ANY = str(IPv4Address(0))
ADDRESSES = {
    "8000": ("127.0.0.1", 8000),
    ":8000": ("127.0.0.1", 8000),
    "127.0.0.1:8000": ("127.0.0.1", 8000),
    "localhost:1": ("localhost", 1),
    "[::1]:65535": ("::1", 65535),
    "[::]:8000": ("::", 8000),
    f"{ANY}:8000": (ANY, 8000),
    "mcp.example.com:443": ("mcp.example.com", 443),
}
"""What `--http` takes, and what it means."""


@pytest.mark.parametrize("given", ADDRESSES)
def test_an_address_is_read_as_it_is_written(given: str) -> None:
    assert address(given) == ADDRESSES[given]


@pytest.mark.parametrize(
    "given",
    [
        "",
        ":",
        "0",
        "65536",
        "-1",
        "8000x",
        "http://127.0.0.1:8000",
        "::1:8000",
        "::8000",
        "[::1]",
        "a b:80",
        "\u0663",
        "9" * 5000,
    ],
)
def test_what_is_no_address_is_refused_with_what_would_be_one(given: str) -> None:
    with pytest.raises(NotAllowed, match=r"8000, 127\.0\.0\.1:8000 or \[::1\]:8000") as raised:
        address(given)
    assert len(str(raised.value)) < 200


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.2", "localhost", "::1"])
def test_this_machine_needs_neither_tokens_nor_hosts(host: str) -> None:
    assert is_loopback(host)
    check_exposure(host, {}, [])


@pytest.mark.parametrize("host", [ANY, "::", "192.168.1.2", "mcp.example.com", "localhost.example.com", "127.1", ""])
def test_any_other_address_needs_tokens_and_hosts(host: str) -> None:
    tokens = {"ana": SecretStr(TOKENS["ana"])}
    with pytest.raises(NotAllowed, match="VOIPMS_MCP_HTTP_TOKENS"):
        check_exposure(host, {}, ["mcp.example.com"])
    with pytest.raises(NotAllowed, match="VOIPMS_MCP_HTTP_ALLOWED_HOSTS"):
        check_exposure(host, tokens, [])
    check_exposure(host, tokens, ["mcp.example.com"])


def test_the_command_refuses_to_expose_the_account_before_it_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VOIPMS_MCP_CONFIG", "/nonexistent/config.toml")
    with pytest.raises(NotAllowed, match="would let others use this account"):
        serve_http(Asked(sandbox=""), f"{ANY}:8000")
