"""`updateSettings`: some fields of one entry, through the set* function of its kind."""

from dataclasses import replace

from voipms_server.completion import named
from voipms_server.jobs.job import Result, Task
from voipms_server.requests import Request
from voipms_server.updates import meant, write_of, writer
from voipms_tools.jobs import UpdateSettings


async def update_settings(task: Task) -> Result:
    """The fields are checked as the set* function checks them; what it requires besides is kept as it is."""
    asked = task.checked
    if not isinstance(asked, UpdateSettings):
        raise TypeError(asked)
    function = writer(asked.kind)
    if function is None:
        raise LookupError(asked.kind)
    task.permit(function)
    wanted = meant(function, asked.kind, asked.id, asked.changes)
    write = write_of(function, wanted, kept=task.gate.committer.keep_secrets, loose=True)
    write = replace(write, params=await named(task.line, function, write.params))
    request = Request((write,), task.call.caller, task.call.function.tool_name(), task.call.arguments)
    return await task.gate.run(task.line, request, task.call.person)
