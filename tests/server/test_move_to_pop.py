"""`moveToPop`: numbers to another point of presence, and back; whose devices must register anew is told."""

import pytest

from cases.office import ERAS, NO, Era, Office, Person
from cases.plans import MAIN, SECOND, Told, apply, changed, writes
from voipms_server.catalog import Choice

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
TORONTO = "41"


async def move(office: Office, person: Person, era: Era = "2026-07-28", **arguments: object) -> Told:
    return await apply(office, person, era, tool="moveToPop", **arguments)


def pops(office: Office) -> dict[str, str]:
    return {row["did"]: row["pop"] for row in office.sandbox.world.accounts[0].table("dids")}


@eras
async def test_one_question_moves_everybody_and_nothing_else_changes(era: Era) -> None:
    office, person = Office(), Person()
    before = pops(office)
    told = await move(office, person, era, to="Toronto")
    (question,) = person.questions
    assert "Move 13 numbers to POP 41 Toronto, ON" in question
    assert "On POP 41 Toronto, ON already, and left out: 4165550116." in question
    assert told.answer["done"] is True
    assert set(pops(office).values()) == {TORONTO}
    moved = {did for did, pop in before.items() if pop != TORONTO}
    assert {one.row for one in told.changed} == moved
    for one in told.changed:
        assert one.before is not None
        assert one.after == {**one.before, "pop": TORONTO}
    assert writes(office) == ["setDIDPOP"] * 13


async def test_a_preview_tells_which_devices_must_register_at_the_new_server_and_where_they_are_now() -> None:
    office, person = Office(), Person()
    told = await move(office, person, to="Toronto", preview=True)
    assert (person.questions, told.changed) == ([], [])
    must, away, _ = told.answer["notes"]
    assert must.startswith("Devices that must register at toronto41.voip.ms.invalid (POP 41 Toronto, ON): ")
    assert "100000_Helene (now POP 31 Montreal, QC; rings for 5145550114)" in must
    assert "100000_Zoe (now POP 31 Montreal, QC; rings for 5145550110, 4385550115" in must, "queues' members too"
    assert away == "Not registered anywhere now: 100000_Marc (rings for 5145550113)."


async def test_a_device_that_is_there_already_and_one_known_by_its_address_are_told_apart() -> None:
    office, person = Office(), Person()
    account = office.sandbox.world.accounts[0]
    registered = account.find("registrations", account="100000_Helene")
    assert registered is not None
    registered["server_pop"] = TORONTO
    office.row("dids", did=SECOND)["routing"] = "account:100000_Warehouse"
    told = await move(office, person, to="Toronto", numbers=f"5145550114;{SECOND}", preview=True)
    there, by_ip = told.answer["notes"]
    assert there.startswith("Registered at POP 41 Toronto, ON already: 100000_Helene")
    assert by_ip.startswith("Known by their IP address, to be pointed at toronto41")
    assert "100000_Warehouse" in by_ip


CHOICES: dict[str, tuple[dict[str, object], set[str]]] = {
    "numbers": ({"numbers": f"{MAIN};(514) 555-0111"}, {MAIN, SECOND}),
    "what find matches": ({"numbers": "support; New York"}, {SECOND, "2125550117"}),
    "a POP": (
        {"numbers": "POP Montreal", "but": f"{MAIN};8005550119;appointments"},
        {SECOND, *(f"51455501{n}" for n in (12, 13, 14, 20, 21, 40)), "4385550141"},
    ),
    "all but some": (
        {"but": "POP 31"},
        {"2125550117", "3055550118"},
    ),
}


@pytest.mark.parametrize("case", CHOICES)
async def test_numbers_are_chosen_as_people_say_them(case: str) -> None:
    arguments, meant = CHOICES[case]
    office, person = Office(), Person()
    told = await move(office, person, "2026-07-28", to="toronto41", **arguments)
    assert told.answer["done"] is True
    assert {one.row for one in told.changed} == meant


@pytest.mark.parametrize("said", ["41", "POP 41", "Toronto", "toronto, on", "Toronto ON", "toronto41"])
async def test_a_pop_is_called_by_number_city_name_or_host(said: str) -> None:
    office, person = Office(), Person()
    told = await move(office, person, to=said, numbers=MAIN)
    assert told.answer["done"] is True
    assert pops(office)[MAIN] == TORONTO


WRONG: dict[str, tuple[dict[str, object], str]] = {
    "no such POP": ({"to": "Atlantis"}, "no POP 'Atlantis'; getServersInfo lists them"),
    "an old POP": ({"to": "42"}, "POP 42 Toronto, ON is a POP that VoIP.ms does not recommend"),
    "where else": ({"to": "42"}, "41 Toronto, ON (toronto41.voip.ms.invalid)"),
    "those of that POP": ({"to": "Toronto", "numbers": "POP 41"}, "there is nothing to move"),
    "no such number": ({"to": "Toronto", "numbers": "Atlantis"}, "no number of the account is or matches 'Atlantis'"),
    "somebody else's": ({"to": "Toronto", "numbers": "6045550199"}, "no number of the account is or matches"),
    "no such exception": ({"to": "Toronto", "but": "Atlantis"}, "no number of the account is or matches 'Atlantis'"),
    "all excepted": ({"to": "Toronto", "numbers": MAIN, "but": MAIN}, "no number is left"),
    "there already": ({"to": "Toronto", "numbers": "4165550116"}, "on POP 41 Toronto, ON already: 4165550116"),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_cannot_be_moved_is_refused_in_a_sentence_before_anything(case: str) -> None:
    arguments, words = WRONG[case]
    office, person = Office(), Person()
    told = await move(office, person, "2026-07-28", **arguments)
    assert words in told.refusal
    assert (person.questions, told.changed, writes(office)) == ([], [], [])


async def test_of_several_in_a_city_the_person_says_which() -> None:
    office, person = Office(), Person()
    for row in office.sandbox.world.reference["servers"]:
        row["server_recommended"] = "Yes"
    told = await move(office, person, to="Toronto")
    assert "'Toronto' is 2 POPs; say which by its number: 41 Toronto, ON" in told.refusal
    assert "42 Toronto, ON" in told.refusal
    assert writes(office) == []


@eras
async def test_a_no_moves_nobody(era: Era) -> None:
    office, person = Office(), Person([NO])
    told = await move(office, person, era, to="Toronto")
    assert "the person said no" in told.refusal
    assert (told.changed, writes(office)) == ([], [])


@eras
async def test_when_one_cannot_be_moved_all_are_where_they_were(era: Era) -> None:
    office, person = Office(), Person()
    office.sandbox.faults.plan("slow", "setDIDPOP", count=3)
    office.sandbox.faults.plan("status:invalid_serverpop", "setDIDPOP")
    told = await move(office, person, era, to="Toronto", numbers="POP 31")
    assert told.answer["done"] is False
    assert told.answer["rolled_back"] is True
    assert len(told.answer["taken_back"]) == 3
    assert told.changed == []


@eras
async def test_everybody_to_toronto_and_back_except_one(era: Era) -> None:
    office, person = Office(), Person()
    start = office.sandbox.snapshot()
    before = pops(office)
    told = await move(office, person, era, to="Toronto", numbers="POP Montreal")
    stays = next(step["change"] for step in told.answer["steps"] if step["step"] == 2)
    back = await apply(office, person, era, tool="undoChange", group=told.answer["group"], exceptions=str(stays))
    assert back.answer["done"] is True
    assert [one.row for one in changed(office, start)] == [SECOND]
    assert pops(office) == {**before, SECOND: TORONTO}


@eras
async def test_what_was_previewed_is_applied_by_its_id(era: Era) -> None:
    office, person = Office(), Person()
    first = await move(office, person, era, to="Toronto", preview=True)
    told = await apply(office, person, era, plan=first.answer["plan"])
    assert "Devices that must register at toronto41" in person.questions[0]
    assert told.answer["done"] is True
    assert set(pops(office).values()) == {TORONTO}


async def test_each_account_moves_its_own_numbers() -> None:
    office, person = Office(accounts={"office": "office@example.com", "solo": "solo@example.com"}), Person()
    before = pops(office)
    told = await move(office, person, voipms_account="solo", to="Toronto")
    assert told.answer["done"] is True
    assert {row["pop"] for row in office.sandbox.world.accounts[1].table("dids")} == {TORONTO}
    assert pops(office) == before
    assert "voipms_account" in (await move(office, person, to="Toronto")).refusal


async def test_a_server_that_only_reads_does_not_offer_it() -> None:
    office = Office(Choice(read_only=True))
    async with office.client() as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        refused = await client.call_tool("moveToPop", {"to": "Toronto"})
    assert "moveToPop" not in names
    assert refused.is_error
    assert writes(office) == []
