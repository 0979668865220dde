"""`python -m torture`: how much comes from TORTURE, TEXTS, PLANS, KILLS, ACCOUNTS, SEED and ACCOUNT, or from options.

ACCOUNT is the first account that is looked into; unless it is given, it is another one at every run, and printed.

`--schedule N` and `--chain N` play one again, of `--about settings` or `texts`; of `plans` there are schedules only.
"""

import os
import secrets
import sys
import time
from argparse import ArgumentParser

from torture.killing import kill_all
from torture.plans.drawn import drawn as plan
from torture.plans.running import plans, play_plans
from torture.report import Report
from torture.running import everything, play_all
from torture.settings import SETTINGS
from torture.texting.subject import TEXTS
from torture.troubleshooting import look

SCHEDULES, KILLS, ACCOUNTS, SEED = 2_000, 50, 3, 0
PLANS = "plans"
PART_OF_TEXTS = 4
"""Unless it is told: one schedule in so many, and one kill, is about texts."""
SUBJECTS = {subject.name: subject for subject in (SETTINGS, TEXTS)}


def main() -> int:
    """Print what it came to; 1 when something does not hold."""
    parser = ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("--schedules", type=int, default=int(os.environ.get("TORTURE") or SCHEDULES))
    parser.add_argument("--texts", type=int, default=int(os.environ.get("TEXTS") or -1))
    parser.add_argument("--plans", type=int, default=int(os.environ.get("PLANS") or -1))
    parser.add_argument("--kills", type=int, default=int(os.environ.get("KILLS") or KILLS))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or SEED))
    parser.add_argument(
        "--about", choices=[*SUBJECTS, PLANS], default=SETTINGS.name, help="what the one to play again is about"
    )
    parser.add_argument("--schedule", type=int, help="play only this one")
    parser.add_argument("--chain", type=int, help="kill only this chain of servers")
    parser.add_argument("--accounts", type=int, default=int(os.environ.get("ACCOUNTS") or ACCOUNTS))
    parser.add_argument("--account", type=int, default=int(os.environ.get("ACCOUNT") or secrets.randbelow(10**6)))
    asked = parser.parse_args()
    began, subject = time.monotonic(), SUBJECTS.get(asked.about, SETTINGS)
    if asked.schedule is not None and asked.about == PLANS:
        sys.stdout.write(f"{plan(asked.seed, asked.schedule).told()}\n\n")
        report = play_plans(asked.seed, [asked.schedule])
    elif asked.schedule is not None:
        sys.stdout.write(f"{subject.drawn(asked.seed, asked.schedule).told()}\n\n")
        report = play_all(asked.seed, [asked.schedule], subject)
    elif asked.chain is not None:
        report = kill_all(asked.seed, asked.chain, subject)
    else:
        texts = asked.texts if asked.texts >= 0 else asked.schedules // PART_OF_TEXTS
        report = everything(asked.seed, asked.schedules, asked.kills)
        report.add(everything(asked.seed, texts, asked.kills // PART_OF_TEXTS, TEXTS))
        report.add(plans(asked.seed, asked.plans if asked.plans >= 0 else asked.schedules))
        sys.stdout.write(f"looking into {asked.accounts} accounts, the first is {asked.account}\n")
        report.add(look(asked.account, asked.accounts))
    return told(report, time.monotonic() - began)


def told(report: Report, seconds: float) -> int:
    sys.stdout.write(f"{report.told()}\n\n{seconds:.0f} seconds, {len(report.failures)} failed\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
