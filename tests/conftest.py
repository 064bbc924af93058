"""What all tests share: the switch that writes golden files anew, and a real browser."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--regenerate-golden",
        action="store_true",
        help="write the golden files from what is read now, instead of comparing; review their diff before committing",
    )


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
