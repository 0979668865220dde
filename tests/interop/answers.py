"""What the Inspector prints, as far as the checks read it."""

from typing import Generic, TypeVar

from pydantic import BaseModel, Field

Result = TypeVar("Result", bound=BaseModel)


class Block(BaseModel):
    """A block of content."""

    text: str = ""


class CallResult(BaseModel):
    """The result of tools/call."""

    content: list[Block]
    is_error: bool = Field(False, alias="isError")
    structured: dict[str, object] = Field(default_factory=dict[str, object], alias="structuredContent")

    @property
    def text(self) -> str:
        """What the model reads."""
        return "\n".join(block.text for block in self.content)


class Tool(BaseModel):
    """A tool as it is listed."""

    name: str
    description: str
    schema_: dict[str, object] = Field(alias="inputSchema")


class Listing(BaseModel):
    """The result of tools/list."""

    tools: list[Tool]


class Hello(BaseModel):
    """What was agreed at the start."""

    version: str = Field(alias="protocolVersion")
    instructions: str


class FormField(BaseModel):
    """A field of a form."""

    type: str


class Form(BaseModel):
    """The fields a person fills in."""

    properties: dict[str, FormField]


class Question(BaseModel):
    """What a person is asked."""

    id: str = Field(alias="elicitationId")
    message: str
    form: Form = Field(alias="requestedSchema")

    @property
    def fields(self) -> dict[str, str]:
        """The type of each field."""
        return {name: field.type for name, field in self.form.properties.items()}


class Envelope(BaseModel, Generic[Result]):
    """How `--cli --format json` wraps a result."""

    result: Result


class Pending(BaseModel):
    """How mcpdo tells of a question that waits."""

    question: Question = Field(alias="elicitationPending")


class Failure(BaseModel):
    """The error of a failed command."""

    code: str
    message: str


class FailureEnvelope(BaseModel):
    """How a failed command writes its error on stderr."""

    error: Failure
