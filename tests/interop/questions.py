"""A real order asks a person: mcpdo against the server over HTTP, and a simulated account in a process of its own."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from account import Account, simulated
from answers import CallResult, Pending, Question
from checks import Checks, holds, same
from inspector import ORDER, failed
from mcpdo import Mcpdo, mcpdo
from program import environment, free_port, service

NUMBERS = {"legacy": "5145550101", "modern": "5145550102"}
NOES = {
    "a declined question": ("--decline", "the person said no"),
    "a closed question": ("--cancel", "closed the question without an answer"),
    "a form sent back with false": ("confirm:=false", "the person said no"),
}


@dataclass(frozen=True)
class Order:
    """An order of one number in one era, and the account it would be placed with."""

    client: Mcpdo
    account: Account
    era: str

    async def call(self) -> str:
        arguments: Mapping[str, object] = {**ORDER, "did": NUMBERS[self.era], "test": False}
        return await self.client.call(self.era, "orderDID", arguments)

    async def asked(self) -> Question:
        return Pending.model_validate_json(await self.call()).question

    async def answered(self, answer: str) -> CallResult:
        """Call, be asked, answer so."""
        return await self.client.answer(self.era, (await self.asked()).id, answer)

    async def placed(self) -> int:
        """How many real orders of this number arrived at the account."""
        return sum(call.params["did"] == NUMBERS[self.era] for call in await self.account.real("orderDID"))


async def questions(checks: Checks, programs: Path) -> None:
    """Every claim about asking a person, in both eras."""
    with checks.claim("mcpdo: server, account and daemon start, and stop when told"):
        async with simulated() as account, served(account) as url, mcpdo(programs, url, NUMBERS) as client:
            for era in NUMBERS:
                order = Order(client, account, era)
                await unable(checks, order)
                await able(checks, order)


@asynccontextmanager
async def served(account: Account) -> AsyncGenerator[str]:
    """The server over HTTP, with that account as its VoIP.ms and no pace to keep."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    environ = environment(
        VOIPMS_API_URL=account.api,
        VOIPMS_API_USERNAME="interop@example.com",
        VOIPMS_API_PASSWORD="made-up",
        VOIPMS_MCP_RATE_PER_MINUTE="6000",
        VOIPMS_MCP_RATE_BURST="100",
    )
    async with service(["serve", "--http", str(port)], f"{base}/healthz", environ):
        yield f"{base}/mcp"


async def unable(checks: Checks, order: Order) -> None:
    """What happens, and arrives, when the client says that it cannot ask."""
    await order.client.connect(order.era, "off")
    with checks.claim(f"mcpdo, {order.era}: without a way to ask, an order is refused and none arrives"):
        failed(CallResult.model_validate_json(await order.call()), "Nothing was sent", "no way to ask")
        same("the count of real orders", await order.placed(), 0)
    with checks.claim(f"mcpdo, {order.era}: of a call with a wrong route nothing arrives"):
        wrong = {"did": "5145550110", "routing": "phone:5551234567"}
        printed = await order.client.call(order.era, "setDIDRouting", wrong)
        failed(CallResult.model_validate_json(printed), "setDIDRouting was not called")
        same("the calls", await order.account.calls("setDIDRouting"), [])


async def able(checks: Checks, order: Order) -> None:
    """What happens, and arrives, when a person answers."""
    await order.client.connect(order.era, "form")
    with checks.claim(f"mcpdo, {order.era}: the question names number, target and price, and wants a yes or no"):
        question = await order.asked()
        holds(question.message, NUMBERS[order.era], "100000_Reception", "US$1.49 now", "cannot undo")
        same("the fields", question.fields, {"confirm": "boolean"})
        await order.client.answer(order.era, question.id, "--decline")
    for what, (answer, words) in NOES.items():
        with checks.claim(f"mcpdo, {order.era}: {what} is a no, and no order arrives"):
            failed(await order.answered(answer), "Nothing was sent", words)
            same("the count of real orders", await order.placed(), 0)
    with checks.claim(f"mcpdo, {order.era}: a yes places the order once"):
        same("the result", (await order.answered("confirm:=true")).structured["done"], True)
        same("the count of real orders", await order.placed(), 1)
