"""`updateSettings`: some fields of one entry, through the set* function of its kind."""

from dataclasses import replace

from voipms_server.completion import named
from voipms_server.jobs.job import Result, Task
from voipms_server.requests import Request, Write
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
    keeps = task.gate.committer.keep_secrets

    async def made() -> tuple[Write, ...]:
        write = await write_of(function, wanted, kept=keeps, loose=True, setup=task.setup)
        return (replace(write, params=await named(task.line, function, write.params)),)

    writes = await made()
    again = made if writes[0].files else None
    request = Request(writes, task.call.caller, task.call.function.tool_name(), task.call.arguments, replanned=again)
    return await task.gate.run(task.line, request, task.call.person)
