"""Configure a number: find one, rehearse, order, route it; approve elsewhere; take a change back."""

import json
from typing import TYPE_CHECKING

import anyio.to_thread

from voipms_server.pin import Pin
from voipms_server.stories.narrator import Assistant, Off, Story, rows

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

    story.chapter("2. Find a number in Montreal that ends in 555-01xx")
    did = await find(assistant, story)

    story.chapter("3. A routing that cannot be right never leaves this machine")
    story.answer(await assistant.refused("setDIDRouting", did=did, routing="phone:5145550123"), refused=True)

    story.chapter("4. Rehearse the order: nothing is bought")
    target = await first_account(assistant)
    pop = await pop_in(assistant, "Montreal")
    order: dict[str, object] = {
        "did": did,
        "routing": f"account:{target}",
        "pop": pop,
        "dialtime": 60,
        "cnam": False,
        "billing_type": 1,
        "note": "Demo line",
    }
    rehearsal = await assistant.call("orderDID", **order)
    story.answer(f"{rehearsal['price']} {rehearsal['next']}")

    story.chapter("5. The real order waits for a person")
    await assistant.call("orderDID", **order, test=False)
    story.answer(f"Ordered: {did}.")

    story.chapter("6. Route it")
    await route(assistant, story, did)

    story.chapter("7. The account after")
    after = rows(await assistant.call("getDIDsInfo"))
    story.numbers(f"{len(after)} numbers; the new one:", [row for row in after if row.get("did") == did])
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


async def find(assistant: Assistant, story: Story) -> str:
    found = rows(await assistant.call("searchDIDsCAN", province="QC", type="starts", query="514"))
    if not found:
        raise Off("no number is in the simulated stock.")
    first = found[0]
    story.answer(f"{len(found)} found. {first['did']} in {first['ratecenter']}: {first['perminute_monthly']} a month.")
    return str(first["did"])


async def first_account(assistant: Assistant) -> str:
    accounts = rows(await assistant.call("getSubAccounts"))
    return str(accounts[0]["account"])


async def pop_in(assistant: Assistant, city: str) -> int:
    servers = rows(await assistant.call("getServersInfo"))
    return next(int(str(row["server_pop"])) for row in servers if row["server_shortname"] == city)


async def route(assistant: Assistant, story: Story, did: str) -> None:
    groups = rows(await assistant.call("getRingGroups"))
    await assistant.call("setDIDRouting", did=did, routing=f"grp:{groups[0]['ring_group']}")
    story.answer(f"Calls to {did} now ring the group {groups[0]['name']}.")
