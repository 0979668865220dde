"""What calls cost."""

from typing import Annotated

from voipms_tools.effects import Effect
from voipms_tools.function import Function
from voipms_tools.rows import Rows, fields
from voipms_tools.words.numbers import Id
from voipms_tools.words.texts import Code, line

Query = Annotated[str, line(60, least=1, what="a destination or a prefix, such as Canada,")]


class GetTerminationRates(
    Function,
    effect=Effect.READ,
    toolset="account",
    default=False,
    rows=Rows(
        "rates",
        fields(text="destination", id="prefix", integer="increment", money="rate"),
        ("no_rate",),
        "Search for less.",
        extra=fields(text="route"),
    ),
):
    """List what outgoing calls cost a minute; `increment` is in seconds."""

    route: Code
    """Of getRoutes."""
    query: Query
    """As Canada."""


class GetRates(
    Function,
    effect=Effect.READ,
    toolset="reseller",
    default=False,
    rows=Rows(
        "rates",
        fields(
            text="destination",
            id="prefix",
            integer="client_increment real_increment",
            money="client_rate real_rate",
        ),
        ("no_rate",),
        "Search for less.",
    ),
):
    """List what calls cost clients of a reseller package a minute, and what they really cost."""

    package: Id
    """Reseller package."""
    query: Query
    """As Canada."""
