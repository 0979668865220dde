"""Telephone numbers, ids, amounts, ranges and flags."""

import re
from decimal import Decimal, InvalidOperation
from typing import Annotated

from voipms_tools.words.marks import MASK, Listed
from voipms_tools.words.word import Word, Wrong, as_text, shown

PUNCTUATION = str.maketrans("", "", " ()-.\u00a0")
TRUE = {"1", "yes", "true"}
FALSE = {"0", "no", "false"}


def digits(value: object, right: str, form: str) -> str:
    """Plain digits of this form, after the usual punctuation of telephone numbers is taken away."""
    text = as_text(value, right, 40).strip().translate(PUNCTUATION)
    if not re.fullmatch(form, text):
        raise Wrong(f"{shown(value)} is not {right}.")
    return text


def ten_digits(value: object) -> str:
    """A North American number without +1; raises Wrong."""
    right = "a 10-digit number without +1, such as 5551234567 (getDIDsInfo lists yours)"
    return digits(value, right, r"(?:\+?1)?[0-9]{10}")[-10:]


def _phone(value: object) -> str:
    right = "a telephone number of 10 or 11 digits, or 011 and an international one"
    text = digits(value, right, r"\+?[0-9]{10,18}")
    if text.startswith("+"):
        text = text[1:] if text.startswith("+1") else f"011{text[1:]}"
    if len(text) > 11 and not text.startswith("011"):
        raise Wrong(f"{shown(value)} is not {right}.")
    return text


def _callerid(value: object) -> str:
    if value == "":
        return ""
    return digits(value, "a caller ID of 10 or 11 digits, or empty for none", r"\+?1?[0-9]{10,11}").lstrip("+")


def _id(value: object) -> str:
    right = "an id of digits, as the matching get* function lists it"
    text = as_text(value, right, 40).strip()
    if not re.fullmatch(r"[0-9]{1,18}", text):
        raise Wrong(f"{shown(value)} is not {right}.")
    return text


def _entry(value: object) -> str:
    return "" if value == "" else _id(value)


def _account(value: object) -> str:
    right = "an account login such as 100001 or 100001_VoIP (getSubAccounts lists them)"
    text = as_text(value, right, 60).strip()
    if not re.fullmatch(r"[0-9]{3,10}(_[A-Za-z0-9._-]{1,40})?", text):
        raise Wrong(f"{shown(value)} is not {right}.")
    return text


def _account_or_none(value: object) -> str:
    return "" if value == "" else _account(value)


def _flag(value: object) -> bool:
    if isinstance(value, bool):
        return value
    text = as_text(value, "true or false", 10).strip().lower()
    if text not in TRUE | FALSE:
        raise Wrong(f"{shown(value)} is not true or false.")
    return text in TRUE


def _money(value: object) -> Decimal:
    right = "an amount in US$ of zero or more, with a point, such as 3.50"
    if isinstance(value, float):
        value = repr(value)
    text = as_text(value, right, 20).strip()
    try:
        amount = Decimal(text) if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,8})?", text) else None
    except InvalidOperation:
        amount = None
    if amount is None:
        raise Wrong(f"{shown(value)} is not {right}.")
    return amount


def _pause(value: object) -> Decimal:
    right = "0 to 10 seconds in steps of 0.5"
    amount = _money(value)
    if amount > 10 or amount * 2 % 1:
        raise Wrong(f"{shown(value)} is not {right}.")
    return amount


def whole(value: object, right: str) -> int:
    """A whole number, as a number or in plain digits; no sign, no fraction."""
    text = as_text(value, right, 12)
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Wrong(f"{shown(value)} is not {right}.")
    return int(text)


def between(low: int, high: int, step: int = 1, right: str = "") -> Word:
    """Whole numbers from `low` to `high` in steps."""
    steps = f" in steps of {step}" if step > 1 else ""
    right = right or f"a whole number from {low} to {high}{steps}"

    def parse(value: object) -> int:
        number = whole(value, right)
        if not low <= number <= high or number % step:
            raise Wrong(f"{number} is not {right}.")
        return number

    return Word(
        parse, {"type": "integer", "minimum": low, "maximum": high} | ({"multipleOf": step} if step > 1 else {})
    )


def between_or(word: str, low: int, high: int, step: int = 1) -> Word:
    """Whole numbers from `low` to `high` in steps, or one word."""
    number = between(low, high, step, f"{low} to {high}{f' in steps of {step}' if step > 1 else ''}, or {word}")

    def parse(value: object) -> object:
        return word if value == word else number.parse(value)

    return Word(parse, {"anyOf": [dict(number.schema), {"type": "string", "enum": [word]}]})


def at_least(low: int, right: str) -> Word:
    """Whole numbers without a documented upper end."""

    def parse(value: object) -> int:
        number = whole(value, right)
        if number < low:
            raise Wrong(f"{number} is not {right}.")
        return number

    return Word(parse, {"type": "integer", "minimum": low})


def pin(low: int, high: int, right: str) -> Word:
    """A secret of digits; the mask passes, for the server to keep what is there."""

    def parse(value: object) -> str:
        text = as_text(value, right, 40)
        if MASK in text or text == "":
            return text
        if not re.fullmatch(rf"[0-9]{{{low},{high}}}", text):
            raise Wrong(f"The value is not {right}.")
        return text

    return Word(parse, {"type": "string"})


def _one_zero(value: bool) -> str:
    return "1" if value else "0"


def _yes_no(value: bool) -> str:
    return "yes" if value else "no"


TEN_DIGITS = {"type": "string", "pattern": "^[0-9]{10}$"}
TEXT = {"type": "string"}
BOOLEAN = {"type": "boolean"}

Did = Annotated[str, Word(ten_digits, TEN_DIGITS)]
PhoneNumber = Annotated[str, Word(_phone, {"type": "string", "pattern": "^[0-9]{10,18}$"})]
CallerId = Annotated[str, Word(_callerid, TEXT)]
EntryId = Annotated[str, Word(_entry, TEXT)]
Id = Annotated[str, Word(_id, TEXT)]
Carrier = Annotated[str, Word(_id, TEXT), Listed("getCarriers", "value")]
AccountLogin = Annotated[str, Word(_account, TEXT)]
AccountOrNone = Annotated[str, Word(_account_or_none, TEXT)]
Mailbox = Annotated[str, Word(_entry, TEXT)]
MailboxOrZero = Annotated[str, Word(_id, TEXT)]
Pop = Annotated[
    int, at_least(1, "a POP number (`server_pop` of getServersInfo)"), Listed("getServersInfo", "server_pop")
]
Flag = Annotated[bool, Word(_flag, BOOLEAN, _one_zero)]
YesNo = Annotated[bool, Word(_flag, BOOLEAN, _yes_no)]
Money = Annotated[Decimal, Word(_money, {"type": "number", "minimum": 0})]
Pause = Annotated[Decimal, Word(_pause, {"type": "number", "minimum": 0, "maximum": 10, "multipleOf": 0.5})]
DialTime = Annotated[int, between(1, 600, right="1 to 600 seconds")]
Seconds = Annotated[int, between(1, 600, right="1 to 600 seconds")]
BillingType = Annotated[int, between(1, 2, right="1 (per minute) or 2 (flat)")]
Quantity = Annotated[int, between(1, 100, right="1 to 100 numbers")]
Priority = Annotated[int, between(0, 100, right="0 to 100, 0 first")]
