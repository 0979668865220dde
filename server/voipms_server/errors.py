"""What can go wrong, drawn once.

VoipmsError
|-- NotAllowed       a setting, profile, limit or check forbids it; nothing was sent
|   `-- Invalid      the arguments are not of the documented form (voipms_server.checking)
|-- Unreachable      VoIP.ms could not be asked; nothing was done
|-- UnknownOutcome   it may have been done; look before doing it again
|-- Refused          VoIP.ms answered with a status other than success
`-- Unconfirmed      a person did not say yes; nothing was sent
    |-- LostTheRace  the yes was used by another call in the meantime (voipms_server.commit)
    `-- WentThrough  the same text, of unknown outcome until now, was sent already (voipms_server.settling)
"""

MOST = 1_500


class VoipmsError(Exception):
    """Base of what this server says instead of an answer; its text is for the model and the person."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence[:MOST])


class NotAllowed(VoipmsError):
    """A setting, profile, limit or check forbids it; nothing was sent."""


class Unreachable(VoipmsError):
    """VoIP.ms could not be asked; nothing was done."""


class UnknownOutcome(VoipmsError):
    """The connection failed after the request left: it may have been done."""


class Unconfirmed(VoipmsError):
    """A person did not say yes; nothing was sent."""


class Refused(VoipmsError):
    """VoIP.ms answered with a status other than success: `code`, its meaning, and what to do."""

    def __init__(self, function: str, code: str, meaning: str, advice: str = "") -> None:
        self.code = code
        self.meaning = meaning
        self.advice = advice
        super().__init__(f"VoIP.ms refused {function}: {code}. {meaning} {advice}".strip())
