"""A text that a stranger wrote, as it is remembered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from voipms_server.answers.words import spoken
from voipms_server.quotes import text
from voipms_server.texting.message import SENT, ten
from voipms_tools.function import Function
from voipms_tools.rows import Kind

WORDS = 80
NOBODY = "an unknown sender"


@dataclass(frozen=True, slots=True)
class Text:
    """Who wrote it, to which account, what it is, and its first words."""

    account: str
    author: str
    kind: str
    words: str
    at: float = 0

    def is_by(self, account: str, number: str) -> bool:
        """Whether this number is its author's."""
        return self.account == account and self.author == ten(number)


def made(account: str, author: str, kind: str, words: str) -> Text:
    """As it is remembered: cut, cleaned, without codes."""
    from voipms_server.answers.masking import masked

    return Text(account, ten(author) or NOBODY, kind, masked(words, WORDS).text)


def texts_in(account: str, function: type[Function], rows: Sequence[Mapping[str, object]]) -> list[Text]:
    """What strangers wrote in the rows of a getter; what was sent from the account is its own."""
    declared = function.declared.rows
    names = [name for name, kind in declared.fields.items() if kind is Kind.MESSAGE] if declared is not None else []
    return [
        made(account, text(row, "contact", "callerid"), KINDS.get(function.tool_name(), "text"), words)
        for row in rows
        if text(row, "type") != SENT
        for name in names
        if (words := spoken(row.get(name)))
    ]


KINDS = {
    "getSMS": "SMS",
    "getMMS": "MMS",
    "getVoicemailTranscriptions": "voicemail",
    "getCallTranscriptions": "transcript of a call",
}
