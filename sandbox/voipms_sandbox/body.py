"""The JSON body of a control."""

import json
from dataclasses import dataclass

from starlette.requests import Request

from voipms_sandbox.plain import flag_of, list_of, number_of, object_of, text_of


@dataclass(frozen=True, slots=True)
class Body:
    """Its fields. Raises Misshapen, with a sentence, for what is missing or of another type."""

    fields: dict[str, object]

    @classmethod
    async def of(cls, request: Request) -> "Body":
        return cls(object_of(await _json(request), "the body"))

    @classmethod
    async def list_of(cls, request: Request) -> "list[Body]":
        return [cls(object_of(one, "each item")) for one in list_of(await _json(request), "the body")]

    def __contains__(self, name: str) -> bool:
        return name in self.fields

    def text(self, name: str, otherwise: str | None = None) -> str:
        return text_of(self.fields.get(name, otherwise), name)

    def number(self, name: str, otherwise: float | None = None) -> float:
        return number_of(self.fields.get(name, otherwise), name)

    def flag(self, name: str, *, otherwise: bool) -> bool:
        return flag_of(self.fields.get(name, otherwise), name)

    def texts(self, name: str) -> list[str]:
        """A list of texts; none when it is not there."""
        return [text_of(one, f"an item of {name}") for one in list_of(self.fields.get(name, []), name)]

    def answers(self, name: str) -> dict[str, int | str]:
        """What phones do: seconds, or a word."""
        told = object_of(self.fields.get(name, {}), name)
        return {
            phone: value if isinstance(value, str) else int(number_of(value, f"{phone} of {name}"))
            for phone, value in told.items()
        }


async def _json(request: Request) -> object:
    body: object = json.loads(await request.body() or b"{}")
    return body
