"""`find`: what people call something becomes entries, each with where it is used; several are listed, never chosen."""

from voipms_server.answers.kinds import UNSET
from voipms_server.answers.words import clean
from voipms_server.facts import Facts
from voipms_server.finding.matching import Match, alike, matches
from voipms_server.finding.searched import chosen, looked
from voipms_server.jobs.job import Result, Task
from voipms_server.quotes import text
from voipms_server.uses import used
from voipms_tools.troubleshooting import Find

MOST = 25
MOST_USES = 25


async def find(task: Task) -> Result:
    """Only reads. Raises NotAllowed for a kind that there is not."""
    asked = task.checked
    if not isinstance(asked, Find):
        raise TypeError(asked)
    kinds = chosen(asked.kinds)
    facts = Facts(task.line, task.now)
    there = await looked(facts, kinds)
    found = matches(asked.text, there.entries)
    return {
        "matches": [await told(facts, one) for one in found[:MOST]],
        "total": len(found),
        **(
            {"narrow": f"Only {MOST} of {len(found)} are shown; say more of it, or give kinds."} if found[MOST:] else {}
        ),
        **({"several": "Let the user choose."} if len(found) > 1 else {}),
        **({} if found else {"like": [clean(one, 80) for one in alike(asked.text, there.entries)]}),
        **({} if found else {"looked_in": [one.name for one in kinds if one.name not in there.not_read]}),
        **({"not_read": dict(there.not_read)} if there.not_read else {}),
    }


async def told(facts: Facts, match: Match) -> dict[str, object]:
    """An entry: what it is, what is known of it, how calls are led to it, and what leads to it."""
    kind = match.searched.kind
    shown = {
        name: clean(text(match.row, name), 120) for name in match.searched.shown if text(match.row, name) not in UNSET
    }
    led = {"routing": f"{kind.header}:{match.id}"} if kind.header and kind.header != "p" else {}
    return {
        "kind": kind.name,
        "id": clean(match.id, 80),
        "matched": match.by,
        **{name: value for name, value in shown.items() if name != kind.id},
        **led,
        **await _used(facts, match),
    }


async def _used(facts: Facts, match: Match) -> dict[str, object]:
    """What points at it; kinds whose list could not be read are named, so that nothing unread counts as not used."""
    found = await used(facts, match.searched.kind, match.id)
    unread = {"used_by_not_read": dict(found.not_read)} if found.not_read else {}
    more = {"used_by_total": len(found.by)} if found.by[MOST_USES:] else {}
    return {"used_by": [one.words for one in found.by[:MOST_USES]], **more, **unread}
