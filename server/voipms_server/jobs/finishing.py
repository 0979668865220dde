"""`finishApproved`: what a person approved outside the client is carried out as it was stored."""

from voipms_server.approvals.approval import Approval, State
from voipms_server.errors import NotAllowed, Unconfirmed
from voipms_server.jobs.job import Call, Result, Task
from voipms_tools.jobs import FinishApproved
from voipms_tools.registry import tools


async def finish_approved(task: Task) -> Result:
    """Run the stored call once; without a yes it says how the question stands."""
    if not isinstance(task.checked, FinishApproved):
        raise TypeError(task.checked)
    found = await task.gate.approvals.by_code(task.checked.code, task.call.caller)
    if found is None or found[0].order.account != task.line.account:
        raise NotAllowed(f"There is no approval with the code {task.checked.code[:20]!r} of yours on this account.")
    approval, stored = found
    if approval.state is State.USED:
        return await task.gate.what_became(approval)
    if approval.state in (State.DECLINED, State.EXPIRED):
        raise Unconfirmed(f"Nothing was sent: this question was {approval.state.value}. Make the call again.")
    if waits_for_page(approval):
        return await task.gate.waiting.on_page(task.call.person, approval, looked=True)
    function = tools()[stored.tool]
    return await task.again(task.line, Call(function, stored.arguments, task.call.caller, task.call.person))


def waits_for_page(approval: Approval) -> bool:
    return approval.state is State.WAITING and approval.page and not approval.page_yes and not approval.open_to_client
