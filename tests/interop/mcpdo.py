"""The Inspector's mcpdo: a daemon holds the connections, and a question waits until somebody answers it."""

import json
from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from answers import CallResult
from checks import Wrong
from inspector import TOOL_FAILED
from install import NODE
from program import environment, run, succeed

LOOKS = 50


@dataclass(frozen=True)
class Mcpdo:
    """mcpdo with a daemon of its own in `folder`, and one server under two names."""

    programs: Path
    folder: Path

    async def connect(self, era: str, elicit: str) -> None:
        """Connect under the era's name; `elicit` is what the client says it can ask: off, form, url or both."""
        await self.run("--config", str(self.folder / "servers.json"), "connect", era, "--era", era, "--elicit", elicit)

    async def call(self, era: str, tool: str, arguments: Mapping[str, object]) -> str:
        """What is printed: a result, or a question that waits."""
        return await self.run(f"@{era}", "tools/call", tool, json.dumps(arguments))

    async def answer(self, era: str, question: str, answer: str) -> CallResult:
        """The result of the call that asked."""
        return CallResult.model_validate_json(await self.run(f"@{era}", "elicitation/respond", question, answer))

    async def run(self, *arguments: str) -> str:
        """Raises Wrong unless it worked or a tool answered with an error."""
        ended = await run(self._command(*arguments), self._environment)
        if ended.code not in (0, TOOL_FAILED):
            raise Wrong(ended.complaint)
        return ended.out

    async def stop(self) -> None:
        """End the daemon and its connections. Raises Wrong when it does not end."""
        await run(self._command("daemon", "stop"), self._environment)
        for _ in range(LOOKS):
            if '"running": false' in await succeed(self._command("daemon", "status"), self._environment):
                return
        raise Wrong("the daemon still runs after it was told to stop")

    def _command(self, *arguments: str) -> list[str]:
        return [NODE, str(self.programs / "mcpdo" / "build" / "mcp-bin.js"), "--format", "json", *arguments]

    @property
    def _environment(self) -> Mapping[str, str]:
        return environment(
            MCP_INSPECTOR_SECRET_STORE="file",
            MCP_INSPECTOR_DAEMON_DIR=str(self.folder),
            MCP_INSPECTOR_DAEMON_TOKEN="only-for-this-run",
        )


@asynccontextmanager
async def mcpdo(programs: Path, url: str, eras: Mapping[str, str]) -> AsyncGenerator[Mcpdo]:
    """Ready to connect to the server at this URL. Its folder has a short name, as a socket's path must be short."""
    with TemporaryDirectory(prefix="mcpdo-", ignore_cleanup_errors=True) as folder:
        tool = Mcpdo(programs, Path(folder))
        _write(
            tool.folder / "servers.json", {"mcpServers": {era: {"type": "streamable-http", "url": url} for era in eras}}
        )
        try:
            yield tool
        finally:
            await tool.stop()


def _write(file: Path, content: Mapping[str, object]) -> None:
    file.write_text(json.dumps(content), encoding="utf-8")
