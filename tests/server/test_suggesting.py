"""Completions: what is suggested while a person types, what is not, and how often the API is asked."""

from collections.abc import Mapping

import pytest
from mcp import Client
from mcp.types import Completion, PromptReference, ResourceTemplateReference

from cases.office import ERAS, Era, Office, Person
from voipms_prompts.shelf import prompts
from voipms_server.addresses import kinds, lists
from voipms_server.api.statuses import statuses
from voipms_server.catalog import Choice

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
MAIN = "5145550110"
TWO = {"office": "office@example.com", "solo": "solo@example.com"}
SOURCES = {"", "contact", "did", "person", "pop", "queue", "symptom", "period"}


async def place(
    client: Client, template: str, name: str, typed: str = "", given: Mapping[str, str] | None = None
) -> Completion:
    ref = ResourceTemplateReference(uri=template)
    found = await client.complete(ref, {"name": name, "value": typed}, dict(given) if given else None)
    return found.completion


async def argument(client: Client, prompt: str, name: str, typed: str = "") -> list[str]:
    found = await client.complete(PromptReference(name=prompt), {"name": name, "value": typed})
    return found.completion.values


@eras
async def test_numbers_are_suggested_by_their_digits_and_by_their_words(era: Era) -> None:
    office = Office()
    async with office.client(era) as client:
        every = await place(client, "voipms://numbers/{did}", "did")
        assert sorted(every.values) == sorted(row["did"] for row in office.sandbox.world.accounts[0].table("dids"))
        begun = await place(client, "voipms://routing/{did}", "did", "416")
        assert begun.values == ["4165550116"]
        by_words = await place(client, "voipms://numbers/{did}", "did", "toronto")
        assert "4165550116" in by_words.values


@eras
async def test_ids_are_those_of_the_kind_that_was_given(era: Era) -> None:
    async with Office().client(era) as client:
        template = "voipms://entries/{kind}/{id}"
        assert "forwarding" in (await place(client, template, "kind", "forw")).values
        assert set((await place(client, template, "kind")).values) == set(kinds())
        by_name = await place(client, template, "id", "helene", {"kind": "sub_account"})
        assert by_name.values == ["100000_Helene"]
        assert (await place(client, "voipms://recordings/{id}", "id", "accueil")).values == ["7567"]
        assert (await place(client, template, "id", "")).values == []
        assert (await place(client, template, "id", "", {"kind": "spoon"})).values == []


@eras
async def test_lists_codes_and_changes_are_suggested(era: Era) -> None:
    office = Office()
    async with office.client(era, Person()) as client:
        assert set((await place(client, "voipms://reference/{list}", "list")).values) == set(lists())
        codes = await place(client, "voipms://statuses/{code}", "code", "invalid_did")
        assert "invalid_did" in codes.values
        for account in ("100000_John", "100000_Anne"):
            await client.call_tool("setDIDRouting", {"did": MAIN, "routing": f"account:{account}"})
        changes = await place(client, "voipms://changes/{number}", "number", "routing")
        assert changes.values == [str(one.number) for one in reversed(office.changes)]


async def test_more_than_a_hundred_are_cut_and_counted() -> None:
    async with Office().client() as client:
        found = await place(client, "voipms://statuses/{code}", "code")
    assert (len(found.values), found.total, found.has_more) == (100, len(statuses()), True)


async def test_many_keys_are_one_call() -> None:
    office = Office()
    async with office.client() as client:
        for typed in ("5", "51", "514", "5145550110"):
            await place(client, "voipms://numbers/{did}", "did", typed)
    assert office.calls == ["getDIDsInfo"]


async def test_with_several_accounts_the_account_is_suggested_and_counts() -> None:
    office = Office(accounts=TWO)
    template = "voipms://{account}/numbers/{did}"
    async with office.client() as client:
        assert (await place(client, template, "account", "so")).values == ["solo"]
        solo = (await place(client, template, "did", "", {"account": "solo"})).values
        both = (await place(client, template, "did")).values
        assert MAIN not in solo
        assert {*solo, MAIN} < {*both}
        assert (await place(client, template, "did", "", {"account": "home"})).values == []


@eras
async def test_arguments_of_prompts_are_suggested(era: Era) -> None:
    async with Office().client(era) as client:
        people = await argument(client, "send_message", "to", "jerome")
        assert any("Jérôme" in name for name in people)
        assert await argument(client, "send_message", "text", "a") == []
        assert await argument(client, "person_leaves", "who", "helene") == ["Hélène Bélanger"]
        assert await argument(client, "person_joins", "like", "105") == ["François Lévesque"]
        assert await argument(client, "move_to_pop", "to", "toronto41") == ["Toronto, ON"]
        assert sorted(await argument(client, "add_queue", "like")) == ["Appointments", "Billing"]


async def test_a_person_without_a_name_is_not_suggested() -> None:
    office = Office()
    office.row("sub_accounts", account="100000_Fax")["description"] = ""
    async with office.client() as client:
        people = await argument(client, "person_leaves", "who")
    assert len(people) == len(office.sandbox.world.accounts[0].table("sub_accounts")) - 1
    assert "" not in people


@eras
@pytest.mark.parametrize(
    ("template", "name"),
    [("voipms://spoons/{did}", "did"), ("voipms://numbers/{did}", "kind"), ("", ""), ("file:///{path}", "path")],
)
async def test_nothing_is_suggested_for_what_there_is_not(era: Era, template: str, name: str) -> None:
    office = Office()
    async with office.client(era) as client:
        assert (await place(client, template, name)).values == []
        assert await argument(client, "spoon", "did") == []
    assert office.calls == []


async def test_what_may_not_be_read_is_not_suggested_and_not_asked_for() -> None:
    office = Office(Choice(toolsets=["sms"]))
    async with office.client() as client:
        assert (await place(client, "voipms://numbers/{did}", "did")).values == []
        assert await argument(client, "send_message", "to", "j") == []
    assert office.calls == []


async def test_what_cannot_be_read_is_not_suggested_and_is_no_error() -> None:
    office = Office()
    office.sandbox.faults.plan("status:ip_not_enabled", "getDIDsInfo", count=9)
    async with office.client() as client:
        assert (await place(client, "voipms://numbers/{did}", "did")).values == []


def test_prompts_name_sources_that_there_are() -> None:
    assert {one.suggest for prompt in prompts() for one in prompt.arguments} <= SOURCES
