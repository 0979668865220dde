"""`trace`: where calls to a number go, as a tree in the terminal, and as a map in a browser."""

import tempfile
import webbrowser
from collections.abc import Mapping
from pathlib import Path

import typer
from rich.console import Console
from rich.text import Text
from rich.tree import Tree

from voipms_server.cli.own import Own, existing
from voipms_server.map.page import page_with
from voipms_server.shapes import is_list, is_row
from voipms_server.tracing.checks import ORDER
from voipms_tools.words.jobs import ALL

Row = Mapping[str, object]
MARKS = {"problem": ("x ", "red"), "warning": ("! ", "yellow"), "unknown": ("? ", "dim")}
SEVERITY = {"problem": "red", "warning": "yellow", "hint": "dim"}
PATH = "bold"
LONG = 2_000


def trace(account: str | None, sandbox: str | None, asked: Mapping[str, object], *, show: bool) -> None:
    """Print it; with `show` open the map too."""
    answer = Own(account, existing(sandbox)).call("traceRouting", asked)
    if asked.get("did") == ALL:
        for line in rows_of(answer.get("numbers")):
            typer.echo(line)
        return
    drawn = answer.get("map")
    data: Row = drawn if is_row(drawn) else {}
    told(console(), answer, data)
    if show:
        typer.echo(opened(data, str(asked["did"])))


def console() -> Console:
    """Lines are never cut where nobody looks at them."""
    made = Console(highlight=False)
    return made if made.is_terminal else Console(highlight=False, width=LONG)


def rows_of(found: object) -> list[str]:
    return [str(one) for one in found] if is_list(found) else []


def told(console: Console, answer: Row, data: Row) -> None:
    """The tree, then where this call ends, then what was found."""
    console.print(tree(data), soft_wrap=True)
    console.print()
    console.print(Text(str(answer["text"]).partition(" Found: ")[0]), soft_wrap=True)
    found = [one for one in listed(data, "findings") if one.get("severity") in ORDER]
    for one in found:
        severity = str(one["severity"])
        console.print(Text(f"{severity}: {one['words']}", style=SEVERITY.get(severity, "")), soft_wrap=True)
        if "fix" in one:
            console.print(Text(f"  fix: {one['fix']}"), soft_wrap=True)
    console.print(Text(str(answer["assumed"]), style="dim"), soft_wrap=True)


def listed(data: Row, name: str) -> list[Row]:
    found = data.get(name)
    return [one for one in found if is_row(one)] if is_list(found) else []


def tree(data: Row) -> Tree:
    """Every place once; a way to one that was shown before names it, and that it is above."""
    nodes = {str(node["id"]): node for node in listed(data, "nodes")}
    ways: dict[str, list[Row]] = {id_: [] for id_ in nodes}
    for edge in listed(data, "edges"):
        ways[str(edge["from"])].append(edge)
    start = next(iter(nodes))
    root = Tree(_node(nodes[start], ""), guide_style="dim")
    _grow(root, start, nodes, ways, {start})
    return root


def _grow(branch: Tree, id_: str, nodes: Mapping[str, Row], ways: Mapping[str, list[Row]], seen: set[str]) -> None:
    for way in ways[id_]:
        to = str(way["to"])
        again = to in seen and bool(ways[to] or to == id_)
        style = PATH if way.get("on_path") else ""
        label = Text(f"{way['label']}: " if way.get("label") else "", style=style or "dim")
        grown = branch.add(label + _node(nodes[to], " (see above)" if again else ""))
        if not again:
            seen.add(to)
            _grow(grown, to, nodes, ways, seen)


def _node(node: Row, after: str) -> Text:
    mark, style = MARKS.get(str(node.get("state")), ("", ""))
    name = str(node.get("name") or "")
    words = str(node["label"]) + (f" ({name})" if name and name not in str(node["label"]) else "")
    at = f" [{node['second']} s]" if node.get("on_path") and "second" in node else ""
    return Text(f"{mark}{words}{at}{after}", style=f"{PATH if node.get('on_path') else ''} {style}".strip())


def opened(data: Row, did: str) -> str:
    """Write the page where only this user can read it, and open it; says where it is."""
    folder = Path(tempfile.mkdtemp(prefix="mcp-voipms-"))
    file = folder / f"routing-{did}.html"
    file.touch(mode=0o600)
    file.write_text(page_with(data), encoding="utf-8")
    shown = webbrowser.open(file.as_uri())
    return f"The map is open in the browser: {file}" if shown else f"No browser was found. Open this file: {file}"
