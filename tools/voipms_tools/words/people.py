"""What a new person of the account is given."""

from typing import Annotated

from voipms_tools.words.wishes import mailbox_of
from voipms_tools.words.word import Word

MailboxWish = Annotated[str, Word(mailbox_of, {"type": "string"})]
"""`voipms_tools.words.wishes` has what stands for a new one, and for none."""
