"""A question that waits on the page or the terminal: whether there is one, where it is, what the model is told."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime

from mcp.types import InputRequiredResult

from voipms_server.approvals.approval import Approval
from voipms_server.asking import Person
from voipms_server.pin import is_set
from voipms_server.requests import Request
from voipms_server.store.store import Store

SET_UP = "A person can be asked on this machine once `mcp-voipms init --pin` has set a PIN in a terminal"
NO_CLIENT = "this client has no way to ask for it (MCP elicitation)"
REHEARSE = "Call it with test=true to rehearse it and see the price. "
Address = Callable[[str], Awaitable[str | None]]


async def no_page(_: str) -> str | None:
    """For a server without a page: the terminal is always there."""
    return None


@dataclass(frozen=True, slots=True)
class Waiting:
    """`address` gives the page's address for a code, or None where no page can be opened."""

    store: Store
    address: Address = no_page

    async def possible(self) -> bool:
        """Whether page and terminal can take a yes: they need the PIN."""
        return await self.store.run(is_set)

    def nobody(self, request: Request, confirm: str, *, page: bool) -> str:
        """Why nobody can be asked, and how to set it up."""
        rehearse = REHEARSE if request.spends else ""
        why = NO_CLIENT if confirm in ("auto", "client") or page else "no PIN is set, and the settings ask for one"
        also = "" if page and confirm == "auto" else f"{SET_UP}."
        return f"Nothing was sent: {request.tool} needs a person's yes, and {why}. {rehearse}{also}".strip()

    async def on_page(
        self, person: Person, approval: Approval, *, looked: bool
    ) -> dict[str, object] | InputRequiredResult:
        """Hand the page's address to a client that opens addresses, once; tell the model that a yes is awaited."""
        address = await self.address(approval.code)
        shown = await person.show(approval, address) if address and not looked else None
        return shown if shown is not None else self.told(approval, address)

    def told(self, approval: Approval, address: str | None = None) -> dict[str, object]:
        """The answer of a call whose yes is awaited."""
        expires = datetime.fromtimestamp(approval.expires).astimezone().strftime("%H:%M")
        page = f"opens {address} or " if address else ""
        return {
            "done": False,
            "waiting_for_approval": True,
            "code": approval.code,
            "next": (
                f"Nothing was sent. A person {page}runs `mcp-voipms approve {approval.code}` in a terminal, and says "
                f"yes or no there, with the PIN, until {expires}. Tell them so. After their yes call finishApproved "
                "with this code, or make this call again."
            ),
        }
