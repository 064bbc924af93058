"""What all tests share: marks, steady examples, the switch that writes golden files anew, and a real browser."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

# Two runs try the same examples, and no test fails because a machine is busy. `HYPOTHESIS_PROFILE=search` looks for new
# examples, as many as Hypothesis likes.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("search", deadline=None)
os.environ["LC_ALL"] = "C.UTF-8"  # what programs say is held against English, whatever the machine speaks
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

_ROOT = Path(__file__).parent
_WHOLE = frozenset(
    {
        *("dashboard", "interface", "reliability", "report"),
        *("extractors/test_camelot_source.py", "extractors/test_cards_gold.py", "extractors/test_foreign.py"),
        *("extractors/test_plans.py", "extractors/test_second_reader.py", "extractors/test_styles.py"),
        *(
            "extractors/scans/test_scans.py",
            "extractors/test_sources.py",
            "extractors/test_suggest.py",
            "pipeline/test_cli.py",
            "pipeline/test_cluster.py",
            "pipeline/test_run.py",
        ),
        *("pipeline/test_inspect.py", "dataset/test_evaluate.py", "dataset/test_republish.py", "dataset/test_views.py"),
        *("test_readme.py", "test_startup.py"),
    }
)
"""Folders and modules that read whole documents, start programs or open a browser; all others are marked `unit`."""
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write the golden files from what is read now, instead of comparing; review their diff before committing",
    )


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark unit tests, and let the others begin: two processes then end at nearly the same time."""
    for item in items:
        place = item.path.relative_to(_ROOT)
        if place.as_posix() not in _WHOLE and place.parts[0] not in _WHOLE and not item.get_closest_marker("slow"):
            item.add_marker("unit")
    items.sort(key=lambda item: item.get_closest_marker("unit") is not None)


@pytest.fixture(autouse=True, scope="session")
def what_is_loaded_is_not_searched_for_cycles() -> Iterator[None]:
    """Runs collect cycles: to search all that thousands of tests have loaded each time takes half of a small run."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture(autouse=True, scope="session")
def nothing_is_synced() -> Iterator[None]:
    """No test cuts the power: waiting for the disk at each of hundreds of publications would show nothing."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture
def regenerate_golden(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--regenerate-golden"))


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; a test that wants it is skipped, with what is missing, where it cannot be had."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="the package playwright is missing: `make test` installs it"
    )
    program = next((found for name in _BROWSERS if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"no Chromium: none of {', '.join(_BROWSERS)} is on the path (Debian: apt-get install chromium)")
    with api.sync_playwright() as playwright:
        # Chromium's own sandbox needs rights that containers withhold; the pages opened here are our own.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
