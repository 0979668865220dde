"""The routing map: hosts of MCP Apps are told of it, get it, and it needs nothing from outside."""

import base64
import hashlib
import json
import re
from typing import Literal

import pytest
from mcp import Client
from mcp.client.extension import advertise
from mcp.server.apps import APP_MIME_TYPE, EXTENSION_ID
from mcp.types import TextResourceContents

from cases.office import Office, text
from voipms_server.catalog import Choice
from voipms_server.map.page import URI, page, page_with

pytestmark = pytest.mark.anyio
Mode = Literal["auto", "legacy"]
modes = pytest.mark.parametrize("mode", ["auto", "legacy"])
DRAWS = [advertise(EXTENSION_ID, {"mimeTypes": [APP_MIME_TYPE]})]
KEY = "mcp-voipms/routing-map"
DID = {"did": "5145550110"}


@modes
async def test_the_page_is_listed_and_read_as_an_app(mode: Mode) -> None:
    async with Client(Office().server, mode=mode) as client:
        (listed,) = (await client.list_resources()).resources
        (found,) = (await client.read_resource(URI)).contents
    assert (listed.uri, listed.mime_type) == (URI, APP_MIME_TYPE)
    assert isinstance(found, TextResourceContents)
    assert found.mime_type == APP_MIME_TYPE
    assert found.text == page()


@modes
async def test_only_the_trace_names_it(mode: Mode) -> None:
    async with Client(Office().server, mode=mode) as client:
        tools = (await client.list_tools()).tools
    assert {tool.name: tool.meta for tool in tools if tool.meta} == {"traceRouting": {"ui": {"resourceUri": URI}}}


async def test_the_server_advertises_apps() -> None:
    """To clients of the current protocol; the SDK has no such place in the one before."""
    async with Client(Office().server, mode="auto") as client:
        capabilities = client.server_capabilities
    assert capabilities is not None
    assert EXTENSION_ID in (capabilities.extensions or {})


@modes
async def test_a_client_that_draws_gets_the_data_beside_the_answer_and_another_does_not(mode: Mode) -> None:
    office = Office()
    async with Client(office.server, mode=mode, extensions=DRAWS) as drawing, Client(office.server, mode=mode) as plain:
        drawn = await drawing.call_tool("traceRouting", DID)
        told = await plain.call_tool("traceRouting", DID)
    assert drawn.meta is not None
    assert drawn.meta[KEY]["nodes"]
    assert KEY not in (told.meta or {})
    assert text(drawn) == text(told)
    assert "nodes" not in text(told)
    assert told.structured_content is not None
    assert "map" not in told.structured_content


async def test_where_traces_are_not_offered_there_is_no_page() -> None:
    async with Client(Office(Choice(toolsets=["sms"])).server, mode="auto") as client:
        assert (await client.list_resources()).resources == []
        assert client.server_capabilities is not None
        assert not client.server_capabilities.extensions


def policy(html: str) -> str:
    found = re.search(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    assert found is not None
    return found[1]


@pytest.mark.parametrize(
    "html", [page(), page_with({"title": "</script><script>alert(1)</script>\u2028", "nodes": []})]
)
def test_nothing_but_its_own_scripts_and_styles_may_run_or_load(html: str) -> None:
    rules = policy(html)
    assert rules.startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in rules
    for name in ("script", "style"):
        (code,) = re.findall(rf"<{name}>(.*?)</{name}>", html, re.DOTALL)
        digest = base64.b64encode(hashlib.sha256(code.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules


def test_it_points_nowhere_outside_and_carries_the_licence_of_what_it_bundles() -> None:
    html = page()
    outside = set(re.findall(r"(?:https?|wss?)://[^\s\"'<)]+", html))
    assert outside == {"http://www.w3.org/2000/svg"}
    assert not re.search(r"\b(?:fetch|XMLHttpRequest|WebSocket|importScripts|eval|sourceMappingURL)\b", html)
    assert "innerHTML" not in html
    assert "Copyright (c) 2012-2014 Chris Pettitt" in html


def test_data_in_the_page_is_data_whatever_it_holds() -> None:
    hostile = "</script><!--<script>\u2028\u2029&amp;"
    html = page_with({"title": hostile})
    (data,) = re.findall(r'<script type="application/json" id="data">(.*?)</script>', html, re.DOTALL)
    assert json.loads(data) == {"title": hostile}
    assert not set(data) & set("<>&\u2028\u2029")
