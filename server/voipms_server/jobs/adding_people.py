"""`addPerson`: somebody's sub-account, extension, mailbox, groups, queues and number, as one plan."""

from voipms_server.facts import Facts
from voipms_server.jobs.job import Result, Task
from voipms_server.jobs.making_plans import Draft, plan_shown
from voipms_server.people.adding import TOOL, Adding
from voipms_server.people.persons import the_person
from voipms_server.questions import quoted
from voipms_tools.plans import AddPerson


async def add_person(task: Task) -> Result:
    """What was not said is as on whom it is like, else as on most others, and told."""
    asked = task.checked
    if not isinstance(asked, AddPerson):
        raise TypeError(asked)
    return await plan_shown(task, lambda: _draft(task, asked), preview=asked.preview is True)


async def _draft(task: Task, asked: AddPerson) -> Draft:
    facts = Facts(task.line, task.now)
    rows = await facts.rows("getSubAccounts")
    like = the_person(TOOL, asked.like, rows) if asked.like is not None else None
    adding = Adding(facts, asked, rows, like)
    steps = await adding.steps()
    return Draft(steps, f"Add {quoted(adding.name)}", tuple(adding.notes))
