"""The checks of `init` and `doctor`, each a finding in plain words."""

from dataclasses import dataclass
from decimal import Decimal

from voipms_server.access import barred
from voipms_server.answers.words import clean
from voipms_server.api.client import VoipmsClient
from voipms_server.errors import VoipmsError
from voipms_server.quotes import balance_of

LOW = Decimal(5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. `usable` says whether the account can be used in spite of it."""

    what: str
    good: bool
    words: str
    usable: bool = False

    def line(self) -> str:
        return f"{'ok     ' if self.good else 'PROBLEM'}  {self.what}: {self.words}"


async def try_login(client: VoipmsClient) -> list[Finding]:
    """Whether VoIP.ms lets this account in, from this address, and what its balance is.

    getIP is answered from any address, so it tells wrong credentials from an address that is not allowed.
    """
    try:
        seen = clean(str((await client.call("getIP", {}, read=True)).get("ip", "")), 60)
        return [await _balance(client, seen)]
    except VoipmsError as error:
        return [_problem(error, "")]
    finally:
        await client.close()


async def _balance(client: VoipmsClient, seen: str) -> Finding:
    try:
        answer = await client.call("getBalance", {}, read=True)
    except VoipmsError as error:
        return _problem(error, seen)
    amount = balance_of(answer)
    if amount is None:
        return Finding("balance", False, "it could not be read from the answer.", usable=True)
    if amount < LOW:
        return Finding("balance", False, f"US${amount:.2f} is little; add funds in the portal.", usable=True)
    return Finding("credentials, access and balance", True, f"accepted from {seen}; US${amount:.2f}.")


def _problem(error: VoipmsError, seen: str) -> Finding:
    """The status and its advice; of an address that is not allowed, which one to allow."""
    why = barred(error, seen)
    named = why.kind == "address_not_allowed" and seen
    return Finding(why.what, False, why.words if named else str(error))
