"""Secrets made here: `generate` instead of a value; only a person is shown what was made."""

import secrets
import string
from collections.abc import Mapping

from voipms_server.errors import NotAllowed
from voipms_server.shapes import is_list, is_row
from voipms_server.waiting import Waiting
from voipms_tools.function import Function
from voipms_tools.words.marks import GENERATE, Secret

MADE = "generated"
"""Where an answer names the secrets that were made."""
ALIKE = "0O1Il"
KIND = (string.ascii_lowercase, string.ascii_uppercase, string.digits)
SIGNS = "-_.+"
"""Signs that VoIP.ms takes, and that survive provisioning files and shells."""
LETTERS = "".join(one for one in string.ascii_letters + string.digits if one not in ALIKE)
"""None is taken for another by who types it."""
KINDS = (*("".join(one for one in LETTERS if one in kind) for kind in KIND), SIGNS)
"""One of each is in a secret that must be mixed."""


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
    needed = [secrets.choice(kind) for kind in KINDS] if mark.mixed else []
    made = [*needed, *(secrets.choice(alphabet) for _ in range(length - len(needed)))]
    secrets.SystemRandom().shuffle(made)
    return "".join(made)


async def told(answer: Mapping[str, object], waiting: Waiting) -> dict[str, object]:
    """For the answer of a write that made secrets, or of a plan whose steps did: how a person sees them."""
    steps = answer.get("steps")
    if is_list(steps) and any(is_row(one) and MADE in one for one in steps):
        return {"steps": [{**one, **await told(one, waiting)} if is_row(one) else one for one in steps]}
    change = answer.get("change")
    if MADE not in answer or not isinstance(change, int):
        return {}
    return {"shown_to_a_person": await waiting.to_see(change)}
