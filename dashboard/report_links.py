"""Where a row stands in the report, which the dashboard serves beside its own pages."""

from __future__ import annotations

import pandas as pd

from dashboard.data import Dataset
from pipeline.report.plan_names import REPORT, names_of


def add_report_links(frame: pd.DataFrame, data: Dataset) -> pd.DataFrame:
    """The frame with a column `report`: the address of each row's indicator, or else of its page, in the report.

    The frame as it is where its rows are of no plan, or the dataset has no report.
    """
    if "plan_id" not in frame or not data.has_report:
        return frame
    slugs = {plan: names.slug for plan, names in names_of(data.list_plans()).items()}
    anchors = frame["indicator_id"] if "indicator_id" in frame else frame["page"].map(_page_anchor)
    links = [
        f"{REPORT}/{slugs[plan]}.html{f'#{anchor}' if anchor else ''}"
        for plan, anchor in zip(frame["plan_id"], anchors, strict=True)
    ]
    return frame.assign(report=links)


def _page_anchor(page: float | None) -> str:
    return "" if page is None or pd.isna(page) else f"page-{int(page)}"
