"""A line for each check, and the count of them."""

import sys
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass


class Wrong(Exception):
    """Something is not as it should be; the message says what was found."""


@dataclass
class Checks:
    """What was claimed so far, and how much of it holds."""

    passed: int = 0
    failed: int = 0

    @contextmanager
    def claim(self, sentence: str) -> Generator[None]:
        """Count the block as one check. What it raises is its failure; the next check runs all the same."""
        try:
            yield
        except Exception as error:
            self.failed += 1
            say(f"FAIL  {sentence}\n      {type(error).__name__}: {error}")
        else:
            self.passed += 1
            say(f"ok    {sentence}")

    def summary(self) -> str:
        return f"{self.passed} passed, {self.failed} failed"


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def same(what: str, found: object, wanted: object) -> None:
    """Raise Wrong when they differ."""
    if found != wanted:
        raise Wrong(f"{what} is {found!r}, not {wanted!r}")


def holds(text: str, *parts: str) -> None:
    """Raise Wrong when a part is not in the text."""
    missing = [part for part in parts if part not in text]
    if missing:
        raise Wrong(f"{missing} is not in {text!r}")
