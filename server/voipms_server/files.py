"""Files in writes: that of a recording as it was before, so that undoing can bring it back, and those in messages."""

import hashlib
from collections.abc import Mapping

from voipms_server.line import Line
from voipms_server.quotes import text
from voipms_server.requests import Write
from voipms_server.store.store import Transaction
from voipms_tools.effects import Effect

FILE = "file"
GETTER = "getRecordingFile"
LISTED_BY = "getRecordings"
HELD = "data"


async def file_before(line: Line, write: Write) -> str:
    """The base64 of the file that this write would lose; empty when it loses none."""
    entry = write.function.declared.entry
    if entry is None or entry.getter != LISTED_BY or not write.id:
        return ""
    if write.effect is not Effect.DELETE and FILE not in write.params:
        return ""
    rows = await line.rows(GETTER, {"recording": write.id})
    return text(rows[0], HELD) if rows else ""


def digest(file: str) -> str:
    """How a file is named in the journal."""
    return f"sha256:{hashlib.sha256(file.encode()).hexdigest()}"


def unfiled(params: Mapping[str, str]) -> dict[str, str]:
    """Files are known by their digests in the journal: that of a recording, and what is sent in a message."""
    is_file = {name: name == FILE or value.startswith("data:") for name, value in params.items()}
    return {name: digest(value) if is_file[name] else value for name, value in params.items()}


def store_file(t: Transaction, file: str) -> str:
    """Keep the file, once however often it is kept; its name."""
    from voipms_server.store.tables import FileRow

    name = digest(file)
    if t.session.get(FileRow, name[-64:]) is None:
        t.session.add(FileRow(digest=name[-64:], data=t.keys.encrypt(file).encode()))
    return name


def stored_file(t: Transaction, name: str) -> str:
    """The file of this name; empty when it is not kept."""
    from voipms_server.store.tables import FileRow

    row = t.session.get(FileRow, name[-64:])
    return str(t.keys.decrypt(row.data.decode())) if row is not None else ""
