"""The phonebook: people with their numbers, and groups of them."""

from typing import Annotated

from voipms_tools.effects import Effect
from voipms_tools.function import Entry, Function
from voipms_tools.words.marks import NEWER, STEERS
from voipms_tools.words.numbers import CallerId, EntryId, Id
from voipms_tools.words.texts import BookIds, BookNumber, Name, Note, SpeedDial

PHONEBOOK = Entry("phonebook", "getPhonebook", "phonebook")
GROUP = Entry("group", "getPhonebookGroups", "group", row_id="phonebook_group")


class SetPhonebook(Function, effect=Effect.CHANGE, toolset="phonebook", entry=PHONEBOOK, counterpart="delPhonebook"):
    """Create or change a phonebook entry."""

    phonebook: EntryId | None = None
    """Of getPhonebook; else new."""
    speed_dial: Annotated[SpeedDial | None, STEERS] = None
    """2 digits, dialled after *75."""
    name: Annotated[Name, STEERS]
    """Its name."""
    number: Annotated[BookNumber, STEERS]
    """Digits, or sip:id of getSIPURIs."""
    callerid: CallerId | None = None
    """Caller ID to show by speed dial."""
    note: Annotated[Note | None, NEWER] = None
    """Own note."""
    group: Annotated[EntryId | None, NEWER, STEERS] = None
    """Phonebook group id."""


class DelPhonebook(
    Function, effect=Effect.DELETE, toolset="phonebook", entry=PHONEBOOK, counterpart="setPhonebook", default=False
):
    """Delete a phonebook entry."""

    phonebook: Id
    """Of getPhonebook."""


class SetPhonebookGroup(
    Function, effect=Effect.CHANGE, toolset="phonebook", entry=GROUP, counterpart="delPhonebookGroup", default=False
):
    """Create or change a group of phonebook entries."""

    group: EntryId | None = None
    """`phonebook_group` of getPhonebookGroups; else new."""
    name: Annotated[Name, STEERS]
    """Its name."""
    members: Annotated[BookIds | None, STEERS] = None
    """All its members: ids of getPhonebook joined by `;`, as 32207;32208; empty for none."""


class DelPhonebookGroup(
    Function, effect=Effect.DELETE, toolset="phonebook", entry=GROUP, counterpart="setPhonebookGroup", default=False
):
    """Delete a phonebook group, not its members. Refused while something points at it."""

    group: Id
    """`phonebook_group` of getPhonebookGroups."""
