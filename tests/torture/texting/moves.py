"""The calls that schedules of texts are made of, and the account they go to."""

from random import Random

from torture.account import Account
from torture.moves import Arguments, Move
from voipms_sandbox.world import Row

MAIN, SECOND = "5145550110", "5145550111"
KNOWN = {"5145550160": "Café Olimpico", "5145550161": "Jérôme Gagnon"}
"""Who wrote to the main number before."""
NEW = {"5145550163": "Émilie Roy", "5145550168": ""}
"""To and from whom nothing went yet."""
EVERYBODY = (*KNOWN, *NEW)
NAMES = KNOWN | NEW
HEARD = "2026-11-21 11:30:00"
WORDS = ("We are open until 17:00.", "Your order is ready.", "C'est prêt, à tantôt!")
PICTURES = ("https://example.com/1.png", "https://example.com/2.png")
LOOKS: tuple[Move, ...] = (("listChanges", {}), ("readMessages", {}), ("readMessages", {"with": "5145550160"}))
SENDS = ("sendMessage", "sendSMS", "sendMMS")


def office() -> Account:
    """The account, to which some people wrote before."""
    account = Account()
    account.sandbox.world.accounts[0].tables["sms"] += [_heard(n, one) for n, one in enumerate(KNOWN, 101)]
    return account


def _heard(id_: int, contact: str) -> Row:
    told = {"id": str(id_), "date": HEARD, "type": "1", "did": MAIN, "contact": contact, "message": "Are you open?"}
    return told | {"carrier_status": ""}


def message(rng: Random, words: str, people: int = 1) -> Move:
    """`sendMessage` to so many, by name or number; mostly from a number that the caller names."""
    to = [_called(rng, one) for one in rng.sample(EVERYBODY, people)]
    told: Arguments = {"to": "; ".join(to), "text": words}
    told |= {"from": rng.choice((MAIN, MAIN, MAIN, SECOND))} if rng.random() < 0.85 else {}
    return "sendMessage", told | rng.choice(({}, {}, {}, {"mms": True}, {"media": rng.choice(PICTURES)}))


def _called(rng: Random, number: str) -> str:
    name = NAMES[number]
    return name if name and rng.random() < 0.3 else number


def function(rng: Random, words: str) -> Move:
    """`sendSMS`, or `sendMMS` with a picture or without one."""
    told: Arguments = {"did": rng.choice((MAIN, MAIN, SECOND)), "dst": rng.choice(EVERYBODY), "message": words}
    if rng.random() < 0.6:
        return "sendSMS", told
    return "sendMMS", told | ({"media1": rng.choice(PICTURES)} if rng.random() < 0.7 else {})


def text(rng: Random, theme: str = "") -> Move:
    """A text of these words, or of any; to one, or to several."""
    words = theme or rng.choice(WORDS)
    kind = rng.choices(("one", "list", "function"), (45, 20, 35))[0]
    if kind == "function":
        return function(rng, words)
    return message(rng, words, rng.randrange(2, 5) if kind == "list" else 1)


def any_move(rng: Random, _: str) -> Move:
    """For a server that is to be killed: mostly a text, else a look."""
    return text(rng) if rng.random() < 0.85 else rng.choice(LOOKS)
