"""The documents: links lead somewhere, and what they count and list is what there is."""

import re
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from voipms_server.catalog import Catalog, Choice, toolset
from voipms_server.cli import app
from voipms_server.settings import API, CONFIG, Settings
from voipms_tools.registry import tools

ROOT = Path(__file__).parent.parent.parent
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
LINK = re.compile(r"\]\((?!https?://)([^)#]*)(?:#([^)]*))?\)")


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def anchors(text: str) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_link_leads_to_a_page_and_a_heading(path: Path) -> None:
    for target, anchor in LINK.findall(path.read_text(encoding="utf-8")):
        found = path.parent / target if target else path
        assert found.exists(), target
        assert not anchor or anchor in anchors(found.read_text(encoding="utf-8")), anchor


def test_every_page_is_reached_from_the_readme() -> None:
    linked = {target for target, _ in LINK.findall(page("README.md"))}
    assert {path.relative_to(ROOT).as_posix() for path in PAGES} - {"README.md"} <= linked


def test_the_readme_counts_the_tools_there_are() -> None:
    listed = len(Catalog(Choice(), ["one"]).tools)
    assert f"[{len(tools())} tools](docs/tools.md), {listed} listed" in re.sub(r"\s+", " ", page("README.md"))


def test_every_setting_and_toolset_is_on_its_page() -> None:
    text = page("docs/settings.md")
    rows = set(re.findall(r"^\| `([a-z_]+)` \|", text, re.MULTILINE))
    assert rows == set(Settings.model_fields)
    assert all(f"`{variable}`" in text for variable in (*API.values(), CONFIG))
    (listed,) = re.findall(r"only these toolsets: (.*) \|", text)
    assert re.findall(r"`(\w+)`", listed) == sorted({toolset(function) for function in tools().values()})


def test_every_default_is_the_one_on_the_page() -> None:
    text = page("docs/settings.md")
    for name, field in Settings.model_fields.items():
        if isinstance(field.default, int | float) and not isinstance(field.default, bool):
            assert f"| `{name}` | {field.default:g} |" in text


def test_every_command_and_option_is_on_the_page_of_settings() -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    rows = {row.split("`")[1]: row for row in page("docs/settings.md").splitlines() if row.startswith("| `mcp-voipms ")}
    assert set(rows) == {f"mcp-voipms {name}" for name in group.commands}
    for name, command in group.commands.items():
        options = {option for parameter in command.params for option in parameter.opts if option[0] == "-"} - {"--help"}
        assert options == set(re.findall(r"`(--[a-z-]+)", rows[f"mcp-voipms {name}"]))
