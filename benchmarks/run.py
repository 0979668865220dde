"""Start, memory, time per call, bytes of the tool list and tracing, as ratios measured in one run: `make bench`."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import anyio
from mcp import Client, StdioServerParameters

import tracing

HERE = Path(__file__).parent
PORT = 8099
ROUNDS = 7
CALLS = 300
URL = f"http://127.0.0.1:{PORT}/api/v1/rest.php"
ENV = {
    **os.environ,
    "VOIPMS_API_URL": URL,
    "VOIPMS_API_USERNAME": "bench@example.com",
    "VOIPMS_API_PASSWORD": "bench",
    "VOIPMS_MCP_RATE_PER_MINUTE": "1000000",
    "VOIPMS_MCP_RATE_BURST": "1000000",
    "VOIPMS_MCP_CONFIG": str(HERE / "none.toml"),
}
OURS = [sys.executable, "-m", "voipms_server", "serve"]
BARE = [sys.executable, str(HERE / "bare.py")]
HELLO = {
    "jsonrpc": "2.0",
    "id": 1,
    "method": "initialize",
    "params": {
        "protocolVersion": "2025-11-25",
        "capabilities": {},
        "clientInfo": {"name": "bench", "version": "1"},
    },
}
READY = {"jsonrpc": "2.0", "method": "notifications/initialized"}
LIST = {"jsonrpc": "2.0", "id": 2, "method": "tools/list"}


def started(command: list[str]) -> tuple[float, float, str]:
    """Milliseconds from the spawn to the first tools/list answer, peak memory in MB, and that answer."""
    begin = time.perf_counter()
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=ENV
    )
    if process.stdin is None or process.stdout is None:
        raise RuntimeError("no pipes")
    process.stdin.write(b"".join(json.dumps(one).encode() + b"\n" for one in (HELLO, READY, LIST)))
    process.stdin.flush()
    process.stdout.readline()
    answer = process.stdout.readline().decode()
    taken = (time.perf_counter() - begin) * 1000
    status = Path(f"/proc/{process.pid}/status").read_text(encoding="ascii")
    peak = next(float(line.split()[1]) / 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    process.stdin.close()
    process.wait(timeout=20)
    return taken, peak, answer


async def per_call(client: Client, tool: str) -> float:
    """Microseconds of one call, median."""
    times: list[float] = []
    for _ in range(CALLS):
        begin = time.perf_counter()
        result = await client.call_tool(tool, {})
        times.append((time.perf_counter() - begin) * 1e6)
        if result.is_error:
            raise RuntimeError(f"{tool} failed: {result.content}")
    return statistics.median(times)


@asynccontextmanager
async def connected(command: list[str]) -> AsyncGenerator[Client]:
    target = StdioServerParameters(command=command[0], args=command[1:], env=ENV)
    async with Client(target) as client:
        yield client


async def calls() -> list[tuple[float, float]]:
    """Rounds of our time and the bare server's, both against the same sandbox over HTTP."""
    async with connected(OURS) as ours, connected(BARE) as bare:
        await per_call(ours, "getBalance")
        await per_call(bare, "balance")
        return [(await per_call(ours, "getBalance"), await per_call(bare, "balance")) for _ in range(ROUNDS)]


def row(what: str, ours: float, bare: float, ratio: float, goal: float, unit: str) -> bool:
    verdict = "ok" if ratio <= goal else "MISSED"
    print(f"{what:<34} {ours:9.1f} {bare:9.1f} {unit:<3} {ratio:6.2f}  goal {goal:.2f}  {verdict}")
    return ratio <= goal


def starts() -> list[bool]:
    """Start and memory, one after the other in each round."""
    for command in (OURS, BARE):
        started(command)
    rounds = [(started(OURS), started(BARE)) for _ in range(ROUNDS)]
    results: list[bool] = []
    for n, what, goal, unit in ((0, "start to the first tools/list", 1.3, "ms"), (1, "peak memory", 1.25, "MB")):
        pairs = [(float(ours[n]), float(bare[n])) for ours, bare in rounds]
        results.append(compared(what, pairs, goal, unit))
    return [*results, *listing(rounds[0][0][2])]


def compared(what: str, pairs: list[tuple[float, float]], goal: float, unit: str) -> bool:
    """A line with the medians and the median of the rounds' ratios."""
    ours, bare = (statistics.median(side) for side in zip(*pairs, strict=True))
    return row(what, ours, bare, statistics.median(one / other for one, other in pairs), goal, unit)


def listing(answer: str) -> list[bool]:
    """Bytes of the tool list, and the largest tools."""
    tools = json.loads(answer)["result"]["tools"]
    sizes = sorted(((len(json.dumps(tool, separators=(",", ":"))), tool["name"]) for tool in tools), reverse=True)
    total = len(json.dumps(tools, separators=(",", ":")))
    print(f"tools/list: {len(tools)} tools, {total} bytes (goal 51900); largest: {sizes[:5]} (goal 4500)")
    return [total <= 51_900, sizes[0][0] <= 4_500]


def main() -> None:
    """All of it; with --check a missed goal is an error."""
    print(f"{'medians of ' + str(ROUNDS) + ' rounds':<34} {'ours':>9} {'bare':>9}      ratio")
    sandbox = subprocess.Popen(
        [sys.executable, "-m", "voipms_server", "sandbox", "--port", str(PORT)], stderr=subprocess.PIPE
    )
    try:
        if sandbox.stderr is not None:
            sandbox.stderr.readline()
        time.sleep(1)
        results = [*starts(), compared("time per call, getBalance", anyio.run(calls), 1.15, "us")]
        print("beside reading the same lists:")
        results += [compared(what, pairs, goal, "ms") for what, pairs, goal in tracing.rows()]
    finally:
        sandbox.terminate()
        sandbox.wait(timeout=20)
    if "--check" in sys.argv and not all(results):
        sys.exit(1)


if __name__ == "__main__":
    main()
