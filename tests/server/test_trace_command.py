"""`mcp-voipms trace`: a tree in the terminal, and the same page in a browser."""

import stat
import webbrowser
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cases.office import NOON
from voipms_sandbox.clock import Clock
from voipms_sandbox.seed import seed
from voipms_sandbox.stored import begin
from voipms_sandbox.world import load
from voipms_server.cli import app

DID = "5145550110"


def nowhere(_: str) -> bool:
    return False


@pytest.fixture
def sandbox(tmp_path: Path) -> str:
    file = tmp_path / "office.json"
    begin(load(seed(NOON), Clock(NOON), file))
    return str(file)


def run(sandbox: str, *arguments: str) -> Result:
    return CliRunner().invoke(app, ["trace", *arguments, "--sandbox", sandbox, "--account", "office"])


def test_every_way_is_in_the_tree_and_each_place_grows_once(sandbox: str) -> None:
    found = run(sandbox, DID, "--at", "2026-11-24T12:00-05:00")
    assert found.exit_code == 0, found.output
    lines = found.output.splitlines()
    assert lines[0].startswith(f"number {DID} (Main line) [0 s]")
    for words in ("time condition 1830 (Office hours) [0 s]", "key 1: ring group 4768 (Support)", "else: IVR 4638"):
        assert any(words in line for line in lines)
    assert found.output.count("nobody answers: its mailbox") == 1
    assert "It ends hung up after 6 s" in found.output


def test_a_caller_and_a_time_decide_the_way(sandbox: str) -> None:
    found = run(sandbox, DID, "--caller", "anonymous")
    assert "! caller-ID filter 18915 (anonymous callers) [0 s]" in found.output
    assert "warning: Caller-ID filter 18915" in found.output
    assert "fix: Make it catch fewer callers. (updateSettings)" in found.output
    night = run(sandbox, DID, "--at", "2026-11-24T22:00-05:00")
    assert "IVR 4638 (Closed menu) [0 s]" in night.output


def test_all_is_a_line_for_each_number(sandbox: str) -> None:
    lines = run(sandbox, "all").output.splitlines()
    assert len(lines) == 14
    assert all(line.startswith("number ") for line in lines)


def test_lines_are_not_cut_where_nobody_looks(sandbox: str) -> None:
    found = run(sandbox, "5145550113")
    assert "cannot be reached: the caller hears that the party cannot be reached [0 s]" in found.output


def test_open_writes_a_page_only_this_user_can_read(sandbox: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []

    def opening(url: str) -> bool:
        shown.append(url)
        return True

    monkeypatch.setattr(webbrowser, "open", opening)
    found = run(sandbox, DID, "--open")
    assert "The map is open in the browser" in found.output
    file = Path(shown[0].removeprefix("file://"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert '"title": "number 5145550110 (Main line)"' in file.read_text(encoding="utf-8")


def test_without_a_browser_the_file_is_named(sandbox: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webbrowser, "open", nowhere)
    assert "No browser was found. Open this file: /" in run(sandbox, DID, "--open").output


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["514"], "'514' is not a 10-digit number"),
        (["5145559999"], "There is no number 5145559999"),
        ([DID, "--at", "noon"], "at: "),
    ],
)
def test_what_cannot_be_traced_is_said_in_a_sentence(sandbox: str, arguments: list[str], words: str) -> None:
    found = run(sandbox, *arguments)
    assert found.exit_code == 2
    assert words in found.output
    assert "Traceback" not in found.output
