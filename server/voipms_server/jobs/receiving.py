"""`receiveMessages`: a number's inbound messages are delivered to this server too, or are not any more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mcp.types import InputRequiredResult

from voipms_server.asks import ON
from voipms_server.completion import current, keeps
from voipms_server.errors import NotAllowed
from voipms_server.inbound.address import QUERY, leads_here, secret_of
from voipms_server.jobs.job import Result, Task
from voipms_server.requests import Request, Write
from voipms_server.resources import messages_uri
from voipms_server.updates import write_of
from voipms_tools.jobs import ReceiveMessages
from voipms_tools.numbers import SetSMS

SMS_SERVICE = "enable"


@dataclass(frozen=True, slots=True)
class Channel:
    """A way in which VoIP.ms delivers to an address: its parameters of setSMS."""

    address: str
    switch: str
    words: str
    query: str = ""
    retry: str = ""
    """The switch that has a delivery repeated until it is taken."""

    def leads(self, sms: Mapping[str, str], account: str, secret: str) -> bool:
        """Whether it delivers here."""
        return _on(sms, self.switch) and leads_here(sms.get(self.address, ""), account, secret)

    def is_free(self, sms: Mapping[str, str]) -> bool:
        return not (_on(sms, self.switch) and sms.get(self.address))

    def turned_on(self, address: str) -> dict[str, object]:
        retry = {self.retry: True} if self.retry else {}
        return {self.switch: True, self.address: address + self.query, **retry}

    def is_turned_on(self, sms: Mapping[str, str], address: str) -> bool:
        """Whether nothing is to be set, for deliveries to this very address."""
        switches = [self.switch, *([self.retry] if self.retry else [])]
        return all(_on(sms, one) for one in switches) and sms.get(self.address, "").partition("?")[0] == address


CHANNELS = (
    Channel("url_callback", "url_callback_enable", "url_callback (GET)", f"?{QUERY}", "url_callback_retry"),
    Channel("webhook", "webhook_enable", "webhook (POST)"),
)
"""The first is documented, and repeats what was not taken."""


async def receive_messages(task: Task) -> Result:
    """One setSMS at most; it keeps every other way of delivery as it is."""
    asked = task.checked
    if not isinstance(asked, ReceiveMessages):
        raise TypeError(asked)
    task.permit(SetSMS)
    writes = await _planned(task, asked)
    if not writes:
        return {"done": False, "why": _as_it_is(asked), **_told(task, asked)}

    async def again() -> tuple[Write, ...]:
        return await _planned(task, asked)

    request = Request(
        writes,
        task.call.caller,
        task.call.function.tool_name(),
        task.call.arguments,
        notes=(_note(task, asked),),
        replanned=again,
    )
    answer = await task.gate.run(task.line, request, task.call.person)
    return answer if isinstance(answer, InputRequiredResult) else {**answer, **_told(task, asked)}


async def _planned(task: Task, asked: ReceiveMessages) -> tuple[Write, ...]:
    """The write that is needed; none where it is so already."""
    secret = await task.gate.store.run(lambda t: secret_of(t.keys, task.line.account))
    sms = await _sms(task, asked.did)
    changes = _started(task, asked.did, sms, secret) if asked.on else _stopped(task, sms, secret)
    if not changes:
        return ()
    return (await write_of(SetSMS, {"did": asked.did, **changes}, loose=True),)


async def _sms(task: Task, did: str) -> Mapping[str, str]:
    """How the number receives SMS now, by the parameters of setSMS."""
    entry = SetSMS.declared.entry
    row = await current(task.line, entry, did, {}) if entry is not None else None
    if row is None:
        raise NotAllowed(f"There is no number {did} on account {task.line.account}. getDIDsInfo lists what exists.")
    return keeps(SetSMS, row)


def _started(task: Task, did: str, sms: Mapping[str, str], secret: str) -> dict[str, object]:
    account = task.line.account
    address = task.setup.inbound.address(account, secret)
    leading = [channel for channel in CHANNELS if channel.leads(sms, account, secret)]
    if _on(sms, SMS_SERVICE) and any(channel.is_turned_on(sms, address) for channel in leading):
        return {}
    channel = next(iter([*leading, *(channel for channel in CHANNELS if channel.is_free(sms))]), None)
    if channel is None:
        raise NotAllowed(_taken(did))
    return {SMS_SERVICE: True, **channel.turned_on(address)}


def _stopped(task: Task, sms: Mapping[str, str], secret: str) -> dict[str, object]:
    return {channel.switch: False for channel in CHANNELS if channel.leads(sms, task.line.account, secret)}


def _on(sms: Mapping[str, str], switch: str) -> bool:
    return sms.get(switch, "") in ON


def _taken(did: str) -> str:
    return (
        f"Nothing was changed: {_names(CHANNELS)} of {did} are on and lead elsewhere, and VoIP.ms has no third. Turn "
        f"one off with setSMS first, as {CHANNELS[0].switch}=false; whoever gets the messages there then does not."
    )


def _names(channels: Sequence[Channel]) -> str:
    return " and ".join(channel.words for channel in channels)


def _as_it_is(asked: ReceiveMessages) -> str:
    if asked.on:
        return f"Messages to {asked.did} are delivered to this server already; nothing was written."
    return f"Messages to {asked.did} are not delivered to this server; nothing was written."


def _note(task: Task, asked: ReceiveMessages) -> str:
    """For a person, who is not shown the address."""
    if asked.on:
        return f"Its inbound messages are then delivered to this server too, at {task.setup.inbound.base}."
    return "Its inbound messages are then not delivered to this server any more."


def _told(task: Task, asked: ReceiveMessages) -> dict[str, object]:
    """What a client subscribes to."""
    uri = messages_uri(task.line.account, asked.did, several=task.setup.inbound.several)
    return {"subscribe": uri} if asked.on else {}
