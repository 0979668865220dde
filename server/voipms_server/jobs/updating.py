"""`updateSettings`: some fields of one entry, through the set* function of its kind."""

from voipms_server import generating
from voipms_server.checking import some, validate
from voipms_server.entries import writers
from voipms_server.errors import NotAllowed
from voipms_server.jobs.job import Result, Task
from voipms_server.requests import Request, Write
from voipms_tools.function import Function
from voipms_tools.jobs import UpdateSettings
from voipms_tools.registry import functions

SMS = "sms"


async def update_settings(task: Task) -> Result:
    """The fields are checked as the set* function checks them; what it requires besides is kept as it is."""
    asked = task.checked
    if not isinstance(asked, UpdateSettings):
        raise TypeError(asked)
    function = functions()["setSMS"] if asked.kind == SMS else writers()[asked.kind]
    task.permit(function)
    entry = function.declared.entry
    if entry is None:
        raise LookupError(f"{function.tool_name()} declares no entry")
    if entry.id in asked.changes:
        raise NotAllowed(f"{entry.id} names the entry and is given as `id`; leave it out of `changes`.")
    missing = [name for name in entry.needs.values() if name not in asked.changes]
    if missing:
        raise NotAllowed(f"A {asked.kind} also needs {', '.join(missing)} among the changes, to be found.")
    wanted = {entry.id: asked.id, **asked.changes}
    filled, generated = generating.filled(function, wanted, kept=task.gate.committer.keep_secrets)
    write = Write(function, validate(some(function), filled, parameters(function)).wire(), generated=generated)
    request = Request((write,), task.call.caller, task.call.function.tool_name(), task.call.arguments)
    return await task.gate.run(task.line, request, task.call.person)


def parameters(function: type[Function]) -> frozenset[str]:
    return frozenset(field.alias or name for name, field in function.model_fields.items())
