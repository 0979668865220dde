"""`sendMessage`: a text to somebody by name or number, from the right number, once."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mcp.types import InputRequiredResult

from voipms_server.answers.words import clean, counted
from voipms_server.errors import NotAllowed
from voipms_server.jobs.job import Result, Task
from voipms_server.requests import Request, Write
from voipms_server.shapes import is_list, is_row
from voipms_server.texting.alphabet import SHORT, Length, measure
from voipms_server.texting.media import attached
from voipms_server.texting.message import MESSAGES
from voipms_server.texting.recipients import Recipient, recipients
from voipms_server.texting.senders import Senders
from voipms_server.updates import write_of
from voipms_server.waiting import WAITING
from voipms_tools.function import Function
from voipms_tools.jobs import SendMessage
from voipms_tools.registry import functions

LONGEST_MMS = 2_048
CHOICE = (
    "Nothing was sent: the text has {characters} characters, and an SMS takes {short}. Ask the user: either shorten it "
    "by {over} or more, or send it as MMS with mms=true (up to {mms} characters; the price of an MMS is "
    "unknown to this server, as VoIP.ms has no function that tells it). It was neither cut nor split."
)


async def send_message(task: Task) -> Result:
    """One question for all recipients where one is needed; then a result for each."""
    asked = task.checked
    if not isinstance(asked, SendMessage):
        raise TypeError(asked)
    function = _function(asked)
    people = await recipients(task.line, asked.to)
    senders = Senders(await task.line.rows("getDIDsInfo", {}))
    senders.refuse_own(people)
    now = task.now()
    dids = {one.number: asked.from_ for one in people} if asked.from_ else await senders.of(task.line, people, now)

    async def made() -> tuple[Write, ...]:
        """With the files as they are now."""
        media, files = attached(asked.media or (), task.setup.media)
        content = {"message": asked.text, **media}
        texts = [await write_of(function, {"did": dids[one.number], "dst": one.number, **content}) for one in people]
        return tuple(replace(one, files=files) for one in texts)

    writes = await made()
    notes = tuple(note for one in people for note in one.notes)
    request = Request(
        writes,
        task.call.caller,
        task.call.function.tool_name(),
        task.call.arguments,
        notes=notes,
        reasons=tuple(one.doubt for one in people if one.doubt),
        replanned=made if any(one.files for one in writes) else None,
    )
    answer = await task.gate.run(task.line, request, task.call.person)
    if isinstance(answer, InputRequiredResult) or WAITING in answer:
        return answer
    return told(answer, people, writes, notes, measure(asked.text) if function is functions()["sendSMS"] else None)


def _function(asked: SendMessage) -> type[Function]:
    """What sends it. Raises NotAllowed where a person must choose first."""
    if not asked.text.strip() and not asked.media:
        raise NotAllowed("Nothing was sent: there is neither a text nor anything attached.")
    characters, mms = len(asked.text), bool(asked.media or asked.mms)
    over = counted(characters - (LONGEST_MMS if mms else SHORT), "character")
    if mms and characters > LONGEST_MMS:
        raise NotAllowed(f"Nothing was sent: the text is {over} longer than an MMS takes ({LONGEST_MMS}).")
    if not mms and characters > SHORT:
        raise NotAllowed(CHOICE.format(characters=characters, short=SHORT, over=over, mms=LONGEST_MMS))
    return functions()["sendMMS" if mms else "sendSMS"]


def told(
    answer: Mapping[str, object],
    people: Sequence[Recipient],
    writes: Sequence[Write],
    notes: Sequence[str],
    length: Length | None,
) -> dict[str, object]:
    """For each recipient what became of it; `sent` is true, false or "unknown"."""
    results = answer.get("results")
    each = [one for one in results if is_row(one)] if is_list(results) else [answer]
    rows = [_row(one, person, write) for one, person, write in zip(each, people, writes, strict=True)]
    careful = [*notes, *_careful(each)]
    return {
        "done": answer["done"],
        "sent": sum(row["sent"] is True for row in rows),
        "results": rows,
        **({"length": length.told()} if length is not None else {}),
        **({"careful": careful} if careful else {}),
        **({"note": answer["note"]} if "note" in answer and len(rows) > 1 else {}),
    }


def _row(one: Mapping[str, object], person: Recipient, write: Write) -> dict[str, object]:
    _, id_field = MESSAGES[write.name]
    sent: object = "unknown" if one.get("unknown") else one.get("done") is True
    told: dict[str, object] = {
        **({"name": clean(person.name, 80)} if person.name else {}),
        "to": person.number,
        "from": write.params["did"],
        "sent": sent,
    }
    shown = {
        "message_id": one.get(id_field),
        "change": one.get("change"),
        "why": one.get("why"),
        "note": one.get("note"),
    }
    return told | {name: value for name, value in shown.items() if value is not None}


def _careful(each: Sequence[Mapping[str, object]]) -> list[str]:
    found = [one.get("careful") for one in each]
    return list(dict.fromkeys(str(words) for several in found if is_list(several) for words in several))
