"""The datasets that the dashboard's tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.published import PLAN, SAMPLES, published_once


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a published dataset of one plan, with its report."""
    return published_once(tmp_path_factory, "massa-carrara-2017", [PLAN], report=True)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published dataset of the five plans that come with the project."""
    return published_once(tmp_path_factory, "samples", [SAMPLES])
