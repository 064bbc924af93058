"""The report's pages beside the dashboard: served on this machine, so that a figure is one click from its page."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import Thread
from typing import Any

import pandas as pd

from pipeline.report.build import REPORT
from pipeline.report.plan_names import names_of
from pipeline.report.server import HOST, ReviewFolders, open_server


def serve_report(version: Path) -> str | None:
    """Serve the report of a published version until this program ends; its address, None where there is none.

    Nothing can be corrected there: that is what `cruscotto review` is for.
    """
    folder = version / REPORT
    if not (folder / "index.html").is_file():
        return None
    server = open_server(ReviewFolders(folder, folder, frozenset(), {}))
    Thread(target=server.serve_forever, daemon=True).start()
    return f"http://{HOST}:{server.server_address[1]}"


def add_report_links(frame: pd.DataFrame, address: str | None, plans: Sequence[dict[str, Any]]) -> pd.DataFrame:
    """The frame with a column `report`: the address of each row's indicator, or else of its page, in the report."""
    if address is None or "plan_id" not in frame:
        return frame
    slugs = {plan: names.slug for plan, names in names_of(plans).items()}
    anchors = frame["indicator_id"] if "indicator_id" in frame else frame["page"].map(_page_anchor)
    links = [
        f"{address}/{slugs[plan]}.html{f'#{anchor}' if anchor else ''}"
        for plan, anchor in zip(frame["plan_id"], anchors, strict=True)
    ]
    return frame.assign(report=links)


def _page_anchor(page: float | None) -> str:
    return "" if page is None or pd.isna(page) else f"page-{int(page)}"
