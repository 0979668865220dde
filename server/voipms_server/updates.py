"""Some fields of one entry: which set* function writes them, and what it is called with."""

from collections.abc import Mapping

from voipms_server import generating
from voipms_server.checking import parameters, some, validate
from voipms_server.entries import writers
from voipms_server.errors import NotAllowed
from voipms_server.local_files.uploads import uploads
from voipms_server.requests import Write
from voipms_server.setup import USUAL, Setup
from voipms_tools.function import Function
from voipms_tools.registry import functions

SMS = "sms"


def writer(kind: str) -> type[Function] | None:
    """The function that writes the entries of this kind; of the SMS delivery of a number, setSMS."""
    return functions()["setSMS"] if kind == SMS else writers().get(kind)


async def write_of(
    function: type[Function],
    given: Mapping[str, object],
    *,
    kept: bool = False,
    loose: bool = False,
    setup: Setup = USUAL,
) -> Write:
    """The checked write. `kept`: secrets can be made, since they are kept; `loose`: what is left out stays as it is."""
    filled, generated = generating.filled(function, given, kept=kept)
    checked = validate(some(function) if loose else function, filled, parameters(function))
    found = await uploads(checked, setup)
    return Write(function, checked.wire() | found.params, generated=generated, files=found.names)


def meant(function: type[Function], kind: str, id_: object, changes: Mapping[str, object]) -> dict[str, object]:
    """The arguments of the set* function. Raises NotAllowed for an id among the changes, or what else is needed."""
    entry = function.declared.entry
    if entry is None:
        raise LookupError(f"{function.tool_name()} declares no entry")
    if entry.id in changes:
        raise NotAllowed(f"{entry.id} names the entry and is given as `id`; leave it out of `changes`.")
    missing = [name for name in entry.needs.values() if name not in changes and name != entry.id]
    if missing:
        raise NotAllowed(f"A {kind} also needs {', '.join(missing)} among the changes, to be found.")
    return {entry.id: id_, **changes}
