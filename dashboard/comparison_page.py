"""Chambers compared, like with like: one shared indicator, one role, one year, one unit."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from dashboard.charts import draw_chambers
from dashboard.labels import translate
from dashboard.page import Bars, Note, Page, Part, Table
from dashboard.report_links import add_report_links

_FIGURES = ["chamber", "name", "role", "year", "comparator", "number", "unit", "raw", "source_file", "page"]


def make_comparison_page(page: Page) -> Iterator[Part]:
    """The comparison; of the filters the chambers and the years hold here, which the page says."""
    yield Note(page.words["compare_filters"])
    shared = page.data.list_shared()
    if shared.empty:
        yield Note(page.words["no_shared"], "empty")
        return
    entries = shared[["catalogue_id", f"label_{page.language}", "chambers"]].itertuples(index=False)
    labels = {entry: f"{name} ({count} · {entry})" for entry, name, count in entries}
    selector = page.select("shared", page.words["shared"], labels)
    yield selector
    figures = add_report_links(page.data.find_shared_figures(selector.chosen), page.data)
    if page.choice.chambers:
        figures = figures[figures["chamber"].isin(list(page.choice.chambers))]
    if page.choice.years:
        figures = figures[figures["year"].isin(list(page.choice.years))]
    if figures.empty:
        yield Note(page.words["nothing"], "empty")
        return
    yield from _make_alike(page, figures)
    yield Table("compared", labels[selector.chosen], figures, _FIGURES)


def _make_alike(page: Page, figures: pd.DataFrame) -> Iterator[Part]:
    """The bars of the chosen role, year and unit: those that most chambers state stand first."""
    keys = figures["role"] + "|" + figures["year"].astype(int).astype(str) + "|" + figures["unit"].fillna("")
    stated = figures.groupby(keys)["chamber"].nunique().sort_values(ascending=False, kind="stable")
    labels = {key: _label_key(page, *key.split("|", 2)) for key in stated.index}
    selector = page.select("alike", page.words["alike"], labels)
    yield selector
    unit = selector.chosen.rpartition("|")[2]
    bars = draw_chambers(figures[keys == selector.chosen], _name_unit(page, unit) if unit else "", page.language)
    yield Bars(labels[selector.chosen], bars, {})


def _label_key(page: Page, role: str, year: str, unit: str) -> str:
    return " · ".join((page.words.get(role, role), year, _name_unit(page, unit)))


def _name_unit(page: Page, unit: str) -> str:
    return translate("unit", unit, page.language) if unit else page.words["no_unit"]
