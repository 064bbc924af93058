"""The datasets that the dashboard's tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run.extract import run

RAW = Path(__file__).parents[2] / "data" / "raw"
PLANS = Path(__file__).parents[1] / "pipeline" / "plans"


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a published dataset of one plan."""
    out = tmp_path_factory.mktemp("shown")
    run([PLANS / "massa-carrara-2017.txt"], out, jobs=1, report=True)
    return out


@pytest.fixture(scope="session")
def shown_twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a published dataset of two plans of one chamber."""
    out = tmp_path_factory.mktemp("shown-twice")
    run([RAW / "massa-carrara-2017.pdf", RAW / "massa-carrara-2019.pdf"], out, jobs=1)
    return out
