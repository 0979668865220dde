"""`orderNumber`: a number at a place, with mailbox, routing and texts, as one plan."""

from collections.abc import Sequence

from voipms_server.answers.words import clean
from voipms_server.errors import NotAllowed
from voipms_server.facts import Facts, Row
from voipms_server.jobs.job import Result, Task
from voipms_server.jobs.making_plans import Draft, plan_shown
from voipms_server.ordering.drafting import Drafting, others, place_of
from voipms_server.ordering.offers import Offer, offers
from voipms_server.quotes import text
from voipms_tools.plans import OrderNumber
from voipms_tools.words.wishes import Wish


async def order_number(task: Task) -> Result:
    """The first that fits is taken; a yes is to the number that was shown, whatever is for sale by then."""
    asked = task.checked
    if not isinstance(asked, OrderNumber):
        raise TypeError(asked)
    if asked.where is None and asked.like is None:
        raise NotAllowed(
            'orderNumber: say where (an area code, "Montreal, QC", 800, a country) or like (a number of the account).'
        )
    return await plan_shown(task, lambda: _draft(task, asked), preview=asked.preview is True)


async def _draft(task: Task, asked: OrderNumber) -> Draft:
    facts = Facts(task.line, task.now)
    wish, like = asked.with_ or Wish(), await _liked(facts, asked.like)
    found = await offers(facts, asked.where or place_of(like or {}), wish)
    if like is not None:
        area = text(like, "did")[:3]
        found = sorted(found, key=lambda one: not one.id.startswith(area))
    offer = _chosen(found, asked.number)
    drafting = Drafting(facts, wish, like, offer)
    steps = await drafting.steps()
    return Draft(steps, f"Order {offer.words}", (*drafting.notes, *others(found, offer)))


async def _liked(facts: Facts, did: str | None) -> Row | None:
    if did is None:
        return None
    row = await facts.row("getDIDsInfo", "did", did)
    if row is None:
        raise NotAllowed(f"orderNumber: like {did} is no number of this account; getDIDsInfo lists them.")
    return row


def _chosen(found: Sequence[Offer], number: str | None) -> Offer:
    if number is None:
        return found[0]
    offer = next((one for one in found if one.id == number), None)
    if offer is None:
        there = ", ".join(clean(one.id, 20) for one in found[:5])
        raise NotAllowed(f"orderNumber: {number} is not among the numbers for sale there; there is: {there}.")
    return offer
