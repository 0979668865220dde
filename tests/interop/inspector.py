"""The MCP Inspector's command line against the server, over stdio and Streamable HTTP, in both protocol eras."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from answers import CallResult, Envelope, FailureEnvelope, Hello, Listing
from checks import Checks, Wrong, holds, same
from install import NODE
from program import SERVER, Ended, environment, free_port, run, service

SERVE = ("serve", "--sandbox", "--profile", "full")
VERSIONS = {"legacy": "2025-11-25", "modern": "2026-07-28"}
TOOL_FAILED = 5  # The Inspector's exit code for a result with isError.
SNAPSHOTS = Path(__file__).parent.parent / "snapshots"
ORDER: Mapping[str, object] = {
    "did": "5145550101",
    "routing": "account:100000_Reception",
    "pop": 31,
    "dialtime": 60,
    "cnam": False,
    "billing_type": 1,
}


@dataclass(frozen=True)
class Inspector:
    """`mcp-inspector --cli` with a target; each command starts a session of its own."""

    programs: Path
    options: Sequence[str]
    target: Sequence[str]

    async def run(self, *arguments: str) -> Ended:
        launcher = str(self.programs / "launcher" / "build" / "index.js")
        command = [NODE, launcher, "--cli", "--format", "json", *self.options, *arguments, *self.target]
        return await run(command, environment(MCP_INSPECTOR_SECRET_STORE="file"))

    async def call(self, tool: str, *arguments: str) -> CallResult:
        """A tool's result; the exit code must agree with it."""
        ended = await self.run("--method", "tools/call", "--tool-name", tool, *arguments)
        if ended.code not in (0, TOOL_FAILED):
            raise Wrong(ended.complaint)
        result = Envelope[CallResult].model_validate_json(ended.out).result
        agrees(ended, result)
        return result

    async def call_with(self, tool: str, arguments: Mapping[str, object]) -> CallResult:
        return await self.call(tool, "--tool-args-json", json.dumps(arguments))


def agrees(ended: Ended, result: CallResult) -> None:
    """Raise Wrong when the exit code and the error do not say what the result says."""
    same("the exit code", ended.code, TOOL_FAILED if result.is_error else 0)
    if result.is_error:
        last = ended.err.strip().splitlines()[-1]
        same("the error's code", FailureEnvelope.model_validate_json(last).error.code, "tool_is_error")


async def over_stdio(checks: Checks, programs: Path, era: str) -> None:
    """A new server for each command."""
    inspector = Inspector(programs, ("--protocol-era", era), ("--", SERVER, *SERVE))
    await session(checks, inspector, "stdio", era)


async def over_http(checks: Checks, programs: Path) -> None:
    """One server for all commands of both eras."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    target = ("--server-url", f"{url}/mcp", "--transport", "http")
    with checks.claim("Inspector, HTTP: the server starts, and stops when told"):
        async with service([*SERVE, "--http", str(port)], f"{url}/healthz", environment()):
            for era in VERSIONS:
                await session(checks, Inspector(programs, ("--protocol-era", era), target), "HTTP", era)


async def session(checks: Checks, inspector: Inspector, transport: str, era: str) -> None:
    """Every claim about one transport in one era."""
    where = f"Inspector, {transport}, {era}"
    for sentence, claim in CLAIMS.items():
        with checks.claim(f"{where}: {sentence}"):
            await claim(inspector)
    with checks.claim(f"{where}: the protocol is {VERSIONS[era]}, with instructions"):
        ended = await inspector.run("--method", "initialize")
        hello = Envelope[Hello].model_validate_json(ended.out).result
        same("the version", hello.version, VERSIONS[era])
        holds(hello.instructions, "VoIP.ms")


def worked(result: CallResult) -> None:
    """Raise Wrong, with what it says, for an error."""
    if result.is_error:
        raise Wrong(f"an error: {result.text}")


def failed(result: CallResult, *parts: str) -> None:
    """Raise Wrong for anything but an error that says this."""
    same("the error mark", result.is_error, True)
    holds(result.text, *parts)


async def listed(inspector: Inspector) -> None:
    ended = await inspector.run("--method", "tools/list", "--strict")
    if ended.code or ended.err:
        raise Wrong(ended.complaint)
    tools = {tool.name: tool for tool in Envelope[Listing].model_validate_json(ended.out).result.tools}
    stored = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in SNAPSHOTS.glob("*.json")}
    same("the list of names", sorted(tools), sorted(stored))
    for name, tool in tools.items():
        same(f"the schema of {name}", tool.schema_, stored[name]["inputSchema"])
        same(f"the description of {name}", tool.description, stored[name]["description"])


async def balance(inspector: Inspector) -> None:
    result = await inspector.call("getBalance")
    worked(result)
    holds(str(result.structured["current_balance"]), "US$295.80")
    same("the text", json.loads(result.text), result.structured)


async def routed(inspector: Inspector) -> None:
    result = await inspector.call("setDIDRouting", "--tool-arg", "did=5145550113", "--tool-arg", "routing=sys:busy")
    worked(result)
    same("what was done", result.structured["done"], True)


async def wrong_route(inspector: Inspector) -> None:
    result = await inspector.call_with("setDIDRouting", {"did": "5145550110", "routing": "phone:5551234567"})
    failed(result, "setDIDRouting was not called", "'phone:5551234567' is not a route", "`header:id`")


async def unknown_argument(inspector: Inspector) -> None:
    result = await inspector.call_with("getBalance", {"advancd": True})
    failed(result, "getBalance was not called", "'advancd' is not an argument", "did you mean advanced?")


async def refused_order(inspector: Inspector) -> None:
    result = await inspector.call_with("orderDID", {**ORDER, "test": False})
    failed(result, "Nothing was sent", "no way to ask", "elicitation")


async def rehearsal(inspector: Inspector) -> None:
    result = await inspector.call_with("orderDID", ORDER)
    worked(result)
    same("rehearsal and done", (result.structured["rehearsal"], result.structured["done"]), (True, False))
    holds(str(result.structured["price"]), "US$1.49 now", "US$0.99 a month")


CLAIMS = {
    "tools/list --strict finds every tool with its schema intact": listed,
    "getBalance answers with text and structured content": balance,
    "a route typed as key=value is set": routed,
    "a wrong route is an error with a readable sentence": wrong_route,
    "an unknown argument is an error that names the right one": unknown_argument,
    "a real order is refused: this client cannot ask a person": refused_order,
    "an order without test=false is a rehearsal with its price": rehearsal,
}
