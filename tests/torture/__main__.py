"""`python -m torture`: how much comes from TORTURE, KILLS and SEED; `--schedule N` and `--chain N` play one again."""

import os
import sys
import time
from argparse import ArgumentParser

from torture.killing import kill_all
from torture.report import Report
from torture.running import everything, play_all
from torture.schedule import drawn

SCHEDULES, KILLS, SEED = 2_000, 50, 0


def main() -> int:
    """Print what it came to; 1 when something does not hold."""
    parser = ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("--schedules", type=int, default=int(os.environ.get("TORTURE") or SCHEDULES))
    parser.add_argument("--kills", type=int, default=int(os.environ.get("KILLS") or KILLS))
    parser.add_argument("--seed", type=int, default=int(os.environ.get("SEED") or SEED))
    parser.add_argument("--schedule", type=int, help="play only this one")
    parser.add_argument("--chain", type=int, help="kill only this chain of servers")
    asked = parser.parse_args()
    began = time.monotonic()
    if asked.schedule is not None:
        sys.stdout.write(f"{drawn(asked.seed, asked.schedule).told()}\n\n")
        report = play_all(asked.seed, [asked.schedule])
    elif asked.chain is not None:
        report = kill_all(asked.seed, asked.chain)
    else:
        report = everything(asked.seed, asked.schedules, asked.kills)
    return told(report, time.monotonic() - began)


def told(report: Report, seconds: float) -> int:
    sys.stdout.write(f"{report.told()}\n\n{seconds:.0f} seconds, {len(report.failures)} failed\n")
    return 1 if report.failures else 0


if __name__ == "__main__":
    sys.exit(main())
