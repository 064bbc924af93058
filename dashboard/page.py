"""What every page of the dashboard is given, and the parts that all of them draw: charts and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st

from dashboard.data import Choice, Dataset, csv_bytes, parquet_bytes
from dashboard.labels import translate
from dashboard.report_links import add_report_links
from dashboard.texts import COLUMNS

_VOCABULARIES = {"level": "level", "status": "status", "unit": "unit"}
_IN_TEXTS = ("role", "achievement", "outcome")


@dataclass(frozen=True, slots=True)
class Page:
    """The dataset, what was chosen of it, the words to say it in, and where the report is served."""

    data: Dataset
    choice: Choice
    words: dict[str, str]
    language: str
    report: str | None


def draw_chart(chart: Any) -> None:
    """Draw a chart as wide as the page."""
    st.altair_chart(chart, width="stretch")


def draw_note(text: str) -> None:
    """A remark in small letters; `st.caption` is too pale to read for people of weak sight (WCAG 2.1, 1.4.3)."""
    st.markdown(f":small[{text}]")


def draw_table(page: Page, frame: pd.DataFrame, columns: Sequence[str], name: str) -> None:
    """A table of `columns` in the page's language, each row with a link to its place in the report where it has one.

    The buttons below download the rows in the dataset's own words and column names.
    """
    linked = add_report_links(frame, page.report, page.data.list_plans())
    shown = linked[[*columns, *(["report"] if "report" in linked else [])]]
    headings: dict[str, Any] = dict(COLUMNS[page.language])
    headings["report"] = st.column_config.LinkColumn(page.words["source"], display_text=page.words["open_report"])
    st.dataframe(_translate_cells(page, shown), width="stretch", hide_index=True, column_config=headings)
    left, right, _ = st.columns([1, 1, 4])
    kept = frame[list(columns)]
    left.download_button(page.words["download_csv"], csv_bytes(kept), f"{name}.csv", "text/csv", key=f"{name}-csv")
    right.download_button(
        page.words["download_parquet"],
        parquet_bytes(kept),
        f"{name}.parquet",
        "application/vnd.apache.parquet",
        key=f"{name}-parquet",
    )


def _translate_cells(page: Page, frame: pd.DataFrame) -> pd.DataFrame:
    changed = {
        column: frame[column].map(lambda cell, v=vocabulary: translate(v, cell, page.language), na_action="ignore")
        for column, vocabulary in _VOCABULARIES.items()
        if column in frame
    }
    changed |= {
        column: frame[column].map(lambda cell: page.words.get(cell, cell), na_action="ignore")
        for column in _IN_TEXTS
        if column in frame
    }
    translated = frame.assign(**changed)
    texts = translated.select_dtypes(["object", "string"]).columns
    return translated.assign(**{column: translated[column].fillna("") for column in texts})
