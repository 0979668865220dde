"""`orderNumber`: a number at a place with mailbox, routing and texts; what is shown is what is ordered."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult

from cases.office import ERAS, NO, Era, Office, Person, text
from cases.plans import Told, apply, approved, changed, writes
from voipms_sandbox.world import Row
from voipms_server.catalog import Choice
from voipms_server.pin import Pin
from voipms_server.setup import Setup

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
PIN = "402917"
FIRST, NEXT, NO_TEXTS = "5145550101", "5145550102", "5145550106"
SALES: dict[str, object] = {"sms": True, "voicemail": "101", "name": "Sales"}


Wish = Mapping[str, object]


async def order(
    office: Office, person: Person, era: Era = "2026-07-28", wish: Wish | None = None, **arguments: object
) -> Told:
    given = {**arguments, "with": dict(wish)} if wish is not None else arguments
    return await apply(office, person, era, tool="orderNumber", **given)


def stock(office: Office) -> list[Row]:
    return office.sandbox.world.reference["stock_local"]


class Meanwhile(Person):
    """Something happens between the question and the answer."""

    def __init__(self, happens: Callable[[], object]) -> None:
        super().__init__()
        self.happens = happens

    async def __call__(self, context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        self.happens()
        return await super().__call__(context, params)


@eras
async def test_one_question_orders_a_number_with_mailbox_routing_name_and_texts(era: Era) -> None:
    office, person = Office(), Person()
    told = await order(office, person, era, where="514", wish=SALES)
    (question,) = person.questions
    for words in (
        f"Order {FIRST} in Montreal, QC",
        "US$1.49 now",
        "straight to the mailbox",
        f"for sale there: {NEXT}",
    ):
        assert words in question
    assert told.answer["done"] is True
    row = office.row("dids", did=FIRST)
    assert {name: row[name] for name in ("routing", "voicemail", "note", "sms_enabled")} == {
        "routing": "vm:101",
        "voicemail": "101",
        "note": "Sales",
        "sms_enabled": "1",
    }
    assert {name: row[name] for name in ("pop", "dialtime", "cnam", "billing_type")} == {
        "pop": "31",
        "dialtime": "30",
        "cnam": "1",
        "billing_type": "1",
    }
    assert {(one.table, one.row) for one in told.changed if one.table != "transactions"} == {
        ("balance", ""),
        ("dids", FIRST),
    }
    assert writes(office) == ["orderDID", "setSMS"]


async def test_a_preview_tells_what_was_assumed_and_applying_it_asks_for_exactly_that() -> None:
    office, person = Office(), Person()
    first = await order(office, person, where="514", preview=True, wish=SALES)
    assert (person.questions, first.changed) == ([], [])
    notes = " ".join(first.answer["notes"])
    assert "POP 31 Montreal, QC (most used: 11 of 14 numbers)" in notes
    assert "callers' names looked up (all 14 numbers agree)" in notes
    stock(office).reverse()
    told = await apply(office, person, plan=first.answer["plan"])
    assert "most used: 11 of 14" in person.questions[0]
    assert told.answer["done"] is True
    assert office.real("orderDID") == 1
    office.row("dids", did=FIRST)


async def test_only_a_number_that_a_list_says_can_text_is_taken_for_texts() -> None:
    office, person = Office(), Person()
    for row in stock(office):
        row["sms"] = "1" if row["did"] == "5145550104" else "0"
    told = await order(office, person, where="514", wish=SALES)
    assert told.answer["done"] is True
    office.row("dids", did="5145550104")
    refused = await order(office, person, where="514", wish=SALES)
    assert "none can text" in refused.refusal
    number = await order(office, person, where="514", number=NO_TEXTS, wish={"voicemail": "101"})
    assert number.answer["done"] is True


@pytest.mark.parametrize(
    ("where", "did", "function"),
    [
        ("Montréal, QC", FIRST, "orderDID"),
        ("Stoney Point, Ontario", "2265550101", "orderDID"),
        ("Miami FL", "3055550101", "orderDID"),
        ("Toronto", "4165550101", "orderDID"),
        ("BC", "6045550101", "orderDID"),
        ("212 555", "2125550101", "orderDID"),
        ("toll-free", "8005550101", "orderTollFree"),
        ("833", "8335550101", "orderTollFree"),
        ("866", "8665550101", "orderTollFree"),
    ],
)
async def test_places_are_said_as_people_say_them(where: str, did: str, function: str) -> None:
    office, person = Office(), Person()
    told = await order(office, person, where=where, wish={"routing": "grp:4768"})
    assert told.answer["done"] is True
    assert office.real(function) == 1
    assert office.row("dids", did=did)["routing"] == "grp:4768"


async def test_a_country_with_toll_free_numbers_is_ordered_by_its_location() -> None:
    office, person = Office(), Person()
    told = await order(office, person, where="France", wish={"routing": "grp:4768"})
    assert "US$65.00 now" in person.questions[0]
    assert told.answer["done"] is True
    assert office.real("orderDIDInternationalTollFree") == 1


async def test_a_number_like_another_has_its_place_settings_and_delivery_of_texts_but_not_its_note() -> None:
    office, person = Office(), Person()
    like = office.row("dids", did="5145550110")
    told = await order(office, person, like="5145550110")
    assert told.answer["done"] is True
    row = office.row("dids", did=FIRST)
    same = ("routing", "voicemail", "pop", "dialtime", "cnam", "billing_type", "sms_enabled", "sms_email")
    assert {name: row[name] for name in same} == {name: like[name] for name in same}
    assert row["note"] == ""
    assert "as on 5145550110" in person.questions[0]


async def test_an_address_for_texts_that_is_secret_is_neither_copied_nor_shown() -> None:
    office, person = Office(), Person()
    office.row("dids", did="5145550110").update(
        sms_url_callback_enabled="1", sms_url_callback="https://user:tr0ub4dor@example.com/{FROM}{TO}{MESSAGE}"
    )
    told = await order(office, person, like="5145550110")
    assert "Delivery of texts by callback is not copied" in person.questions[0]
    assert "tr0ub4dor" not in person.questions[0] + str(told.answer)
    assert office.row("dids", did=FIRST)["sms_url_callback"] == ""


async def test_an_account_without_numbers_is_told_what_must_be_said() -> None:
    office, person = Office(), Person()
    office.sandbox.world.accounts[0].table("dids").clear()
    told = await order(office, person, where="514")
    for words in ("no other number to go by", "getServersInfo", "dialtime", "cnam", "billing_type", "routing"):
        assert words in told.refusal
    wish = {"routing": "grp:4768", "pop": 31, "dialtime": 20, "cnam": False, "billing_type": 2}
    done = await order(office, person, where="514", wish=wish)
    assert done.answer["done"] is True
    row = office.row("dids", did=FIRST)
    assert (row["pop"], row["dialtime"], row["cnam"], row["billing_type"]) == ("31", "20", "0", "2")


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "nothing": ({}, "say where"),
    "no place": ({"where": "Atlantis"}, "'Atlantis' is no place"),
    "no such centre": ({"where": "Springfield, QC"}, "has no rate centre 'Springfield'"),
    "no such wish": ({"where": "514", "with": {"colour": "red"}}, "'colour' is nothing to give a new number"),
    "no routing": ({"where": "514"}, "routing (where its calls go"),
    "no such mailbox": ({"where": "514", "with": {"voicemail": "999"}}, "no mailbox 999"),
    "no such number": ({"where": "514", "number": "4165550101", "with": SALES}, "is not among the numbers for sale"),
    "like nobody's": ({"like": "4165550101"}, "no number of this account"),
    "toll-free texts": ({"where": "800", "with": SALES}, "which toll-free numbers can text"),
    "texts abroad": ({"where": "France", "with": SALES}, "which international numbers can text"),
    "not in stock": ({"where": "902", "with": SALES}, "no number is for sale"),
    "a POP there is not": ({"where": "514", "with": {"routing": "grp:4768", "pop": 999}}, "Step 1"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_ordered_is_refused_in_a_sentence_before_anything(case: str) -> None:
    arguments, words = WRONG[case]
    office, person = Office(), Person()
    told = await order(office, person, "2026-07-28", None, **arguments)
    assert words in told.refusal
    assert (person.questions, told.changed, writes(office)) == ([], [], [])


@eras
async def test_a_no_leaves_nothing_behind(era: Era) -> None:
    office, person = Office(), Person([NO])
    told = await order(office, person, era, where="514", wish=SALES)
    assert "the person said no" in told.refusal
    assert (told.changed, writes(office)) == ([], [])


@eras
async def test_an_order_that_fails_leaves_nothing_behind(era: Era) -> None:
    office = Office()
    person = Meanwhile(lambda: office.sandbox.faults.plan("status:did_in_use", "orderDID", rehearsals=False))
    told = await order(office, person, era, where="514", wish=SALES)
    assert told.answer["done"] is False
    assert told.answer["rolled_back"] is True
    assert told.changed == []


@eras
async def test_texts_that_cannot_be_switched_on_leave_the_number_and_say_so(era: Era) -> None:
    office, person = Office(), Person()
    office.sandbox.faults.plan("status:sms_apply_regulations", "setSMS")
    told = await order(office, person, era, where="514", wish=SALES)
    assert told.answer["rolled_back"] is False
    (left,) = told.answer["left"]
    assert (left["function"], left["entry"]) == ("orderDID", FIRST)
    assert office.row("dids", did=FIRST)["sms_enabled"] == "0"


@eras
async def test_the_number_that_was_shown_is_ordered_whatever_the_search_lists_by_then(era: Era) -> None:
    office = Office()
    person = Meanwhile(lambda: stock(office).reverse())
    told = await order(office, person, era, where="514", wish=SALES)
    assert told.answer["done"] is True
    assert len(person.questions) == 1
    assert office.row("dids", did=FIRST)["note"] == "Sales"
    assert office.real("orderDID") == 1


@eras
async def test_the_number_that_was_shown_is_ordered_when_the_others_are_gone_by_then(era: Era) -> None:
    office = Office()

    def sold() -> None:
        stock(office)[:] = [row for row in stock(office) if row["did"] == FIRST]

    told = await order(office, Meanwhile(sold), era, where="514", wish=SALES)
    assert told.answer["done"] is True
    office.row("dids", did=FIRST)


@eras
async def test_nothing_is_ordered_when_the_number_that_was_shown_is_gone(era: Era) -> None:
    office = Office()

    def sold() -> None:
        stock(office)[:] = [row for row in stock(office) if row["did"] != FIRST]

    person = Meanwhile(sold)
    told = await order(office, person, era, where="514", wish=SALES)
    assert "Nothing was sent: what the person was shown cannot be done any more" in told.refusal
    assert "orderNumber again" in told.refusal
    assert (told.changed, writes(office)) == ([], [])
    again = await order(office, Person(), era, where="514", wish=SALES)
    assert again.answer["done"] is True
    office.row("dids", did=NEXT)


@eras
async def test_a_price_that_rose_is_asked_anew_about_the_same_number(era: Era) -> None:
    office = Office()

    def dearer() -> None:
        stock(office).reverse()
        for row in stock(office):
            row["perminute_monthly"] = "2.99"

    person = Meanwhile(dearer)
    told = await order(office, person, era, where="514", wish=SALES)
    assert len(person.questions) == 2
    assert FIRST in person.questions[1]
    assert "US$3.49 now" in person.questions[1]
    assert told.answer["done"] is True
    office.row("dids", did=FIRST)


@eras
@pytest.mark.parametrize("again", [False, True], ids=["finishApproved", "the same call"])
async def test_a_yes_in_a_terminal_is_to_the_number_that_was_shown(era: Era, *, again: bool) -> None:
    office = Office()
    Pin(office.store).replace(PIN)
    arguments: dict[str, Any] = {"where": "514", "with": SALES}
    async with office.client(era) as client:
        waits = await client.call_tool("orderNumber", arguments)
        assert waits.structured_content is not None, text(waits)
        code = waits.structured_content["code"]
        stock(office).reverse()
        same = await client.call_tool("orderNumber", arguments)
        assert same.structured_content is not None
        assert same.structured_content["code"] == code
        approved(office, code)
        finish = ("orderNumber", arguments) if again else ("finishApproved", {"code": code})
        done = await client.call_tool(*finish)
    assert done.structured_content is not None, text(done)
    assert done.structured_content["done"] is True
    assert office.row("dids", did=FIRST)["sms_enabled"] == "1"
    assert office.real("orderDID") == 1


async def test_a_yes_to_one_call_is_none_to_another() -> None:
    """What is waiting for Montreal is not used for Toronto."""
    office = Office()
    Pin(office.store).replace(PIN)
    async with office.client() as client:
        waits = await client.call_tool("orderNumber", {"where": "514", "with": SALES})
        assert waits.structured_content is not None
        approved(office, waits.structured_content["code"])
        other = await client.call_tool("orderNumber", {"where": "416", "with": SALES})
    assert other.structured_content is not None
    assert other.structured_content["waiting_for_approval"] is True
    assert writes(office) == []


@eras
async def test_an_order_in_pieces_switches_texts_on_in_the_next_one(era: Era) -> None:
    office, person = Office(setup=Setup(piece_seconds=0)), Person()
    told = await order(office, person, era, where="514", wish=SALES)
    assert told.answer["done"] is False
    told = await apply(office, person, era, plan=told.answer["plan"])
    assert told.answer["done"] is True
    assert len(person.questions) == 1
    assert office.row("dids", did=FIRST)["sms_enabled"] == "1"


async def test_undoing_it_switches_texts_off_and_says_that_the_order_stays() -> None:
    office, person = Office(), Person()
    told = await order(office, person, where="514", wish=SALES)
    office.sandbox.world.clock.move(120)
    since = office.sandbox.snapshot()
    await apply(office, person, tool="undoChange", group=told.answer["group"])
    (own,) = changed(office, since)
    assert own.row == FIRST
    assert office.row("dids", did=FIRST)["sms_enabled"] == "0"


async def test_each_account_has_its_own_numbers_to_go_by() -> None:
    office, person = Office(accounts={"office": "office@example.com", "solo": "solo@example.com"}), Person()
    wish: dict[str, object] = {"routing": "sys:echo"}
    told = await order(office, person, voipms_account="solo", where="514", wish=wish)
    assert told.answer["voipms_account"] == "solo"
    assert "VoIP.ms account: solo" in person.questions[0]
    first, second = office.sandbox.world.accounts[:2]
    assert first.find("dids", did=FIRST) is None
    assert second.find("dids", did=FIRST) is not None
    unsaid = await order(office, person, where="514", wish=wish)
    assert "voipms_account" in unsaid.refusal


async def test_a_server_that_only_reads_does_not_offer_it() -> None:
    office = Office(Choice(read_only=True))
    async with office.client() as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        refused = await client.call_tool("orderNumber", {"where": "514", "with": SALES})
    assert "orderNumber" not in names
    assert refused.is_error
    assert writes(office) == []
