"""Cases of sending texts, by subject."""

from cases.texts.case import Case
from cases.texts.lengths import LENGTHS
from cases.texts.lists import LISTS
from cases.texts.media import MEDIA
from cases.texts.names import NAMES
from cases.texts.numbers import NUMBERS
from cases.texts.refusals import REFUSALS
from cases.texts.repeats import DAILY, REPEATS
from cases.texts.replies import REPLIES, STRANGE
from cases.texts.senders import SENDERS, SERVICE
from cases.texts.stops import STOPS

SUBJECTS: dict[str, tuple[Case, ...]] = {
    "names": NAMES,
    "numbers": NUMBERS,
    "lengths": LENGTHS,
    "media": MEDIA,
    "lists": LISTS,
    "repeats": REPEATS,
    "daily": DAILY,
    "stops": STOPS,
    "service": SERVICE,
    "senders": SENDERS,
    "replies": REPLIES,
    "strangers": STRANGE,
    "refusals": REFUSALS,
}
