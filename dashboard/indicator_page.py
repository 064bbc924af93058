"""Indicators: targets, results and thresholds of one over the years, and the list of those that were chosen."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.charts import draw_years
from dashboard.labels import label_series
from dashboard.page import Heading, Note, Page, Part, Table, Years
from dashboard.report_links import add_report_links

_MOST = 1000
"""How many indicators one list offers: a browser is slow to draw more, and nobody looks through them."""
_TARGETS = ["chamber", "code", "name", "objective", "level", "year", "target_raw", "result_raw", "computed_pct"]
_TARGETS += ["achievement", "printed_pct", "unit", "page"]
_FIGURES = ["year", "role", "raw", "number", "unit", "population", "source_file", "page"]


def make_indicator_page(page: Page) -> Iterator[Part]:
    """The chosen indicators."""
    targets = page.data.find_targets(page.choice)
    if targets.empty:
        yield Note(page.words["nothing"], "empty")
        return
    yield Note(page.words["found"].format(targets=len(targets), indicators=targets["series"].nunique()))
    yield from _make_one(page, targets)
    yield Heading(page.words["chosen_targets"])
    yield Table("targets", page.words["chosen_targets"], targets, _TARGETS)


def _make_one(page: Page, targets: pd.DataFrame) -> Iterator[Part]:
    words = page.words
    has_result, years = targets["result"].notna(), targets.groupby("series")["year"].transform("nunique")
    telling = targets.assign(has_result=has_result, years=years).sort_values(
        ["has_result", "years"], ascending=False, kind="stable"
    )
    labels = label_series(telling)
    asked = page.get("indicator")
    shown = {series: label for at, (series, label) in enumerate(labels.items()) if at < _MOST or series == asked}
    selector = page.select("indicator", words["indicator"], shown)
    yield selector
    if len(shown) < len(labels):
        yield Note(words["most"].format(most=_MOST, all=len(labels)))
    figures = add_report_links(page.data.find_series_figures(selector.chosen), page.data)
    if figures.empty:
        yield Note(words["no_figures"], "empty")
        return
    stated = targets.loc[targets["chamber"] == figures["chamber"].iloc[0], "achieved_from_pct"].dropna()
    within = 0.0 if stated.empty else 100 - float(stated.iloc[0])
    yield Years(labels[selector.chosen], draw_years(figures, words, page.language, within_pct=within))
    yield Note(words["threshold_target"] if stated.empty else words["threshold_method"].format(pct=within))
    if (figures["role"] == "superseded").any():
        yield Note(words["superseded_note"])
    yield Table("figures", labels[selector.chosen], figures, _FIGURES)
