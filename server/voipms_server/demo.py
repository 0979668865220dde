"""A narrated run on a simulated account: what an assistant calls, what it is refused, what a person confirms."""

import signal
import sys
from datetime import datetime

import anyio
from mcp import Client
from mcp.client import ClientRequestContext
from mcp.types import ElicitRequestParams, ElicitResult
from rich.console import Console

from voipms_server.stories.configuring import configure_a_number, confirm_and_undo
from voipms_server.stories.narrator import Assistant, Off, Story
from voipms_server.stories.texting import send_an_sms
from voipms_server.stories.troubleshooting import find_out_why

OPENING = "Everything below happens on a simulated VoIP.ms account with invented data. No real account is touched."


def run() -> None:
    """The whole story on this terminal; exits with an error when any step does not go as told."""
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # A reader such as `head` may leave early.
    if callable(reconfigure := getattr(sys.stdout, "reconfigure", None)):
        reconfigure(errors="replace")
    trouble = anyio.run(play, Story(Console(highlight=False)))
    if trouble:
        raise SystemExit(f"The demo did not go as told: {trouble}")


async def play(story: Story, now: datetime | None = None) -> str:
    """Tell the story on a fresh sandbox, whose clock stands at `now`; what went wrong, or nothing."""
    from voipms_sandbox import Sandbox, create_app
    from voipms_server.assembly import make_server, sandbox_lines
    from voipms_server.catalog import FULL, Choice
    from voipms_server.store.store import in_memory

    app = create_app(now=now)
    sandbox: Sandbox = app.state.sandbox
    store = in_memory(lambda: sandbox.world.clock.now().timestamp())
    server = make_server(sandbox_lines(app), Choice(profile=FULL), store=store)

    async def person(context: ClientRequestContext, params: ElicitRequestParams) -> ElicitResult:
        story.question(params.message)
        story.say("The person answers: yes.")
        return ElicitResult(action="accept", content={"confirm": True})

    async with Client(server, elicitation_callback=person) as client, Client(server) as silent:
        try:
            story.say(OPENING)
            did = await configure_a_number(Assistant(client, story), story)
            await confirm_and_undo(Assistant(silent, story), story, store)
            await find_out_why(Assistant(client, story), story)
            await send_an_sms(Assistant(client, story), story, did, sandbox.inbound_sms)
        except Off as off:
            return str(off)
    return ""
