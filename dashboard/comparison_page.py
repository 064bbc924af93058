"""Chambers compared, like with like: one shared indicator, one role, one year, one unit."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from dashboard.charts import draw_chambers
from dashboard.labels import translate
from dashboard.page import Page, draw_chart, draw_note, draw_table

_FIGURES = ["chamber", "name", "role", "year", "comparator", "number", "unit", "raw", "source_file", "page"]


def draw_comparison_page(page: Page) -> None:
    """Draw the comparison; of the filters the chambers and the years hold here, which the page says."""
    draw_note(page.words["compare_filters"])
    shared = page.data.list_shared()
    if shared.empty:
        st.info(page.words["no_shared"])
        return
    names = dict(zip(shared["catalogue_id"], shared[f"label_{page.language}"], strict=True))
    counts = dict(zip(shared["catalogue_id"], shared["chambers"], strict=True))
    chosen = st.selectbox(
        page.words["shared"],
        list(names),
        format_func=lambda entry: f"{names[entry]} ({counts[entry]} · {entry})",
        key="shared",
    )
    figures = page.data.find_shared_figures(chosen)
    if page.choice.chambers:
        figures = figures[figures["chamber"].isin(list(page.choice.chambers))]
    if page.choice.years:
        figures = figures[figures["year"].isin(list(page.choice.years))]
    if figures.empty:
        st.info(page.words["nothing"])
        return
    _draw_alike(page, figures)
    draw_table(page, figures, _FIGURES, "compared")


def _draw_alike(page: Page, figures: pd.DataFrame) -> None:
    """The chart of the chosen role, year and unit: those that most chambers state stand first."""
    keys = figures.assign(unit=figures["unit"].fillna("")).groupby(["role", "year", "unit"])["chamber"].nunique()
    options = list(keys.sort_values(ascending=False, kind="stable").index)
    role, year, unit = st.selectbox(
        page.words["alike"],
        options,
        key="alike",
        format_func=lambda key: " · ".join(
            (
                page.words.get(key[0], key[0]),
                str(int(key[1])),
                translate("unit", key[2], page.language) if key[2] else page.words["no_unit"],
            )
        ),
    )
    alike = figures[(figures["role"] == role) & (figures["year"] == year) & (figures["unit"].fillna("") == unit)]
    draw_chart(draw_chambers(alike, translate("unit", unit, page.language) if unit else page.words["no_unit"]))
