"""Checks of calls that come in: the number itself, what decided that a call went to voicemail, how long phones ring."""

from voipms_server.diagnosis.case import Case
from voipms_server.findings import Finding, Fix, Sure
from voipms_server.quotes import text
from voipms_server.tracing.fixes import ROUTE, change, entry_of, key_of
from voipms_server.tracing.hours import minute_of_week
from voipms_server.tracing.parts import Condition, Node, Outside, Ringing, Together
from voipms_server.tracing.traced import Traced

LONG_RING = 60
RING = 10


async def number_not_owned(case: Case) -> list[Finding]:
    did = case.about.did
    if not did or await case.numbers():
        return []
    words = f"Number {did} is not on this account: its calls go wherever it is connected now."
    evidence = (case.saw("getDIDsInfo", f"no number {did}"),)
    return [
        Finding(
            "number_not_owned", words, evidence, entry=f"number:{did}", fixes=(Fix("Compare it with getDIDsInfo."),)
        )
    ]


async def decided_for_voicemail(case: Case) -> list[Finding]:
    """Where a call goes to voicemail without having rung: what decided that."""
    return [one for trace in await case.traces() for one in _decided(case, trace)]


def _decided(case: Case, trace: Traced) -> list[Finding]:
    if trace.walk.end != "voicemail" or rang(trace) >= RING:
        return []
    key, way = trace.walk.taken[-1]
    holder = trace.graph[key]
    maker = DECIDES.get((holder.kind, way.event))
    return [maker(case, holder)] if maker else []


def rang(trace: Traced) -> int:
    """The most seconds a phone rang on the way."""
    met = [trace.graph[key] for key in trace.walk.nodes]
    phones = [node.part.phone for node in met if isinstance(node.part, Ringing | Outside)]
    phones += [phone for node in met if isinstance(node.part, Together) for phone in node.part.phones]
    return max((phone.ring for phone in phones if phone.rings), default=0)


def _routed(case: Case, holder: Node) -> Finding:
    id_ = entry_of(holder)[1]
    words = f"Number {id_} is routed to {text(holder.row, 'routing')}: no phone rings at all."
    fix = Fix(
        "Route it to a phone.", "setDIDRouting", {"did": id_}, {"routing": "such as account:100001_VoIP or grp:4768"}
    )
    evidence = (case.saw("getDIDsInfo", f"routing of {id_} is {text(holder.row, 'routing')}"),)
    return Finding("routed_to_voicemail", words, evidence, fixes=(fix,), entry=key_of(holder))


def _closed(case: Case, holder: Node) -> Finding:
    return outside_hours(case, holder, "does not match")


def _open(case: Case, holder: Node) -> Finding:
    id_ = entry_of(holder)[1]
    words = f"{holder.words.capitalize()} matches and leads such calls to {text(holder.row, 'routing_match')}."
    fix = change("time_condition", id_, "Lead them elsewhere.", {"routing_match": ROUTE})
    evidence = (case.saw("getTimeConditions", f"{id_}: {'; '.join(holder.details)}"),)
    return Finding("condition_leads_there", words, evidence, fixes=(fix,), entry=key_of(holder))


def outside_hours(case: Case, holder: Node, verb: str) -> Finding:
    """The time condition that decides, with its hours on both clocks."""
    at, zone = case.about.when.at, case.about.when.zone
    id_ = entry_of(holder)[1]
    shift = "" if zone.show(at).utcoffset() == _eastern_offset(case) else f" ({zone.show(at):%a %H:%M} on your clock)"
    words = (
        f"{holder.words[:1].upper()}{holder.words[1:]} {verb} at {_eastern(case)} US Eastern{shift}: "
        f"its hours are {'; '.join(holder.details)}."
    )
    right = "hours in US Eastern time, lists joined by ;"
    fix = change("time_condition", id_, "Change its hours (US Eastern).", {"starthour": right, "endhour": right})
    evidence = (case.saw("getTimeConditions", f"{id_}: {'; '.join(holder.details)}"),)
    return Finding("outside_hours", words, evidence, fixes=(fix,), entry=key_of(holder))


def _eastern(case: Case) -> str:
    from voipms_server.zones import EASTERN

    return f"{case.about.when.at.astimezone(EASTERN):%a %H:%M}"


def _eastern_offset(case: Case) -> object:
    from voipms_server.zones import EASTERN

    return case.about.when.at.astimezone(EASTERN).utcoffset()


def _filtered(case: Case, holder: Node) -> Finding:
    words = f"{holder.words.capitalize()} catches the caller and leads to {text(holder.row, 'routing')}."
    fix = Fix("Delete the filter.", "delCallerIDFiltering", {"filtering": entry_of(holder)[1]})
    evidence = (case.saw("getCallerIDFiltering", words),)
    return Finding("filter_catches", words, evidence, fixes=(fix,), entry=key_of(holder))


DECIDES = {
    ("number", "routing"): _routed,
    ("tc", "nomatch"): _closed,
    ("tc", "match"): _open,
    ("filter", "routing"): _filtered,
}


async def rings_too_long(case: Case) -> list[Finding]:
    """Callers hang up before the failover is taken."""
    found: list[Finding] = []
    for trace in await case.traces():
        ring = text(trace.origin.row, "dialtime")
        phones = [node for key in trace.walk.nodes if isinstance((node := trace.graph[key]).part, Ringing)]
        if phones and ring.isdecimal() and int(ring) > LONG_RING:
            words = f"Number {trace.did} lets phones ring for {ring} s; few callers wait that long for the mailbox."
            fix = change("number", trace.did, "Let them ring 20 to 30 s.", dialtime=25)
            evidence = (case.saw("getDIDsInfo", f"dialtime of {trace.did} is {ring}"),)
            found.append(Finding("rings_too_long", words, evidence, Sure.LIKELY, (fix,), entry=f"number:{trace.did}"))
    return found


async def hours_in_other_zone(case: Case) -> list[Finding]:
    """A condition that would decide the other way if its hours were meant on the user's clock."""
    at, zone = case.about.when.at, case.about.when.zone
    own = zone.show(at)
    minute = own.weekday() * 1440 + own.hour * 60 + own.minute
    if minute == minute_of_week(at):
        return []
    found: list[Finding] = []
    for node in await _conditions(case):
        part = node.part
        if isinstance(part, Condition) and (minute in part.hours.minutes) != part.hours.matches(at):
            told = outside_hours(case, node, "matches" if part.hours.matches(at) else "does not match")
            words = (
                f"{told.words} Read on your own clock they would decide the other way: VoIP.ms counts in US Eastern."
            )
            found.append(Finding("hours_in_other_zone", words, told.evidence, Sure.LIKELY, told.fixes, told.entry))
    return found


async def _conditions(case: Case) -> list[Node]:
    """The time conditions that calls to the numbers pass."""
    met = {key: trace.graph[key] for trace in await case.traces() for key in trace.walk.nodes}
    return [node for node in met.values() if isinstance(node.part, Condition)]


async def closed_in_working_hours(case: Case) -> list[Finding]:
    """A weekday between nine and five on the user's clock, and the condition says closed."""
    own = case.about.when.zone.show(case.about.when.at)
    if own.weekday() > 4 or not 9 <= own.hour < 17:
        return []
    nodes = [node for node in await _conditions(case) if isinstance(node.part, Condition)]
    closed = [
        node for node in nodes if isinstance(node.part, Condition) and not node.part.hours.matches(case.about.when.at)
    ]
    return [outside_hours(case, node, "does not match") for node in closed]
