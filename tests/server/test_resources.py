"""What can be read at addresses: each is a call under the same rules, in both eras, and says what is wrong."""

import json
import re
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp import Client, MCPError
from mcp.types import INVALID_PARAMS, TextResourceContents

from cases.office import ERAS, Era, Office, Person
from voipms_server.addresses import ADDRESSES, kinds, lists
from voipms_server.api.statuses import statuses
from voipms_server.catalog import Choice
from voipms_server.quotes import text
from voipms_tools.registry import functions

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
MAIN = "5145550110"
TWO = {"office": "office@example.com", "solo": "solo@example.com"}


async def content(client: Client, uri: str) -> TextResourceContents:
    (found,) = (await client.read_resource(uri)).contents
    assert isinstance(found, TextResourceContents)
    assert found.uri == uri
    return found


async def told(client: Client, uri: str) -> dict[str, object]:
    found = await content(client, uri)
    assert found.mime_type == "application/json"
    answer: dict[str, object] = json.loads(found.text)
    return answer


async def refused(client: Client, uri: str) -> str:
    with pytest.raises(MCPError) as caught:
        await client.read_resource(uri)
    assert caught.value.code == INVALID_PARAMS
    return caught.value.message


async def answered(office: Office, tool: str, arguments: Mapping[str, object]) -> object:
    async with office.client() as client:
        return (await client.call_tool(tool, dict(arguments))).structured_content


async def templates(office: Office, era: Era = "2026-07-28") -> dict[str, str]:
    async with office.client(era) as client:
        listed = (await client.list_resource_templates()).resource_templates
    assert all(one.title and one.description and one.mime_type for one in listed)
    return {one.name: one.uri_template for one in listed}


@eras
async def test_the_templates_are_listed(era: Era) -> None:
    assert await templates(Office(), era) == {
        "messages": "voipms://messages/{did}",
        "numbers": "voipms://numbers/{did}",
        "routing": "voipms://routing/{did}",
        "entries": "voipms://entries/{kind}/{id}",
        "recordings": "voipms://recordings/{id}",
        "reference": "voipms://reference/{list}",
        "statuses": "voipms://statuses/{code}",
        "changes": "voipms://changes/{number}",
    }


async def test_with_several_accounts_each_address_but_that_of_a_status_names_one() -> None:
    office = Office(accounts=TWO)
    for word, template in (await templates(office)).items():
        assert template.startswith("voipms://{account}/") is (word != "statuses")
    async with office.client() as client:
        assert (await told(client, f"voipms://office/numbers/{MAIN}"))["voipms_account"] == "office"
        assert (await told(client, "voipms://statuses/invalid_did"))["code"] == "invalid_did"
        assert "such as voipms://main/numbers/5555550101" in await refused(client, f"voipms://numbers/{MAIN}")
        assert "There is no account 'home'" in await refused(client, f"voipms://home/numbers/{MAIN}")


@eras
async def test_a_number_is_what_its_getter_tells(era: Era) -> None:
    async with Office().client(era) as client:
        assert await told(client, f"voipms://numbers/{MAIN}") == await answered(Office(), "getDIDsInfo", {"did": MAIN})


@eras
async def test_the_routing_of_a_number_is_the_flowchart_of_its_trace(era: Era) -> None:
    async with Office().client(era) as client:
        found = await content(client, f"voipms://routing/{MAIN}")
    trace = await answered(Office(), "traceRouting", {"did": MAIN})
    assert isinstance(trace, dict)
    assert found.mime_type == "application/vnd.mermaid"
    assert found.text == trace["mermaid"]
    assert found.text.startswith("flowchart TD")


@pytest.mark.parametrize("kind", kinds())
async def test_every_entry_of_every_kind_can_be_read_by_its_id(kind: str) -> None:
    """Those whose getter is not listed by default too."""
    office = Office(Choice(profile="full"))
    async with office.client() as client, Office().client() as plain:
        answer = (await client.call_tool(kinds()[kind].getter, {})).structured_content
        assert answer is not None
        assert answer["rows"]
        for row in answer["rows"]:
            id_ = text(row, kinds()[kind].id)
            found = await told(plain, f"voipms://entries/{kind}/{id_}")
            assert found["rows"] == [row]


@pytest.mark.parametrize("name", lists())
async def test_every_reference_list_can_be_read_though_it_is_not_listed(name: str) -> None:
    async with Office().client() as client:
        found = await told(client, f"voipms://reference/{name}")
    assert found["rows"]
    assert lists()[name].declared.reference


def test_lists_are_called_as_their_getters() -> None:
    assert {"allowed_codecs", "dtmf_modes", "nat", "timezones", "join_when_empty_types"} <= set(lists())


@eras
async def test_every_status_is_told_without_a_call(era: Era) -> None:
    office = Office()
    async with office.client(era) as client:
        for code, known in statuses().items():
            found = await told(client, f"voipms://statuses/{code}")
            assert (found["meaning"], found["advice"]) == (known.meaning, known.advice)
    assert office.calls == []


@eras
async def test_a_change_is_told_with_its_fields(era: Era) -> None:
    office = Office()
    async with office.client(era, Person()) as client:
        await client.call_tool("setDIDRouting", {"did": MAIN, "routing": "account:100000_John"})
        (change,) = office.changes
        found = await told(client, f"voipms://changes/{change.number}")
        assert found["total"] == 1
        assert "account:100000_John" in json.dumps(found)
        assert "no such change" in await refused(client, "voipms://changes/99")


@pytest.mark.parametrize(
    ("uri", "words"),
    [
        ("voipms://numbers/12", "such as voipms://numbers/5555550101"),
        ("voipms://routing/all", "such as voipms://routing/5555550101"),
        ("voipms://numbers/5145559999", "invalid_did|no such settings of a number"),
        ("voipms://entries/forwarding/99999", "invalid_forwarding|no such entry"),
        ("voipms://entries/spoon/1", "no such entry: 'voipms://entries/spoon/1'.*Kinds: number, sub_account"),
        ("voipms://entries/static_member/1", "no such entry"),
        ("voipms://entries/forwarding", "such as voipms://entries/forwarding/1026"),
        ("voipms://entries/forwarding/..%2F..", "such as voipms://entries/forwarding/1026"),
        ("voipms://reference/spoons", "no such reference list"),
        ("voipms://statuses/spoon", "no such status of VoIP.ms"),
        ("voipms://changes/x", "such as voipms://changes/12"),
        ("voipms://spoons/1", "Addresses are voipms://messages/5555550101, voipms://numbers/5555550101"),
        ("voipms://", "Addresses are"),
    ],
)
@eras
async def test_what_is_wrong_is_said_with_what_would_be_right(era: Era, uri: str, words: str) -> None:
    async with Office().client(era) as client:
        assert re.search(words, (await refused(client, uri)).replace('"', "'"))


@given(st.text(max_size=60), st.sampled_from([*(one.word for one in ADDRESSES), ""]), st.booleans())
@settings(max_examples=60)
async def test_any_address_is_read_or_refused_in_a_sentence(rest: str, word: str, several: bool) -> None:
    office = Office(accounts=TWO if several else None)
    async with office.client() as client:
        try:
            await client.read_resource(f"voipms://{word}/{rest}")
        except MCPError as error:
            assert error.code == INVALID_PARAMS
            assert error.message.endswith(".")


async def test_named_toolsets_are_a_limit_for_resources_too() -> None:
    office = Office(Choice(toolsets=["numbers"]))
    assert list(await templates(office)) == ["numbers", "entries", "statuses"]
    async with office.client() as client:
        await told(client, f"voipms://entries/number/{MAIN}")
        for uri in ("voipms://entries/forwarding/1026", "voipms://reference/timezones", f"voipms://routing/{MAIN}"):
            assert "is not among the tools" in await refused(client, uri)


async def test_a_read_only_server_reads_resources() -> None:
    assert len(await templates(Office(Choice(read_only=True)))) == len(ADDRESSES)


def test_only_what_reads_can_be_read() -> None:
    readers = [function for one in ADDRESSES for function in one.readers()]
    assert {one.declared.effect.value for one in readers} == {"read"}
    assert functions()["getDIDsInfo"] in readers
