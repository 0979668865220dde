"""`removePerson`: what leads to somebody is led elsewhere, then sub-account and mailbox are deleted, as one plan."""

from voipms_server.facts import Facts
from voipms_server.jobs.job import Result, Task
from voipms_server.jobs.making_plans import Draft, plan_shown
from voipms_server.people.persons import in_words, the_person
from voipms_server.people.removing import TOOL, Removing
from voipms_server.people.successor import successor_of
from voipms_tools.plans import RemovePerson


async def remove_person(task: Task) -> Result:
    """Nothing is left that leads to what is gone."""
    asked = task.checked
    if not isinstance(asked, RemovePerson):
        raise TypeError(asked)
    return await plan_shown(task, lambda: _draft(task, asked), preview=asked.preview is True)


async def _draft(task: Task, asked: RemovePerson) -> Draft:
    facts = Facts(task.line, task.now)
    rows = await facts.rows("getSubAccounts")
    person = the_person(TOOL, asked.who, rows)
    successor = await successor_of(TOOL, asked.forward_to, person, facts)
    removing = Removing(facts, person, successor, asked.keep_mailbox is True)
    steps = await removing.steps()
    return Draft(steps, f"Remove {in_words(person)}", tuple(removing.notes))
