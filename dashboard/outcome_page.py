"""Achievement: what was reached, partly and not, by the methods that the chambers' plans state."""

from __future__ import annotations

import streamlit as st

from dashboard.charts import draw_outcomes
from dashboard.page import Page, draw_chart, draw_note, draw_table

_TARGETS = ["chamber", "code", "name", "objective", "year", "target_raw", "result_raw", "computed_pct", "achievement"]
_TARGETS += ["printed_pct", "agrees", "reason", "page"]


def draw_outcome_page(page: Page) -> None:
    """Draw the achievement of the chosen targets."""
    targets = page.data.find_targets(page.choice)
    if targets["achievement"].notna().sum() == 0:
        st.info(page.words["no_outcomes"])
        return
    methods = targets[["method", "achieved_from_pct", "not_achieved_below_pct"]].dropna().drop_duplicates()
    for method, least, failed in methods.itertuples(index=False):
        draw_note(page.words["method"].format(method=method, achieved=least, failed=failed))
    draw_chart(draw_outcomes(targets, page.words))
    differing = int((targets["agrees"] == False).sum())  # noqa: E712 - null is neither
    if differing:
        st.warning(page.words["differs"].format(count=differing))
    draw_table(page, targets[targets["achievement"].notna()], _TARGETS, "outcomes")
