"""How long tests wait for the browser: as long as a machine may be busy, for it is no speed that they test."""

from __future__ import annotations

from typing import Any, Final

from playwright.sync_api import Browser, BrowserContext, Page

_PATIENCE: Final = 240_000  # milliseconds


def patient_page(of: Browser | BrowserContext, **options: Any) -> Page:
    """A new page that waits so long for what is to happen."""
    page = of.new_page(**options)
    page.set_default_timeout(_PATIENCE)
    return page
