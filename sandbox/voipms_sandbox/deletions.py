"""The del* methods: an entry goes, unless the manual has a status for what still holds it.

Which statuses mean which use is inferred from their texts. Anything else that leads to an entry does not hold it, and
is left leading nowhere (inferred).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from voipms_sandbox.entries import Answer, Params
from voipms_sandbox.mailboxes import take_messages_along
from voipms_sandbox.menus import ROUTES_OF_QUEUE
from voipms_sandbox.refusal import Here, Refuse
from voipms_sandbox.world import Row

OF_A_NUMBER = ("routing", "failover_busy", "failover_unreachable", "failover_noanswer")


@dataclass(frozen=True, slots=True)
class Use:
    """What holds a recording: fields with routes, and fields with the id alone."""

    status: str
    table: str
    routes: tuple[str, ...]
    ids: tuple[str, ...] = ()

    def holds(self, row: Row, recording: str) -> bool:
        parts = {part.strip() for name in self.routes for part in re.split("[;=]", row.get(name, ""))}
        return f"recording:{recording}" in parts or any(row.get(name) == recording for name in self.ids)


USES = (
    Use("recording_in_use_did", "dids", OF_A_NUMBER),
    Use("recording_in_use_ivr", "ivrs", ("choices",), ("recording",)),
    Use(
        "recording_in_use_queue",
        "queues",
        tuple(f"fail_over_routing_{name}" for name in ROUTES_OF_QUEUE),
        ("join_announcement", "agent_announcement", "voice_announcement"),
    ),
    Use("recording_in_use_caller_timecondition", "time_conditions", ("routing_match", "routing_nomatch")),
    Use("recording_in_use_caller_id_filtering", "filters", OF_A_NUMBER),
)


def refuse_used_recording(here: Here, recording: str) -> None:
    for use in USES:
        if any(use.holds(row, recording) for row in here.account.table(use.table)):
            raise Refuse(use.status)


def refuse_listed_sip_uri(here: Here, sipuri: str) -> None:
    if here.account.find("phonebook", number=f"sip:{sipuri}"):
        raise Refuse("sipuri_in_phonebook")


def take_members_along(here: Here, queue: str) -> None:
    """A queue's static members go with it (inferred)."""
    members = here.account.table("static_members")
    members[:] = [row for row in members if row["queue_number"] != queue]


@dataclass(frozen=True, slots=True)
class Deletion:
    """A del* method over one table; `first` refuses it, or does what goes before."""

    table: str
    id: str
    row_id: str = ""
    called: str = ""
    first: Callable[[Here, str], None] | None = None
    unknown: str = ""
    """Its status where none has this id."""

    def run(self, here: Here, params: Params) -> Answer:
        id_, called = params.get(self.id, ""), self.called or self.id
        if not id_:
            raise Refuse(f"missing_{called}")
        row = here.account.find(self.table, **{self.row_id or self.id: id_})
        if row is None:
            raise Refuse(self.unknown or f"invalid_{called}")
        if self.first is not None:
            self.first(here, id_)
        here.account.table(self.table).remove(row)
        return {}


def delete_member(here: Here, params: Params) -> Answer:
    """A static member is named by its id and its queue."""
    for name in ("member", "queue"):
        if not params.get(name):
            raise Refuse(f"missing_{name}")
    if here.account.find("queues", queue=params["queue"]) is None:
        raise Refuse("invalid_queue")
    row = here.account.find("static_members", member=params["member"], queue_number=params["queue"])
    if row is None:
        raise Refuse("invalid_member")
    here.account.table("static_members").remove(row)
    return {}


DELETIONS: dict[str, Callable[[Here, Params], Answer]] = {
    "delCallback": Deletion("callbacks", "callback").run,
    "delCallerIDFiltering": Deletion("filters", "filtering", called="filter").run,
    "delCallHunting": Deletion("call_huntings", "callhunting").run,
    "delCallParking": Deletion("call_parkings", "callparking").run,
    "delDISA": Deletion("disas", "disa").run,
    "delForwarding": Deletion("forwardings", "forwarding").run,
    "delIVR": Deletion("ivrs", "ivr").run,
    "delMusicOnHold": Deletion("music", "music_on_hold", "value", called="musiconhold").run,
    "delPhonebook": Deletion("phonebook", "phonebook").run,
    "delPhonebookGroup": Deletion("phonebook_groups", "group", "phonebook_group", called="phonebook").run,
    "delQueue": Deletion("queues", "queue", first=take_members_along).run,
    "delRecording": Deletion("recordings", "recording", "value", first=refuse_used_recording).run,
    "delRingGroup": Deletion("ring_groups", "ringgroup", "ring_group").run,
    "delSIPURI": Deletion("sipuris", "sipuri", first=refuse_listed_sip_uri).run,
    "delStaticMember": delete_member,
    "delTimeCondition": Deletion("time_conditions", "timecondition").run,
    "delVoicemail": Deletion("voicemails", "mailbox", first=take_messages_along).run,
}
