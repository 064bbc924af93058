"""The datasets that the dashboard's tests look at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
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


@pytest.fixture(autouse=True)
def main_module_is_kept() -> Iterator[None]:
    """Streamlit leaves the app that it ran as the main module: processes that later tests start would run it too."""
    main = sys.modules["__main__"]
    yield
    sys.modules["__main__"] = main
