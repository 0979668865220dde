"""What every test has: one event loop backend, and properties that are the same at every run.

`HYPOTHESIS_PROFILE=explore` looks for new examples, and many more of them.
"""

import os

import pytest
from hypothesis import settings

settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("explore", max_examples=1_000, deadline=None, print_blob=True)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    return "asyncio"
