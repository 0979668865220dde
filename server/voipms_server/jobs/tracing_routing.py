"""`traceRouting`: where a call goes, step by step to every end, and what is wrong on the way."""

from datetime import UTC

from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts
from voipms_server.findings import Offers
from voipms_server.jobs.job import Result, Task
from voipms_server.quotes import text
from voipms_server.tracing import telling
from voipms_server.tracing.account import Account
from voipms_server.tracing.callers import Caller, caller_of
from voipms_server.tracing.checks import findings
from voipms_server.tracing.picture import mermaid, routing_map
from voipms_server.tracing.traced import Traced, When, trace_number, trace_routing
from voipms_server.zones import moment
from voipms_tools.troubleshooting import TraceRouting
from voipms_tools.words.jobs import ALL


async def run(task: Task) -> Result:
    """One number or routing with everything, or a line for each number of the account."""
    asked = task.checked
    if not isinstance(asked, TraceRouting):
        raise TypeError(asked)
    when, caller = _when(task, asked), caller_of(asked.caller) if asked.caller else None
    account = Account(Facts(task.line, task.now))
    if (asked.did is None) == (asked.routing is None):
        raise NotAllowed("traceRouting: give did (a number, or all) or routing (such as ivr:4636), and not both.")
    if asked.did == ALL:
        return await _all(account, when, caller)
    if asked.routing is not None:
        return told(await trace_routing(account, str(asked.routing), when, caller), account, task.offers)
    return told(await trace_number(account, asked.did or "", when, caller), account, task.offers)


def _when(task: Task, asked: TraceRouting) -> When:
    """Raises NotAllowed for a time that is none."""
    zone = task.setup.zone
    try:
        at = moment(asked.at, zone, task.now()) if asked.at else task.now()
        at.astimezone(UTC)
    except (OverflowError, ValueError):
        raise NotAllowed(f"traceRouting: at {asked.at} is no time that can be traced.") from None
    return When(at, zone)


def told(trace: Traced, account: Account, offers: Offers) -> dict[str, object]:
    """The whole trace."""
    found = findings(trace)
    return {
        "text": telling.summary(trace, found),
        "path": telling.path(trace),
        "ends": trace.walk.end,
        "seconds": trace.walk.second,
        "assumed": f"The path is that of a call {telling.ASSUMED}. {telling.RECORDINGS}",
        "other_ways": telling.other_ways(trace),
        "findings": [{"weight": one.weight.value, **one.plain(offers)} for one in found],
        **not_asked(account),
        "mermaid": mermaid(trace, found),
        "map": routing_map(trace, found),
    }


def not_asked(account: Account) -> dict[str, object]:
    """The devices whose registration was not asked for, so that a trace stays quick."""
    return {"not_asked": sorted(set(account.not_asked))} if account.not_asked else {}


async def _all(account: Account, when: When, caller: Caller | None) -> dict[str, object]:
    lines: list[str] = []
    for row in await account.facts.rows("getDIDsInfo"):
        trace = await trace_number(account, text(row, "did"), when, caller)
        lines.append(telling.line(trace, findings(trace)))
    return {"numbers": lines, "total": len(lines), "assumed": telling.ASSUMED, **not_asked(account)}
