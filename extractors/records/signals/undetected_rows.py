"""Rows that a page prints and that stand in none of the tables which its source has found.

A source that finds tables itself can overlook one. What the page's rules and headings tell of rows is held against its
tables, so that no row is lost in silence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import TableRules
from extractors.pages.model import Box, Cell, Place, TableRow, Word
from extractors.pages.words import whole_text
from extractors.records.model import Finding
from extractors.tables.grid import Grid
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
        rows = [(grid, index) for grid in own.grids for index in range(len(grid.ys) - 1)]
        held = {word for table in page.grids for word in _words_of_rows(table, range(len(table.ys) - 1))}
        for grid, index in rows:
            words = [*_words_of_rows(grid, [index])]
            if sum(word not in held for word in words) <= _MOST * len(words):
                continue
            row = _make_row(grid, index)
            # A text that stands alone is read as a line; headings state no indicator.
            if sum(bool(cell.text) for cell in row.cells) > 1 and headings.read(row) is None:
                message = f"{engine} finds no table around this row."
                rejected.append(Finding("error", CODE, message, row.place, row.text))
    return rejected


def _words_of_rows(grid: Grid, rows: Sequence[int]) -> Iterator[Word]:
    """The words of the cells that begin in the rows."""
    for cell in grid.cells:
        if cell.r0 in rows:
            yield from (word for line in cell.lines for word in line.words)


def _make_row(grid: Grid, index: int) -> TableRow:
    cells = tuple(
        Cell(
            whole_text(cell.lines, cell.box.width - 2 * grid.padding),
            Place(grid.page, cell.box),
            cell.c0,
            cell.c1 - cell.c0,
        )
        for cell in grid.row(index)
        if cell.r0 == index
    )
    return TableRow(cells, Place(grid.page, Box(grid.box.x0, grid.ys[index], grid.box.x1, grid.ys[index + 1])), 0)
