"""Names of tests made from printed texts in plain letters, and no reading remembered from an earlier run."""

import re

import pytest

from normalizers import cleaning
from normalizers.targets import reader as targets
from normalizers.targets import row_context

_OTHER = re.compile(r"[^A-Za-z0-9.,%=-]+")


def pytest_make_parametrize_id(config: object, val: object, argname: str) -> str | None:
    """Other tools ask for one test by its name, and take only plain ones."""
    return _OTHER.sub("_", val) or "empty" if isinstance(val, str) else None


@pytest.fixture(autouse=True, scope="session")
def nothing_remembered() -> None:
    """A run in a copy of a process that has read these cells before (mutmut's) reads them anew."""
    for remembered in (targets._understand_text, row_context.list_compared):
        remembered.cache_clear()
    cleaning._TABLE.clear()
