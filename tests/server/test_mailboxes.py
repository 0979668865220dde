"""Mailboxes: made, deleted and undone; whoever deletes one is told which messages go with it for good."""

import json
from typing import Any

import pytest

from cases.arguments import BOX, RIGHT
from cases.entries import world
from cases.office import ERAS, NO, YES, Era, Office, Person, text
from voipms_sandbox import sandbox
from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.refusal import Here
from voipms_server.catalog import Choice

pytestmark = pytest.mark.anyio
eras = pytest.mark.parametrize("era", ERAS)
FULL = Choice(profile="full")
FRESH = "0000001"
"""The account's number without its first digit, and the digits 01 (inferred from the manual's samples)."""
USED = "100"
"""It has a new message and two old ones."""
Arguments = dict[str, Any]


def here(**options: Any) -> Office:
    """The office, in which nothing leads to mailbox 100."""
    office = Office(FULL, data=world(), **options)
    for account in office.sandbox.world.accounts[:1]:
        for table in ("ivrs", "ring_groups", "time_conditions", "sub_accounts"):
            for row in account.table(table):
                row.update({name: value.replace("vm:100", "vm:105") for name, value in row.items()})
                row.update({name: "105" for name in ("voicemail", "internal_voicemail") if row.get(name) == USED})
    return office


async def call(
    office: Office, tool: str, arguments: Arguments, era: Era = "2026-07-28", person: Person | None = None
) -> Arguments:
    """The answer of a call that is not refused."""
    async with office.client(era, person or Person()) as client:
        result = await client.call_tool(tool, arguments)
    assert not result.is_error, text(result)
    assert result.structured_content is not None
    return result.structured_content


def messages(office: Office, mailbox: str) -> int:
    rows = office.sandbox.world.accounts[0].table("voicemail_messages")
    return sum(row["mailbox"] == mailbox for row in rows)


def arrives(office: Office, mailbox: str) -> None:
    """A caller leaves a message."""
    office.row("dids", did="5145550140")["routing"] = f"vm:{mailbox}"
    office.sandbox.call_in("5145550140", "5145550161")
    office.row("dids", did="5145550140")["routing"] = "none:"


@eras
async def test_the_number_that_voip_ms_gave_a_new_one_is_told(era: Era) -> None:
    office, person = here(), Person()
    answer = await call(office, "createVoicemail", RIGHT["createVoicemail"], era, person)
    assert answer["mailbox"] == FRESH
    assert office.row("voicemails", mailbox=FRESH)["name"] == "Zoe"
    assert person.questions == []
    assert office.changes[-1].subject.entry == f"mailbox:{FRESH}"
    assert "4711" not in json.dumps(answer)


async def test_one_made_in_the_portal_at_the_same_time_is_not_taken_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    office = here()
    create = sandbox.TABLE["createVoicemail"]

    def beside(where: Here, params: Params) -> Answer:
        portal = {**office.row("voicemails", mailbox="107"), "mailbox": "0000099", "name": "Portal"}
        where.account.table("voicemails").append(portal)
        return create(where, params)

    monkeypatch.setitem(sandbox.TABLE, "createVoicemail", beside)
    answer = await call(office, "createVoicemail", RIGHT["createVoicemail"])
    assert answer["mailbox"] == FRESH


@eras
async def test_the_question_tells_how_many_messages_go_and_in_which_folders(era: Era) -> None:
    office, person = here(), Person([NO])
    async with office.client(era, person) as client:
        assert (await client.call_tool("delVoicemail", {"mailbox": USED})).is_error
    (question,) = person.questions
    assert f"Delete mailbox {USED} (delVoicemail)?" in question
    assert "3 messages, lost with it for good: 1 in INBOX, 2 in Old" in question
    assert "undoChange can make it again, with a new id. Its messages do not come back." in question
    assert messages(office, USED) == 3


@eras
async def test_a_message_that_comes_while_the_person_thinks_is_asked_about_anew(era: Era) -> None:
    office = here()

    class Slow(Person):
        async def __call__(self, context: Any, params: Any) -> Any:
            if not self.questions:
                arrives(office, USED)
            return await Person.__call__(self, context, params)

    person = Slow()
    await call(office, "delVoicemail", {"mailbox": USED}, era, person)
    assert len(person.questions) == 2
    assert "4 messages, lost with it for good: 2 in INBOX, 2 in Old" in person.questions[1]


async def test_where_they_cannot_be_counted_that_is_said() -> None:
    office, person = here(), Person([NO])
    office.sandbox.faults.plan("status:unavailable_info", "getVoicemailMessages", count=9)
    async with office.client(person=person) as client:
        await client.call_tool("delVoicemail", {"mailbox": USED})
    (question,) = person.questions
    assert "its messages could not be counted (1 new and 0 urgent by getVoicemails)" in question


@eras
async def test_a_deleted_one_comes_back_empty_with_another_number(era: Era) -> None:
    office = here()
    before = dict(office.row("voicemails", mailbox=USED))
    gone = await call(office, "delVoicemail", {"mailbox": USED}, era)
    back = await call(office, "undoChange", {"change": gone["change"]}, era)
    new = back["mailbox"]
    assert new.endswith(USED)
    after = office.row("voicemails", mailbox=new)
    assert {name: after[name] for name in before} == before | {"mailbox": new, "new": "0"}
    assert (messages(office, USED), messages(office, new)) == (0, 0)


@eras
async def test_ones_own_new_one_goes_without_a_question_as_long_as_it_is_empty(era: Era) -> None:
    office, person = here(), Person()
    made = await call(office, "createVoicemail", RIGHT["createVoicemail"], era, person)
    await call(office, "undoChange", {"change": made["change"]}, era, person)
    assert person.questions == []
    again = await call(office, "createVoicemail", RIGHT["createVoicemail"], era, person)
    arrives(office, FRESH)
    await call(office, "undoChange", {"change": again["change"]}, era, person)
    (question,) = person.questions
    assert "1 message, lost with it for good: 1 in INBOX" in question


PLAN = [
    {"tool": "createVoicemail", "name": "box", "arguments": RIGHT["createVoicemail"]},
    {"tool": "setDIDRouting", "arguments": {"did": "5145550140", "routing": "vm:${box}"}},
    {"tool": "setDIDPOP", "arguments": {"did": "5145550112", "pop": 2}},
]


@eras
async def test_a_plan_makes_one_and_leads_a_number_to_it(era: Era) -> None:
    office, person = here(), Person()
    answer = await call(office, "applyPlan", {"steps": PLAN}, era, person)
    assert answer["done"] is True, answer
    assert len(person.questions) == 1
    assert office.row("dids", did="5145550140")["routing"] == f"vm:{FRESH}"


@pytest.mark.parametrize("heard", [False, True])
async def test_a_plan_that_fails_takes_an_empty_one_back_and_leaves_one_that_holds_a_message(heard: bool) -> None:
    office = here()
    since = office.sandbox.snapshot()
    office.sandbox.faults.plan("status:invalid_serverpop", "setDIDPOP", count=1)
    if heard:
        office.sandbox.world.accounts[0].table("voicemail_messages").append(
            {**office.sandbox.world.accounts[0].table("voicemail_messages")[0], "mailbox": FRESH}
        )
        since = office.sandbox.snapshot()
    answer = await call(office, "applyPlan", {"steps": PLAN})
    assert answer["done"] is False
    assert answer["rolled_back"] is not heard
    left = [one.row for one in office.sandbox.diff(since)]
    assert left == ([FRESH] if heard else [])
    assert not heard or "undoChange asks for it" in json.dumps(answer["left"])


async def test_a_pin_that_is_wrong_is_refused_and_not_repeated() -> None:
    async with here().client() as client:
        told = text(await client.call_tool("createVoicemail", {"digits": "01", **BOX, "password": "90210"}))
    assert "a PIN of 4 digits" in told
    assert "90210" not in told


async def test_digits_that_are_taken_are_refused_by_voip_ms() -> None:
    office = here()
    async with office.client(person=Person([YES])) as client:
        assert not (await client.call_tool("createVoicemail", RIGHT["createVoicemail"])).is_error
        told = text(await client.call_tool("createVoicemail", {**RIGHT["createVoicemail"], "name": "Other"}))
    assert "VoIP.ms refused createVoicemail: invalid_digits" in told
    assert len([one for one in office.changes if one.outcome == "done"]) == 1
