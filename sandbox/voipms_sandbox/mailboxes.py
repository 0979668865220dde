"""What mailboxes hold, what was said, and which calls there are. Folders beside INBOX and all contents are invented."""

from collections.abc import Callable, Sequence

from voipms_sandbox import refusal as r
from voipms_sandbox.entries import Answer, EntryMethod, Param, Params, require, verify
from voipms_sandbox.refusal import Here, Refuse, check_days
from voipms_sandbox.world import Row

INBOX = "INBOX"
FOLDERS = (INBOX, "Old", "Work", "Family", "Friends", "Urgent")
TYPES = {"all": "All Calls", "incoming": "Incoming Calls", "outgoing": "Outgoing Calls"}
SAID = "(simulated message) Please call me back."


YES_NO = r.YES_NO
DIGITS = Param("digits", r.form(r"[0-9]{1,10}"), required=True)
SETTINGS = (
    Param("name", r.form(r"[^\n]{1,60}"), required=True),
    Param("password", r.form(r"[0-9]{4}"), required=True),
    Param("skip_password", r.FLAG, required=True),
    Param("email", r.form(r"|[^\s]{1,600}")),
    Param("attach_message", YES_NO, required=True, status="invalid_attachmessage"),
    Param("delete_message", YES_NO, required=True, status="invalid_deletemessage"),
    Param("say_time", YES_NO, required=True, status="invalid_saytime"),
    Param("timezone", r.listed("timezones", "value"), required=True),
    Param("say_callerid", YES_NO, required=True, status="invalid_saycallerid"),
    Param("play_instructions", r.one_of("u", "su"), required=True, status="invalid_playinstructions"),
    Param("language", r.LANGUAGE, required=True),
    Param("client"),
    Param("transcription", YES_NO, default="no"),
    Param("transcription_locale"),
    Param("transcription_redaction", YES_NO, default="no"),
    Param("transcription_summary", YES_NO, default="no"),
    Param("transcription_sentiment", YES_NO, default="no"),
    Param("transcription_format", r.one_of("html", "text"), default="html"),
    Param("transcription_delay", r.between(0, 60, 5), default="0"),
    Param("email_attachment_format", r.one_of("wav49", "wav", "wavmp3"), default="wav49"),
    Param("unavailable_message_recording", r.RECORDING),
)
SET = EntryMethod("voicemails", "mailbox", "mailbox", "", SETTINGS, unknown="invalid_mailbox", always=True)
"""How many messages wait stays as it is."""


def create(here: Here, params: Params) -> Answer:
    """Its number is that of the account without its first digit, and the digits (inferred from samples)."""
    require((DIGITS, *SETTINGS), params)
    verify((DIGITS, *SETTINGS), params, here)
    mailbox = here.account.number[1:] + params["digits"]
    if here.account.find("voicemails", mailbox=mailbox):
        raise Refuse("invalid_digits")
    row = {param.column: param.value(params, {}) for param in SETTINGS}
    here.account.table("voicemails").append({"mailbox": mailbox, **row, "new": "0", "urgent": "0"})
    return {}


def take_messages_along(here: Here, mailbox: str) -> None:
    """A mailbox's messages go with it (inferred)."""
    messages = here.account.table("voicemail_messages")
    messages[:] = [row for row in messages if row["mailbox"] != mailbox]


def leave(here: Here, mailbox: Row, callerid: str, seconds: int) -> None:
    """A caller leaves a message: it is the next one of the mailbox's INBOX."""
    there = [row for row in here.account.table("voicemail_messages") if row["mailbox"] == mailbox["mailbox"]]
    message = {
        "mailbox": mailbox["mailbox"],
        "folder": INBOX,
        "message_num": str(sum(row["folder"] == INBOX for row in there) + 1),
        "date": here.world.clock.stamp(),
        "callerid": callerid,
        "duration": f"00:00:{seconds:02}",
        "urgent": "no",
        "listened": "no",
        "result": SAID if mailbox.get("transcription") == "yes" else "",
    }
    here.account.table("voicemail_messages").append(message)
    mailbox["new"] = str(int(mailbox["new"]) + 1)


def get_folders(here: Here, params: Params) -> Answer:
    _mailbox(here, params, needed=False)
    found = [name for name in FOLDERS if params.get("folder", "") in ("", name)]
    if not found:
        raise Refuse("invalid_folder")
    return {"folders": [{"value": name, "description": name} for name in found]}


def get_messages(here: Here, params: Params) -> Answer:
    found = _messages(here, params)
    return {"messages": [{name: value for name, value in row.items() if name != "result"} for row in found]}


def get_transcriptions(here: Here, params: Params) -> Answer:
    _need(params, "date_from", "date_to", "mailbox", "folder")
    fields = ("date", "callerid", "duration", "folder", "result")
    found = [row for row in _messages(here, params) if row["result"]]
    if not found:
        raise Refuse("no_messages")
    return {"messages": [{name: row[name] for name in fields} for row in found]}


def _messages(here: Here, params: Params) -> Sequence[Row]:
    _mailbox(here, params, needed=True)
    if params.get("folder", "") not in ("", *FOLDERS):
        raise Refuse("invalid_folder")
    found = [
        row
        for row in here.account.table("voicemail_messages")
        if row["mailbox"] == params["mailbox"] and params.get("folder", "") in ("", row["folder"])
    ]
    found = _of_days(found, params)
    if not found:
        raise Refuse("no_messages")
    return found


def get_call_transcriptions(here: Here, params: Params) -> Answer:
    _need(params, "account", "date_from", "date_to")
    rows = [row for row in here.account.table("call_transcriptions") if row["account"] == params["account"]]
    found = [_transcription(here, row) for row in _of_days(rows, params)]
    if not found:
        raise Refuse("no_messages")
    return {"transcriptions": found}


def _transcription(here: Here, row: Row) -> dict[str, object]:
    """With its phrases; their lengths come as numbers."""
    phrases = [one for one in here.account.table("call_phrases") if one["transcription"] == row["transcription"]]
    return {
        **{name: row[name] for name in ("date", "duration", "locale", "confidence")},
        "speakers": row["speakers"].split(";"),
        "recognized_phrases": [
            {
                "time": one["time"],
                "duration": float(one["duration"]),
                "speaker": int(one["speaker"]),
                "phrase": one["phrase"],
            }
            for one in phrases
        ],
    }


def get_accounts(here: Here, params: Params) -> Answer:
    logins = [here.account.number, *(row["account"] for row in here.account.table("sub_accounts"))]
    values = [("all", "All Accounts"), *((login, login) for login in logins)]
    return {"accounts": [{"value": value, "description": words} for value, words in values]}


def get_types(here: Here, params: Params) -> Answer:
    values = [*TYPES.items(), *((row["did"], row["did"]) for row in here.account.table("dids"))]
    return {"call_types": [{"value": value, "description": words} for value, words in values]}


def is_of_type(row: Row, wanted: str) -> bool:
    """Whether a record of a call is of this type: all, a direction, or a number that was called."""
    prefixes = {"incoming": "IN:", "outgoing": "OUT:"}
    if wanted in ("", "all"):
        return True
    return row["destination_type"].startswith(prefixes[wanted]) if wanted in prefixes else row["destination"] == wanted


def is_billed_so(row: Row, wanted: str) -> bool:
    """Whether a record of a call cost something, or nothing."""
    return wanted in ("", "all") or (float(row["total"]) > 0) is (wanted == "billed")


def _of_days(rows: Sequence[Row], params: Params) -> list[Row]:
    first, last = params.get("date_from", ""), params.get("date_to", "")
    check_days(first, last)
    return [row for row in rows if first <= row["date"][:10] and (not last or row["date"][:10] <= last)]


def _mailbox(here: Here, params: Params, *, needed: bool) -> None:
    if needed:
        _need(params, "mailbox")
    if params.get("mailbox") and here.account.find("voicemails", mailbox=params["mailbox"]) is None:
        raise Refuse("invalid_mailbox")


def _need(params: Params, *names: str) -> None:
    """Refuse the first one that is not given."""
    codes = {"date_from": "from_date", "date_to": "to_date"}
    for name in names:
        if not params.get(name):
            raise Refuse(f"missing_{codes.get(name, name)}")


MAILBOXES: dict[str, Callable[[Here, Params], Answer]] = {
    "createVoicemail": create,
    "getVoicemailFolders": get_folders,
    "getVoicemailMessages": get_messages,
    "getVoicemailTranscriptions": get_transcriptions,
    "getCallTranscriptions": get_call_transcriptions,
    "getCallAccounts": get_accounts,
    "getCallTypes": get_types,
}
