"""A real browser for the tests that use the report as a person does."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Headless Chromium; a test that wants it is skipped, with what is missing, where it cannot be had."""
    api = pytest.importorskip(
        "playwright.sync_api", reason="the package playwright is missing: `make test` installs it"
    )
    program = next((found for name in _NAMES if (found := shutil.which(name))), None)
    if program is None:
        pytest.skip(f"no Chromium: none of {', '.join(_NAMES)} is on the path (Debian: apt-get install chromium)")
    with api.sync_playwright() as playwright:
        # Chromium's own sandbox needs rights that containers withhold; the pages opened here are our own.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()
