"""Configure a number: one call and one question for all of it; approve elsewhere; take a change back."""

import json
from typing import TYPE_CHECKING

import anyio.to_thread

from voipms_server.pin import Pin
from voipms_server.stories.narrator import Assistant, Off, Story, listed, rows

if TYPE_CHECKING:
    from voipms_server.store.store import Store, Transaction

PIN = "402917"
"""Of the simulated account, for this run only."""


async def configure_a_number(assistant: Assistant, story: Story) -> str:
    """The number that was ordered."""
    story.part("Configure a number")
    story.chapter("1. The account before")
    before = rows(await assistant.call("getDIDsInfo"))
    story.numbers(f"{len(before)} numbers; the first three:", before[:3])

    story.chapter('2. "Get me a number in 514 that can text, for Support": who that is')
    target = await support(assistant, story)

    story.chapter("3. A routing that cannot be right never leaves this machine")
    wrong = {"sms": True, "routing": "phone:5145550123"}
    story.answer(await assistant.refused("orderNumber", where="514", **{"with": wrong}), refused=True)

    story.chapter("4. Preview: nothing is bought")
    wish: dict[str, object] = {"sms": True, "routing": target, "name": "Demo line"}
    preview = await assistant.call("orderNumber", where="514", preview=True, **{"with": wish})
    nothing_done = str(preview["next"]).partition(". ")[0]
    for line in (*listed(preview, "notes"), *listed(preview, "callers"), f"{nothing_done}."):
        story.answer(line)

    story.chapter("5. The real thing waits for a person: one question for all of it")
    done = await assistant.call("orderNumber", where="514", **{"with": wish})
    if done["done"] is not True:
        raise Off("the number was not ordered.")

    story.chapter("6. The account after")
    after = rows(await assistant.call("getDIDsInfo"))
    old = {row["did"] for row in before}
    new = [row for row in after if row["did"] not in old]
    story.numbers(f"{len(after)} numbers; the new one:", new)
    did = str(new[0]["did"])

    story.chapter("7. Where a call to it goes")
    story.answer(str((await assistant.call("traceRouting", did=did))["text"]))
    return did


async def confirm_and_undo(assistant: Assistant, story: Story, store: "Store") -> None:
    """What happens where the client cannot ask, and how everything is taken back."""
    story.chapter("8. Another assistant, whose client cannot ask: a person approves in a terminal")
    await anyio.to_thread.run_sync(Pin(store).replace, PIN)
    forwarding = rows(await assistant.call("getForwardings"))[-1]["forwarding"]
    cell = {"forwarding": str(forwarding), "phone_number": "8765550155", "description": "Kingston"}
    waiting = await assistant.call("setForwarding", **cell)
    code = str(waiting["code"])
    story.say(f"The assistant tells the person the code. They open a terminal: mcp-voipms approve {code}")
    story.question(await store.run(lambda t: approve(t, code)))
    story.say("The person says yes, and types the PIN. The assistant never sees it.")
    done = await assistant.call("finishApproved", code=code)
    story.answer(f"Done, as change {done['change']}: {json.dumps(done['changed'])}")

    story.chapter("9. Take it back")
    undone = await assistant.call("undoChange", change=done["change"])
    story.answer(f"Undone: {json.dumps(undone['changed'])}")


def approve(t: "Transaction", code: str) -> str:
    """What `mcp-voipms approve` does once the PIN was right; the question it showed."""
    from voipms_server.approvals import rows as approvals

    found = approvals.by_code(t, code)
    if found is None or not approvals.agree(t, found.id, "terminal"):
        raise Off(f"{code} could not be approved.")
    return found.question


async def support(assistant: Assistant, story: Story) -> str:
    """The route that leads to the group of this name."""
    found = rows(await assistant.call("find", text="Support", kinds="ring_group"), "matches")
    if not found:
        raise Off("there is no group Support.")
    story.answer(f"{found[0]['name']} is {found[0]['routing']}.")
    return str(found[0]["routing"])
