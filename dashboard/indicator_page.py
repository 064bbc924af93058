"""Indicators: targets, results and thresholds of one over the years, and the list of those that were chosen."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import draw_years
from dashboard.labels import label_series
from dashboard.page import Page, draw_chart, draw_note, draw_table

_TARGETS = ["chamber", "code", "name", "objective", "level", "year", "target_raw", "result_raw", "computed_pct"]
_TARGETS += ["achievement", "printed_pct", "unit", "page"]
_FIGURES = ["year", "role", "raw", "number", "unit", "population", "source_file", "page"]


def draw_indicator_page(page: Page) -> None:
    """Draw the chosen indicators."""
    targets = page.data.find_targets(page.choice)
    if targets.empty:
        st.info(page.words["nothing"])
        return
    draw_note(page.words["found"].format(targets=len(targets), indicators=targets["series"].nunique()))
    _draw_one(page, targets)
    st.header(page.words["chosen_targets"])
    draw_table(page, targets, _TARGETS, "targets")


def _draw_one(page: Page, targets: pd.DataFrame) -> None:
    labels = label_series(targets.sort_values(["result"], na_position="last", kind="stable"))
    asked = st.query_params.get("indicator")
    at = list(labels).index(asked) if asked in labels else 0
    series = st.selectbox(
        page.words["indicator"], list(labels), index=at, format_func=labels.__getitem__, key="indicator"
    )
    st.query_params["indicator"] = series
    figures = page.data.find_series_figures(series)
    if figures.empty:
        st.info(page.words["no_figures"])
        return
    stated = targets.loc[targets["chamber"] == figures["chamber"].iloc[0], "achieved_from_pct"].dropna()
    within = 0.0 if stated.empty else 100 - float(stated.iloc[0])
    draw_chart(draw_years(figures[figures["role"] != "benchmark"], page.words, page.language, within_pct=within))
    draw_note(page.words["threshold_target"] if stated.empty else page.words["threshold_method"].format(pct=within))
    if (figures["role"] == "superseded").any():
        draw_note(page.words["superseded_note"])
    draw_table(page, figures, _FIGURES, "figures")
