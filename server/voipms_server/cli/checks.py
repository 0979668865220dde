"""The checks of `init` and `doctor`, each a finding in plain words."""

from dataclasses import dataclass
from decimal import Decimal

from voipms_server.api.client import VoipmsClient
from voipms_server.errors import Refused, VoipmsError
from voipms_server.quotes import balance_of

LOW = Decimal(5)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at."""

    what: str
    good: bool
    words: str

    def line(self) -> str:
        return f"{'ok     ' if self.good else 'PROBLEM'}  {self.what}: {self.words}"


async def try_login(client: VoipmsClient) -> list[Finding]:
    """Whether VoIP.ms lets this account in, from this address, and what its balance is."""
    try:
        seen = await _seen_from(client)
        if not seen.good:
            return [seen]
        return [seen, await _balance(client, seen.words)]
    finally:
        await client.close()


async def _seen_from(client: VoipmsClient) -> Finding:
    """getIP is answered from any address, so it tells wrong credentials from an address that is not allowed."""
    try:
        answer = await client.call("getIP", {}, read=True)
    except VoipmsError as error:
        return Finding("credentials", False, str(error))
    return Finding(
        "credentials", True, f"accepted; VoIP.ms sees this machine as {str(answer.get('ip', 'unknown'))[:60]}"
    )


async def _balance(client: VoipmsClient, seen: str) -> Finding:
    try:
        answer = await client.call("getBalance", {}, read=True)
    except Refused as refused:
        hint = f" ({seen})" if refused.code == "ip_not_enabled" else ""
        return Finding("API access", False, f"{refused}{hint}")
    except VoipmsError as error:
        return Finding("API access", False, str(error))
    amount = balance_of(answer)
    if amount is None:
        return Finding("balance", False, "could not be read from the answer")
    return Finding(
        "balance", amount >= LOW, f"US${amount:.2f}" + ("" if amount >= LOW else "; add funds in the portal")
    )
