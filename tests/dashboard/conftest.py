"""A dataset of one real plan in text form for the dashboard to show."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run.extract import run

PLAN = Path(__file__).parents[1] / "pipeline" / "plans" / "massa-carrara-2017.txt"


@pytest.fixture(scope="session")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published dataset."""
    out = tmp_path_factory.mktemp("shown")
    run([PLAN], out, jobs=1)
    return out
