"""The picture of the README: the middle chapters of the demo, as an SVG without foreign fonts or scripts."""

import io
from datetime import datetime
from html import escape

import anyio
from rich.console import Console
from rich.segment import Segment
from rich.style import Style
from rich.text import Text

from voipms_server.demo import play
from voipms_server.stories.narrator import Story

NOW = datetime.fromisoformat("2026-11-24T10:00:00-05:00")
CHAPTERS = ("3.", "4.", "5.")
COLUMNS = 88
CHARACTER = 8.4
LINE = 19
MARGIN = 16
PLAIN = "#d6deeb"
COLORS = {2: "#a3e08a", 3: "#f2c572", 6: "#7fdbca"}
"""By the numbers of the terminal's green, yellow and cyan."""


class Excerpt(Story):
    """Records some chapters, and lets the others pass unseen."""

    def __init__(self) -> None:
        self.shown = _console()
        self._unseen = _console()
        super().__init__(self._unseen)

    def chapter(self, title: str) -> None:
        self._console = self.shown if title.startswith(CHAPTERS) else self._unseen
        super().chapter(title)


def _console() -> Console:
    return Console(
        file=io.StringIO(), record=True, width=COLUMNS, force_terminal=True, color_system="standard", highlight=False
    )


def _lines(console: Console) -> list[list[Segment]]:
    """What was printed, line by line, with its styles."""
    text = console.export_text(styles=True, clear=True)
    replay = _console()
    return [list(replay.render(Text.from_ansi(line, end=""))) for line in text.rstrip("\n").split("\n")]


def _span(segment: Segment, column: int) -> str:
    style = segment.style or Style()
    color = COLORS.get(style.color.number or 0, PLAIN) if style.color else PLAIN
    weight = ' font-weight="bold"' if style.bold else ""
    x = MARGIN + column * CHARACTER
    return f'<tspan x="{x:.1f}" fill="{color}"{weight}>{escape(segment.text, quote=False)}</tspan>'


def _text(number: int, segments: list[Segment]) -> str:
    spans, column = "", 0
    for segment in segments:
        if segment.text.strip():
            spans += _span(segment, column)
        column += segment.cell_length
    return f'<text y="{MARGIN + 14 + number * LINE}">{spans}</text>' if spans else ""


def picture() -> str:
    """The SVG; the same at every run."""
    story = Excerpt()
    trouble = anyio.run(play, story, NOW)
    if trouble:
        raise RuntimeError(trouble)
    lines = _lines(story.shown)[1:]
    width, height = round(2 * MARGIN + COLUMNS * CHARACTER), 2 * MARGIN + len(lines) * LINE
    body = "\n".join(text for number, line in enumerate(lines) if (text := _text(number, line)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, monospace" font-size="14" xml:space="preserve">\n'
        "<title>A bad route is refused, an order is previewed, and a person is asked once before it is placed</title>\n"
        f'<rect width="100%" height="100%" rx="8" fill="#011627"/>\n{body}\n</svg>\n'
    )
