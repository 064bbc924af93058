"""Cells of figures: one figure of the year that its heading tells, or one for each of several years.

In: where the reader stands, the record in the making, a cell with its heading. Out: figures in the record. Public:
`fill_figure`, `signs_of_figures`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from extractors.layouts.headings.heading_map import Heading
from extractors.pages.model import Cell
from extractors.quality.signals import Signal
from extractors.records.figures.scales import is_scaled
from extractors.records.figures.yearly_cells import each_year, year_behind
from extractors.records.figures.years import year_of
from extractors.records.model import ValueCell
from extractors.records.reader_state import ReaderState
from extractors.records.record_draft import RecordDraft
from extractors.records.signals.rows import figure_signs
from extractors.text import folded


def fill_figure(at: ReaderState, draft: RecordDraft, heading: Heading, cell: Cell, signs: Iterable[str]) -> None:
    """Put what a cell under a heading of figures states into `draft`; `signs` make it doubtful."""
    assert heading.column is not None
    if at.rules.dated and heading.year is None and heading.offset is None:
        yearly = each_year(cell.text)
        for year, text in yearly:
            _put_figure(draft, heading, cell._replace(text=text), year, signs)
        if yearly:
            return
        if draft.year is not None:
            _put_figure(draft, heading, cell, draft.year, signs)
            return
    if at.rules.dated and is_scaled(cell.text, heading.text, at.is_scaled):
        signs = {*signs, Signal.FIGURE_SCALED}
    year_of_all, doubts = year_of(at, heading, heading.column, cell.place)
    if heading.name == "target" and Signal.YEAR_INFERRED in doubts and draft.due:
        year_of_all, doubts = (draft.due[0], ()) if len(draft.due) == 1 else (None, (Signal.YEAR_UNKNOWN,))
    if at.rules.dated and heading.year is None and heading.name in ("baseline", "result", "benchmark"):
        year_of_all = year_behind(cell.text) or year_of_all
    _put_figure(draft, heading, cell, year_of_all, {*signs, *doubts})


def signs_of_figures(values: Sequence[ValueCell]) -> list[Signal]:
    """What makes the figures of a row uncertain together: there are none, or two cells give one role and year
    different ones."""
    if not values:
        return [Signal.FIGURES_NONE]
    stated = {(v.role, v.period, v.part, v.population, folded(v.raw)) for v in values}
    return [Signal.FIGURES_ALIKE] * (len({figure[:4] for figure in stated}) < len(stated))


def _put_figure(draft: RecordDraft, heading: Heading, cell: Cell, year: int | None, signs: Iterable[str]) -> None:
    own = tuple(sorted({*signs, *figure_signs([cell.text])}))
    role = heading.name or ""
    draft.values.append(ValueCell(role, year, heading.population, cell.text, cell.place, heading.part, own))
    draft.signs += own
