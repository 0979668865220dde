"""What a job found: a thing that is wrong or could be, what shows it, and the call that would mend it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from voipms_server.answers.words import clean
from voipms_server.zones import Zone

MOST = 400
"""Characters of what was read."""
Offers = Callable[[str], bool]
"""Whether a tool can be called."""
NOT_OFFERED = "That is {tool}, which this server was not started with (--tools {tool}, or --profile full)."


def always(_: str) -> bool:
    return True


def saw(function: str, at: datetime, zone: Zone, words: str) -> str:
    """Evidence: what was read, when on the user's clock, and what it said."""
    return f"{function}, read {zone.show(at):%H:%M:%S}: {clean(words, MOST)}"


class Sure(StrEnum):
    """How sure it is."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


class Weight(StrEnum):
    """How much it matters."""

    PROBLEM = "problem"
    WARNING = "warning"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Fix:
    """The exact call that would mend it; without a tool, what a person does, in words.

    `choose` names the arguments that only a person can decide, and how they are written.
    """

    words: str
    tool: str = ""
    arguments: Mapping[str, object] = field(default_factory=dict[str, object])
    choose: Mapping[str, str] = field(default_factory=dict[str, str])

    def plain(self, offers: Offers = always) -> dict[str, object]:
        """For the answer; a call of a tool that is not offered is no call to give."""
        if not self.tool:
            return {"words": self.words}
        if not offers(self.tool):
            return {"words": f"{self.words} {NOT_OFFERED.format(tool=self.tool)}"}
        call = {"words": self.words, "tool": self.tool, "arguments": dict(self.arguments)}
        return {**call, **({"choose": dict(self.choose)} if self.choose else {})}


@dataclass(frozen=True, slots=True)
class Finding:
    """`kind` names the cause for programs and tests, `words` say it to a person, `evidence` what was read and when."""

    kind: str
    words: str
    evidence: tuple[str, ...] = ()
    sure: Sure = Sure.CERTAIN
    fixes: tuple[Fix, ...] = ()
    entry: str = ""
    """The entry it is about, as `ivr:4636` or `number:5145550110`."""
    weight: Weight = Weight.PROBLEM

    def plain(self, offers: Offers = always) -> dict[str, object]:
        return {
            "cause": self.kind,
            "words": self.words,
            "sure": self.sure.value,
            **({"entry": self.entry} if self.entry else {}),
            **({"evidence": list(self.evidence)} if self.evidence else {}),
            **({"fix": [fix.plain(offers) for fix in self.fixes]} if self.fixes else {}),
        }
