"""Resources: reading one is a call like any other, under the same rules."""

import json
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

from mcp import MCPError
from mcp.server.lowlevel.helper_types import ReadResourceContents
from mcp.types import INTERNAL_ERROR, INVALID_PARAMS, InputRequiredResult, ResourceTemplate

from voipms_server.addresses import ADDRESSES, BY_WORD, SCHEME, Address, Reading, Values
from voipms_server.catalog import ACCOUNT_ARGUMENT, Catalog
from voipms_server.checking import shown
from voipms_server.errors import NotAllowed, Refused, VoipmsError
from voipms_server.jobs.job import Result
from voipms_server.local_files.contents import decoded, kind_of

Run = Callable[[Reading], Awaitable[Result]]
"""Makes the call of a reading."""
logger = logging.getLogger(__name__)


def messages_uri(account: str, did: str, *, several: bool) -> str:
    """Where several accounts are served, the account is part of it: no call leaves open which one is meant."""
    return BY_WORD["messages"].uri({"did": did}, account if several else "")


@dataclass(frozen=True, slots=True)
class Resources:
    """What can be read of the accounts; `several`: whether an address names the account."""

    catalog: Catalog
    several: bool

    @property
    def templates(self) -> list[ResourceTemplate]:
        """In a fixed order; those that nothing can be read of are left out."""
        return [self._template(one) for one in ADDRESSES if self.offers(one)]

    def offers(self, address: Address) -> bool:
        """Whether any call that reads it may be made; for statuses none is."""
        return address.told is not None or any(map(self.catalog.can_be_read, address.readers()))

    def has(self, uri: str) -> bool:
        """Whether it is meant as an address of ours, a right one or not."""
        return uri.startswith(SCHEME)

    async def read(self, uri: str, run: Run) -> Sequence[ReadResourceContents] | InputRequiredResult:
        """What is at this address. Raises MCPError (invalid params) for one that is not right or of nothing."""
        address, values, account = self._parsed(uri)
        if address.told is not None:
            return _found(uri, address, address.told(values))
        reading = address.read(values) if address.read else None
        if reading is None:
            raise _nothing(uri, address)
        arguments = dict(reading.arguments) | ({ACCOUNT_ARGUMENT: account} if self.several else {})
        answer = await contents(uri, run(Reading(reading.function, arguments)))
        if isinstance(answer, InputRequiredResult):
            return answer
        empty = bool(reading.key) and not answer.get(reading.key)
        return _found(uri, address, None if empty else answer)

    def _template(self, one: Address) -> ResourceTemplate:
        return ResourceTemplate(
            uri_template=one.template(several=self.several),
            name=one.word,
            title=one.title,
            description=one.description,
            mime_type=one.mime,
        )

    def _example(self, one: Address) -> dict[str, str]:
        return dict(zip(one.places, one.example, strict=True))

    def _parsed(self, uri: str) -> tuple[Address, Values, str]:
        parts = tuple(unquote(part) for part in uri.removeprefix(SCHEME).split("/"))
        for address in ADDRESSES:
            named = self.several and address.of_account
            word, rest = parts[named : named + 1], parts[named + 1 :]
            values = address.values(rest) if word == (address.word,) else None
            if values is not None:
                return address, values, parts[0] if named else ""
        raise self._wrong(uri, parts)

    def _wrong(self, uri: str, parts: Sequence[str]) -> MCPError:
        meant = next((BY_WORD[part] for part in parts if part in BY_WORD), None)
        examples = [one.uri(self._example(one), "main" if self.several else "") for one in ADDRESSES]
        if meant is None:
            return MCPError(INVALID_PARAMS, f"{shown(uri)} is no address here. Addresses are {', '.join(examples)}.")
        example = examples[ADDRESSES.index(meant)]
        return MCPError(
            INVALID_PARAMS, f"{shown(uri)} is not of the form of addresses of {meant.noun}, such as {example}."
        )


async def contents(uri: str, call: Awaitable[Result]) -> Mapping[str, object] | InputRequiredResult:
    """The answer of a call. Raises MCPError with the sentence of what went wrong."""
    try:
        return await call
    except VoipmsError as error:
        code = INVALID_PARAMS if isinstance(error, NotAllowed) or _names_nothing(error) else INTERNAL_ERROR
        raise MCPError(code, str(error), {"uri": uri}) from None
    except Exception as error:
        logger.warning("reading a resource failed: %s", type(error).__name__)
        raise MCPError(INTERNAL_ERROR, f"Reading it failed inside this server ({type(error).__name__}).") from None


def _names_nothing(error: VoipmsError) -> bool:
    return isinstance(error, Refused) and error.code.startswith(("invalid_", "no_"))


def _nothing(uri: str, address: Address) -> MCPError:
    return MCPError(INVALID_PARAMS, f"There is no such {address.noun}: {shown(uri)}. {address.description}")


def _found(uri: str, address: Address, answer: Mapping[str, object] | None) -> Sequence[ReadResourceContents]:
    if answer is None:
        raise _nothing(uri, address)
    if address.file:
        data = decoded(str(answer[address.shown]))
        return [ReadResourceContents(content=data, mime_type=kind_of(data))]
    text = str(answer[address.shown]) if address.shown else json.dumps(answer, ensure_ascii=False)
    return [ReadResourceContents(content=text, mime_type=address.mime)]
