"""Files in writes: that of a recording as it was before, so that undoing can bring it back, and those in messages."""

import hashlib
from collections.abc import Mapping

from voipms_server.line import Line
from voipms_server.local_files.audio import sound
from voipms_server.local_files.contents import decoded
from voipms_server.quotes import text
from voipms_server.requests import Write
from voipms_server.store.store import Transaction
from voipms_tools.effects import Effect

FILE = "file"
GETTER = "getRecordingFile"
LISTED_BY = "getRecordings"
HELD = "data"


def words_of(write: Write, name: str) -> str:
    """A file for the eye: its name where it has one, its size, how long it plays, and by what it is recognised."""
    data = decoded(write.params[name])
    heard = sound(data)
    parts = [
        *([write.files[name]] if name in write.files else []),
        f"{len(data):,} bytes",
        *([f"{heard.seconds:.1f} seconds"] if heard else []),
        f"sha256 {hashlib.sha256(data).hexdigest()[:12]}",
    ]
    return ", ".join(parts)


def files_in(write: Write) -> list[str]:
    """The parameters of a write that are files."""
    return [name for name, value in write.params.items() if _is_file(name, value)]


def told(write: Write) -> dict[str, object]:
    """For the answer: what was sent from this machine."""
    found = {name: words_of(write, name) for name in write.files if name in write.params}
    return {"files": found} if found else {}


def _is_file(name: str, value: str) -> bool:
    return name == FILE or value.startswith("data:")


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
    return {name: digest(value) if _is_file(name, value) else value for name, value in params.items()}


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
