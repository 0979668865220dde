"""What was asked for as one thing: the writes it consists of, who asked, and what tells it from every other."""

import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from voipms_server.approvals.approval import Order, ToRun, Way
from voipms_server.completion import entry_id
from voipms_server.entries import key_of
from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.words.marks import GENERATE

if TYPE_CHECKING:
    from voipms_server.commit import Errand
    from voipms_server.prepared import Prepared

ORDERS, UNDOS = "orders", "undos"
"""Of these an account has one at a time."""
NEW = "new"


@dataclass(frozen=True, slots=True)
class Write:
    """One call that changes something: its parameters as the caller gave them, checked, on the wire."""

    function: type[Function]
    params: Mapping[str, str]
    undoes: tuple[int, ...] = ()
    """The changes that it takes back."""
    was: str = ""
    """The entry that it makes again, by its old name."""
    stands: Mapping[str, object] | None = None
    """The entry as it will be when its turn comes, of one that is made again first."""
    generated: frozenset[str] = frozenset()
    """Secrets that were made here, anew at each look; a yes is to their being made."""
    files: Mapping[str, str] = field(default_factory=dict[str, str])
    """Parameters that are files of this machine, and each file's name in words."""
    quiet: bool = False
    """Taking back one's own creation or a roll-back: a deletion that asks nothing."""

    @property
    def name(self) -> str:
        return self.function.tool_name()

    @property
    def effect(self) -> Effect:
        return self.function.declared.effect

    def asked(self) -> dict[str, str]:
        """The parameters as they were asked for."""
        return {name: GENERATE if name in self.generated else value for name, value in self.params.items()}

    @property
    def spends(self) -> bool:
        return self.effect is Effect.SPEND

    @property
    def begins(self) -> bool:
        """Whether it makes an entry that is charged for from then on."""
        return self.spends and bool(self.function.declared.counterpart)

    @property
    def id(self) -> str | None:
        """The entry it is about; None when it makes one, or is about none."""
        return entry_id(self.function, self.params)

    @property
    def key(self) -> str:
        """The entry's name in journal and locks; empty when it makes one, or is about none."""
        entry, id_ = self.function.declared.entry, self.id
        return key_of(entry, id_) if entry is not None and id_ else ""

    @property
    def sends(self) -> bool:
        return self.effect is Effect.SEND

    @property
    def recipient(self) -> str:
        """Who a text goes to, as it is locked: nobody is sent two at once."""
        return f"recipient:{self.params.get('dst', '')}" if self.sends else ""

    @property
    def makes(self) -> str:
        """What is locked while an entry of its kind is made, so that equal ones can be told apart."""
        entry = self.function.declared.entry
        return key_of(entry, NEW) if entry is not None and self.creates else ""

    @property
    def creates(self) -> bool:
        return self.effect is Effect.CHANGE and self.function.declared.entry is not None and not self.id


class Course(Protocol):
    """How a request is looked at, told and carried out. Everything but the last only reads."""

    async def prepare(self, *, anew: bool) -> "list[Prepared]":
        """The writes as they would be sent; `anew`: now, since they may be sent at once.

        Raises Unconfirmed when they are not those that were asked for.
        """
        ...

    async def question(self, request: "Request", ready: "Sequence[Prepared]", before: Sequence[str]) -> str:
        """What the person reads."""
        ...

    async def carry_out(self, errand: "Errand", ready: "Sequence[Prepared]") -> dict[str, object]:
        """After the yes, under the locks."""
        ...


@dataclass(frozen=True, slots=True)
class Request:
    """Writes that are confirmed together and carried out in order; `tool` and `arguments` make the same call again."""

    writes: tuple[Write, ...]
    caller: str
    tool: str
    arguments: Mapping[str, object]
    title: str = ""
    """What a list of writes is, in words; a single one speaks for itself."""
    notes: tuple[str, ...] = ()
    """What the person should know beside the writes."""
    reasons: tuple[str, ...] = ()
    """Why a person is asked, beside what speaks against the single writes."""
    about: tuple[str, ...] = ()
    """What the arguments came to when they were looked at: a yes is to this."""
    read: Callable[[], Awaitable[dict[str, object]]] | None = None
    """What is read and shown after a yes, instead of writes."""
    replanned: Callable[[], Awaitable[tuple[Write, ...]]] | None = None
    """What the writes would be now: asked under the locks, and nothing is sent unless they are the same."""
    course: "Course | None" = None
    """Where it is not one write after the other."""
    pinned: str = ""
    """The plan that is shown, where the same call might come to another one later."""
    bundle: str = field(default_factory=lambda: secrets.token_hex(8))
    """What its lines in the journal share."""

    @property
    def keys(self) -> list[str]:
        """What is locked while it is carried out."""
        names = [write.key or write.makes or write.recipient for write in self.writes]
        entries = [name for name in names if name]
        orders, undos = self.spends, any(write.undoes for write in self.writes)
        return [*entries, *([ORDERS] if orders else []), *([UNDOS] if undos else [])]

    @property
    def spends(self) -> bool:
        return any(write.spends for write in self.writes)

    def digest(self, account: str) -> str:
        """Functions, arguments and account: two requests with the same digest are the same order."""
        calls: list[object] = [[write.name, sorted(write.asked().items()), write.undoes] for write in self.writes]
        given = sorted((name, str(value)) for name, value in self.arguments.items()) if self.read is not None else []
        if given or self.about:
            calls.append([self.tool, given, self.about])
        return hashlib.sha256(json.dumps([account, calls]).encode()).hexdigest()

    def order(self, account: str, way: Way, *, both: bool = False) -> Order:
        return Order(self.digest(account), account, self.caller, way, both)

    def to_run(self) -> ToRun:
        return ToRun(self.tool, self.arguments, self.pinned)
