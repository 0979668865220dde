"""Who a message goes to: a number in any usual form, or a name as people say it. Nobody is guessed."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from voipms_server.errors import NotAllowed
from voipms_server.line import Line
from voipms_server.questions import quoted
from voipms_server.texting.message import ten
from voipms_server.texting.phonebook import Contact, Phonebook, group_members, has_words, phonebook

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

NUMBER = re.compile(r"(?:tel:|sms:)?[+(]?[0-9][0-9 ().\-/\u2010-\u2015\u2212]*")
EXTENSION = re.compile(r"(?P<number>.*[0-9].*?)\s*(?:x|ext\.?|extension|poste|#)\s*[0-9]{1,8}", re.IGNORECASE)
SHAPE = re.compile(r"[2-9][0-9]{2}[2-9][0-9]{6}")
TERRITORIES = ("US", "CA", "PR", "VI", "GU", "AS", "MP")
"""Regions of +1 that belong to the United States or Canada."""
MOST_LISTED = 10
ASK = "Give the number of the right one."
GUESSED = "{said} is no whole name in the phonebook, and was taken for {name}."


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is meant: 10 digits, the name it was found by, and what should be known about the number."""

    number: str
    name: str = ""
    notes: tuple[str, ...] = ()
    doubt: str = ""
    """Why a person should look at who was found: what was said is only how a word of the name begins."""


Numbered = TypeVar("Numbered", Recipient, Contact)


async def recipients(line: Line, said: Sequence[str]) -> list[Recipient]:
    """Everybody who is meant, each number once. Raises NotAllowed, naming every one that cannot be told."""
    book = await phonebook(line) if any(not is_number(one) for one in said) else Phonebook(())
    found, wrong = list[Recipient](), list[str]()
    for one in said:
        try:
            found += [number(one)] if is_number(one) else await _named(line, one, book)
        except NotAllowed as error:
            wrong.append(str(error))
    if wrong:
        raise NotAllowed("Nothing was sent. " + " ".join(wrong))
    return one_each(found)


def is_number(said: str) -> bool:
    """Whether this is meant as a number and not as a name."""
    plain = _plain(said)
    return NUMBER.fullmatch(plain) is not None or _has_extension(plain)


def _plain(said: str) -> str:
    """Digits and signs of other forms as the usual ones."""
    return unicodedata.normalize("NFKC", said).strip()


def _has_extension(plain: str) -> bool:
    found = EXTENSION.fullmatch(plain)
    return found is not None and NUMBER.fullmatch(found["number"]) is not None


def contact_number(said: str) -> str:
    """The digits of a number of any kind, short codes too. Raises NotAllowed for an extension."""
    plain = _plain(said)
    if _has_extension(plain):
        raise NotAllowed(f"{quoted(said, 40)} has an extension: texts come from whole numbers only.")
    return ten("".join(c for c in plain if c.isdecimal()))


def number(said: str, name: str = "") -> Recipient:
    """The recipient with this number. Raises NotAllowed where VoIP.ms cannot send a text to it, saying why."""
    import phonenumbers

    plain = _plain(said)
    who = quoted(said, 40)
    if _has_extension(plain):
        raise NotAllowed(f"{who} has an extension: a text goes to a whole number only.")
    digits = re.sub(r"[^0-9]", "", plain)
    if len(digits) < 7:
        raise NotAllowed(f"{who} is a short code or incomplete: VoIP.ms sends to 10-digit numbers only.")
    if len(digits) == 7:
        raise NotAllowed(f"{who} lacks its area code: give all 10 digits.")
    try:
        parsed = phonenumbers.parse(plain, "CA")
    except phonenumbers.NumberParseException:
        raise NotAllowed(f"{who} is not a telephone number.") from None
    national = str(parsed.national_number)
    if parsed.country_code != 1:
        raise NotAllowed(f"{who} is in {_country(parsed)}: VoIP.ms sends texts to the United States and Canada only.")
    if not SHAPE.fullmatch(national):
        raise NotAllowed(f"{who} is not a number of the United States or Canada: those have 10 digits.")
    region = phonenumbers.region_code_for_number(parsed)
    if region is not None and region not in TERRITORIES:
        raise NotAllowed(f"{who} is in {_country(parsed)}: VoIP.ms sends texts to the United States and Canada only.")
    return Recipient(national, name, tuple(_notes(parsed)))


def _notes(parsed: "PhoneNumber") -> list[str]:
    """What the numbering plan tells; whether a number is a landline it mostly does not tell in North America."""
    import phonenumbers
    from phonenumbers import PhoneNumberType

    told = {
        PhoneNumberType.TOLL_FREE: "is toll-free: texts to it often reach nobody",
        PhoneNumberType.PREMIUM_RATE: "is a premium number: texts to it often reach nobody",
        PhoneNumberType.FIXED_LINE: "is a landline: texts to it often reach nobody",
        PhoneNumberType.UNKNOWN: "is in no area code that the numbering plan of this server knows: check it",
    }
    note = told.get(phonenumbers.number_type(parsed))
    return [f"{parsed.national_number} {note}."] if note else []


def _country(parsed: "PhoneNumber") -> str:
    import phonenumbers
    from phonenumbers import geocoder

    region = phonenumbers.region_code_for_number(parsed)
    example = phonenumbers.example_number(region) if region is not None else None
    named = [geocoder.country_name_for_number(one, "en") for one in (parsed, example) if one is not None]
    return next(filter(None, named), f"the country of +{parsed.country_code}")


async def _named(line: Line, said: str, book: Phonebook) -> list[Recipient]:
    """The one person of this name; or everybody in the group of this name. Raises NotAllowed where it can be both."""
    matches = one_each(book.matching(said))
    members = await group_members(line, said, book)
    if members and matches:
        raise NotAllowed(
            f"{quoted(said, 40)} is a group of {len(members)} in the phonebook, and also: {_listed(matches)}. {ASK}"
        )
    if members:
        return [_reached(one) for one in members]
    one = the_one(said, matches, book, ASK)
    return [_reached(one, said)]


def one_each(several: Sequence[Numbered]) -> list[Numbered]:
    """Several of one number are one person."""
    first: dict[str, Numbered] = {}
    for one in several:
        first.setdefault(one.number, one)
    return list(first.values())


def the_one(said: str, matches: Sequence[Contact], book: Phonebook, ask: str) -> Contact:
    """The only match. Raises NotAllowed, listing who it could be, when there is none or more than one."""
    if len(matches) == 1:
        return matches[0]
    if matches:
        raise NotAllowed(f"{quoted(said, 40)} is {len(matches)} people in the phonebook: {_listed(matches)}. {ask}")
    near = book.alike(said)
    hint = f" Nearly so: {', '.join(quoted(name) for name in near)}." if near else " Give a number instead."
    raise NotAllowed(f"Nobody in the phonebook is called {quoted(said, 40)}.{hint}")


def _listed(matches: Sequence[Contact]) -> str:
    listed = "; ".join(one.words() for one in matches[:MOST_LISTED])
    return listed + (f"; and {len(matches) - MOST_LISTED} more" if len(matches) > MOST_LISTED else "")


def _reached(contact: Contact, said: str = "") -> Recipient:
    if not is_number(contact.number):
        raise NotAllowed(f"{quoted(contact.name)} has {contact.number!r} in the phonebook, which takes no texts.")
    found = number(contact.number, contact.name)
    doubt = GUESSED.format(said=quoted(said, 40), name=quoted(contact.name))
    return found if not said or has_words(contact.name, said) else replace(found, doubt=doubt)
