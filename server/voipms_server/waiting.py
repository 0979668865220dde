"""What waits for a person on the page or the terminal: a question, a secret; where it is, what the model is told."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from mcp.types import InputRequiredResult

from voipms_server.approvals.approval import Approval
from voipms_server.asking import Person
from voipms_server.errors import NotAllowed
from voipms_server.pin import is_set
from voipms_server.requests import Request
from voipms_server.store.store import Store

SET_UP = "A person can be asked on this machine once `mcp-voipms init --pin` has set a PIN in a terminal"
NO_CLIENT = "this client has no way to ask for it (MCP elicitation)"
REHEARSE = "Call it with test=true to rehearse it and see the price. "
WAITING = "waiting_for_approval"
"""In an answer whose yes is awaited."""


class Page(Protocol):
    """Addresses for a person to open; None where no page can be opened."""

    async def question(self, code: str) -> str | None:
        """Where the question with this code is answered."""
        ...

    async def secret(self, change: int) -> str | None:
        """Where the secrets of this change are shown."""
        ...


class NoPage:
    """For a server without a page: the terminal is always there."""

    async def question(self, code: str) -> str | None:
        return None

    async def secret(self, change: int) -> str | None:
        return None


NO_PAGE: Page = NoPage()


@dataclass(frozen=True, slots=True)
class Waiting:
    """What waits for a person, and how they are told where."""

    store: Store
    page: Page = NO_PAGE

    async def possible(self) -> bool:
        """Whether page and terminal can take a yes: they need the PIN."""
        return await self.store.run(is_set)

    def nobody(self, request: Request, confirm: str, *, page: bool) -> str:
        """Why nobody can be asked, and how to set it up."""
        spending = [write for write in request.writes if write.spends]
        rehearse = REHEARSE if any("test" in write.function.model_fields for write in spending) else ""
        why = NO_CLIENT if confirm in ("auto", "client") or page else "no PIN is set, and the settings ask for one"
        also = "" if page and confirm == "auto" else f"{SET_UP}."
        return f"Nothing was sent: {request.tool} needs a person's yes, and {why}. {rehearse}{also}".strip()

    async def on_page(
        self, person: Person, approval: Approval, *, looked: bool
    ) -> dict[str, object] | InputRequiredResult:
        """Hand the page's address to a client that opens addresses, once; tell the model that a yes is awaited."""
        address = await self.page.question(approval.code)
        shown = await person.show(approval, address) if address and not looked else None
        return shown if shown is not None else self.told(approval, address)

    def told(self, approval: Approval, address: str | None = None) -> dict[str, object]:
        """The answer of a call whose yes is awaited."""
        expires = datetime.fromtimestamp(approval.expires).astimezone().strftime("%H:%M")
        page = f"opens {address} or " if address else ""
        return {
            "done": False,
            WAITING: True,
            "code": approval.code,
            "next": (
                f"Nothing was sent. A person {page}runs `mcp-voipms approve {approval.code}` in a terminal, and says "
                f"yes or no there, with the PIN, until {expires}. Tell them so. After their yes call finishApproved "
                "with this code, or make this call again."
            ),
        }

    async def to_see(self, change: int) -> str:
        """How a person is shown what this change, which is done, made. A store that fails now takes nothing back."""
        address, pin = None, True
        with suppress(NotAllowed):
            address, pin = await self.page.secret(change), await self.possible()
        where = f"at {address}" if address else f"with `mcp-voipms changes --reveal {change}` in a terminal"
        first = "" if pin else " None is set yet: `mcp-voipms init --pin` in a terminal sets one."
        return f"Only a person sees what was made: {where}, with the PIN.{first} Tell them so."
