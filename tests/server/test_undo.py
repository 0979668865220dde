"""undoChange: a change, a group, all since a moment; the newest first, and never over what somebody else did."""

import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import anyio
import httpx2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mcp import Client

from cases.arguments import RIGHT
from cases.entries import world
from cases.office import ERAS, NO, NOON, Era, Office, Person, text
from cases.sounds import BASE64
from cases.web import TOKENS, application, bearer, connected, in_process
from voipms_sandbox import sandbox
from voipms_sandbox.diff import IDS
from voipms_sandbox.entries import Params
from voipms_sandbox.refusal import Here
from voipms_server.catalog import Choice
from voipms_server.store.store import in_memory

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
FULL = Choice(profile="full")
Answer = dict[str, Any]
DID = "5145550114"
CELL = "19183"
SINCE_EVER: Answer = {"since": "2000-01-01T00:00"}


class Story:
    """An office, the state at the beginning, and a client that changes things and takes them back."""

    def __init__(self, office: Office, client: Client) -> None:
        self.office, self.client = office, client
        self.beginning = office.sandbox.snapshot()

    async def call(self, tool: str, **arguments: object) -> Answer:
        """The answer of a call that is not refused."""
        result = await self.client.call_tool(tool, arguments)
        assert not result.is_error, text(result)
        assert result.structured_content is not None
        return result.structured_content

    async def does(self, tool: str, **arguments: object) -> int:
        """Make a change; its number."""
        answer = await self.call(tool, **arguments)
        assert answer["done"] is True, answer
        return answer["change"]

    async def undo(self, **which: object) -> Answer:
        return await self.call("undoChange", **which)

    async def refused(self, **which: object) -> str:
        """The sentence of an undo that is refused."""
        result = await self.client.call_tool("undoChange", which)
        assert result.is_error, text(result)
        return text(result)

    def sent(self) -> list[str]:
        """What was written so far, in order."""
        return [call for call in self.office.calls if not call.startswith("get")]

    def different(self) -> list[tuple[str, str]]:
        """The rows that are not as they were at the beginning."""
        return [(one.table, one.row) for one in self.office.sandbox.diff(self.beginning) if one.table != "meta"]


@asynccontextmanager
async def story(
    era: Era = "2026-07-28", person: Person | None = None, office: Office | None = None, **options: Any
) -> AsyncGenerator[Story]:
    office = office or Office(FULL, data=world(), **options)
    office.row("forwardings", forwarding=CELL)["callerid_override"] = ""
    async with office.client(era, person or Person()) as client:
        yield Story(office, client)


class Clock:
    """The store's clock, at noon of the sandbox's day until it is moved."""

    def __init__(self) -> None:
        self.now = NOON.timestamp()

    def __call__(self) -> float:
        return self.now

    def moment(self) -> str:
        """Now as undoChange takes it."""
        return datetime.fromtimestamp(self.now, UTC).isoformat()


@eras
async def test_one_change_is_undone_and_all_others_stay(era: Era) -> None:
    async with story(era) as told:
        first = await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.does("setDIDPOP", did="5145550112", pop=2)
        await told.does("setForwarding", forwarding=CELL, phone_number="5145550177")
        answer = await told.undo(change=first)
    assert answer["done"] is True
    assert told.different() == [("dids", "5145550112"), ("forwardings", CELL)]


@eras
async def test_all_since_a_moment_is_undone_and_nothing_of_before(era: Era) -> None:
    clock = Clock()
    async with story(era, store=in_memory(clock)) as told:
        await told.does("setDIDPOP", did="5145550112", pop=2)
        clock.now += 60
        moment, before = clock.moment(), told.office.sandbox.snapshot()
        clock.now += 60
        await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.does("setDIDVoicemail", did=DID, voicemail="101")
        await told.does("setForwarding", phone_number="5145550177")
        await told.does("setDIDRouting", did=DID, routing="vm:102")
        answer = await told.undo(since=moment)
    assert answer["done"] is True
    assert told.office.sandbox.diff(before) == []
    assert told.different() == [("dids", "5145550112")]


@eras
async def test_exceptions_are_left(era: Era) -> None:
    async with story(era) as told:
        await told.does("setDIDRouting", did=DID, routing="vm:101")
        kept = await told.does("setDIDPOP", did="5145550112", pop=2)
        other = await told.does("setDIDPOP", did="5145550113", pop=2)
        await told.does("setDIDVoicemail", did="4165550116", voicemail="101")
        await told.undo(**SINCE_EVER, exceptions=f"{kept},{other}")
    assert told.different() == [("dids", "5145550112"), ("dids", "5145550113")]


@eras
async def test_an_exception_between_two_changes_of_one_entry_stays_and_both_are_undone(era: Era) -> None:
    async with story(era) as told:
        await told.does("updateSettings", kind="ivr", id="4636", changes={"timeout": 9})
        kept = await told.does("updateSettings", kind="ivr", id="4636", changes={"name": "Kept"})
        await told.does("updateSettings", kind="ivr", id="4636", changes={"language": "es"})
        before = told.office.row("ivrs", ivr="4636") | {"timeout": "5", "language": "fr"}
        await told.undo(**SINCE_EVER, exceptions=str(kept))
    assert told.office.row("ivrs", ivr="4636") == before


async def test_an_undo_between_two_changes_of_one_entry_leaves_none_of_it() -> None:
    async with story() as told:
        first = await told.does("updateSettings", kind="ivr", id="4636", changes={"choices": "1=vm:101"})
        await told.does("updateSettings", kind="ivr", id="4636", changes={"name": "New"})
        await told.undo(change=first)
        await told.does("updateSettings", kind="ivr", id="4636", changes={"timeout": 9})
        await told.undo(**SINCE_EVER)
    assert told.different() == []


@eras
async def test_a_group_is_undone_by_its_name(era: Era) -> None:
    """An undo of several changes is one group itself."""
    async with story(era) as told:
        await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.does("setDIDPOP", did="5145550112", pop=2)
        changed = told.different()
        await told.undo(**SINCE_EVER)
        assert told.different() == []
        (group,) = {one["group"] for one in (await told.call("listChanges"))["changes"][:2]}
        answer = await told.undo(group=group)
    assert answer["done"] is True
    assert told.different() == changed


async def test_one_of_change_group_and_since_is_needed() -> None:
    async with story() as told:
        change = await told.does("setDIDRouting", did=DID, routing="vm:101")
        assert "takes one of" in await told.refused()
        assert "takes one of" in await told.refused(change=change, **SINCE_EVER)


@pytest.mark.parametrize("which", [{"change": 999}, {"group": "nothing"}, {"since": "2999-01-01T00:00"}])
async def test_what_does_not_exist_is_refused(which: Answer) -> None:
    async with story() as told:
        await told.does("setDIDRouting", did=DID, routing="vm:101")
        assert "There is no such change" in await told.refused(**which)


@eras
async def test_twice_is_refused(era: Era) -> None:
    async with story(era) as told:
        change = await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.undo(change=change)
        await told.does("setDIDRouting", did=DID, routing="vm:101")
        written = told.sent()
        again = await told.undo(change=change)
    assert again["done"] is False
    assert again["left"][0]["why"].endswith("undid it")
    assert told.sent() == written


@eras
async def test_an_undo_is_undone_and_that_one_again(era: Era) -> None:
    async with story(era) as told:
        change = await told.does("setDIDRouting", did=DID, routing="vm:101")
        first = await told.undo(change=change)
        second = await told.undo(change=first["change"])
        assert told.office.row("dids", did=DID)["routing"] == "vm:101"
        await told.undo(change=second["change"])
    assert told.different() == []


async def test_a_change_that_was_done_again_is_undone_with_all_since_a_moment() -> None:
    async with story() as told:
        change = await told.does("setDIDRouting", did=DID, routing="vm:101")
        undo = await told.undo(change=change)
        await told.undo(change=undo["change"])
        await told.undo(**SINCE_EVER)
    assert told.different() == []


async def test_all_since_a_moment_leaves_alone_what_was_undone_already() -> None:
    async with story() as told:
        first = await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.undo(change=first)
        await told.does("setDIDPOP", did="5145550112", pop=2)
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True
    assert "left" not in answer
    assert told.different() == []


@eras
async def test_undoing_one_of_two_changes_of_a_field_leaves_it(era: Era) -> None:
    async with story(era) as told:
        first = await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.does("setDIDRouting", did=DID, routing="vm:102")
        answer = await told.undo(change=first)
    assert answer["done"] is False
    (left,) = answer["left"]
    assert left["differs"] == {"routing": {"was_left_as": "vm:101", "is_now": "vm:102"}}
    assert told.office.row("dids", did=DID)["routing"] == "vm:102"


@eras
async def test_ones_own_later_change_of_another_field_stays(era: Era) -> None:
    async with story(era) as told:
        first = await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.does("updateSettings", kind="number", id=DID, changes={"note": "New"})
        await told.does("setDIDVoicemail", did=DID, voicemail="101")
        answer = await told.undo(change=first)
    assert answer["done"] is True
    row = told.office.row("dids", did=DID)
    assert (row["routing"], row["note"], row["voicemail"]) == ("account:100000_Helene", "New", "101")


async def test_an_earlier_change_of_another_field_stays() -> None:
    async with story() as told:
        await told.does("updateSettings", kind="forwarding", id=CELL, changes={"description": "New"})
        second = await told.does("updateSettings", kind="forwarding", id=CELL, changes={"pause": 2})
        await told.undo(change=second)
    row = told.office.row("forwardings", forwarding=CELL)
    assert (row["description"], row["pause"]) == ("New", "0")


@eras
async def test_what_somebody_changed_in_the_portal_is_left_and_shown_and_the_rest_goes_on(era: Era) -> None:
    async with story(era) as told:
        touched = await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.does("setDIDPOP", did="5145550112", pop=2)
        told.office.row("dids", did=DID)["routing"] = "ivr:4636"
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True
    assert answer["left"] == [
        {
            "change": touched,
            "why": "the entry was changed since",
            "differs": {"routing": {"was_left_as": "vm:101", "is_now": "ivr:4636"}},
        }
    ]
    assert told.office.row("dids", did=DID)["routing"] == "ivr:4636"
    assert told.different() == [("dids", DID)]


@eras
async def test_another_field_that_somebody_changed_in_the_portal_is_not_lost(era: Era) -> None:
    """Left, or undone without touching it: never written over."""
    async with story(era) as told:
        change = await told.does("updateSettings", kind="forwarding", id=CELL, changes={"pause": 2})
        told.office.row("forwardings", forwarding=CELL)["description"] = "By hand"
        await told.undo(change=change)
    assert told.office.row("forwardings", forwarding=CELL)["description"] == "By hand"


async def test_what_was_deleted_in_the_portal_is_left() -> None:
    async with story() as told:
        await told.does("setForwarding", phone_number="5145550177")
        change = await told.does("setForwarding", forwarding=CELL, phone_number="5145550177")
        told.office.sandbox.world.accounts[0].table("forwardings").clear()
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is False
    assert {left["why"] for left in answer["left"]} == {"the entry is not there any more"}
    assert change in {left["change"] for left in answer["left"]}


async def test_a_secret_that_somebody_changed_is_left_and_not_shown() -> None:
    async with story() as told:
        change = await told.does("updateSettings", kind="disa", id="2114", changes={"pin": "0042"})
        told.office.row("disas", disa="2114")["pin"] = "7777"
        answer = await told.undo(change=change)
    assert answer["left"][0]["differs"] == {"pin": "differs"}
    assert told.office.row("disas", disa="2114")["pin"] == "7777"
    assert "7777" not in str(answer)


async def test_an_address_that_somebody_changed_is_left_and_its_secret_not_shown() -> None:
    async with story() as told:
        told.office.row("dids", did=DID)["sms_url_callback"] = "https://example.com/?token=first-s3cret"
        url = "https://example.com/?token=second-s3cret"
        change = await told.does("updateSettings", kind="sms", id=DID, changes={"url_callback": url})
        told.office.row("dids", did=DID)["sms_url_callback"] = "https://example.com/?token=third-s3cret"
        answer = await told.undo(change=change)
        listed = await told.call("listChanges")
    assert answer["done"] is False
    assert "s3cret" not in f"{answer} {listed}"


@asynccontextmanager
async def two_people(office: Office, person: Person | None = None) -> AsyncGenerator[tuple[Story, httpx2.AsyncClient]]:
    """A story over HTTP, first as Ana; `become` makes it Bob's."""
    async with in_process(application(office.server, TOKENS)) as http:
        become(http, "ana")
        async with connected(http, "2026-07-28", person or Person()) as client:
            yield Story(office, client), http


def become(http: httpx2.AsyncClient, name: str) -> None:
    http.headers.update(bearer(name))


async def test_what_another_caller_changed_since_is_left() -> None:
    async with two_people(Office(FULL, data=world())) as (told, http):
        change = await told.does("setDIDRouting", did=DID, routing="vm:101")
        become(http, "bob")
        await told.does("updateSettings", kind="number", id=DID, changes={"note": "Bob's"})
        become(http, "ana")
        answer = await told.undo(change=change)
    assert answer["done"] is False
    assert answer["left"][0]["differs"]["note"] == {"was_left_as": "Hélène direct", "is_now": "Bob's"}
    assert told.office.row("dids", did=DID)["routing"] == "vm:101"


async def test_another_caller_may_undo_it_and_the_list_says_who() -> None:
    async with two_people(Office(FULL, data=world())) as (told, http):
        change = await told.does("setDIDRouting", did=DID, routing="vm:101")
        become(http, "bob")
        await told.undo(change=change)
        listed = (await told.call("listChanges"))["changes"]
    assert [(one["person"], one.get("undoes")) for one in listed] == [("bob", [change]), ("ana", None)]
    assert told.different() == []


@eras
async def test_changes_of_another_account_are_not_touched(era: Era) -> None:
    office = Office(FULL, {"office": "office@example.com", "home": "solo@example.com"}, world())
    async with office.client(era, Person()) as client:
        told = Story(office, client)
        here: Answer = {"voipms_account": "office"}
        change = await told.does("setDIDRouting", did=DID, routing="vm:101", **here)
        await told.does("setDIDRouting", did="3055550130", routing="sys:busy", voipms_account="home")
        assert "There is no such change" in await told.refused(change=change, voipms_account="home")
        answer = await told.undo(**SINCE_EVER, **here)
    assert answer["change"]
    assert told.different() == [("dids", "3055550130")]


@eras
async def test_a_number_that_led_to_a_deleted_entry_leads_to_the_new_one(era: Era) -> None:
    async with story(era) as told:
        await told.does("setDIDInfo", **settings_without(CELL))
        await told.does("delForwarding", forwarding=CELL)
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True
    new = answer["results"][0]["forwarding"]
    assert new != CELL
    assert told.office.row("dids", did=DID)["failover_unreachable"] == f"fwd:{new}"
    assert told.office.row("forwardings", forwarding=new)["description"] == "Hélène's cell"
    assert answer["note"] == "What was deleted comes back with a new id."


def settings_without(forwarding: str) -> Answer:
    """The number's settings, with nothing that leads to this forwarding any more."""
    usual = {"routing": "account:100000_Helene", "pop": 31, "dialtime": 30, "cnam": True, "billing_type": 1}
    return {"did": DID, **usual, "failover_unreachable": "none:" if forwarding == CELL else "vm:104"}


async def test_every_kind_of_holder_leads_to_the_new_entry() -> None:
    """Choices of a menu, members of a group, routes of hours, filters and queues, and the phonebook."""
    async with story() as told:
        office = told.office
        office.row("ring_groups", ring_group="4768")["members"] = "account:100000_Zoe,25,0;sip:6199,10,1"
        office.row("ivrs", ivr="4636")["choices"] = "1=sip:6199;2=vm:101;3=sip:61990"
        office.row("time_conditions", timecondition="1831")["routing_match"] = "sip:6199"
        office.row("filters", filtering="18915")["failover_busy"] = "sip:6199"
        office.row("queues", queue="32209")["fail_over_routing_full"] = "sip:6199"
        office.row("phonebook", phonebook="32207")["number"] = "sip:6199"
        office.row("sipuris", sipuri="6199")["callerid_override"] = ""
        told.beginning = office.sandbox.snapshot()
        for kind, id_, changes in (
            ("ring_group", "4768", {"members": "account:100000_Zoe,25,0"}),
            ("time_condition", "1831", {"routing_match": "vm:101"}),
            ("filter", "18915", {"failover_busy": "none:"}),
            ("queue", "32209", {"fail_over_routing_full": "vm:101"}),
            ("phonebook", "32207", {"number": "5145550160"}),
            ("number", "3055550118", {"routing": "vm:101"}),
        ):
            await told.does("updateSettings", kind=kind, id=id_, changes=changes)
        office.row("ivrs", ivr="4636")["choices"] = "1=sip:6199;2=vm:101"
        await told.does("updateSettings", kind="ivr", id="4636", changes={"choices": "2=vm:101"})
        await told.does("delSIPURI", sipuri="6199")
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True, answer
    new = f"sip:{answer['results'][0]['sipuri']}"
    assert office.row("ring_groups", ring_group="4768")["members"] == f"account:100000_Zoe,25,0;{new},10,1"
    assert office.row("ivrs", ivr="4636")["choices"] == f"1={new};2=vm:101"
    assert office.row("time_conditions", timecondition="1831")["routing_match"] == new
    assert office.row("filters", filtering="18915")["failover_busy"] == new
    assert office.row("queues", queue="32209")["fail_over_routing_full"] == new
    assert office.row("phonebook", phonebook="32207")["number"] == new
    assert office.row("dids", did="3055550118")["routing"] == new


async def test_a_recording_comes_back_to_everything_that_played_it() -> None:
    async with story() as told:
        office = told.office
        office.row("ring_groups", ring_group="4768")["caller_announcement"] = "7570"
        for kind, id_, changes in (
            ("queue", "32208", {"join_announcement": "none"}),
            ("queue", "32209", {"join_announcement": "7571"}),
            ("ring_group", "4768", {"caller_announcement": "7571"}),
        ):
            await told.does("updateSettings", kind=kind, id=id_, changes=changes)
        await told.does("delRecording", recording="7570")
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True, answer
    new = answer["results"][0]["recording"]
    assert office.row("queues", queue="32208")["join_announcement"] == new
    assert office.row("queues", queue="32209")["join_announcement"] == new
    assert office.row("ring_groups", ring_group="4768")["caller_announcement"] == new


async def test_a_deleted_menu_leads_to_the_new_id_of_what_was_deleted_after_it() -> None:
    async with story() as told:
        office = told.office
        office.row("time_conditions", timecondition="1830")["routing_nomatch"] = "vm:100"
        await told.does("delIVR", ivr="4638")
        await told.does("updateSettings", kind="queue", id="32208", changes=dict.fromkeys(FAILOVERS, "vm:101"))
        await told.does("delForwarding", forwarding="18635")
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True, answer
    by_function = {one["function"]: one for one in answer["results"]}
    new = by_function["setForwarding"]["forwarding"]
    assert office.row("ivrs", ivr=by_function["setIVR"]["ivr"])["choices"] == f"1=vm:100;9=fwd:{new}"
    assert {office.row("queues", queue="32208")[name] for name in FAILOVERS} == {f"fwd:{new}"}


FAILOVERS = tuple(
    f"fail_over_routing_{name}"
    for name in ("timeout", "full", "join_empty", "leave_empty", "join_unavail", "leave_unavail")
)


@eras
async def test_an_entry_made_and_deleted_since_then_is_not_there_after_an_undo_of_both(era: Era) -> None:
    async with story(era) as told:
        made = await told.call("setForwarding", phone_number="5145550177")
        await told.does("setDIDPOP", did="5145550112", pop=2)
        await told.does("delForwarding", forwarding=made["forwarding"])
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True, answer
    assert told.different() == []


@eras
async def test_an_entry_changed_and_then_deleted_comes_back_as_it_was_first(era: Era) -> None:
    async with story(era) as told:
        first = told.office.row("forwardings", forwarding="18635") | {"callerid_override": ""}
        told.office.row("queues", queue="32208").update(dict.fromkeys(FAILOVERS, "vm:101"))
        told.office.row("ivrs", ivr="4638")["choices"] = "1=vm:100"
        told.beginning = told.office.sandbox.snapshot()
        await told.does("setForwarding", forwarding="18635", phone_number="5145550177", description="Changed")
        await told.does("delForwarding", forwarding="18635")
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True, answer
    (_, new) = [row for table, row in told.different() if table == "forwardings"]
    assert told.office.row("forwardings", forwarding=new) == first | {"forwarding": new}


async def test_a_name_that_a_new_entry_took_is_free_again_before_it_is_given_back() -> None:
    """Two menus, phonebook entries or queues must not share a name or number."""
    async with story() as told:
        await told.does("updateSettings", kind="ivr", id="4636", changes={"name": "Old menu"})
        await told.does("setIVR", **{**RIGHT["setIVR"], "name": "Main menu"})
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True, answer
    assert told.different() == []


async def test_a_name_given_on_from_entry_to_entry_goes_back_the_same_way() -> None:
    async with story() as told:
        for id_, number in (("32208", 50), ("32209", 6), ("32208", 7)):
            await told.does("updateSettings", kind="queue", id=id_, changes={"queue_number": number})
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True, answer
    assert told.different() == []


async def test_a_menu_that_was_deleted_after_what_it_once_led_to_leads_there_again() -> None:
    async with story() as told:
        office = told.office
        office.row("time_conditions", timecondition="1830")["routing_nomatch"] = "vm:100"
        await told.does("updateSettings", kind="queue", id="32208", changes=dict.fromkeys(FAILOVERS, "vm:101"))
        await told.does("updateSettings", kind="ivr", id="4638", changes={"choices": "1=vm:100"})
        await told.does("delForwarding", forwarding="18635")
        await told.does("delIVR", ivr="4638")
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True, answer
    by_function = {one["function"]: one for one in answer["results"]}
    new = by_function["setForwarding"]["forwarding"]
    ivrs = [row for row in office.sandbox.world.accounts[0].table("ivrs") if row["name"] == "Closed menu"]
    assert [row["choices"] for row in ivrs] == [f"1=vm:100;9=fwd:{new}"]


@eras
async def test_a_menu_that_leads_to_itself_comes_back_and_does_so_again(era: Era) -> None:
    async with story(era) as told:
        office = told.office
        office.row("time_conditions", timecondition="1830")["routing_nomatch"] = "vm:100"
        office.row("ivrs", ivr="4638")["choices"] = "1=vm:100;9=ivr:4638"
        change = await told.does("delIVR", ivr="4638")
        answer = await told.undo(change=change)
        assert answer["done"] is True, answer
    (row,) = [row for row in office.sandbox.world.accounts[0].table("ivrs") if row["name"] == "Closed menu"]
    assert row["choices"] == f"1=vm:100;9=ivr:{row['ivr']}"


async def test_new_entries_go_before_those_they_lead_to() -> None:
    async with story() as told:
        new = (await told.call("setForwarding", phone_number="5145550177"))["forwarding"]
        await told.does("setIVR", **{**RIGHT["setIVR"], "choices": f"1=fwd:{new}"})
        await told.does("setForwarding", forwarding=new, phone_number="5145550178")
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True, answer
    assert told.different() == []


async def test_every_change_that_an_undo_of_several_took_back_is_listed_as_undone() -> None:
    async with story() as told:
        await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.does("updateSettings", kind="number", id=DID, changes={"routing": "vm:102"})
        await told.does("setDIDRouting", did=DID, routing="vm:103")
        await told.undo(**SINCE_EVER)
        changes = (await told.call("listChanges"))["changes"]
        assert "There is no such change" in await told.refused(**SINCE_EVER)
    assert [one["can_be_undone"] for one in changes if one["change"] < 9] == [False, False, False]
    assert told.different() == []


async def test_what_leads_to_an_entry_made_since_then_is_set_back_before_it_goes() -> None:
    async with story() as told:
        new = (await told.call("setForwarding", phone_number="5145550177"))["forwarding"]
        await told.does("setDIDRouting", did=DID, routing=f"fwd:{new}")
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is True
    assert told.different() == []


async def test_what_still_leads_to_a_new_entry_keeps_it_and_the_rest_goes_on() -> None:
    async with story() as told:
        new = (await told.call("setForwarding", phone_number="5145550177"))["forwarding"]
        await told.does("setDIDPOP", did="5145550112", pop=2)
        told.office.row("dids", did=DID)["routing"] = f"fwd:{new}"
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is False
    assert told.different() == [("dids", DID), ("forwardings", new)]
    assert f"number {DID}" in str(answer["results"])


async def test_what_still_leads_to_a_new_entry_refuses_its_undo() -> None:
    async with story() as told:
        new = await told.call("setForwarding", phone_number="5145550177")
        told.office.row("dids", did=DID)["routing"] = f"fwd:{new['forwarding']}"
        refused = await told.refused(change=new["change"])
    assert f"number {DID}" in refused


@eras
async def test_what_cannot_be_undone_is_said_in_list_question_and_answer(era: Era) -> None:
    person = Person()
    async with story(era, person) as told:
        await told.call("sendSMS", **RIGHT["sendSMS"])
        await told.does("setDIDBillingType", **RIGHT["setDIDBillingType"])
        listed = (await told.call("listChanges"))["changes"]
        answer = await told.undo(**SINCE_EVER)
    sms = listed[-1]
    assert (sms["can_be_undone"], sms["why_not"]) == (False, "what was sent or ordered cannot be taken back")
    _, question = person.questions
    assert f"Left as it is: change {sms['change']}, what was sent or ordered cannot be taken back." in question
    assert answer["left"] == [{"change": sms["change"], "why": "what was sent or ordered cannot be taken back"}]


@pytest.mark.parametrize("tool", ["orderDID", "cancelDID"])
async def test_an_order_and_a_cancellation_cannot_be_taken_back(tool: str) -> None:
    async with story(office=Office(FULL)) as told:
        await told.call(tool, **RIGHT[tool], test=False)
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is False
    assert answer["left"][0]["why"] == "what was sent or ordered cannot be taken back"


async def test_taking_a_number_from_a_client_cannot_be_undone() -> None:
    person = Person()
    office = Office(FULL, {"office": "reseller@example.com"}, world())
    async with office.client(person=person) as client:
        told = Story(office, client)
        change = await told.does("unconnectDID", did="6465550131")
        answer = await told.undo(change=change)
    assert "This server cannot undo this." in person.questions[0]
    assert answer["done"] is False
    assert answer["left"][0]["why"] == "this server has no function that does the opposite"


async def test_what_was_refused_by_the_api_is_not_undone() -> None:
    async with story() as told:
        result = await told.client.call_tool("setDIDRouting", {"did": DID, "routing": "fwd:1"})
        assert result.is_error
        answer = await told.undo(change=1)
    assert answer == {"done": False, "left": [{"change": 1, "why": "it was not done"}]}


async def test_what_may_or_may_not_have_been_done_is_left() -> None:
    async with story() as told:
        told.office.sandbox.faults.plan("reset_after_effect", "setDIDRouting")
        assert (await told.client.call_tool("setDIDRouting", {"did": DID, "routing": "vm:101"})).is_error
        answer = await told.undo(change=1)
    assert answer["done"] is False
    assert answer["left"][0]["why"].startswith("it is not known whether it was done")


async def test_an_undo_that_the_api_refuses_can_be_tried_again() -> None:
    async with story() as told:
        change = await told.does("setDIDRouting", did=DID, routing="vm:101")
        told.office.sandbox.faults.plan("status:invalid_routing", "setDIDRouting")
        assert "invalid_routing" in await told.refused(change=change)
        answer = await told.undo(change=change)
    assert answer["done"] is True
    assert told.different() == []


@eras
async def test_in_a_list_one_that_is_refused_leaves_the_others_done(era: Era) -> None:
    async with story(era) as told:
        await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.does("setDIDPOP", did="5145550112", pop=2)
        await told.does("setDIDVoicemail", did="4165550116", voicemail="101")
        told.office.sandbox.faults.plan("status:invalid_serverpop", "setDIDPOP")
        answer = await told.undo(**SINCE_EVER)
    assert answer["done"] is False
    assert [one["done"] for one in answer["results"]] == [True, False, True]
    assert told.different() == [("dids", "5145550112")]


async def test_a_change_whose_entry_could_not_be_read_afterwards_is_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    async with story() as told:
        original = sandbox.TABLE["setForwarding"]

        def blind(here: Here, params: Params) -> Answer:
            told.office.sandbox.faults.plan("status:ip_not_enabled", "getForwardings")
            return original(here, params)

        with monkeypatch.context() as patch:
            patch.setitem(sandbox.TABLE, "setForwarding", blind)
            change = await told.does("setForwarding", forwarding=CELL, phone_number="5145550177", pause=2)
        answer = await told.undo(change=change)
    assert answer["done"] is True
    assert told.different() == []


async def test_what_the_api_changed_by_itself_is_set_back_too(monkeypatch: pytest.MonkeyPatch) -> None:
    async with story() as told:
        original = sandbox.TABLE["setForwarding"]

        def shortening(here: Here, params: Params) -> Answer:
            return original(here, {**params, "description": params["description"][:4]})

        with monkeypatch.context() as patch:
            patch.setitem(sandbox.TABLE, "setForwarding", shortening)
            change = await told.does("setForwarding", forwarding=CELL, phone_number="5145550177")
        await told.undo(change=change)
    assert told.different() == []


@eras
async def test_an_undone_deletion_is_undone_and_that_one_again(era: Era) -> None:
    async with story(era) as told:
        told.office.row("dids", did=DID)["failover_unreachable"] = "none:"
        told.beginning = told.office.sandbox.snapshot()
        change = await told.does("delForwarding", forwarding=CELL)
        made = await told.undo(change=change)
        gone = await told.undo(change=made["change"])
        assert told.different() == [("forwardings", CELL)]
        again = await told.undo(change=gone["change"])
    assert told.office.row("forwardings", forwarding=again["forwarding"])["description"] == "Hélène's cell"


async def test_a_change_to_what_was_there_already_is_nothing_to_undo() -> None:
    async with story() as told:
        change = await told.does("setDIDPOP", did=DID, pop=31)
        answer = await told.undo(change=change)
    assert answer == {"done": False, "left": [{"change": change, "why": "it changed nothing"}]}


@eras
async def test_setting_a_number_back_to_a_disa_asks(era: Era) -> None:
    person = Person([NO])
    async with story(era, person) as told:
        change = await told.does("setDIDRouting", did="5145550121", routing="vm:101")
        assert "the person said no" in await told.refused(change=change)
    (question,) = person.questions
    assert "is a DISA" in question
    assert told.different() == [("dids", "5145550121")]


async def test_switching_caller_names_back_on_asks() -> None:
    person = Person()
    async with story(person=person) as told:
        change = await told.does("updateSettings", kind="number", id=DID, changes={"cnam": False})
        await told.undo(change=change)
    assert len(person.questions) == 1
    assert told.different() == []


async def test_a_forwarding_abroad_that_was_deleted_asks_before_it_is_made_again() -> None:
    person = Person([NO])
    office = Office(FULL, data=world())
    account = office.sandbox.world.accounts[0]
    abroad = {**office.row("forwardings", forwarding=CELL), "forwarding": "7001", "phone_number": "011442079460958"}
    account.table("forwardings").append(abroad)
    async with story(office=office, person=Person()) as told:
        change = await told.does("delForwarding", forwarding="7001")
    async with story(office=office, person=person) as told:
        await told.refused(change=change)
    assert "leave the United States and Canada" in person.questions[0]


@eras
async def test_a_number_with_e911_is_not_set_back_to_nobody_without_a_yes(era: Era) -> None:
    person = Person([NO])
    office = Office(FULL, data=world())
    office.row("dids", did="5145550110")["routing"] = "sys:busy"
    async with story(era, person, office) as told:
        change = await told.does("setDIDRouting", did="5145550110", routing="vm:101")
        await told.refused(change=change)
    assert "Emergency calls" in person.questions[0]


SECRET_CHANGES: dict[str, tuple[str, Answer, str]] = {
    "a DISA's PIN": ("disa", {"pin": "0042"}, "2114"),
    "a queue's password": ("queue", {"queue_password": "0042"}, "32208"),
    "an SMS address": ("sms", {"url_callback": "https://example.com/?token=second-s3cret"}, DID),
}


@eras
@pytest.mark.parametrize("case", SECRET_CHANGES)
async def test_a_secret_comes_back_and_is_never_shown(case: str, era: Era) -> None:
    kind, changes, id_ = SECRET_CHANGES[case]
    office = Office(FULL, data=world())
    office.row("dids", did=DID)["sms_url_callback"] = "https://example.com/?token=first-s3cret"
    office.row("disas", disa="2114")["pin"] = "8824"
    async with story(era, office=office) as told:
        change = await told.call("updateSettings", kind=kind, id=id_, changes=changes)
        listed = await told.call("listChanges")
        answer = await told.undo(change=change["change"])
        again = await told.call("listChanges")
    assert told.different() == []
    shown = f"{change} {listed} {answer} {again}"
    assert not [word for word in ("s3cret", "0042", "8824", "2468") if word in shown]


@eras
@pytest.mark.parametrize("case", SECRET_CHANGES)
async def test_a_secret_that_was_not_kept_is_not_undone_and_the_answer_says_so(case: str, era: Era) -> None:
    kind, changes, id_ = SECRET_CHANGES[case]
    office = Office(FULL, data=world(), keep_secrets=False)
    office.row("dids", did=DID)["sms_url_callback"] = "https://example.com/?token=first-s3cret"
    async with story(era, office=office) as told:
        change = await told.does("updateSettings", kind=kind, id=id_, changes=changes)
        written, now = told.sent(), told.different()
        answer = await told.undo(change=change)
    assert answer["done"] is False
    assert answer["left"][0]["why"] == "the secret it had was not kept"
    assert (told.sent(), told.different()) == (written, now)


@eras
async def test_without_kept_secrets_a_question_says_what_could_not_be_restored(era: Era) -> None:
    person = Person()
    office = Office(FULL, data=world(), keep_secrets=False)
    office.row("dids", did="5145550121")["routing"] = "vm:101"
    async with story(era, person, office) as told:
        change = await told.does("delDISA", disa="2114")
        answer = await told.undo(change=change)
    assert "What is secret could not be restored: pin." in person.questions[0]
    assert answer["left"][0]["why"] == "a secret it had was not kept; make it again by hand"
    assert told.different() == [("dids", "5145550121"), ("disas", "2114")] or told.different() == [("disas", "2114")]


async def test_without_kept_secrets_the_other_fields_are_undone_all_the_same() -> None:
    office = Office(FULL, data=world(), keep_secrets=False)
    async with story(office=office) as told:
        told.office.row("disas", disa="2114")
        change = await told.does("updateSettings", kind="disa", id="2114", changes={"digit_timeout": 20})
        answer = await told.undo(change=change)
    assert answer["done"] is True
    assert told.different() == []


@eras
async def test_a_replaced_file_of_a_recording_comes_back(era: Era) -> None:
    async with story(era) as told:
        change = await told.does("setRecording", recording="7567", file=BASE64)
        assert told.office.row("recordings", value="7567")["data"] == BASE64
        answer = await told.undo(change=change)
    assert answer["done"] is True
    assert told.different() == []


async def test_switching_sms_back_within_a_minute_is_refused_and_can_be_tried_again() -> None:
    """VoIP.ms itself refuses to switch SMS on and off within a minute."""
    async with story() as told:
        change = await told.does("setSMS", did="5145550110", enable=False)
        assert "sms_wait_message" in await told.refused(change=change)
        told.office.sandbox.world.clock.move(61)
        await told.undo(change=change)
    assert told.different() == []


async def test_sms_switched_off_and_on_is_taken_back_in_one_write() -> None:
    async with story() as told:
        for enable in (False, True):
            await told.does("setSMS", did="5145550110", enable=enable)
            told.office.sandbox.world.clock.move(61)
        answer = await told.undo(**SINCE_EVER)
    assert (answer["done"], told.office.real("setSMS")) == (True, 3)
    assert told.different() == []


async def test_while_the_person_reads_somebody_else_changes_the_entry_and_nothing_is_written_over() -> None:
    office = Office(FULL, data=world())
    office.row("dids", did=DID)["routing"] = "disa:2114"

    class Slow(Person):
        async def __call__(self, context: Any, params: Any) -> Any:
            office.row("dids", did=DID)["routing"] = "ivr:4636"
            return await super().__call__(context, params)

    async with story(office=office, person=Slow()) as told:
        change = await told.does("setDIDRouting", did=DID, routing="vm:101")
        await told.client.call_tool("undoChange", {"change": change})
    assert office.row("dids", did=DID)["routing"] == "ivr:4636"


async def test_two_undos_of_one_change_at_once_write_once() -> None:
    async with story() as told:
        change = await told.does("setForwarding", phone_number="5145550177")
        async with anyio.create_task_group() as group:
            for _ in range(3):
                group.start_soon(told.client.call_tool, "undoChange", {"change": change})
    assert told.office.real("delForwarding") == 1
    assert told.different() == []


WORDS = ("A", "B", "Main menu", "Toronto menu")
NUMBERS = ("5145550112", "5145550113", DID)
KEYS = {"forwardings": ("fwd", "forwarding", "description"), "ivrs": ("ivr", "ivr", "name")}


@dataclass(frozen=True)
class Act:
    """Something a person has done: what, and to which of the entries there are then."""

    what: str
    which: int = 0
    other: int = 0
    word: str = "A"


class Busy(Story):
    """A story of many acts; what VoIP.ms or the server refuses has not happened."""

    async def act(self, one: Act) -> None:
        tool, arguments = self._call(one)
        await self.client.call_tool(tool, arguments)

    def _call(self, one: Act) -> tuple[str, Answer]:
        cells, menus = self._ids("forwardings"), self._ids("ivrs")
        cell, menu = cells[one.which % len(cells)] if cells else "0", menus[one.which % len(menus)] if menus else "0"
        targets = [*(f"fwd:{id_}" for id_ in cells), *(f"ivr:{id_}" for id_ in menus), "vm:101"]
        target = targets[one.other % len(targets)]
        match one.what:
            case "make forwarding":
                return "setForwarding", {"phone_number": "5145550177", "description": f"New {one.which}"}
            case "make menu":
                return "setIVR", {**RIGHT["setIVR"], "name": one.word, "choices": f"1={target}"}
            case "rename menu":
                return job("ivr", menu, name=one.word)
            case "redirect menu":
                return job("ivr", menu, choices=f"1={target};2=vm:102")
            case "change forwarding":
                return job("forwarding", cell, pause=one.other % 3)
            case "route":
                return "setDIDRouting", {"did": NUMBERS[one.which % 3], "routing": target}
            case "failover":
                return job("number", NUMBERS[one.which % 3], failover_busy=target, note=one.word)
            case "members":
                return job("ring_group", "4768", members=f"account:100000_Zoe;fwd:{cell},10,1")
            case "renumber":
                return job("queue", ("32208", "32209")[one.which % 2], queue_number=5 + one.other % 4)
            case "remove forwarding":
                return "delForwarding", {"forwarding": cell}
            case "remove menu":
                return "delIVR", {"ivr": menu}
            case _:
                return "undoChange", {"change": 1 + 3 * (one.which % 5)}

    def _ids(self, table: str) -> list[str]:
        return [row[KEYS[table][1]] for row in self.office.sandbox.world.accounts[0].table(table)]

    def state(self) -> list[str]:
        """All entries, whatever their ids, in routes too: an entry made again is the same one."""
        account = self.office.sandbox.world.accounts[0]
        names = {
            f"{header}:{row[id_]}": f"{header}:{row[name]}"
            for table, (header, id_, name) in KEYS.items()
            for row in account.table(table)
        }
        tables = ("dids", "ring_groups", "queues", *KEYS)
        rows = [{**row, KEYS.get(table, ("", "", ""))[1]: ""} for table in tables for row in account.table(table)]
        return sorted(
            re.sub(r"(?:fwd|ivr):[0-9]+", lambda route: names[route[0]], str(sorted(row.items()))) for row in rows
        )


def job(kind: str, id_: str, **changes: object) -> tuple[str, Answer]:
    return "updateSettings", {"kind": kind, "id": id_, "changes": changes}


def free_office() -> Office:
    """An office whose forwardings and menus nothing leads to yet."""
    office = Office(FULL, data=world())
    account = office.sandbox.world.accounts[0]
    for row in (*account.table("dids"), *account.table("time_conditions"), *account.table("queues")):
        row.update({name: "vm:100" for name, value in row.items() if value.startswith(("fwd:", "ivr:", "tc:"))})
    for row in account.table("ivrs"):
        row["choices"] = "1=vm:100"
    for row in account.table("forwardings"):
        row["callerid_override"] = ""
    return office


async def live(acts: list[Act]) -> tuple[list[str], list[str], str]:
    """The state before it all and after an undo of it all, and what the undo answered."""
    office = free_office()
    async with office.client(person=Person()) as client:
        busy = Busy(office, client)
        before = busy.state()
        for one in acts:
            await busy.act(one)
        answer = await client.call_tool("undoChange", SINCE_EVER)
    return before, busy.state(), text(answer)


MAKING = ("make forwarding", "make menu", "redirect menu", "route")
REMOVING = ("remove forwarding", "remove menu", "rename menu", "renumber", "members", "failover", "change forwarding")
acts = st.builds(
    Act,
    st.sampled_from([*MAKING, *MAKING, *REMOVING, "undo"]),
    st.integers(0, 5),
    st.integers(0, 8),
    st.sampled_from(WORDS),
)


@given(st.lists(acts, min_size=2, max_size=9))
@settings(max_examples=settings().max_examples // 4)
def test_whatever_was_done_an_undo_of_all_of_it_brings_everything_back(done: list[Act]) -> None:
    before, after, answer = anyio.run(live, done)
    assert after == before, answer
    assert '"done": false, "why"' not in answer


Hand = tuple[str, str, str]
"""A field that somebody set in the portal: table, id and field."""


class Shared(Busy):
    """A story in which somebody also sets fields in the portal."""

    def __init__(self, office: Office, client: Client) -> None:
        super().__init__(office, client)
        self.by_hand: dict[Hand, str] = {}

    async def act(self, one: Act) -> None:
        if one.what.startswith("portal"):
            self._by_hand(one)
            return
        await super().act(one)
        self.by_hand = {field: value for field, value in self.by_hand.items() if self.holds(field) == value}

    def _by_hand(self, one: Act) -> None:
        table, id_, name, value = {
            "portal forwarding": ("forwardings", self._nth("forwardings", one.which), "pause", str(one.other % 3)),
            "portal menu": ("ivrs", self._nth("ivrs", one.which), "choices", f"1=vm:10{one.other % 8}"),
            "portal name": ("ivrs", self._nth("ivrs", one.which), "name", f"By hand {one.other}"),
            "portal route": ("dids", NUMBERS[one.which % 3], "routing", f"vm:10{one.other % 8}"),
            "portal note": ("dids", NUMBERS[one.which % 3], "note", f"By hand {one.other}"),
        }[one.what]
        if row := self._row(table, id_):
            row[name] = value
            self.by_hand[table, id_, name] = value

    def _nth(self, table: str, number: int) -> str:
        ids = self._ids(table)
        return ids[number % len(ids)] if ids else ""

    def _row(self, table: str, id_: str) -> dict[str, str] | None:
        return self.office.sandbox.world.accounts[0].find(table, **{IDS[table]: id_})

    def holds(self, field: Hand) -> str | None:
        """What this field holds now; None when its entry is gone."""
        row = self._row(*field[:2])
        return row[field[2]] if row else None


async def live_beside_others(acts: list[Act], which: Answer) -> tuple[dict[Hand, str], dict[Hand, str | None], str]:
    """What somebody set by hand and nobody changed since, what it is after an undo, and what the undo answered."""
    office = free_office()
    async with office.client(person=Person()) as client:
        shared = Shared(office, client)
        for one in acts:
            await shared.act(one)
        there = {field: value for field, value in shared.by_hand.items() if shared.holds(field) is not None}
        answer = await client.call_tool("undoChange", which)
    return there, {field: shared.holds(field) for field in there}, text(answer)


SAME_FIELDS = ("change forwarding", "redirect menu", "rename menu", "route", "failover")
PORTAL = tuple(f"portal {what}" for what in ("forwarding", "menu", "name", "route", "note"))
meetings = st.builds(
    Act,
    st.sampled_from([*SAME_FIELDS, *SAME_FIELDS, *PORTAL, *PORTAL, "remove menu", "make menu", "undo"]),
    st.integers(0, 1),
    st.integers(0, 8),
    st.sampled_from(WORDS),
)


@given(st.lists(meetings, min_size=2, max_size=9), st.sampled_from([SINCE_EVER, {"change": 1}]))
@settings(max_examples=settings().max_examples // 4)
def test_whatever_was_done_an_undo_overwrites_nothing_that_somebody_set_by_hand(done: list[Act], which: Answer) -> None:
    there, after, answer = anyio.run(live_beside_others, done, which)
    assert after == there, answer
