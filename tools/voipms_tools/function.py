"""A documented function is a class: its fields are the parameters, its docstring the tool's description."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, ClassVar, Unpack, get_args

from pydantic import BaseModel, ConfigDict
from pydantic.fields import FieldInfo

from voipms_tools.effects import Effect
from voipms_tools.rows import Rows
from voipms_tools.words.marks import Asks, Here, Listed, Newer, Rule, Secret

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the entry a set* function writes is read, so that what a caller leaves out can be kept.

    `id` is the parameter that names the entry (left out: a new one is made, unless `always`), `getter` the function
    that reads it, `filter` the getter's parameter for it, `row_id` the row's own field for it, `names` the row's
    names for parameters called otherwise, `needs` further parameters that the getter must be given.
    """

    id: str
    getter: str
    filter: str
    row_id: str = ""
    names: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    needs: Mapping[str, str] = field(default_factory=lambda: NOTHING)
    always: bool = False
    unread: tuple[str, ...] = ()
    """Parameters that no getter gives back; left out, they are not sent."""
    absent: tuple[str, ...] = ()
    """The getter's own statuses for an entry that is not there."""
    remade: Mapping[str, tuple[str, int]] = field(default_factory=dict[str, tuple[str, int]])
    """Parameters that no getter gives back: the row's field whose last so many characters do when it is made again."""
    only_with: Mapping[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    """Parameters that are kept only while another one has this value; the API refuses them beside any other."""
    number: str = ""
    """The row's field that the API takes for `id`, where entries are named otherwise everywhere else."""
    narrow: bool = False
    """The API changes what it is given and nothing else, so nothing is kept by sending it along."""


@dataclass(frozen=True, slots=True)
class Declared:
    """What is declared once about a function beside its parameters."""

    effect: Effect
    toolset: str
    entry: Entry | None = None
    rows: Rows | None = None
    reference: bool = False
    """A short, stable list: listed only with the toolset `reference`."""
    counterpart: str = ""
    """The function that takes it back: of a creation the del* function, of a deletion the set* function."""
    default: bool = True
    """Whether it is listed without `--profile full`, `--toolsets` or `--tools`."""

    @property
    def by_default(self) -> bool:
        return self.default and not self.reference


class Function(BaseModel):
    """Base of every documented function."""

    model_config = ConfigDict(extra="forbid", defer_build=True, frozen=True, populate_by_name=True)
    declared: ClassVar[Declared]

    def __init_subclass__(
        cls,
        effect: Effect | None = None,
        toolset: str = "",
        entry: Entry | None = None,
        rows: Rows | None = None,
        reference: bool = False,
        counterpart: str = "",
        default: bool = True,
        **kwargs: Unpack[ConfigDict],
    ) -> None:
        super().__init_subclass__(**kwargs)
        if effect is not None:
            cls.declared = Declared(effect, toolset, entry, rows, reference, counterpart, default)

    @classmethod
    def tool_name(cls) -> str:
        """The documented name: `SetDIDRouting` is `setDIDRouting`."""
        return cls.__name__[0].lower() + cls.__name__[1:]

    def wire(self) -> dict[str, str]:
        """The parameters the caller gave, as the API takes them; what was left out is not in it."""
        own = set(self.own())
        given: dict[str, Any] = self.model_dump(mode="json", by_alias=True, exclude_unset=True, exclude=own)
        return {name: str(value) for name, value in given.items() if value is not None}

    @classmethod
    def secrets(cls) -> frozenset[str]:
        """The parameters whose values must never be shown."""
        return cls._marked(Secret)

    @classmethod
    def generable(cls) -> Mapping[str, Secret]:
        """The secrets that can be made here."""
        marks = ((name, mark) for name, field in cls.model_fields.items() for mark in _marks(field))
        return {name: mark for name, mark in marks if isinstance(mark, Secret) and (mark.digits or mark.characters)}

    @classmethod
    def own(cls) -> Mapping[str, Here]:
        """The parameters that are this server's own, and never sent."""
        fields = cls.model_fields.items()
        return {name: mark for name, field in fields for mark in _marks(field) if isinstance(mark, Here)}

    @classmethod
    def newer(cls) -> frozenset[str]:
        """The parameters that only the newer manual has."""
        return cls._marked(Newer)

    @classmethod
    def listed(cls) -> Mapping[str, Listed]:
        """The parameters whose values are those of a short, stable list."""
        fields = cls.model_fields.items()
        return {name: mark for name, field in fields for mark in field.metadata if isinstance(mark, Listed)}

    @classmethod
    def asks(cls) -> Mapping[str, Rule]:
        """The parameters whose values can make a person necessary, by the rule that decides."""
        fields = cls.model_fields.items()
        return {name: mark.rule for name, field in fields for mark in _marks(field) if isinstance(mark, Asks)}

    @classmethod
    def _marked(cls, mark: type[Secret] | type[Newer]) -> frozenset[str]:
        fields = cls.model_fields.items()
        return frozenset(name for name, field in fields if any(isinstance(one, mark) for one in _marks(field)))


def _marks(field: FieldInfo) -> Iterator[object]:
    """The marks of a parameter, those inside `X | None` too."""
    yield from field.metadata
    for part in get_args(field.annotation):
        yield from getattr(part, "__metadata__", ())
