"""`traceRouting` and the sandbox's router agree on thousands of random graphs, times and callers, loops included."""

import pytest

from cases.agreeing import disagreement

pytestmark = pytest.mark.anyio
BATCHES, EACH = 24, 250


@pytest.mark.parametrize("batch", range(BATCHES))
async def test_a_trace_ends_where_the_call_ends_and_when(batch: int) -> None:
    for seed in range(batch * EACH, (batch + 1) * EACH):
        assert await disagreement(seed) == ""
