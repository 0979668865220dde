"""Fresh accounts for `diagnose`, `checkAccount` and `traceRouting`: other numbers, ids and graphs at every run."""

from functools import partial

import anyio

from cases.agreeing import disagreement
from cases.faults.every import FAULTS
from cases.faults.healthy import ROLES
from cases.faults.looking import accused, ranked
from torture.report import Failure, Report
from voipms_server.diagnosis.symptoms import SYMPTOMS

MOST = 3
FIRST = 0.9
GRAPHS = 500
"""Random graphs with each seed."""


def look(seed: int, accounts: int) -> Report:
    """So many accounts, from this seed on: every fault in each, none in each, and random graphs."""
    report = Report()
    for n in range(seed, seed + accounts):
        report.add(anyio.run(partial(_account, n)))
    return report


async def _account(seed: int) -> Report:
    places = [(fault.id, fault.cause, await ranked(fault, seed)) for fault in FAULTS]
    problems = [f"{id_} is not among the first: {found}" for id_, cause, found in places if cause not in found[:MOST]]
    first = sum(found[:1] == [cause] for _, cause, found in places)
    if first < FIRST * len(places):
        problems.append(f"only {first} of {len(places)} faults are named first")
    for symptom in SYMPTOMS:
        wrong = {role: found for role in ROLES if (found := await accused(symptom, role, seed))}
        problems += [f"{symptom.name} of a healthy account: {wrong}"] if wrong else []
    graphs = [found for n in range(GRAPHS) if (found := await disagreement(seed * GRAPHS + n))]
    counts = {"faults diagnosed": len(places), "named first": first, "graphs traced": GRAPHS}
    report = Report()
    report.counts.update(counts)
    report.failures += (
        [Failure(f"account {seed}: make torture ACCOUNTS=1 ACCOUNT={seed}", problems)] if problems else []
    )
    report.failures += [Failure(found, ["a trace and a call disagree"]) for found in graphs]
    return report
