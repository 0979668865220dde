"""Runs where voipms-api 1.2.1 is installed: `with_voipms_api.py URL STEP` prints the answer of one step as JSON."""

import importlib
import json
import sys
from collections.abc import Callable, Mapping
from typing import Protocol

Answer = Mapping[str, object]


class Dids(Protocol):
    """voipms_api.DIDs, as far as it is used here."""

    voipms_url: str

    def get_dids_info(self) -> Answer: ...
    def set_did_routing(self, did: str, routing: str) -> Answer: ...
    def post(self, method: str, params: dict[str, str]) -> Answer: ...


class Sms(Protocol):
    """voipms_api.SMS, as far as it is used here."""

    voipms_url: str

    def send_sms(self, did: str, dst: str, message: str) -> Answer: ...


def dids(url: str) -> Dids:
    """The client for numbers, pointed at `url`: its address is fixed in the code, so it is set on the object."""
    made: Dids = importlib.import_module("voipms_api").DIDs("interop@example.com", "made-up")
    made.voipms_url = url
    return made


def sms(url: str) -> Sms:
    """The client for messages, pointed at `url` in the same way."""
    made: Sms = importlib.import_module("voipms_api").SMS("interop@example.com", "made-up")
    made.voipms_url = url
    return made


STEPS: Mapping[str, Callable[[str], Answer]] = {
    "list": lambda url: dids(url).get_dids_info(),
    "list by POST": lambda url: dids(url).post("getDIDsInfo", {}),
    "route": lambda url: dids(url).set_did_routing("5145550113", "sys:busy"),
    "text": lambda url: sms(url).send_sms("5145550110", "5145550199", "Bonjour Zoë, 100% & more"),
    "refused": lambda url: dids(url).set_did_routing("5145550113", "fwd:1"),
}

if __name__ == "__main__":
    sys.stdout.write(json.dumps(STEPS[sys.argv[2]](sys.argv[1])))
