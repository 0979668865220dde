"""Arguments are checked by the function's class; what is wrong is said in sentences a model can act on."""

import difflib
from collections.abc import Collection, Mapping
from copy import copy
from functools import cache
from typing import Any

from pydantic import ValidationError, create_model
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from voipms_server.errors import NotAllowed
from voipms_tools.function import Function

MOST_SENTENCES = 10
MOST_CHARACTERS = 60


class Invalid(NotAllowed):
    """The arguments are not of the documented form; nothing was sent."""


def validate(function: type[Function], arguments: Mapping[str, object], known: Collection[str]) -> Function:
    """The checked call. Raises Invalid with one sentence for each thing that is wrong."""
    unknown = [name for name in arguments if name not in known]
    if unknown:
        wrong = [_unknown(function, name, known) for name in unknown[:MOST_SENTENCES]]
        raise _invalid(function, wrong, len(unknown))
    given = {name: value for name, value in arguments.items() if value is not None}
    try:
        return function.model_validate(given)
    except ValidationError as error:
        wrong = error.errors(include_url=False, include_input=False)
        raise _invalid(function, [_sentence(one) for one in wrong[:MOST_SENTENCES]], len(wrong)) from None


def parameters(function: type[Function]) -> frozenset[str]:
    """The names of its parameters, as the API knows them."""
    return frozenset(field.alias or name for name, field in function.model_fields.items())


@cache
def some(function: type[Function]) -> type[Function]:
    """The function with every parameter optional, for an update that keeps what is left out."""
    definitions: dict[str, Any] = {name: _optional(field) for name, field in function.model_fields.items()}
    loose = create_model(function.__name__, __base__=Function, **definitions)
    loose.declared = function.declared
    return loose


def _optional(field: FieldInfo) -> tuple[object, FieldInfo]:
    loose = copy(field)
    loose.default = None
    return field.annotation, loose


def check_whole(function: type[Function], full: Mapping[str, str]) -> None:
    """What holds between the parameters of a full write. Raises Invalid; single kept values are the account's own."""
    try:
        function.model_validate(dict(full))
    except ValidationError as error:
        wrong = [one for one in error.errors(include_url=False, include_input=False) if not one["loc"]]
        if wrong:
            raise _invalid(function, [_sentence(one) for one in wrong], len(wrong)) from None


def shown(name: str) -> str:
    """A name from outside, printable and short."""
    return ascii(name[:MOST_CHARACTERS])


def _invalid(function: type[Function], sentences: list[str], found: int) -> Invalid:
    """The first sentences, and how many more there would be."""
    lines = [f"{function.tool_name()} was not called; its arguments are not right:"]
    lines += [f"- {sentence}" for sentence in sentences]
    lines += [f"- and {found - len(sentences)} more"] if found > len(sentences) else []
    return Invalid("\n".join(lines))


def _unknown(function: type[Function], name: str, known: Collection[str]) -> str:
    """With the nearest name there is; a getter's own name for a parameter leads to it."""
    entry = function.declared.entry
    shown_as = {row: parameter for parameter, row in entry.names.items()} if entry is not None else {}
    alike = difflib.get_close_matches(name[:MOST_CHARACTERS], known, n=1, cutoff=0.5)
    near = [shown_as[name]] if name in shown_as else alike
    hint = f"did you mean {near[0]}?" if near else f"it takes: {', '.join(sorted(known)) or 'no arguments'}."
    return f"{shown(name)} is not an argument of this function; {hint}"


def _sentence(error: ErrorDetails) -> str:
    name = ".".join(str(part)[:MOST_CHARACTERS] for part in error["loc"])
    if error["type"] == "missing":
        return f"{name} is required."
    return f"{name}: {error['msg'][:400]}" if name else error["msg"][:400]
