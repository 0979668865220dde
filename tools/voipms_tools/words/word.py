"""A word of the domain: how it is read, how the schema shows it, how the API takes it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema

LONGEST = 4_096
"""Characters of any argument that is not a file; more is refused before anything else looks at it."""


class Wrong(ValueError):
    """One plain sentence: what was wrong and what would be right."""


def shown(value: object) -> str:
    """A piece of what was given, printable and short."""
    if isinstance(value, str):
        text = ascii(value[:40])
        return text if len(value) <= 40 and len(text) <= 60 else f"{text[:60]}..."
    return str(value) if isinstance(value, bool | int | float) else f"a {type(value).__name__}"


def as_text(value: object, right: str, longest: int = LONGEST) -> str:
    """Text as given, or the digits of a whole number; never a boolean, a fraction or a structure."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if abs(value) < 10**30 else _refuse("that number", right)
    if not isinstance(value, str):
        return _refuse(shown(value), right)
    if len(value) > longest:
        return _refuse(f"text of {len(value)} characters", right)
    return value


def _refuse(what: str, right: str) -> str:
    raise Wrong(f"{what} is not {right}.")


@dataclass(frozen=True, eq=False)
class Word:
    """Metadata of an annotated type: `Did = Annotated[str, Word(parse, schema)]`.

    `parse` gets whatever the caller sent and raises Wrong; `wire` makes the API's text of the parsed value.
    """

    parse: Callable[[object], object]
    schema: Mapping[str, object]
    wire: Callable[[Any], str] = str

    def __get_pydantic_core_schema__(self, source: object, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(
            self._validate, serialization=core_schema.plain_serializer_function_ser_schema(self.wire)
        )

    def __get_pydantic_json_schema__(self, schema: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return dict(self.schema)

    def _validate(self, value: object) -> object:
        try:
            return self.parse(value)
        except Wrong as wrong:
            raise PydanticCustomError("word", "{sentence}", {"sentence": str(wrong)}) from None
