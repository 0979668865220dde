"""What a function does to the world. Gates, annotations, journal, retry and read-only mode follow from it."""

from enum import StrEnum


class Effect(StrEnum):
    """The one declaration that decides a function's gates."""

    READ = "read"
    CHANGE = "change"
    DELETE = "delete"
    SEND = "send"
    SPEND = "spend"
