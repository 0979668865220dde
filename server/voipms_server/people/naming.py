"""From a person's name to a login, and whether both are free."""

import re
import unicodedata
from collections.abc import Sequence

from voipms_server.answers.words import clean
from voipms_server.errors import NotAllowed
from voipms_server.facts import Row
from voipms_server.people.persons import in_words
from voipms_server.quotes import text
from voipms_server.texting.phonebook import LIGATURES, folded

ALLOWED = re.compile(r"[A-Za-z0-9._-]{1,40}")
LONGEST = 40
APART = str.maketrans({"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "þ": "th"})
"""Letters that are no plain letter with a sign on it."""


def login_name(name: str) -> str:
    """What follows the account in the login: the name itself where it may be one, else its plain letters and digits."""
    if ALLOWED.fullmatch(name):
        return name
    plain = unicodedata.normalize("NFKD", name.translate(LIGATURES).translate(APART))
    return "".join(c for c in plain if c.isascii() and c.isalnum())[:LONGEST]


def new_login(tool: str, name: str, rows: Sequence[Row]) -> tuple[str, str]:
    """What follows the account, and the login as it will be told. Raises NotAllowed for a name that is taken."""
    login = login_name(name)
    if not login:
        raise NotAllowed(f"{tool}: no letter of {clean(name, 60)!r} may be in a login; say the name in Latin letters.")
    if there := next((row for row in rows if folded(text(row, "description")) == folded(name)), None):
        raise NotAllowed(f"{tool}: {clean(name, 60)!r} is the name of {in_words(there)} already; say another.")
    if there := next((row for row in rows if text(row, "username").lower() == login.lower()), None):
        raise NotAllowed(
            f"{tool}: {clean(name, 60)!r} makes the login {login}, that of {in_words(there)}; say a longer name."
        )
    account = next((text(row, "account").partition("_")[0] for row in rows), "")
    return login, f"{account}_{login}"


def derived(name: str, login: str, whole: str) -> str:
    """What is told of the login."""
    because = "" if login == name else f", made of {clean(name, 60)!r}: a login has plain letters and digits only"
    return f"The login is {whole}{because}; its password is made here, and only a person sees it."
