"""Assembles the page from its parts; a policy lets nothing run in it but these very scripts and styles."""

import base64
import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

URI = "ui://mcp-voipms/routing-map.html"
SCRIPTS = ("dagre.min.js", "words.js", "layout.js", "drawing.js", "moving.js", "lists.js", "host.js", "main.js")
"""dagre 3.1.3 (MIT) first; its licence stands beside it."""
DATA = '<script type="application/json" id="data">{json}</script>\n'
NOWHERE = "base-uri 'none'; form-action 'none'"
ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}


@cache
def page() -> str:
    """For a host of MCP Apps: it waits for the data."""
    return _made("")


def page_with(routing_map: Mapping[str, object]) -> str:
    """With the data in it, for a browser."""
    text = json.dumps(routing_map, ensure_ascii=False)
    for sign, escape in ESCAPES.items():
        text = text.replace(sign, escape)
    return _made(DATA.replace("{json}", text))


def _made(data: str) -> str:
    style, script = _part("map.css"), _script()
    policy = f"default-src 'none'; script-src {_hash(script)}; style-src {_hash(style)}; {NOWHERE}"
    places = {"{policy}": policy, "{style}": style, "{script}": script, "{data}": data}
    html = _part("map.html")
    return "".join(places.get(piece, piece) for piece in _pieces(html, tuple(places)))


def _script() -> str:
    """All scripts, with the licence of dagre, and without its pointer to a file that is not here."""
    code = "\n".join(map(_part, SCRIPTS))
    kept = [line for line in code.splitlines() if not line.startswith("//# sourceMappingURL")]
    return "\n".join(["/* dagre", _part("dagre.LICENSE.txt"), "*/", *kept])


def _pieces(html: str, places: tuple[str, ...]) -> list[str]:
    """The template cut at its places, so that nothing filled in is looked through for places again."""
    pieces = [html]
    for place in places:
        pieces = [part for piece in pieces for part in _cut(piece, place)]
    return pieces


def _cut(piece: str, place: str) -> list[str]:
    before, mark, after = piece.partition(place)
    return [before, mark, after] if mark else [piece]


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _part(name: str) -> str:
    return files("voipms_server.map").joinpath("parts", name).read_text(encoding="utf-8")
