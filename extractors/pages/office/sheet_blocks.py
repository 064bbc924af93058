"""What stands on a sheet of a workbook: lines and tables.

A sheet is one grid on which tables and titles stand below each other. Empty rows part them; a row in which one text
stands alone, before the first row of several cells, is a line: the title of what follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from extractors.pages.office.model import Block, OfficeCell, OfficeTable, Origin, Paragraph


class SheetCell(NamedTuple):
    """A cell that a person sees: its place among the visible rows and columns, counted from 0, and what it shows."""

    row: int
    column: int
    lines: tuple[str, ...]
    name: str
    rows: int = 1
    columns: int = 1
    bold: bool = False
    filled: bool = False
    bordered: bool = False

    @property
    def states(self) -> bool:
        """Whether there is text in it."""
        return any(line.strip() for line in self.lines)


def blocks_of(title: str, cells: Sequence[SheetCell]) -> tuple[Block, ...]:
    """The lines and tables of the sheet `title`, from top to bottom; the title itself is its first line."""
    heading = Paragraph((title,), Origin(title), bold=True, level=1)
    found: list[Block] = [heading]
    for run in _runs_of_rows(cells):
        found += _make_blocks(title, run)
    return tuple(found)


def _runs_of_rows(cells: Sequence[SheetCell]) -> Iterator[list[list[SheetCell]]]:
    """Rows that stand below each other without an empty one between."""
    last = max((cell.row + cell.rows for cell in cells if cell.states), default=0)
    filled = [False] * last
    for cell in cells:
        if cell.states:
            filled[cell.row : cell.row + cell.rows] = [True] * cell.rows
    rows = {row: list(group) for row, group in groupby(sorted(cells, key=attrgetter("row")), key=attrgetter("row"))}
    run: list[list[SheetCell]] = []
    for number in range(last):
        if filled[number]:
            run.append(rows.get(number, []))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _make_blocks(title: str, rows: Sequence[Sequence[SheetCell]]) -> Iterator[Block]:
    """The lines over a table, the table, and the lines under it."""
    first = next((i for i, row in enumerate(rows) if _is_of_table(row)), len(rows))
    end = len(rows)
    if first < end:
        right = max(cell.column + cell.columns for row in rows[first:] for cell in row if cell.states)
        bordered = any(cell.bordered for row in rows[first:] for cell in row)
        while first and _is_over_table(rows[first - 1], right, bordered=bordered):
            first -= 1
        while bordered and not _is_of_table(rows[end - 1]) and not any(c.bordered for c in rows[end - 1]):
            end -= 1
    yield from (_make_line(title, cell) for row in rows[:first] for cell in row if cell.states)
    if first < end:
        yield _make_table(title, [cell for row in rows[first:end] for cell in row])
    yield from (_make_line(title, cell) for row in rows[end:] for cell in row if cell.states)


def _is_of_table(row: Sequence[SheetCell]) -> bool:
    """Whether a row shows that it is one of a table: several texts, or one that goes over further rows."""
    stated = [cell for cell in row if cell.states]
    return len(stated) > 1 or any(cell.rows > 1 for cell in stated)


def _is_over_table(row: Sequence[SheetCell], right: int, *, bordered: bool) -> bool:
    """Whether a text that stands alone in the row over a table is the table's: merged over its columns, or in a border
    as the table is."""
    return any(
        cell.states and ((cell.columns > 1 and cell.column + cell.columns >= right) or (bordered and cell.bordered))
        for cell in row
    )


def _make_line(title: str, cell: SheetCell) -> Paragraph:
    return Paragraph(_stated_lines(cell.lines), Origin(title, cell.name), bold=cell.bold)


def _stated_lines(lines: Iterable[str]) -> tuple[str, ...]:
    return tuple(line for line in (" ".join(line.split()) for line in lines) if line)


def _make_table(title: str, cells: Sequence[SheetCell]) -> OfficeTable:
    top = min(cell.row for cell in cells)
    bottom = max(cell.row for cell in cells) + 1
    right = max((cell.column + cell.columns for cell in cells if cell.states), default=0)
    kept = [cell for cell in cells if cell.column < right]
    return OfficeTable(
        bottom - top,
        right,
        tuple(
            OfficeCell(
                cell.row - top,
                cell.column,
                (Paragraph(lines, Origin(title, cell.name), cell.bold),)
                if (lines := _stated_lines(cell.lines))
                else (),
                Origin(title, cell.name),
                min(cell.rows, bottom - cell.row),
                min(cell.columns, right - cell.column),
                cell.filled,
            )
            for cell in kept
        ),
    )
