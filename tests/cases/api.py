"""An API that answers what it is told to, behind the whole server, and arguments for each getter."""

import json
import re
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
from mcp import Client

from cases.arguments import NEEDED
from cases.office import Era
from voipms_server.api.client import Patience, VoipmsClient
from voipms_server.assembly import AccountLines, make_server
from voipms_server.catalog import Choice
from voipms_server.mcp_server import VoipmsServer

METHOD = re.compile(rb'name="method"\r\n(?:[^\r]+\r\n)*\r\n([A-Za-z0-9]+)\r\n')
LATER = (
    "e911Info",
    "e911Validate",
    "getCallTranscriptions",
    "getLNPDetails",
    "getLNPNotes",
    "getLNPStatus",
    "getPortability",
    "getRates",
    "getTerminationRates",
    "getVoicemailMessages",
    "getVoicemailTranscriptions",
)
GETTERS: dict[str, dict[str, object]] = {
    **{name: NEEDED[name] for name in LATER},
    "getCDR": {"date_from": "2026-11-01", "date_to": "2026-11-24", "timezone": -5},
    "getDIDCountries": {"type": "TOLLFREE"},
    "getDIDsCAN": {"province": "QC"},
    "getDIDsInternationalTollFree": {"country_id": "205"},
    "getDIDsUSA": {"state": "FL"},
    "getMediaMMS": {"id": "23437"},
    "getRateCentersCAN": {"province": "QC"},
    "getRateCentersUSA": {"state": "FL"},
    "getRecordingFile": {"recording": "7567"},
    "getRegistrationStatus": {"account": "100000_John"},
    "getStaticMembers": {"queue": "32208"},
    "getTransactionHistory": {"date_from": "2026-11-01", "date_to": "2026-11-24"},
    "searchDIDsCAN": {"type": "starts", "query": "514"},
    "searchDIDsUSA": {"type": "starts", "query": "305"},
    "searchVanity": {"type": "8**", "query": "***5646"},
}
"""Required arguments of the functions that read; the others need none."""


@dataclass
class Told:
    """Answers each method with what is set for it, else with `otherwise`; keeps the methods it was asked for."""

    otherwise: object = field(default_factory=lambda: dict[str, object](status="success"))
    answers: dict[str, object] = field(default_factory=dict[str, object])
    methods: list[str] = field(default_factory=list[str])

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        found = METHOD.search(await request.aread())
        assert found is not None
        self.methods.append(found[1].decode())
        answer = self.answers.get(self.methods[-1], self.otherwise)
        content = answer if isinstance(answer, bytes) else json.dumps(answer).encode()
        return httpx.Response(200, content=content)

    def server(self) -> VoipmsServer:
        return make_server(AccountLines(("home",), self.connect), Choice(profile="full"))

    def connect(self, name: str) -> VoipmsClient:
        transport, patience = httpx.MockTransport(self), Patience(tries=1, rate_wait=0)
        return VoipmsClient(name, "owner@example.com", "x", transport=transport, patience=patience)

    @asynccontextmanager
    async def client(self, era: Era = "2026-07-28") -> AsyncGenerator[Client]:
        async with Client(self.server(), mode=era) as client:
            yield client

    async def ask(self, name: str, era: Era = "2026-07-28", **arguments: object) -> dict[str, Any]:
        """The clean answer of a function that reads."""
        async with self.client(era) as client:
            result = await client.call_tool(name, {**GETTERS.get(name, {}), **arguments})
        assert not result.is_error, result.content
        assert result.structured_content is not None
        return result.structured_content


def answering(rows: object, key: str) -> Told:
    """An API whose every list is this one."""
    return Told({"status": "success", key: rows})
