"""Rows that a page prints and that stand in none of the tables which its source has found.

A source that finds tables itself can overlook one. What the page's rules and headings tell of rows is held against its
tables, so that no row is lost in silence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import TableRules
from extractors.pages.model import Box, Cell, Place, TableRow, Word
from extractors.pages.words import whole_text
from extractors.records.model import Finding
from extractors.tables.grid import Grid, GridCell
from extractors.tables.inferred.reader import infer_grids
from extractors.tables.packed_pages import outlines
from extractors.tables.page_content import PageContent, content_of

CODE = "row-outside-tables"
_MOST = 0.5  # share of a row's words that stand in no table, over which the row does


def find_undetected_rows(pages: Sequence[PageContent], rules: TableRules, engine: str) -> list[Finding]:
    """The rows of `pages` whose words stand, most of them, outside the tables that `engine` has found."""
    found = [page for page in outlines(pages) if page.found]
    headings = Headings(rules)
    inferred = infer_grids([content_of(replace(page.found, tables=None)) for page in found if page.found], headings)
    rejected = []
    for page, own in zip(found, inferred, strict=True):
        held = {word for table in page.grids for word in _words_of(table.cells)}
        for grid, index, cells in ((g, *numbered) for g in own.grids for numbered in enumerate(g.own_rows())):
            words = [*_words_of(cells)]
            if sum(word not in held for word in words) <= _MOST * len(words):
                continue
            row = _make_row(grid, index, cells)
            # A text that stands alone is read as a line; headings state no indicator.
            if sum(bool(cell.text) for cell in row.cells) > 1 and headings.read(row) is None:
                message = f"{engine} finds no table around this row."
                rejected.append(Finding("error", CODE, message, row.place, row.text))
    return rejected


def _words_of(cells: Iterable[GridCell]) -> Iterator[Word]:
    return (word for cell in cells for line in cell.lines for word in line.words)


def _make_row(grid: Grid, index: int, own: Iterable[GridCell]) -> TableRow:
    room = 2 * grid.padding
    cells = tuple(
        Cell(whole_text(cell.lines, cell.box.width - room), Place(grid.page, cell.box), cell.c0, cell.c1 - cell.c0)
        for cell in own
    )
    return TableRow(cells, Place(grid.page, Box(grid.box.x0, grid.ys[index], grid.box.x1, grid.ys[index + 1])), 0)
