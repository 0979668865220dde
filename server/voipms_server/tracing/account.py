"""An account as a trace reads it: each list once and only if it is reached, one call per queue and per device."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from voipms_server.answers.kinds import flat
from voipms_server.answers.words import clean
from voipms_server.entries import BY_HEADER, BY_NAME, Kind
from voipms_server.errors import VoipmsError
from voipms_server.facts import Facts, Row
from voipms_server.quotes import Rows, balance_of, text
from voipms_server.shapes import is_list, is_row

MOST_DEVICES = 25
"""How many devices are asked for in one trace."""
BY_ADDRESS = "2"
"""The auth_type of a sub-account that is known by its IP address and never registers."""
TRUE = ("1", "yes", "true")


@dataclass(frozen=True, slots=True)
class Device:
    """A device as VoIP.ms sees it: `there` is None where that is not known."""

    there: bool | None
    words: str
    pops: tuple[str, ...] = ()
    read_at: datetime | None = None


@dataclass(slots=True)
class Account:
    """Looks entries up by their id. `not_asked` are the devices whose registration was not asked for any more."""

    facts: Facts
    not_asked: list[str] = field(default_factory=list[str])
    _by_id: dict[str, dict[str, Row]] = field(default_factory=dict[str, dict[str, Row]])
    _owned: frozenset[str] | None = None
    devices: dict[str, Device] = field(default_factory=dict[str, Device])
    """The devices that were met, by their login."""

    async def entry(self, kind: Kind, id_: str) -> Row | None:
        """The entry of this kind with this id; of several the first."""
        if kind.getter not in self._by_id:
            rows = await self.facts.rows(kind.getter)
            self._by_id[kind.getter] = {text(row, kind.id): row for row in reversed(rows)}
        return self._by_id[kind.getter].get(id_)

    async def led_to(self, header: str, id_: str) -> Row | None:
        """What a routing with this header and id leads to."""
        found = await self.entry(BY_HEADER[header], id_)
        return {} if found is None and header == "account" and await self._is_main(id_) else found

    async def number(self, did: str) -> Row | None:
        return await self.entry(BY_NAME["number"], did)

    async def owned(self) -> frozenset[str]:
        """The numbers of the account."""
        if self._owned is None:
            self._owned = frozenset(text(row, "did") for row in await self.facts.rows("getDIDsInfo"))
        return self._owned

    async def _is_main(self, login: str) -> bool:
        """The main account has no underscore, and the sub-accounts begin with it."""
        subs = [text(row, "account") for row in await self.facts.rows("getSubAccounts")]
        return "_" not in login and all(sub.partition("_")[0] == login for sub in subs)

    async def members(self, queue: str) -> Rows:
        """The static members of a queue, the first to ring first."""
        rows = await self.facts.rows("getStaticMembers", queue=queue)
        return sorted((row for row in rows if login_of(row)), key=lambda row: _whole(text(row, "priority")))

    async def device(self, login: str) -> Device:
        """Whether this device can be reached, and where it is registered."""
        if login not in self.devices:
            self.devices[login] = await self._device(login)
        return self.devices[login]

    async def _device(self, login: str) -> Device:
        row = await self.entry(BY_HEADER["account"], login)
        if row is not None and text(row, "auth_type") == BY_ADDRESS:
            return Device(
                True, f"known by its IP address {clean(text(row, 'ip'), 60)}, so it never shows as registered"
            )
        if sum(device.there is not None for device in self.devices.values()) >= MOST_DEVICES:
            self.not_asked.append(login)
            return Device(None, "registration not asked for")
        try:
            answer = await self.facts.answer("getRegistrationStatus", account=login)
        except VoipmsError:
            return Device(None, "registration could not be read")
        return replace(_registered(answer), read_at=self.facts.clock())

    async def paid(self) -> bool:
        """Whether the balance lets calls in; one that cannot be read does not speak against it."""
        try:
            balance = balance_of(await self.facts.answer("getBalance"))
        except VoipmsError:
            return True
        return balance is None or balance > 0


def _registered(answer: Mapping[str, object]) -> Device:
    if flat(answer.get("registered")).lower() not in TRUE:
        return Device(False, "not registered")
    rows = _places(answer)
    places = ", ".join(f"{text(row, 'server_name')} (POP {text(row, 'server_pop')})".strip() for row in rows)
    pops = tuple(text(row, "server_pop") for row in rows)
    return Device(True, f"registered at {clean(places, 200)}" if places else "registered", pops)


async def registrations(facts: Facts, login: str) -> Rows:
    """Where a device is registered; nothing where that cannot be read."""
    try:
        return _places(await facts.answer("getRegistrationStatus", account=login))
    except VoipmsError:
        return []


def _places(answer: Mapping[str, object]) -> Rows:
    """A single one may come bare."""
    listed = answer.get("registrations")
    return [row for row in (listed if is_list(listed) else [listed]) if is_row(row)]


def login_of(member: Row) -> str:
    return text(member, "account").removeprefix("SIP/")


def _whole(value: str) -> int:
    return int(value) if value.isdecimal() else 0
