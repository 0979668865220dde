"""What every test has: one event loop backend, and properties that are the same at every run; what some share.

`HYPOTHESIS_PROFILE=explore` looks for new examples, and many more of them.
"""

import os
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from hypothesis import settings

from cases.browser import CHROMIUM
from cases.postgres import Postgres, running
from cases.processes import Crew, crew

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

collect_ignore = [] if CHROMIUM else ["server/test_page_in_browser.py"]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say so where the browser tests were left out."""
    if CHROMIUM is None:
        terminalreporter.write_line("browser tests: left out, for want of Chromium and Playwright")


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test touches the store or the keyring of the person who runs it, nor the store of another test."""
    monkeypatch.setenv("VOIPMS_MCP_STORE", str(tmp_path / "data" / "store.sqlite"))
    monkeypatch.setenv("VOIPMS_MCP_STORE_KEY_FILE", str(tmp_path / "data" / "store.key"))


@pytest.fixture(scope="session")
async def postgres(anyio_backend: str) -> AsyncGenerator[Postgres]:
    """A PostgreSQL server; each test makes a place of its own in it."""
    async with running() as server:
        yield server


@pytest.fixture(scope="session")
async def programs(anyio_backend: str) -> AsyncGenerator[Crew]:
    """Programs of their own, for tests of what holds between processes."""
    async with crew() as found:
        yield found
