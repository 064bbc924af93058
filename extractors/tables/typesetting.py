"""Documents without pages set on pages of our own, so that what reads PDFs reads them too.

Each section (a sheet, or the whole of a document of text) is one page, as large as it needs to be. Every character is
half an em wide, no line is wrapped, columns are as wide as their widest text and tables with as many columns have the
same columns: that much tells a reader which texts stand under which heading. A table whose cells hold tables lays a
page out: its cells are panels below each other, each at its own left edge.

Positions are points of these made pages, origin top left, and mean nothing outside: `PageOrigins` says where in the
file a box comes from.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, groupby
from typing import Final, NamedTuple

from extractors.pages.model import Box, Place, Word
from extractors.pages.office.model import (
    Block,
    OfficeCell,
    OfficeDocument,
    OfficeSection,
    OfficeTable,
    Origin,
    Paragraph,
)
from extractors.pages.text_layer import doubtful_words
from extractors.pages.words import WordLine
from extractors.tables.grid import Grid, GridCell
from extractors.tables.page_content import PageContent

_SIZE: Final = 10.0  # points, the type size of text
_HEADINGS: Final = (16.0, 14.0, 12.0, 11.0)  # points, the type sizes of headings by level
_CHAR: Final = 0.5  # type sizes, the width of every character
_LINE: Final = 1.2  # type sizes from one line to the next
_APART: Final = 1.0  # type sizes between two paragraphs or tables: more than lines of one paragraph have
_PAD: Final = 3.0  # points between a cell's border and its text
_ROOM: Final = 4.0  # type sizes that a column is wider than its widest text: no text of it reads as wrapped
_EMPTY: Final = 20.0  # points, the width of a column without text


class _Traced(NamedTuple):
    """A box on a page and what it comes from."""

    box: Box
    origin: Origin


class PageOrigins:
    """Where in the file the boxes of one page come from."""

    def __init__(self, traced: Sequence[_Traced]) -> None:
        self._traced = sorted(traced, key=lambda t: (t.box.y0, t.box.x0))
        self._tops = [t.box.y0 for t in self._traced]
        self._known: dict[Box, Origin] = {}  # rows and cells are asked for again and again

    def of(self, box: Box | None) -> Origin:
        """What `box` comes from: the first thing that begins in it, else the last one above that reaches into it."""
        if not self._traced:
            return Origin()
        if box is None:
            return self._traced[0].origin
        if box not in self._known:
            self._known[box] = self._origin_of(box)
        return self._known[box]

    def _origin_of(self, box: Box) -> Origin:
        start, end = bisect_left(self._tops, box.y0 - 1), bisect_left(self._tops, box.y1 - 1)
        inside = (t for t in self._traced[start:end] if box.x0 - 1 <= t.box.mid_x <= box.x1 + 1)
        first = next(inside, None)
        if first is None:
            first = next((t for t in reversed(self._traced[:end]) if t.box.holds(box.mid_x, box.mid_y)), None)
        return Origin() if first is None else first.origin


@dataclass(frozen=True, slots=True)
class TypesetDocument:
    """A document's pages, and by their number where what stands on them comes from."""

    pages: tuple[PageContent, ...]
    origins: dict[int, PageOrigins]

    def origin(self, place: Place) -> Place:
        """The place in the file of a place on one of the pages."""
        if place.page is None:
            return place
        sheet, cell, line = self.origins[place.page].of(place.box)
        return Place(line=line, sheet=sheet, cell=cell)


def typeset(document: OfficeDocument) -> TypesetDocument:
    """Set each section of `document` on a page."""
    pages, origins = [], {}
    for number, section in enumerate(document.sections, start=1):
        press = _Press(number)
        press.set_section(section)
        pages.append(press.page(document.running if number == 1 else ()))
        origins[number] = press.origins()
    return TypesetDocument(tuple(pages), origins)


class _Press:
    """Sets one section, from top to bottom."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._y = 0.0
        self._right = 0.0
        self._lines: list[WordLine] = []
        self._grids: list[Grid] = []
        self._fills: list[Box] = []
        self._traced: list[_Traced] = []

    def set_section(self, section: OfficeSection) -> None:
        """Set all blocks of a section below each other."""
        tables = [block for block in section.blocks if isinstance(block, OfficeTable)]
        if section.columns_align:
            shared = _merged_widths(tables)
            widths = {table.columns: shared[: table.columns] for table in tables}
        else:
            alike = groupby(sorted(tables, key=lambda t: t.columns), key=lambda t: t.columns)
            widths = {columns: _merged_widths(list(group)) for columns, group in alike}
        self._set_blocks(section.blocks, 0.0, widths)

    def page(self, running: Sequence[str]) -> PageContent:
        """The page as it stands; `running` are texts outside of it."""
        page = PageContent(
            *(self._number, self._right + _SIZE, self._y + _SIZE, self._grids, self._lines),
            furniture=[_word_line(text, 0.0, 0.0, _SIZE, bold=False) for text in running if text.strip()],
            fills=tuple(self._fills),
        )
        return replace(page, doubtful=doubtful_words(line.text for line in (*page.lines, *page.cell_lines)))

    def origins(self) -> PageOrigins:
        """Where what was set comes from."""
        return PageOrigins(self._traced)

    def _set_blocks(self, blocks: Sequence[Block], x: float, widths: dict[int, list[float]]) -> None:
        for block in blocks:
            if isinstance(block, Paragraph):
                self._set_paragraph(block, x)
            else:
                self._set_table(block, x, widths.get(block.columns) or _merged_widths([block]))
            self._y += _APART * _SIZE

    def _set_paragraph(self, paragraph: Paragraph, x: float) -> None:
        top = self._y
        size = _HEADINGS[min(paragraph.level, len(_HEADINGS)) - 1] if paragraph.level else _SIZE
        lines = _set_lines(paragraph, x, top, size)
        self._lines += lines
        self._y += len(lines) * _LINE * size
        if lines:
            right = max(line.box.x1 for line in lines)
            self._right = max(self._right, right)
            self._traced.append(_Traced(Box(x, top, right, self._y), paragraph.origin))

    def _set_table(self, table: OfficeTable, x: float, widths: Sequence[float]) -> None:
        """Set the rows of a table: those that hold tables as panels, the others as a grid."""
        xs = list(accumulate(widths, initial=x))
        self._right = max(self._right, xs[-1])
        panels = _rows_with_tables(table)
        for is_panel, group in groupby(range(table.rows), key=panels.__contains__):
            rows = list(group)
            if not is_panel:
                self._set_grid(table, rows, xs)
                continue
            for cell in table.cells:
                if cell.row in panels and cell.row in rows:
                    top = self._y
                    self._set_blocks(cell.blocks, xs[cell.column], {})
                    if cell.filled and self._y > top:
                        end = min(cell.column + cell.columns, len(xs) - 1)
                        self._fills.append(Box(xs[cell.column], top, xs[end], self._y))

    def _set_grid(self, table: OfficeTable, rows: Sequence[int], xs: Sequence[float]) -> None:
        """Set `rows` of a table, which stand below each other, as a grid."""
        first, end = rows[0], rows[-1] + 1
        cells = [cell for cell in table.cells if first <= cell.row < end]
        heights = _row_heights(cells, first, end)
        ys = list(accumulate(heights, initial=self._y))
        self._y = ys[-1]
        found = []
        for cell in cells:
            r0, r1 = cell.row - first, min(cell.row + cell.rows, end) - first
            c0, c1 = cell.column, min(cell.column + cell.columns, len(xs) - 1)
            box = Box(xs[c0], ys[r0], xs[c1], ys[r1])
            found.append(GridCell(box, c0, c1, r0, r1, _cell_lines(cell, box), cell.filled))
            self._traced.append(_Traced(box, cell.origin))
            if cell.filled:
                self._fills.append(box)
        box = Box(xs[0], ys[0], xs[-1], ys[-1])
        grid = Grid(self._number, box, list(xs), ys, found)
        if len([cell for cell in found if cell.lines]) > 1 or len(xs) > 2:
            self._grids.append(grid)
        else:  # a lone box of one cell is no table
            self._lines += [line for cell in found for line in cell.lines]


def _rows_with_tables(table: OfficeTable) -> set[int]:
    """The rows of a table whose cells hold tables, with all that a cell merged over them covers."""
    return {
        row
        for cell in table.cells
        if any(isinstance(block, OfficeTable) for block in cell.blocks)
        for row in range(cell.row, cell.row + cell.rows)
    }


def _merged_widths(tables: Sequence[OfficeTable]) -> list[float]:
    """The widths of the columns that `tables` share."""
    widths = [_EMPTY] * max((table.columns for table in tables), default=0)
    cells = [cell for table in tables for cell in table.cells]
    for cell in cells:
        if cell.columns == 1:
            widths[cell.column] = max(widths[cell.column], _text_width(cell))
    for cell in cells:
        across = slice(cell.column, cell.column + cell.columns)
        if cell.columns > 1 and widths[across]:
            lacking = _text_width(cell) - sum(widths[across])
            if lacking > 0:
                widths[across] = [width + lacking / len(widths[across]) for width in widths[across]]
    return widths


def _text_width(cell: OfficeCell) -> float:
    longest = max((len(line) for line in _cell_texts(cell)), default=0)
    return longest * _CHAR * _SIZE + 2 * _PAD + _ROOM * _SIZE if longest else _EMPTY


def _cell_texts(cell: OfficeCell) -> Iterator[str]:
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            yield from block.lines


def _row_heights(cells: Sequence[OfficeCell], first: int, end: int) -> list[float]:
    """The heights of the rows from `first` to `end`."""
    heights = [_LINE * _SIZE + 2 * _PAD] * (end - first)
    for cell in sorted(cells, key=lambda c: c.rows):
        needed = sum(1 for _ in _cell_texts(cell)) * _LINE * _SIZE + 2 * _PAD
        own = slice(cell.row - first, min(cell.row + cell.rows, end) - first)
        heights[own.stop - 1] += max(0.0, needed - sum(heights[own]))
    return heights


def _cell_lines(cell: OfficeCell, box: Box) -> list[WordLine]:
    lines: list[WordLine] = []
    y = box.y0 + _PAD
    for block in cell.blocks:
        if isinstance(block, Paragraph):
            lines += _set_lines(block, box.x0 + _PAD, y, _SIZE)
            y += len(block.lines) * _LINE * _SIZE
    return lines


def _set_lines(paragraph: Paragraph, x: float, y: float, size: float) -> list[WordLine]:
    step = _LINE * size
    return [
        _word_line(text, x, y + i * step, size, bold=paragraph.bold)
        for i, text in enumerate(paragraph.lines)
        if text.strip()
    ]


def _word_line(text: str, x: float, y: float, size: float, *, bold: bool) -> WordLine:
    """A line set from `x`, its upper edge at `y`."""
    words = []
    for word in text.split():
        right = x + len(word) * _CHAR * size
        words.append(Word(word, Box(x, y, right, y + size), size, bold))
        x = right + _CHAR * size
    return WordLine(tuple(words))
