"""Starts the installed command as a client would and lists its tools; not collected as a test."""

import sys

import anyio
from mcp import Client, StdioServerParameters


async def main(command: str) -> None:
    """Raises when the server does not start, list or answer."""
    for mode in ("auto", "legacy"):
        target = StdioServerParameters(command=command, args=["serve", "--sandbox"])
        async with Client(target, mode=mode) as client:
            tools = (await client.list_tools()).tools
            answer = await client.call_tool("getBalance", {})
            if answer.is_error or len(tools) < 50:
                raise SystemExit(f"The installed server does not work: {len(tools)} tools, {answer.content}")
            if not (await client.list_prompts()).prompts:
                raise SystemExit("The installed server has no prompts.")
            sys.stdout.write(f"installed, {mode}: {len(tools)} tools\n")


anyio.run(main, sys.argv[1])
