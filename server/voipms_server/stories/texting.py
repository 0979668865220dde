"""Send an SMS: to somebody by name, and what comes of it."""

import json
from collections.abc import Callable

from voipms_server.stories.narrator import Assistant, Story, rows

Arrives = Callable[[str, str, str], object]
"""Lets a text arrive: own number, from whom, what it says."""


async def send_an_sms(assistant: Assistant, story: Story, did: str, arrives: Arrives) -> None:
    """A text to somebody of the phonebook, what they answer, and the reply to that."""
    story.part("Send an SMS")
    story.chapter("13. Text somebody by name: a new recipient is asked about, a reply is not")
    arguments = {"to": "garage", "text": "We will be there at 2:30.", "from": did}
    sent = rows(await assistant.call("sendMessage", **arguments), "results")[0]
    story.answer(f"Sent to {sent['name']}, {sent['to']}; VoIP.ms calls it message {sent['message_id']}.")
    arrives(did, str(sent["to"]), "Parfait, \u00e0 tant\u00f4t !")
    story.say("The garage answers.")
    heard = rows(await assistant.call("readMessages", **{"with": "garage"}), "conversations")[0]
    last = rows(heard, "messages")[-1]
    story.answer(f"{heard['name']}, {heard['new']} new: {json.dumps(last['text'], ensure_ascii=False)}")
    await assistant.call("sendMessage", to="garage", text="Merci !")
    story.answer("Sent. Nobody was asked: it answers the one who wrote.")
