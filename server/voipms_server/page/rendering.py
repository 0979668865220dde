"""The page's HTML, and the headers that stand on every answer of it."""

import base64
import hashlib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

STYLE = files("voipms_server.page").joinpath("templates", "page.css").read_text(encoding="utf-8")
STYLE_HASH = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{STYLE_HASH}'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
)
HEADERS: Mapping[str, str] = MappingProxyType(
    {
        "Content-Security-Policy": POLICY,
        "Cache-Control": "no-store",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",  # With no-referrer a browser sends `Origin: null` from its own form.
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
)


@cache
def _templates() -> Environment:
    loader = PackageLoader("voipms_server.page")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)


def render(template: str, status: int = 200, **values: object) -> HTMLResponse:
    """This template with these values; all of them are shown as text."""
    style = Markup(STYLE)  # noqa: S704 - A file of this package.
    return HTMLResponse(_templates().get_template(template).render(style=style, **values), status)


def message(sentence: str, status: int, title: str = "No answer is taken") -> HTMLResponse:
    """A page that says one thing."""
    return render("message.html", status, sentence=sentence, title=title)
