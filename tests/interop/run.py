"""Checks with programs that others wrote: `python tests/interop/run.py`. Exits with 1 when something does not hold."""

import sys
from collections.abc import Awaitable, Callable

import anyio
from checks import Checks, Wrong, say
from clients import client, voipms, voipms_api
from inspector import VERSIONS, over_http, over_stdio
from install import Installed, install
from questions import questions

AT_ONCE = 2


def parts(checks: Checks, programs: Installed) -> list[Callable[[], Awaitable[None]]]:
    """What can run beside each other."""
    stdio = [lambda era=era: over_stdio(checks, programs.inspector, era) for era in VERSIONS]
    return [
        lambda: over_http(checks, programs.inspector),
        *stdio,
        lambda: questions(checks, programs.inspector),
        lambda: client(checks, voipms(programs.voipms)),
        lambda: client(checks, voipms_api(programs.voipms_api)),
    ]


async def all_of(checks: Checks) -> None:
    """Set up, then every check. Raises Wrong when what is needed cannot be set up."""
    programs = await install()
    room = anyio.CapacityLimiter(AT_ONCE)

    async def one(part: Callable[[], Awaitable[None]]) -> None:
        async with room:
            await part()

    async with anyio.create_task_group() as group:
        for part in parts(checks, programs):
            group.start_soon(one, part)


def main() -> None:
    """Print a line for each check and the count of them."""
    checks = Checks()
    try:
        anyio.run(all_of, checks)
    except Wrong as error:
        sys.exit(f"The set-up failed: {error}")
    say(checks.summary())
    sys.exit(1 if checks.failed else 0)


if __name__ == "__main__":
    main()
