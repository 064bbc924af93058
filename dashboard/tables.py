"""Tables laid out for the eye: the first rows, in the order asked for, in the page's words, with their links."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from dashboard.charts import Segment
from dashboard.labels import format_number, shorten_chamber, translate
from dashboard.page import Page, Table
from dashboard.report_links import add_report_links
from dashboard.texts import COLUMNS

ROWS = 100
"""How many rows are shown at first; the others at a click, as a page of thousands is slow to draw."""
_VOCABULARIES = ("level", "status", "unit")
_IN_TEXTS = ("role", "achievement", "outcome")
_PLAIN = ("year", "page")
"""Whole numbers that are no quantities: no separator of thousands."""


@dataclass(frozen=True, slots=True)
class Head:
    """The heading of a column: the address that sorts by it, and how it is sorted now."""

    text: str
    link: str
    order: str | None


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell's words; where it leads; its bar, of percentages."""

    text: str
    is_number: bool = False
    link: str | None = None
    bar: tuple[Segment, ...] = ()


@dataclass(frozen=True, slots=True)
class Layout:
    """What is shown of a table; `more` is the address that shows all, None where all are shown."""

    heads: tuple[Head, ...]
    rows: tuple[tuple[Cell, ...], ...]
    total: int
    more: str | None


def lay_out(page: Page, table: Table) -> Layout:
    """The table as it is shown, sorted and shortened as the address says."""
    name, column, order = [*(page.get("sort") or "").split("."), "", ""][:3]
    frame = table.frame
    is_sorted = name == table.name and column in table.columns
    if is_sorted:
        frame = frame.sort_values(column, ascending=order != "down", kind="stable", na_position="last")
    whole = page.get("all") == table.name or len(frame) <= ROWS
    shown = add_report_links(frame if whole else frame.head(ROWS), page.data)
    rows = shown.to_dict("records")
    return Layout(
        tuple(
            _make_head(page, table.name, one, order if is_sorted and one == column else None) for one in table.columns
        ),
        tuple(tuple(_make_cell(page, table, row, one) for one in table.columns) for row in rows),
        len(frame),
        None if whole else page.link(all=table.name),
    )


def _make_head(page: Page, table: str, column: str, order: str | None) -> Head:
    asked = f"{table}.{column}" + (".down" if order == "" else "")
    orders = {"": "ascending", "down": "descending"}
    return Head(COLUMNS[page.language][column], page.link(sort=asked), None if order is None else orders.get(order))


def _make_cell(page: Page, table: Table, row: Mapping[Any, Any], column: str) -> Cell:
    value = row[column]
    missing = bool(pd.isna(value))
    if column == "page" and "report" in row:
        words = page.words["open_report"] if missing else page.words["open_page"].format(page=int(value))
        return Cell(words, link=row["report"])
    if missing:
        return Cell("")
    if isinstance(value, str):
        leads = column == "name" and "series" in row
        link = page.link(page="indicators", indicator=row["series"]) if leads else None
        return Cell(_translate(page, column, value), link=link)
    if isinstance(value, bool | np.bool_):
        return Cell(page.words["yes" if value else "no"])
    if column in _PLAIN:
        return Cell(str(int(value)))
    text = format_number(float(value), page.language)
    bar = (Segment(0, float(value), row["outcome"], text),) if column == table.bar else ()
    return Cell(text, is_number=True, bar=bar)


def _translate(page: Page, column: str, value: str) -> str:
    if column == "chamber":
        return shorten_chamber(value)
    if column in _IN_TEXTS:
        return page.words.get(value, value)
    return translate(column, value, page.language) if column in _VOCABULARIES else value
