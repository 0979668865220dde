"""A narrated run on a simulated account: what an assistant calls, what it is refused, what a person confirms."""

import json
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import anyio
import anyio.to_thread
from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult, TextContent
from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from voipms_server.pin import Pin
from voipms_server.shapes import is_list, is_row

if TYPE_CHECKING:
    from voipms_server.store.store import Store, Transaction

Answer = Mapping[str, object]
Arrives = Callable[[str, str, str], object]
"""Lets a text arrive: own number, from whom, what it says."""
PIN = "402917"
"""Of the simulated account, for this run only."""


class Story:
    """Shows each call and its answer; plain text when the output is not a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def chapter(self, title: str) -> None:
        self._console.print()
        self._console.rule(Text(title, style="bold"), align="left", characters="-")

    def say(self, sentence: str) -> None:
        self._console.print(Text(sentence, style="italic"))

    def call(self, tool: str, arguments: Mapping[str, object]) -> None:
        self._console.print(Text(f"> {tool} {json.dumps(arguments)}", style="cyan"))

    def answer(self, words: str, *, refused: bool = False) -> None:
        self._console.print(Text(words, style="yellow" if refused else "green"))

    def question(self, words: str) -> None:
        self._console.print(Panel(Text(words), title="The person is asked", width=100))

    def numbers(self, title: str, rows: list[Answer]) -> None:
        table = Table(title=title, title_justify="left")
        for column in ("number", "calls go to", "note"):
            table.add_column(column)
        for row in rows:
            words = str(row.get("routing_in_words") or row.get("routing") or "nowhere")
            table.add_row(str(row.get("did")), Text(words), Text(str(row.get("note") or "")))
        self._console.print(table)


def run() -> None:
    """The whole story on this terminal; exits with an error when any step does not go as told."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # A reader such as `head` may leave early.
    if callable(reconfigure := getattr(sys.stdout, "reconfigure", None)):
        reconfigure(errors="replace")
    trouble = anyio.run(play, Story(Console(highlight=False)))
    if trouble:
        raise SystemExit(f"The demo did not go as told: {trouble}")


async def play(story: Story, now: datetime | None = None) -> str:
    """Tell the story on a fresh sandbox, whose clock stands at `now`; what went wrong, or nothing."""
    from voipms_sandbox import Sandbox, create_app
    from voipms_server.assembly import make_server, sandbox_lines
    from voipms_server.catalog import FULL, Choice
    from voipms_server.store.store import in_memory

    app = create_app(now=now)
    sandbox: Sandbox = app.state.sandbox
    store = in_memory(lambda: sandbox.world.clock.now().timestamp())
    server = make_server(sandbox_lines(app), Choice(profile=FULL), store=store)

    async def person(context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        story.question(params.message)
        story.say("The person answers: yes.")
        return ElicitResult(action="accept", content={"confirm": True})

    async with Client(server, elicitation_callback=person) as client, Client(server) as silent:
        try:
            did = await tell(Assistant(client, story), story)
            await confirm_and_undo(Assistant(silent, story), story, store)
            await text_by_name(Assistant(client, story), story, did, sandbox.inbound_sms)
        except Off as off:
            return str(off)
    return ""


class Off(Exception):
    """A step that did not go as the story has it."""


class Assistant:
    """Calls tools as an AI assistant would, and shows what comes back."""

    def __init__(self, client: Client, story: Story) -> None:
        self._client = client
        self._story = story

    async def call(self, tool: str, **arguments: object) -> Answer:
        """The answer of a call that must succeed."""
        self._story.call(tool, arguments)
        result = await self._client.call_tool(tool, arguments)
        if result.is_error or result.structured_content is None:
            raise Off(f"{tool} failed: {_text(result.content)}")
        return result.structured_content

    async def refused(self, tool: str, **arguments: object) -> str:
        """The reason of a call that must be refused."""
        self._story.call(tool, arguments)
        result = await self._client.call_tool(tool, arguments)
        if not result.is_error:
            raise Off(f"{tool} was not refused.")
        return _text(result.content)


def _text(content: Sequence[object]) -> str:
    return "\n".join(block.text for block in content if isinstance(block, TextContent))


def rows(answer: Answer, name: str = "rows") -> list[Answer]:
    found = answer.get(name)
    return [row for row in found if is_row(row)] if is_list(found) else []


async def tell(assistant: Assistant, story: Story) -> str:
    """One chapter after the other; the number that was ordered."""
    story.say("Everything below happens on a simulated VoIP.ms account with invented data. No real account is touched.")
    story.chapter("1. The account before")
    before = rows(await assistant.call("getDIDsInfo"))
    story.numbers(f"{len(before)} numbers; the first three:", before[:3])

    story.chapter("2. Find a number in Montreal that ends in 555-01xx")
    did = await find(assistant, story)

    story.chapter("3. A routing that cannot be right never leaves this machine")
    story.answer(await assistant.refused("setDIDRouting", did=did, routing="phone:5145550123"), refused=True)

    story.chapter("4. Rehearse the order: nothing is bought")
    target = await first_account(assistant)
    pop = await pop_in(assistant, "Montreal")
    order: dict[str, object] = {
        "did": did,
        "routing": f"account:{target}",
        "pop": pop,
        "dialtime": 60,
        "cnam": False,
        "billing_type": 1,
        "note": "Demo line",
    }
    rehearsal = await assistant.call("orderDID", **order)
    story.answer(f"{rehearsal['price']} {rehearsal['next']}")

    story.chapter("5. The real order waits for a person")
    await assistant.call("orderDID", **order, test=False)
    story.answer(f"Ordered: {did}.")

    story.chapter("6. Route it")
    await route(assistant, story, did)

    story.chapter("7. The account after")
    after = rows(await assistant.call("getDIDsInfo"))
    story.numbers(f"{len(after)} numbers; the new one:", [row for row in after if row.get("did") == did])
    return did


async def confirm_and_undo(assistant: "Assistant", story: Story, store: "Store") -> None:
    """What happens where the client cannot ask, and how everything is taken back."""
    story.chapter("8. Another assistant, whose client cannot ask: a person approves in a terminal")
    await anyio.to_thread.run_sync(Pin(store).replace, PIN)
    forwarding = rows(await assistant.call("getForwardings"))[-1]["forwarding"]
    cell = {"forwarding": str(forwarding), "phone_number": "8765550155", "description": "Kingston"}
    waiting = await assistant.call("setForwarding", **cell)
    code = str(waiting["code"])
    story.say(f"The assistant tells the person the code. They open a terminal: mcp-voipms approve {code}")
    story.question(await store.run(lambda t: approve(t, code)))
    story.say("The person says yes, and types the PIN. The assistant never sees it.")
    done = await assistant.call("finishApproved", code=code)
    story.answer(f"Done, as change {done['change']}: {json.dumps(done['changed'])}")

    story.chapter("9. Take it back")
    undone = await assistant.call("undoChange", change=done["change"])
    story.answer(f"Undone: {json.dumps(undone['changed'])}")


def approve(t: "Transaction", code: str) -> str:
    """What `mcp-voipms approve` does once the PIN was right; the question it showed."""
    from voipms_server.approvals import rows as approvals

    found = approvals.by_code(t, code)
    if found is None or not approvals.agree(t, found.id, "terminal"):
        raise Off(f"{code} could not be approved.")
    return found.question


async def find(assistant: Assistant, story: Story) -> str:
    found = rows(await assistant.call("searchDIDsCAN", province="QC", type="starts", query="514"))
    if not found:
        raise Off("no number is in the simulated stock.")
    first = found[0]
    story.answer(f"{len(found)} found. {first['did']} in {first['ratecenter']}: {first['perminute_monthly']} a month.")
    return str(first["did"])


async def first_account(assistant: Assistant) -> str:
    accounts = rows(await assistant.call("getSubAccounts"))
    return str(accounts[0]["account"])


async def pop_in(assistant: Assistant, city: str) -> int:
    servers = rows(await assistant.call("getServersInfo"))
    return next(int(str(row["server_pop"])) for row in servers if row["server_shortname"] == city)


async def route(assistant: Assistant, story: Story, did: str) -> None:
    groups = rows(await assistant.call("getRingGroups"))
    await assistant.call("setDIDRouting", did=did, routing=f"grp:{groups[0]['ring_group']}")
    story.answer(f"Calls to {did} now ring the group {groups[0]['name']}.")


async def text_by_name(assistant: Assistant, story: Story, did: str, arrives: Arrives) -> None:
    """A text to somebody of the phonebook, what they answer, and the reply to that."""
    story.chapter("10. Text somebody by name: a new recipient is asked about, a reply is not")
    await assistant.call("setSMS", did=did, enable=True)
    arguments = {"to": "garage", "text": "We will be there at 2:30.", "from": did}
    sent = rows(await assistant.call("sendMessage", **arguments), "results")[0]
    story.answer(f"Sent to {sent['name']}, {sent['to']}; VoIP.ms calls it message {sent['message_id']}.")
    arrives(did, str(sent["to"]), "Parfait, \u00e0 tant\u00f4t !")
    story.say("The garage answers.")
    heard = rows(await assistant.call("readMessages", **{"with": "garage"}), "conversations")[0]
    last = rows(heard, "messages")[-1]
    story.answer(f"{heard['name']}, {heard['new']} new: {json.dumps(last['text'], ensure_ascii=False)}")
    await assistant.call("sendMessage", to="garage", text="Merci !")
    story.answer("Sent. Nobody was asked: it answers the one who wrote.")
