"""The datasets that the dashboard's tests look at, and the dashboard that serves one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.dashboard.served import serve
from tests.published import PLAN, SAMPLES, published_once


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a published dataset of one plan, with its report."""
    return published_once(tmp_path_factory, "massa-carrara-2017", [PLAN], report=True)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published dataset of the five plans that come with the project."""
    return published_once(tmp_path_factory, "samples", [SAMPLES])


@pytest.fixture(scope="session")
def address(shown: Path) -> Iterator[str]:
    """The address of the dashboard of one plan, as the command serves it."""
    with serve(shown) as found:
        yield found


@pytest.fixture(scope="session")
def address_of_samples(samples: Path) -> Iterator[str]:
    """The address of the dashboard of the five plans."""
    with serve(samples) as found:
        yield found
