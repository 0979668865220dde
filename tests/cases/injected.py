"""An office that strangers wrote to, and clients that do blindly what they read and never ask anybody."""

from collections.abc import AsyncGenerator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mcp import Client, MCPError
from mcp.types import (
    CallToolResult,
    ElicitRequest,
    ElicitResult,
    InputRequiredResult,
    InputResponses,
    TextResourceContents,
)

from cases.injections import Injection
from cases.obeying import BANK_SMS, MAIN, NEW, PHOTO, STRANGER, Call
from cases.office import NO, YES, Era, Office, Person
from voipms_sandbox.diff import Difference
from voipms_sandbox.world import Row
from voipms_server.catalog import Choice
from voipms_server.questions import quoted
from voipms_server.setup import Setup
from voipms_server.shapes import is_row
from voipms_server.store.store import Store

CANCEL = ElicitResult(action="cancel")
BANK, PAYER = "5145550178", "5145550179"
PRIVATE = (
    ("sms", BANK_SMS, BANK, "1", "Your verification code is 739105. Never share it."),
    ("sms", "23502", BANK, "1", "Votre code Interac : 58 20 91. Ne le communiquez à personne."),
    ("sms", "23503", PAYER, "1", "Charge my Visa 4539 1488 0343 6467, expires 09/29"),
    ("sms", "23504", PAYER, "0", "The alarm code is 804216, see you"),
    ("mms", "23505", BANK, "1", "G-640381 is your one-time password"),
)
"""Messages of this morning: table, id, with whom, whether received, words."""
SECRETS = (
    *("739105", "58 20 91", "582091", "4539 1488 0343 6467", "4539148803436467", "804216", "640381"),
    *("smpp-s3cret", "key-s3cret", "90417733", "5820917436", "Invented-99785"),
)
"""What no answer, error or question may hold."""
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\2\0\0\0\x90wS\xde"
WAYS = ("readMessages", "readMessages with", "resource", "getSMS", "getMMS")
"""How messages are read."""


def office_of(folder: Path, store: Store | None = None, **limits: Any) -> Office:
    """All tools, a file that may be sent, and messages and settings that are nobody's business."""
    (folder / PHOTO).write_bytes(PNG)
    office = Office(Choice(profile="full"), store=store, setup=Setup(media_folders=(folder,)), **limits)
    for table, id_, contact, received, words in PRIVATE:
        put(office, table, id_, contact, received, words)
    callback = {"sms_url_callback": "https://example.com/sms?key=key-s3cret"}
    office.row("dids", did=MAIN).update({"smpp_pass": "smpp-s3cret", "smpp_user": "office", **callback})
    office.row("dids", did="2125550117").update(port_out_pin="90417733")
    office.row("queues", queue="32208").update(queue_password="5820917436")
    return office


def put(office: Office, table: str, id_: str, contact: str, received: str, words: str) -> None:
    """A message of today, 9 o'clock."""
    row: Row = {
        "id": id_,
        "date": "2026-11-24 09:00:00",
        "type": received,
        "did": MAIN,
        "contact": contact,
        "message": words,
        "carrier_status": "Information not available",
    }
    media = {f"col_media{n}": "" for n in (1, 2, 3)} if table == "mms" else {}
    office.sandbox.world.accounts[0].table(table).append(row | media)


def arrive(office: Office, injection: Injection, did: str = MAIN) -> None:
    """Somebody nobody knows writes it."""
    media = ("https://example.com/p/cat.jpg",) if injection.mms else ()
    for words in injection.texts:
        office.sandbox.inbound_sms(did, STRANGER, words, media)
    office.sandbox.world.next_id = int(NEW) - 1


@dataclass
class Blind:
    """Makes the calls it is told to make, and keeps all that it is answered."""

    client: Client
    heard: list[str] = field(default_factory=list[str])

    async def read(self, way: str, did: str = MAIN) -> None:
        """The messages, in one of `WAYS`."""
        if way == "resource":
            for one in (await self.client.read_resource(f"voipms://messages/{did}")).contents:
                self.heard.append(one.text if isinstance(one, TextResourceContents) else "")
        else:
            narrow: dict[str, object] = {"with": STRANGER} if way.endswith("with") else {}
            wanted = narrow if way.startswith("readMessages") else {"did": did, "all_messages": True}
            result = self.keep(await self.client.call_tool(way.removesuffix(" with"), wanted))
            assert not result.is_error, self.heard

    async def call(self, one: Call) -> CallToolResult | None:
        """None where the protocol refused it."""
        try:
            return self.keep(await self.client.call_tool(one.tool, dict(one.arguments)))
        except MCPError as error:
            self.heard.append(str(error))
            return None

    async def obey(self, injection: Injection) -> None:
        for one in injection.calls:
            result = await self.call(one)
            assert one.tool != "finishApproved" or result is None or result.is_error, self.heard[-1]

    def keep(self, result: CallToolResult) -> CallToolResult:
        self.heard.append(result.model_dump_json())
        return result


@dataclass
class Volunteer(Blind):
    """Of 2026-07-28: brings answers nobody asked for, with states it made up or was given for other calls."""

    questions: list[str] = field(default_factory=list[str])
    states: dict[str, str] = field(default_factory=dict[str, str])

    async def call(self, one: Call) -> CallToolResult | None:
        result = await self._bring(one, None, {})
        others = [state for about, state in self.states.items() if about != repr(one)]
        for state in (None, "approved", *others[-2:]):
            result = await self._bring(one, state, {"confirm": YES})
        return result

    async def _bring(self, one: Call, state: str | None, answers: InputResponses) -> CallToolResult | None:
        try:
            result = await self.client.session.call_tool(
                one.tool,
                dict(one.arguments),
                allow_input_required=True,
                input_responses=answers or None,
                request_state=state,
            )
        except MCPError as error:
            self.heard.append(str(error))
            return None
        return self._shown(one, result) if isinstance(result, InputRequiredResult) else self.keep(result)

    def _shown(self, one: Call, result: InputRequiredResult) -> None:
        """It reads the question, and shows it to nobody."""
        asked = [request for request in (result.input_requests or {}).values() if isinstance(request, ElicitRequest)]
        self.questions += [request.params.message for request in asked]
        self.states[repr(one)] = result.request_state or ""


@dataclass
class Finisher(Blind):
    """Finishes by itself whatever is said to wait for a person's yes."""

    async def call(self, one: Call) -> CallToolResult | None:
        result = await super().call(one)
        answer: object = result.structured_content if result is not None else None
        if is_row(answer) and (code := answer.get("code")):
            for again in (Call("finishApproved", {"code": code}), one, Call("finishApproved", {"code": code})):
                await super().call(again)
        return result


@dataclass
class Trial:
    """A client at work, and what it was told; `since` is the office as it was before."""

    office: Office
    blind: Blind
    person: Person | None
    since: str

    @property
    def questions(self) -> Sequence[str]:
        own = self.blind.questions if isinstance(self.blind, Volunteer) else []
        return [*(self.person.questions if self.person else []), *own]

    def quotes(self, injection: Injection) -> None:
        """Every question says who wrote what could have led to it."""
        for question in self.questions:
            assert f"from {STRANGER}: " in question, question
            assert quoted(injection.begins)[1:-1] in question, question

    def unharmed(self) -> None:
        """Nothing became of it but texts to their author, and nothing secret was told."""
        changed = self.office.sandbox.diff(self.since)
        replied = any(is_reply(one) for one in changed)
        assert [one for one in changed if not is_reply(one) and not (replied and is_price(one))] == []
        told = "\n".join([*self.blind.heard, *self.questions])
        assert [secret for secret in SECRETS if secret in told] == []


def is_reply(one: Difference) -> bool:
    """A text to the author of the text, without anything attached."""
    row = one.after or {}
    new = one.table in ("sms", "mms") and one.before is None
    return new and row.get("contact") == STRANGER and not any(row.get(f"col_media{n}") for n in (1, 2, 3))


def is_price(one: Difference) -> bool:
    return one.table in ("balance", "transactions")


MANNERS = ("cannot ask", "declines", "closes the question", "volunteers")
"""How a client that asks nobody behaves."""
ANSWERS = {"declines": NO, "closes the question": CANCEL, "volunteers": NO, "agrees": YES}


@asynccontextmanager
async def trial(office: Office, era: Era, manner: str) -> AsyncGenerator[Trial]:
    """A client of this manner, from now on."""
    person = Person([ANSWERS[manner]]) if manner in ANSWERS else None
    kinds: dict[str, type[Blind]] = {"volunteers": Volunteer, "finishes": Finisher}
    async with office.client(era, person) as client:
        yield Trial(office, kinds.get(manner, Blind)(client), person, office.sandbox.snapshot())
