"""A table from its rows as files give them: cells that know how far they reach and not where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from extractors.errors import DocumentTooLarge
from extractors.pages.office.model import Block, OfficeCell, OfficeTable, Origin, Paragraph, cell_name

_MOST_PLACES: Final = 1_000_000  # of a table; spans can claim more than any memory holds


class GivenCell(NamedTuple):
    """A cell of a row: what it holds and how many rows and columns it covers. `skipped` are columns that the row
    leaves free before it."""

    blocks: tuple[Block, ...]
    rows: int = 1
    columns: int = 1
    filled: bool = False
    skipped: int = 0


def table_of(rows: Sequence[Sequence[GivenCell]], name: str) -> OfficeTable | None:
    """The table that `rows` make, None where it has no cell; `name` is that of its cells' origins.

    As in HTML, a cell stands in the first free column of its row, and one that reaches beyond the last row ends there.

    Raises:
        DocumentTooLarge: the spans make a table larger than any plan's.
    """
    free = _Places(len(rows))
    cells: list[OfficeCell] = []
    for r, row in enumerate(rows):
        c = 0
        for given in row:
            c = free.next(r, c + given.skipped)
            height, width = min(max(given.rows, 1), len(rows) - r), max(given.columns, 1)
            free.take(r, c, height, width)
            origin = Origin(name, cell_name(r, c))
            cells.append(OfficeCell(r, c, _place_blocks(given.blocks, origin), origin, height, width, given.filled))
            c += width
    columns = max((cell.column + cell.columns for cell in cells), default=0)
    cells += [OfficeCell(r, c, (), Origin(name, cell_name(r, c))) for r, c in free.left(columns)]
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return OfficeTable(len(rows), columns, tuple(cells)) if columns else None


def _place_blocks(blocks: tuple[Block, ...], origin: Origin) -> tuple[Block, ...]:
    """The blocks of a cell, whose paragraphs stand where the cell does."""
    return tuple(replace(block, origin=origin) if isinstance(block, Paragraph) else block for block in blocks)


class _Places:
    """Which places of a table are taken."""

    def __init__(self, rows: int) -> None:
        self._rows = rows
        self._taken: list[set[int]] = [set() for _ in range(rows)]
        self._count = 0

    def next(self, row: int, column: int) -> int:
        """The first free column of `row` from `column` on."""
        while column in self._taken[row]:
            column += 1
        return column

    def take(self, row: int, column: int, height: int, width: int) -> None:
        """Take the places of a cell."""
        self._count += height * width
        if self._count > _MOST_PLACES:
            raise DocumentTooLarge(f"a table has more than {_MOST_PLACES} places for cells")
        for taken in self._taken[row : row + height]:
            taken.update(range(column, column + width))

    def left(self, columns: int) -> list[tuple[int, int]]:
        """The free places of a table with so many columns."""
        if self._rows * columns > _MOST_PLACES:
            raise DocumentTooLarge(f"a table has {self._rows} rows and {columns} columns")
        return [(r, c) for r, taken in enumerate(self._taken) for c in range(columns) if c not in taken]
