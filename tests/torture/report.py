"""What a run of schedules came to: numbers, and each schedule that failed as it can be played again."""

from collections import Counter
from dataclasses import dataclass, field

from torture.checks import why_unknown
from torture.facts import Facts
from torture.undone import undone
from voipms_server.journal.lines import Outcome


@dataclass(frozen=True, slots=True)
class Failure:
    """A schedule, and what did not hold."""

    schedule: str
    problems: list[str]

    def told(self) -> str:
        return "\n".join([*(f"FAILED {problem}" for problem in self.problems), self.schedule])


@dataclass(slots=True)
class Report:
    """Numbers by what they count, and the failures."""

    counts: Counter[str] = field(default_factory=Counter[str])
    failures: list[Failure] = field(default_factory=list[Failure])

    def add(self, other: "Report") -> None:
        self.counts += other.counts
        self.failures += other.failures

    def told(self) -> str:
        """For people."""
        width = max((len(name) for name in self.counts), default=0)
        numbers = [f"{name:<{width}}  {count:>8}" for name, count in sorted(self.counts.items())]
        return "\n".join([*(failure.told() + "\n" for failure in self.failures), *numbers])


def counted(facts: Facts) -> Counter[str]:
    """What happened, in numbers."""
    counts = Counter(facts.play.record.counts)
    counts["schedules"] = 1
    counts["writes"] = len(facts.play.account.sent)
    counts["orders placed"] = sum(sent.method.startswith("order") for sent in facts.took())
    counts["numbers cancelled"] = sum(sent.method == "cancelDID" for sent in facts.took())
    counts["entries deleted"] = sum(sent.method.startswith("del") for sent in facts.took())
    counts["undos done"] = len(undone(facts))
    for change in facts.changes.values():
        outcome = change.outcome or Outcome.UNKNOWN
        counts[f"changes {outcome.value}"] += 1
        if outcome is Outcome.UNKNOWN:
            counts[f"unknown: {why_unknown(facts, change)}"] += 1
    return counts
