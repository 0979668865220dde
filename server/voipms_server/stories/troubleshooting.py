"""Find out why calls do not arrive: a symptom, its causes with evidence, the fix, and where the call goes then."""

from voipms_server.shapes import is_row
from voipms_server.stories.narrator import Assistant, Off, Story, listed, rows

DID = "5145550112"
COMPLAINT = "callers hear that the number is not in service"


async def find_out_why(assistant: Assistant, story: Story) -> None:
    """What people say is enough to begin with."""
    story.part("Find out why calls do not arrive")
    story.say(f'The user says: "{DID}: {COMPLAINT}."')

    story.chapter("10. From a symptom to its causes, with what was read")
    causes = rows(await assistant.call("diagnose", symptom=COMPLAINT, did=DID), "causes")
    if not causes:
        raise Off("no cause was found.")
    for cause in causes[:2]:
        story.answer(f"{cause['words']} How sure: {cause['sure']}.")
        story.say(f"Read: {'; '.join(listed(cause, 'evidence'))}")

    story.chapter("11. Where a call goes now, to its end")
    trace = await assistant.call("traceRouting", did=DID)
    story.answer(str(trace["text"]))

    story.chapter("12. The fix stands with the cause; where to lead it, the user says: to Support")
    fix = rows(causes[0], "fix")[0]
    arguments = fix["arguments"] if is_row(fix["arguments"]) else {}
    await assistant.call(str(fix["tool"]), **{**arguments, "routing": await _support(assistant)})
    after = await assistant.call("traceRouting", did=DID)
    story.answer(str(after["text"]))


async def _support(assistant: Assistant) -> str:
    groups = rows(await assistant.call("getRingGroups"))
    return next(f"grp:{row['ring_group']}" for row in groups if row["name"] == "Support")
