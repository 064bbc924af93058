"""A dataset of one real plan in text form, published once for all tests of this folder."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from pipeline.publish.dataset_files import read_dataset, read_derived
from pipeline.run.extract import run

ROOT = Path(__file__).parents[2]
PLAN = ROOT / "tests" / "pipeline" / "plans" / "massa-carrara-2017.txt"


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published dataset; tests leave it as it is."""
    out = tmp_path_factory.mktemp("published")
    assert run([PLAN], out, jobs=1).exit_code == 0
    return out


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published dataset of the five plans that come with the project."""
    out = tmp_path_factory.mktemp("samples")
    assert run([ROOT / "data" / "raw"], out).exit_code == 0
    return out


@pytest.fixture(scope="session")
def sample_frames(samples: Path) -> dict[str, pd.DataFrame]:
    return {**read_dataset(samples), **read_derived(samples)}


@pytest.fixture(scope="session")
def frames(published: Path) -> dict[str, pd.DataFrame]:
    return {**read_dataset(published), **read_derived(published)}
