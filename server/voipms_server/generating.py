"""Secrets made here: `generate` instead of a value; only a person is shown what was made."""

import secrets
import string
from collections.abc import Mapping

from voipms_server.errors import NotAllowed
from voipms_server.waiting import Waiting
from voipms_tools.function import Function
from voipms_tools.words.marks import GENERATE, Secret

MADE = "generated"
"""Where an answer names the secrets that were made."""
ALIKE = "0O1Il"
LETTERS = "".join(one for one in string.ascii_letters + string.digits if one not in ALIKE)
"""None is taken for another by who types it."""


def filled(
    function: type[Function], arguments: Mapping[str, object], *, kept: bool
) -> tuple[dict[str, object], frozenset[str]]:
    """The arguments with secrets made where they say so, and the names of those.

    Raises NotAllowed where secrets are not kept, because then nobody could be shown it.
    """
    names = frozenset(name for name in function.generable() if arguments.get(name) == GENERATE)
    if names and not kept:
        raise NotAllowed(f"{GENERATE} needs the setting keep_secrets: what is made must be kept to be shown.")
    made = {name: _made(mark) for name, mark in function.generable().items() if name in names}
    return {**arguments, **made}, names


def _made(mark: Secret) -> str:
    alphabet, length = (string.digits, mark.digits) if mark.digits else (LETTERS, mark.characters)
    return "".join(secrets.choice(alphabet) for _ in range(length))


async def told(answer: Mapping[str, object], waiting: Waiting) -> dict[str, object]:
    """For the answer of a write that made secrets: how a person sees them."""
    change = answer.get("change")
    if MADE not in answer or not isinstance(change, int):
        return {}
    return {"shown_to_a_person": await waiting.to_see(change)}
