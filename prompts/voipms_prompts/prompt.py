"""One prompt: a Markdown file whose front matter says what it is, and whose body is what the assistant is told.

In the body `{argument}` is the place of an argument. A line that begins with `?argument ` is kept only if the argument
was given, one that begins with `!argument ` only if it was not.
"""

import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass

FILE = re.compile(r"\+\+\+\n(?P<head>.*?\n)\+\+\+\n(?P<body>.*)", re.DOTALL)
CONDITION = re.compile(r"(?P<mark>[?!])(?P<name>\w+) (?P<line>.*)")
PLACE = re.compile(r"\{(\w+)\}")
MOST = 4_000
"""Characters of an argument; the rest is cut off, and the assistant is told so."""


@dataclass(frozen=True, slots=True)
class Argument:
    """What a person may give."""

    name: str
    description: str
    required: bool
    suggest: str = ""
    """From what its values are suggested while they are typed: contact, did, person, pop, queue, symptom or period."""


@dataclass(frozen=True, slots=True)
class Prompt:
    """What people ask for, and what the assistant is then told."""

    name: str
    title: str
    description: str
    tools: tuple[str, ...]
    """The tools it speaks of; without one of them it is of no use."""
    arguments: tuple[Argument, ...]
    body: str
    steps: tuple[str, ...] = ()
    """The functions that stand in its plans; they need not be listed as tools."""

    def filled(self, given: Mapping[str, str]) -> str:
        """The body with these arguments; a blank one counts as not given."""
        quotes = {name: quoted(value) for name, value in given.items() if value.strip()}
        kept = (_kept(line, quotes) for line in self.body.splitlines())
        lines = [PLACE.sub(lambda place: quotes[place[1]], line) for line in kept if line is not None]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines))


def read(file: str) -> Prompt:
    """The prompt of a file's text. Raises ValueError for a file of another form."""
    parts = FILE.fullmatch(file)
    if parts is None:
        raise ValueError("a prompt begins with TOML between two lines of +++")
    head = tomllib.loads(parts["head"])
    arguments = tuple(Argument(**one) for one in head["arguments"])
    return Prompt(
        head["name"],
        head["title"],
        head["description"],
        tuple(head["tools"]),
        arguments,
        parts["body"],
        tuple(head.get("steps", ())),
    )


def quoted(value: str) -> str:
    """A person's words as data: a JSON string of one line, in which nothing is invisible."""
    text = "".join(map(_visible, value[:MOST]))
    cut = f" (cut off after {MOST} of {len(value)} characters: ask for the rest)" if len(value) > MOST else ""
    return f'"{text}"{cut}'


def _visible(character: str) -> str:
    if character in '"\\' or not character.isprintable():
        return json.dumps(character)[1:-1]
    return character


def _kept(line: str, given: Mapping[str, str]) -> str | None:
    """The line without its condition; None where that does not hold."""
    found = CONDITION.fullmatch(line)
    if found is None:
        return line
    return found["line"] if (found["name"] in given) == (found["mark"] == "?") else None
