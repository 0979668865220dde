"""A simulated account in a process of its own, and what it was asked."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass

import httpx
from program import environment, free_port, service
from pydantic import BaseModel, TypeAdapter


class Call(BaseModel):
    """A call of the API that arrived."""

    method: str
    params: dict[str, str]
    status: str


CALLS = TypeAdapter(list[Call])


@dataclass(frozen=True)
class Account:
    """Where it listens."""

    base: str

    @property
    def api(self) -> str:
        return f"{self.base}/api/v1/rest.php"

    async def calls(self, method: str) -> list[Call]:
        """The calls of one function so far, oldest first."""
        async with httpx.AsyncClient(trust_env=False) as http:
            answer = await http.get(f"{self.base}/sandbox/calls")
        return [call for call in CALLS.validate_json(answer.content) if call.method == method]

    async def real(self, method: str) -> list[Call]:
        """Those of them that were no rehearsal."""
        return [call for call in await self.calls(method) if "test" not in call.params]


@asynccontextmanager
async def simulated() -> AsyncGenerator[Account]:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    async with service(["sandbox", "--port", str(port)], f"{base}/sandbox/", environment()):
        yield Account(base)
