"""A deleted entry that is made again has a new id: what pointed at the old one is pointed at the new one."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from voipms_server.entries import BY_NAME, kind_of, made_id
from voipms_server.requests import Write
from voipms_server.uses import ids_in, routes_in, with_routes


@dataclass(slots=True)
class Remade:
    """The new ids of entries made again so far, by the names they had: `forwarding:5` is now `77`."""

    ids: dict[str, str] = field(default_factory=dict[str, str])

    def note(self, write: Write, answer: Mapping[str, object]) -> None:
        """Remember the new id of what was made again."""
        entry = write.function.declared.entry
        made = made_id(entry, answer) if entry is not None else ""
        if write.was and made:
            self.ids[write.was] = made

    def adapted(self, write: Write) -> Write:
        """The same write with new ids: its own, those in its routes, and those alone or in a list."""
        if not self.ids:
            return write
        params = {name: self._value(write, name, value) for name, value in write.params.items()}
        entry = write.function.declared.entry
        if entry is not None and write.key in self.ids:
            params[entry.id] = self.ids[write.key]
        return replace(write, params=params)

    def _value(self, write: Write, name: str, value: str) -> str:
        for was, now in self.ids.items():
            kind, id_ = BY_NAME[was.partition(":")[0]], was.partition(":")[2]
            if kind.header and f"{kind.header}:{id_}" in routes_in(value):
                value = with_routes(value, {f"{kind.header}:{id_}": f"{kind.header}:{now}"})
            elif id_ in ids_in(value) and self._holds_id(write, name, kind.fields):
                value = ";".join(now if one == id_ else one for one in ids_in(value))
        return value

    def _holds_id(self, write: Write, name: str, fields: tuple[tuple[str, str], ...]) -> bool:
        entry = write.function.declared.entry
        return entry is not None and (kind_of(entry).getter, entry.names.get(name, name)) in fields
