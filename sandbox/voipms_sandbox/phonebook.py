"""The phonebook and its groups.

A group's row holds its members, and an entry's own `group` is a field apart; the `group_name` that is shown beside it
is looked up (inferred). The manual has no statuses for groups but the one of an empty list; the others are inferred.
"""

from collections.abc import Callable

from voipms_sandbox import refusal as r
from voipms_sandbox.entries import NAME, Answer, EntryMethod, Param, Params
from voipms_sandbox.refusal import Here, Refuse
from voipms_sandbox.world import Row


def _dialled(speed_dial: str) -> str:
    """`21` is read back as `*7521`."""
    return f"*75{speed_dial[-2:]}"


def ids_in(members: str) -> list[str]:
    return [part.strip() for part in members.split(";") if part.strip()]


def _plain(members: str) -> str:
    return ";".join(ids_in(members))


def check_members(here: Here, value: str) -> None:
    """Every member is an entry of the phonebook, and there once."""
    ids = ids_in(value)
    if any(here.account.find("phonebook", phonebook=one) is None for one in ids):
        raise Refuse("invalid_member")
    if len(set(ids)) < len(ids):
        raise Refuse("member_already_included")


def get_entries(here: Here, params: Params) -> Answer:
    """A name is searched for anywhere in an entry's; all else must be equal."""
    names = {row["phonebook_group"]: row["name"] for row in here.account.table("phonebook_groups")}
    rows = [{**row, "group_name": names.get(row["group"], "")} for row in here.account.table("phonebook")]
    found = [row for row in rows if _equal(row, params, "phonebook", "group", "group_name") and _named(row, params)]
    if not found:
        raise Refuse("no_phonebook")
    return {"phonebooks": found}


def get_groups(here: Here, params: Params) -> Answer:
    wanted = {"phonebook_group": params.get("group", ""), "name": params.get("name", "")}
    rows = here.account.table("phonebook_groups")
    found = [row for row in rows if _equal(row, wanted, "phonebook_group", "name")]
    if not found:
        raise Refuse("no_phonebook_group")
    return {"phonebooks": found}


def _equal(row: Row, params: Params, *names: str) -> bool:
    return all(not params.get(name) or row[name] == params[name] for name in names)


def _named(row: Row, params: Params) -> bool:
    return params.get("name", "").lower() in row["name"].lower()


PHONEBOOK: dict[str, EntryMethod] = {
    "setPhonebook": EntryMethod(
        "phonebook",
        "phonebook",
        "phonebook",
        "phonebook",
        (
            Param("speed_dial", r.form(r"(?:\*75)?[0-9]{2}"), stored=_dialled),
            NAME,
            Param("number", r.form(r"[0-9]{3,18}|sip:[0-9]+"), required=True),
            Param("callerid", r.CALLER),
            Param("note", r.shorter(50)),
            Param("group", r.form(r"[0-9]*")),
        ),
        unique=(("name", "used_name"), ("speed_dial", "used_speed_dial")),
        unknown="invalid_phonebook",
    ),
    "setPhonebookGroup": EntryMethod(
        "phonebook_groups",
        "group",
        "phonebook_group",
        "group",
        (NAME, Param("members", deep=check_members, stored=_plain)),
        unique=(("name", "used_name"),),
        unknown="invalid_phonebook",
    ),
}
BOOK_READERS: dict[str, Callable[[Here, Params], Answer]] = {
    "getPhonebook": get_entries,
    "getPhonebookGroups": get_groups,
}
