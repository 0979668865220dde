"""A function's JSON schema: flat, object-rooted, every property typed, without titles and nulls, required first."""

from functools import cache
from typing import Any

from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue

from voipms_tools import docs
from voipms_tools.function import Function

description = docs.description


class _Plain(GenerateJsonSchema):
    """Without titles; an optional parameter is simply not required."""

    def field_title_should_be_set(self, schema: Any) -> bool:
        return False

    def default_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])

    def nullable_schema(self, schema: Any) -> JsonSchemaValue:
        return self.generate_inner(schema["schema"])


@cache
def tool_schema(function: type[Function]) -> dict[str, Any]:
    """The input schema of a function's tool."""
    generated = function.model_json_schema(schema_generator=_Plain, by_alias=True)
    texts = docs.parameter_texts(function)
    aliases = {field.alias or name: name for name, field in function.model_fields.items()}
    required: list[str] = generated.get("required", [])
    found: dict[str, dict[str, Any]] = generated.get("properties", {})
    order = [*required, *(name for name in found if name not in required)]
    properties = {name: _described(found[name], texts.get(aliases[name], "")) for name in order}
    schema: dict[str, Any] = {"type": "object", "properties": properties, "additionalProperties": False}
    return schema | ({"required": required} if required else {})


def _described(schema: dict[str, Any], text: str) -> dict[str, Any]:
    return {**schema, "description": text} if text else schema
