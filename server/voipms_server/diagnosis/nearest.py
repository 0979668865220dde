"""A complaint in a person's words is taken as the nearest symptom of the table."""

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher

from voipms_server.diagnosis.symptoms import SYMPTOMS, Symptom

STOP = frozenset(
    "a an and are as at be by calls call can cannot did do does doesn don for from get gets goes had has have he her "
    "his i in is it its my of on or our she so t that the their them then they this to us was we were when why with "
    "you your le la les de des du un une et ne pas est".split()
)
SAME = {"mailbox": "voicemail", "text": "sms", "texts": "sms", "message": "sms", "messages": "sms", "reach": "arrive"}
CLOSE = 0.34


@dataclass(frozen=True, slots=True)
class Taken:
    """The symptom a complaint was taken as, and how near it is: 1 is its own words."""

    symptom: Symptom
    near: float


def nearest(said: str) -> Taken | None:
    """The symptom that is meant; None where no symptom is near."""
    best = max((Taken(one, _near(said, one)) for one in SYMPTOMS), key=lambda taken: taken.near)
    return best if best.near >= CLOSE else None


def _near(said: str, symptom: Symptom) -> float:
    plain = folded(said)
    if plain.replace(" ", "_") == symptom.name:
        return 1.0
    return max(_alike(plain, folded(phrase)) for phrase in symptom.phrases)


def _alike(said: str, phrase: str) -> float:
    """Words in common, weighed against both; a phrase that is contained counts fully."""
    if phrase in said:
        return 0.9 + len(phrase) / 1000
    ours, theirs = _stems(said), _stems(phrase)
    common = len(ours & theirs)
    if not common:
        return 0.0
    shape = SequenceMatcher(None, said, phrase).ratio()
    return 0.7 * (2 * common / (len(ours) + len(theirs))) + 0.15 * (common / len(theirs)) + 0.1 * shape


def _stems(text: str) -> set[str]:
    said = [SAME.get(word, word) for word in text.split()]
    words = {word for word in said if word not in STOP} or set(said)
    return {re.sub(r"(ing|ed|es|s)$", "", word) if len(word) > 4 else word for word in words}


def folded(text: str) -> str:
    """Without accents, case and punctuation."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", bare.replace("'", " ")).split())
