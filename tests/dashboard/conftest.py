"""The datasets that the dashboard's tests look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.published import published_once

RAW = Path(__file__).parents[2] / "data" / "raw"
PLANS = Path(__file__).parents[1] / "pipeline" / "plans"


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a published dataset of one plan."""
    return published_once(tmp_path_factory, "shown", [PLANS / "massa-carrara-2017.txt"], report=True)


@pytest.fixture(scope="session")
def shown_twice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a published dataset of two plans of one chamber."""
    plans = [RAW / "massa-carrara-2017.pdf", RAW / "massa-carrara-2019.pdf"]
    return published_once(tmp_path_factory, "shown-twice", plans)
