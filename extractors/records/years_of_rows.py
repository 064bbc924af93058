"""Tables that print the year of their figures in a column: one row a year, or several rows of one indicator.

In: the cells of a row under their headings. Out: the year that the row is of; figures of a further year in the record
of the row above. Public: `further_year`, `year_of_row`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.heading_map import Heading
from extractors.pages.model import Cell
from extractors.records.model import Record
from extractors.records.record_draft import Draft
from extractors.text import heading_key

_OF_YEARS = ("anno", "annualita", "esercizio", "anno di riferimento")
_YEAR = re.compile(r"20\d\d")


def year_of_row(under: Sequence[tuple[Heading | None, Cell]]) -> int | None:
    """The year that a row states in a column of years; None where it has none."""
    texts = [cell.text for heading, cell in under if heading is not None and heading_key(heading.text) in _OF_YEARS]
    return int(texts[0]) if len(texts) == 1 and _YEAR.fullmatch(texts[0]) else None


def further_year(records: Sequence[Record], draft: Draft) -> Record | None:
    """The last record with the figures of another year of its indicator, which stand in a row beside the same cell of
    names; None where the row is no such one."""
    if draft.year is None or not draft.goes_on or draft.name or not draft.values or not records:
        return None
    last = records[-1]
    return replace(last, values=(*last.values, *draft.values), row_text=f"{last.row_text} | {draft.row.text}")
