"""How long the long tests are: small in `make test-all` and CI, whole before a release (`make test-whole`)."""

from __future__ import annotations

import os

_IS_WHOLE = os.environ.get("CRUSCOTTO_TESTS") == "whole"


def size(small: int, whole: int) -> int:
    """How many runs are killed, messages damaged, seconds fuzzed, pages read."""
    return whole if _IS_WHOLE else small
