"""Files in answers: a link to read them at, or saved in an allowed folder; base64 only for who asks for it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType

from anyio import to_thread

from voipms_server.addresses import BY_WORD
from voipms_server.errors import NotAllowed
from voipms_server.local_files.audio import sound
from voipms_server.local_files.contents import decoded, kind_of, suffix_of
from voipms_server.local_files.folders import Folders
from voipms_server.texting.message import attachments, media_of
from voipms_tools.function import Function
from voipms_tools.getters.files import FileGetter

NOT_SAVED = "Nothing was saved: this server was started read-only (--read-only), and only gives a link."
NO_FILE = "There is no file: VoIP.ms sent nothing that is one."
MEDIA = "getMediaMMS"
"""Its files lie at addresses on the web, where a client fetches them: this server fetches nothing from elsewhere."""
LINKS = "resource_links"
Answer = dict[str, object]


@dataclass(frozen=True, slots=True)
class Where:
    """In which field of an answer a file is, and the resource it is: its word, and the parameters in its places."""

    field: str
    word: str
    names: Mapping[str, str]

    def values(self, params: Mapping[str, str]) -> dict[str, str]:
        return {place: params.get(name, "") for place, name in self.names.items()}


FILES: Mapping[str, Where] = MappingProxyType(
    {"getRecordingFile": Where("data", "recordings", MappingProxyType({"id": "recording"}))}
)


@dataclass(frozen=True, slots=True)
class Handing:
    """How this server hands files over. `account` is part of an address where several are served."""

    folders: Folders
    account: str = ""
    read_only: bool = False

    def check(self, checked: Function) -> None:
        """Raises NotAllowed, before anything is read, for a file that could not be saved anyway."""
        if not isinstance(checked, FileGetter) or checked.save_to is None:
            return
        if self.read_only:
            raise NotAllowed(NOT_SAVED)
        self.folders.check(checked.save_to, "Nothing was saved")

    async def over(self, checked: Function, answer: Answer) -> Answer:
        """The answer with what the file is in place of it. Raises NotAllowed where it cannot be saved."""
        where = FILES.get(checked.tool_name())
        if checked.tool_name() == MEDIA:
            links = attachments(checked.wire().get("id", ""), media_of(answer))
            return {**answer, **({LINKS: links} if links else {})}
        if where is None or not isinstance(checked, FileGetter):
            return answer
        data = decoded(str(answer.get(where.field) or ""))
        rest = {name: value for name, value in answer.items() if name != where.field or checked.inline}
        if not data:
            return {**rest, "note": NO_FILE}
        file = _File(data, where, where.values(checked.wire()), self.account)
        saved = await to_thread.run_sync(self._saved, checked.save_to, file) if checked.save_to else None
        return {**rest, "file": file.told(), **({"saved": str(saved)} if saved else {}), LINKS: [file.link()]}

    def _saved(self, said: str, file: "_File") -> Path:
        return self.folders.save(said, file.name, suffix_of(file.kind), file.data)


class _File:
    """A file of the account: what it is, and where it is read."""

    def __init__(self, data: bytes, where: Where, values: Mapping[str, str], account: str) -> None:
        self.data, self.kind = data, kind_of(data)
        self.name = f"{'-'.join([where.word.removesuffix('s'), *values.values()])}{suffix_of(self.kind)}"
        self._uri = BY_WORD[where.word].uri(values, account)

    def told(self) -> Answer:
        """What it is, whatever it is called."""
        heard = sound(self.data)
        return {
            "type": self.kind,
            "bytes": len(self.data),
            **({"seconds": round(heard.seconds, 2), "format": heard.words} if heard else {}),
            "sha256": hashlib.sha256(self.data).hexdigest(),
        }

    def link(self) -> Answer:
        return {"uri": self._uri, "name": self.name, "mime_type": self.kind, "size": len(self.data)}
