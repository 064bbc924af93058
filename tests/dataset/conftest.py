"""A dataset of one real plan in text form, published once for all tests of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pandas as pd
import pytest

from cruscotto import open_dataset
from pipeline.dataset.columns import Row
from pipeline.dataset.tables import ALL_TABLES
from pipeline.publish.dataset_files import read_dataset
from tests.published import PLAN, SAMPLES, published_once


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published dataset; tests leave it as it is."""
    return published_once(tmp_path_factory, "massa-carrara-2017", [PLAN], report=True)


@pytest.fixture(scope="session")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the published dataset of the five plans that come with the project."""
    return published_once(tmp_path_factory, "samples", [SAMPLES])


@pytest.fixture(scope="session")
def sample_frames(samples: Path) -> dict[str, pd.DataFrame]:
    return open_dataset(samples)


@pytest.fixture(scope="session")
def frames(published: Path) -> dict[str, pd.DataFrame]:
    return open_dataset(published)


@pytest.fixture(scope="session")
def tables(published: Path) -> dict[str, Sequence[Row]]:
    """The same as rows."""
    return read_dataset(published, ALL_TABLES)
