"""axe-core in a page of a browser."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

_SETTLED = "() => Promise.allSettled(document.getAnimations().map((one) => one.finished)).then(() => null)"


def axe_faults(page: Page) -> list[str]:
    """What axe-core finds serious or critical."""
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")
    page.evaluate(_SETTLED)
    page.evaluate(script)  # over the debugging protocol, which the page's policy does not govern
    found: dict[str, Any] = page.evaluate("() => axe.run(document, { resultTypes: ['violations'], preload: false })")
    return [
        f"{fault['id']} ({fault['impact']}): {fault['nodes'][0]['html'][:300]} {fault['nodes'][0]['failureSummary']}"
        for fault in found["violations"]
        if fault["impact"] in ("serious", "critical")
    ]
