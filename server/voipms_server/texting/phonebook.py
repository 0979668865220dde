"""The phonebook: people by the names they are called, and groups of them."""

import difflib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voipms_server.line import Line
from voipms_server.questions import quoted
from voipms_server.quotes import text
from voipms_server.texting.message import ten

Row = Mapping[str, object]
LIGATURES = str.maketrans({"\u0153": "oe", "\u0152": "Oe", "\u00e6": "ae", "\u00c6": "Ae"})


@dataclass(frozen=True, slots=True)
class Contact:
    """An entry; `number` is 10 digits, or as the phonebook has it."""

    id: str
    name: str
    number: str
    note: str = ""
    group: str = ""

    def words(self) -> str:
        """For the eye: the name is text of the account."""
        note = f", note {quoted(self.note)}" if self.note else ""
        return f"{quoted(self.name)} {self.number}{note}"


def has_words(name: str, said: str) -> bool:
    """Whether what was said consists of whole words of the name."""
    return set(folded(said).split()) <= set(folded(name).split())


def folded(name: str) -> str:
    """Without accents, ligatures, case, punctuation and doubled spaces."""
    name = name.translate(LIGATURES)
    plain = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain.casefold()).split())


@dataclass(frozen=True, slots=True)
class Phonebook:
    """What the account's phonebook holds."""

    contacts: Sequence[Contact]

    def matching(self, said: str) -> list[Contact]:
        """Those called exactly so; else those with all these words in their name; else with words that begin so."""
        wanted = folded(said)
        if not wanted:
            return []
        names = [(folded(one.name), one) for one in self.contacts]
        exact = [one for name, one in names if name == wanted]
        words = wanted.split()
        whole = [one for name, one in names if set(words) <= set(name.split())]
        begun = [one for name, one in names if all(any(w.startswith(p) for w in name.split()) for p in words)]
        return exact or (whole if len(whole) == len(begun) else begun)

    def alike(self, said: str) -> list[str]:
        """Names that are spelled nearly so."""
        names = {folded(one.name): one.name for one in self.contacts}
        return [names[near] for near in difflib.get_close_matches(folded(said), names, n=3, cutoff=0.6)]

    def named(self, number: str) -> str:
        """Who has this number; of several entries the first. Nothing when nobody has."""
        return self.names.get(number, "")

    @property
    def names(self) -> Mapping[str, str]:
        """Who has which number."""
        return {one.number: one.name for one in reversed(self.contacts)}


async def phonebook(line: Line) -> Phonebook:
    return Phonebook([_contact(row) for row in await line.rows("getPhonebook", {})])


def _contact(row: Row) -> Contact:
    return Contact(
        text(row, "phonebook"), text(row, "name"), ten(text(row, "number")), text(row, "note"), text(row, "group")
    )


async def group_members(line: Line, said: str, book: Phonebook) -> list[Contact]:
    """The members of the phonebook group of this name: those it lists, and those that name it."""
    groups = [row for row in await line.rows("getPhonebookGroups", {}) if folded(text(row, "name")) == folded(said)]
    ids = {text(row, "phonebook_group") for row in groups}
    listed = {one.strip() for row in groups for one in text(row, "members").split(";")}
    return [one for one in book.contacts if one.id in listed or (one.group and one.group in ids)]
