"""Runs where voipms 0.2.6 is installed: `with_voipms.py URL STEP` prints the answer of one step as JSON."""

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from typing import Protocol

Answer = Mapping[str, object]


class Get(Protocol):
    """dids.get"""

    def dids_info(self) -> Answer: ...


class Set(Protocol):
    """dids.set"""

    def did_routing(self, did: int, routing: str) -> Answer: ...


class Send(Protocol):
    """dids.send"""

    def sms(self, did: int, dst: int, message: str) -> Answer: ...


class Dids(Protocol):
    """The client's functions for numbers."""

    get: Get
    set: Set
    send: Send


class Client(Protocol):
    """voipms.VoipMs, as far as it is used here."""

    base_url: str
    post_url: str
    dids: Dids


def client(url: str) -> Client:
    """The client, pointed at `url`: its addresses are fixed in the code, so they are set on the object."""
    made: Client = importlib.import_module("voipms").VoipMs("interop@example.com", "made-up")
    made.base_url = made.base_url.replace(made.post_url, url)
    made.post_url = url
    return made


def refused(one: Client) -> Answer:
    """It raises TypeError with its own sentence for a status other than success."""
    try:
        return one.dids.set.did_routing(5145550113, "fwd:1")
    except TypeError as error:
        return {"raised": str(error)}


STEPS: Mapping[str, Callable[[Client], Answer]] = {
    "list": lambda one: one.dids.get.dids_info(),
    "route": lambda one: one.dids.set.did_routing(5145550113, "sys:busy"),
    "text": lambda one: one.dids.send.sms(5145550110, 5145550199, "Bonjour Zoë, 100% & more"),
    "refused": refused,
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(STEPS[sys.argv[2]](client(sys.argv[1]))))
