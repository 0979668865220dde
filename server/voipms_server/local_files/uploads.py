"""Files of this machine that a call names: read here, and sent as the parameters that the manual has for them."""

from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial

from anyio import to_thread

from voipms_server.errors import NotAllowed
from voipms_server.local_files.audio import LARGEST_SOURCE, recorded
from voipms_server.questions import quoted
from voipms_server.setup import Setup
from voipms_server.texting.media import data_url
from voipms_tools.function import Function
from voipms_tools.words.marks import Content, Here


@dataclass(slots=True)
class Uploads:
    """Parameters as they are sent, and for each the file it was, in words."""

    params: dict[str, str] = field(default_factory=dict[str, str])
    names: dict[str, str] = field(default_factory=dict[str, str])

    def add(self, parameter: str, value: str, name: str) -> None:
        self.params[parameter] = value
        self.names[parameter] = name


async def uploads(checked: Function, setup: Setup) -> Uploads:
    """What the paths of a checked call come to. Raises NotAllowed for what may not be read or is not taken."""
    found, given = Uploads(), checked.wire()
    nothing = f"Nothing was sent by {checked.tool_name()}"
    for name, mark in checked.own().items():
        paths = _paths(checked, name, mark)
        for parameter, said in zip(_free(name, mark, given, len(paths), nothing), paths, strict=True):
            add = partial(KINDS[mark.content], found, parameter, said, setup, nothing)
            await to_thread.run_sync(add)
    return found


def _paths(checked: Function, name: str, mark: Here) -> Sequence[str]:
    """Several are joined by `;`, where there may be several."""
    said = checked.model_dump(mode="json", include={name})[name] if mark.becomes else None
    if said is None:
        return ()
    return str(said).split(";") if len(mark.becomes) > 1 else [str(said)]


def _free(name: str, mark: Here, given: Mapping[str, str], wanted: int, nothing: str) -> Sequence[str]:
    """The parameters that are left for so many files."""
    free = [one for one in mark.becomes if not given.get(one)]
    if len(free) < wanted:
        several = len(mark.becomes) > 1
        right = f"at most {len(mark.becomes)} of both together" if several else "one of them"
        raise NotAllowed(f"{nothing}: give {mark.becomes[0]}{' ...' if several else ''} or {name}, {right}.")
    return free[:wanted]


def _recording(found: Uploads, parameter: str, said: str, setup: Setup, nothing: str) -> None:
    data = setup.files.read(said, LARGEST_SOURCE, nothing)
    name = quoted(said, 120)
    right, was = recorded(data, name, nothing)
    found.add(parameter, b64encode(right).decode(), f"{name}, converted from {was}" if was else name)


def _media(found: Uploads, parameter: str, said: str, setup: Setup, nothing: str) -> None:
    found.add(parameter, data_url(said, setup.media, nothing), quoted(said, 120))


Add = Callable[[Uploads, str, str, Setup, str], None]
KINDS: Mapping[Content, Add] = {Content.RECORDING: _recording, Content.MEDIA: _media}
