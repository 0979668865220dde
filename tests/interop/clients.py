"""Clients of VoIP.ms that others wrote, each in an environment of its own, against the simulated account over HTTP."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from account import Account, simulated
from checks import Checks, Wrong, holds, same
from program import environment, succeed
from pydantic import BaseModel

HERE = Path(__file__).parent
TEXT = "Bonjour Zoë, 100% & more"


class Answer(BaseModel):
    """What a client got: the API's answer, or the sentence it raised."""

    status: str = ""
    raised: str = ""
    dids: Sequence[dict[str, object]] = ()
    sms: int | str = 0


@dataclass(frozen=True)
class Client:
    """A client, the program that drives it, and how it tells of a refusal."""

    name: str
    python: Path
    program: str
    refusal: Answer
    lists: Sequence[str]

    async def step(self, account: Account, step: str) -> Answer:
        printed = await succeed([str(self.python), str(HERE / self.program), account.api, step], environment())
        return Answer.model_validate_json(printed)


def voipms(python: Path) -> Client:
    """It only makes GET requests, and replaces a status by its own sentence."""
    refusal = Answer(raised="This is not a valid forwarding")
    return Client("voipms 0.2.6", python, "with_voipms.py", refusal, ["list"])


def voipms_api(python: Path) -> Client:
    """It makes GET requests, and multipart POST requests on demand."""
    refusal = Answer(status="invalid_forwarding")
    return Client("voipms-api 1.2.1", python, "with_voipms_api.py", refusal, ["list", "list by POST"])


async def client(checks: Checks, one: Client) -> None:
    """Every claim about one client, on an account of its own."""
    with checks.claim(f"{one.name}: the account starts, and stops when told"):
        async with simulated() as account:
            for sentence, claim in CLAIMS.items():
                with checks.claim(f"{one.name}: {sentence}"):
                    await claim(one, account)


async def lists(one: Client, account: Account) -> None:
    for step in one.lists:
        answer = await one.step(account, step)
        numbers = [row["did"] for row in answer.dids]
        same("the status", answer.status, "success")
        same("the count of numbers", len(numbers), 14)
        holds(" ".join(map(str, numbers)), "5145550110", "5145550113")


async def routes(one: Client, account: Account) -> None:
    same("the status", (await one.step(account, "route")).status, "success")
    number = [row for row in (await one.step(account, "list")).dids if row["did"] == "5145550113"]
    same("the routing", [row["routing"] for row in number], ["sys:busy"])


async def texts(one: Client, account: Account) -> None:
    answer = await one.step(account, "text")
    same("the status", answer.status, "success")
    if not int(answer.sms):
        raise Wrong("there is no id of the message")
    (call,) = await account.calls("sendSMS")
    same("the message that arrived", call.params["message"], TEXT)


async def refused(one: Client, account: Account) -> None:
    same("the refusal", await one.step(account, "refused"), one.refusal)
    same("the status at the account", (await account.calls("setDIDRouting"))[-1].status, "invalid_forwarding")


CLAIMS: dict[str, Callable[[Client, Account], Awaitable[None]]] = {
    "lists the numbers": lists,
    "sets a routing, which the list then shows": routes,
    "sends an SMS, which arrives as it was written": texts,
    "is refused a routing to nothing with invalid_forwarding": refused,
}
