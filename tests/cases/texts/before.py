"""What happened before a text is sent: rows of the account, the clock, earlier calls, faults to come."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from mcp import Client

from cases.office import Office, text

MAIN = "5145550110"
SMS_SETTINGS: Mapping[str, Mapping[str, str]] = {
    "on": {"sms_available": "1", "sms_enabled": "1"},
    "off": {"sms_available": "1", "sms_enabled": "0"},
    "not offered": {"sms_available": "0", "sms_enabled": "0"},
    "on, not offered": {"sms_available": "0", "sms_enabled": "1"},
}


class Before(Protocol):
    """Something that happened."""

    async def happen(self, office: Office, client: Client) -> None: ...


@dataclass(frozen=True, slots=True)
class Message:
    """A message of the account's list that this server had no part in; its age in hours."""

    contact: str
    words: str
    hours: float
    did: str = MAIN
    media: str = ""
    received: bool = True

    async def happen(self, office: Office, client: Client) -> None:
        world = office.sandbox.world
        row = {
            "id": world.new_id(),
            "date": (world.clock.now() - timedelta(hours=self.hours)).strftime("%Y-%m-%d %H:%M:%S"),
            "type": "1" if self.received else "0",
            "did": self.did,
            "contact": self.contact,
            "message": self.words,
            "carrier_status": "Information not available",
        }
        columns = {"col_media1": self.media, "col_media2": "", "col_media3": ""} if self.media else {}
        world.accounts[0].table("mms" if self.media else "sms").append(row | columns)


def wrote(contact: str, words: str = "Hello?", hours: float = 48, did: str = MAIN, media: str = "") -> Message:
    """They wrote so many hours ago."""
    return Message(contact, words, hours, did, media)


def was_sent(contact: str, words: str = "Hello.", hours: float = 48, did: str = MAIN) -> Message:
    """They were written to so many hours ago, not by this server."""
    return Message(contact, words, hours, did, received=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the phonebook."""

    name: str
    number: str
    note: str = ""
    group: str = ""

    async def happen(self, office: Office, client: Client) -> None:
        row = {"phonebook": office.sandbox.world.new_id(), "speed_dial": "", "name": self.name, "number": self.number}
        more = {"callerid": "", "note": self.note, "group": self.group}
        office.sandbox.world.accounts[0].table("phonebook").append(row | more)


@dataclass(frozen=True, slots=True)
class Own:
    """One of the account's numbers: whether its SMS is on, and other columns of its row."""

    did: str
    sms: str = "on"
    columns: Mapping[str, str] = field(default_factory=dict[str, str])

    async def happen(self, office: Office, client: Client) -> None:
        office.row("dids", did=self.did).update({**SMS_SETTINGS[self.sms], **self.columns})


@dataclass(frozen=True, slots=True)
class Bought:
    """One of the account's numbers was bought so many hours ago."""

    did: str
    hours: float

    async def happen(self, office: Office, client: Client) -> None:
        at = office.sandbox.world.clock.now() - timedelta(hours=self.hours)
        office.row("dids", did=self.did)["order_date"] = at.strftime("%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True, slots=True)
class Blocked:
    """VoIP.ms does not let this one be texted."""

    contact: str

    async def happen(self, office: Office, client: Client) -> None:
        office.sandbox.world.accounts[0].table("sms_blocked").append({"contact": self.contact})


@dataclass(frozen=True, slots=True)
class Full:
    """So many texts were sent today without this server."""

    texts: int

    async def happen(self, office: Office, client: Client) -> None:
        for n in range(self.texts):
            await was_sent(f"51455502{n % 100:02}", f"Text {n}", hours=1).happen(office, client)


@dataclass(frozen=True, slots=True)
class Unready:
    """The carrier takes nothing from this number yet."""

    did: str

    async def happen(self, office: Office, client: Client) -> None:
        office.sandbox.world.accounts[0].set_meta(f"sms_ready_{self.did}", "2027-01-01 00:00:00")


@dataclass(frozen=True, slots=True)
class Fault:
    """What will become of the next calls of a function."""

    kind: str
    method: str = "sendSMS"
    count: int = 1

    async def happen(self, office: Office, client: Client) -> None:
        office.sandbox.faults.plan(self.kind, self.method, self.count)


@dataclass(frozen=True, slots=True)
class Mended:
    """No fault is to come any more."""

    async def happen(self, office: Office, client: Client) -> None:
        office.sandbox.faults.clear()


@dataclass(frozen=True, slots=True)
class Pass:
    """So many seconds went by."""

    seconds: float

    async def happen(self, office: Office, client: Client) -> None:
        office.sandbox.world.clock.move(self.seconds)


@dataclass(frozen=True, slots=True)
class Call:
    """An earlier call; whatever it asks is answered with yes."""

    tool: str
    arguments: Mapping[str, object]
    fails: bool = False

    async def happen(self, office: Office, client: Client) -> None:
        result = await client.call_tool(self.tool, dict(self.arguments))
        assert result.is_error is self.fails, text(result)


def people(contacts: Sequence[str]) -> tuple[Message, ...]:
    """With each of them there were texts two days ago."""
    return tuple(wrote(contact) for contact in contacts)
