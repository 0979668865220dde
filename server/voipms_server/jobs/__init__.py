"""Tools that do a whole job; each call they make walks the same path as any other."""

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from voipms_server.jobs.job import Job

JOBS: Mapping[str, str] = MappingProxyType(
    {
        "addPerson": "adding_people.add_person",
        "applyPlan": "applying_plan.apply_plan",
        "at": "dating.at",
        "businessHours": "setting_hours.business_hours",
        "checkAccount": "checking_account.check_account",
        "diagnose": "diagnosing.diagnose",
        "explainCharges": "explaining_charges.explain_charges",
        "find": "finding.find",
        "finishApproved": "finishing.finish_approved",
        "listChanges": "listing.list_changes",
        "listCalls": "listing_calls.list_calls",
        "moveToPop": "moving_to_pop.move_to_pop",
        "orderNumber": "ordering_numbers.order_number",
        "readMessages": "reading_messages.read_messages",
        "receiveMessages": "receiving.receive_messages",
        "removePerson": "removing_people.remove_person",
        "sendMessage": "sending_messages.send_message",
        "temporarily": "dating.temporarily",
        "traceRouting": "tracing_routing.run",
        "undoChange": "undoing.undo_change",
        "updateSettings": "updating.update_settings",
    }
)
"""What runs each job of `voipms_tools.jobs`: module and function of this package, imported at the first use."""


def job(name: str) -> Job | None:
    """What runs this job; None for what is no job."""
    place = JOBS.get(name)
    if place is None:
        return None
    module, _, function = place.partition(".")
    found: Job = getattr(import_module(f"voipms_server.jobs.{module}"), function)
    return found
