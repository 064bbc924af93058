"""Rows of one text over a whole table, or most of it: titles of the rows below them, summaries of those above.

In: a row, the headings that it stands under. Out: yes or no. Public: `is_objective_alone`,
`rule_of_rows`.
"""

from __future__ import annotations

from extractors.layouts.headings.heading_map import HeadingMap
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import TableRow

TITLES = "titles-of-rows"
_FIGURES_OF_SUMMARY = 2


def rule_of_rows(row: TableRow, heading: HeadingMap) -> str | None:
    """The rule that says why a row is of others and states no indicator itself; None where it may state one."""
    if _is_title_of_rows(row, heading):
        return TITLES
    return "summaries-of-rows" if _is_summary_of_rows(row, heading) else None


def _is_title_of_rows(row: TableRow, heading: HeadingMap) -> bool:
    """Whether a row is one text set as a title over a whole table whose rows name their objectives themselves, as the
    office of those below it."""
    own = [cell for cell in row.cells if cell.text]
    if len(own) != 1 or not (own[0].bold or own[0].filled):
        return False
    is_over_all = heading.covered(own[0]) == len(heading.headings)
    return is_over_all and any(h.name == "objective" for h in heading.headings)


def _is_summary_of_rows(row: TableRow, heading: HeadingMap) -> bool:
    """Whether a row's first text stands over columns of names and of figures alike, and but one or two figures stand
    beside it: what the rows above come to (`Performance media dell'obiettivo | 96%`)."""
    own = [cell for cell in row.cells if cell.text]
    if not 1 < len(own) <= _FIGURES_OF_SUMMARY + 1 or own[0].continued:
        return False
    names = {h.name for h in heading.covered_by(own[0])}
    beside = [over.name if (over := heading.of(cell)) is not None else None for cell in own[1:]]
    return "name" in names and not names.isdisjoint(VALUE_COLUMNS) and "target" not in beside


def is_objective_alone(row: TableRow, heading: HeadingMap | None) -> bool:
    """Whether a row has one text, under the heading of objectives and no other: it is read as these are."""
    own = row.own_cells
    if heading is None or len(own) != 1 or heading.covered(own[0]) > 1:
        return False
    over = heading.of(own[0])
    return over is not None and over.name == "objective"
