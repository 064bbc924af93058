"""Tables that go on over pages: from page contents to one stream of table rows and lines.

A table goes on where it is the last thing on one page and a table with the same columns is the first on the next. Its
heading may be printed again there. A row whose cells no rule closes at the foot of the page is one row with the first
row (after a repeated heading) of the next page.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Iterator, Sequence

from extractors.pages.model import Box, Cell, Item, Place, TableRow, TextLine
from extractors.pages.words import Lexicon, WordLine, whole_text
from extractors.quality.signals import Signal
from extractors.tables.cell_signals import cell_signs, leading_of, stands_solid
from extractors.tables.cell_text import text_in
from extractors.tables.cut_rows import FOOT, closed_halves
from extractors.tables.glued_figures import FIGURE
from extractors.tables.grid import Grid, GridCell
from extractors.tables.page_content import PageContent, Remark, take_remarks
from extractors.tables.shaded_cells import grounds_of_all_rows

_SAME_COLUMN = 3.0  # points
_INFERRED_COLUMN = 15.0  # points; borders that no rule draws stand in the middle of the room between texts
_CODE = re.compile(r"[A-Z]{0,3}\d+(?:[.\-]\w+)+\.?$")  # `1.1`, `S1.1-a`, `02.1.4-b`
ROW_OVER_PAGES = "row-over-pages"
CLOSED_HALVES = "closed-halves"
GRID_INFERRED = "grid-inferred"
GRID_TAGGED = "grid-tagged"
TAGS_AGREE = "tags-agree"


class Stitcher:
    """Reads page contents in order and keeps what a table needs to go on over the page.

    `titles` tells whether a line reads as the title of a node: two such lines are two titles, however full the first.
    """

    def __init__(self, lexicon: Lexicon, titles: Callable[[str], bool] = lambda _: False) -> None:
        self._lexicon = lexicon
        self._titles = titles
        self._table = -1
        self._pending: list[_Row] = []  # the rows of the table that may go on
        self._foot = 0.0  # how far down tables reach on the pages
        self._headings: set[tuple[str, ...]] = set()  # first rows of tables that look like headings

    def items(self, pages: Sequence[PageContent]) -> Iterator[Item]:
        """All rows and lines in reading order."""
        grounded = grounds_of_all_rows(self._measured(grid for page in pages for grid in page.grids))
        for page in pages:
            if grounded:
                for cell in (cell for grid in page.grids for cell in grid.cells):
                    cell.filled = cell.filled and all(line.bold for line in cell.lines)
            remarks = take_remarks(page)
            parts: list[Grid | list[WordLine]] = sorted(
                [*page.grids, *_paragraphs(page, self._titles)],
                key=_top,
            )
            for index, part in enumerate(parts):
                if isinstance(part, Grid):
                    yield from self._grid(part, [r for r in remarks if r.grid is part], first=index == 0)
                else:
                    yield from self._flush()
                    yield _line(page.number, part)
        yield from self._flush()

    def _measured(self, grids: Iterable[Grid]) -> Iterator[Grid]:
        """The grids, of which is kept how far down they reach."""
        for grid in grids:
            self._foot = max(self._foot, grid.box.y1)
            yield grid

    def _grid(self, grid: Grid, remarks: Sequence[Remark], *, first: bool) -> Iterator[Item]:
        rows = [_Row(grid, r) for r in range(len(grid.ys) - 1)]
        for remark in remarks:
            for r in remark.rows:
                rows[r].remarks.extend(remark.lines)
        if first and rows and self._pending and _goes_with(self._pending[-1], rows[0]):
            rows = self._go_on(rows)
        else:
            yield from self._flush()
            self._table += 1
            for row in itertools.takewhile(lambda row: row.looks_like_heading, rows[:2]):
                self._headings.add(row.texts)
        self._pending.extend(rows)
        yield from self._complete()

    def _go_on(self, rows: list[_Row]) -> list[_Row]:
        """Join the open row of the page before with the first row of this one; leave out a repeated heading."""
        start = sum(1 for _ in itertools.takewhile(lambda row: row.texts in self._headings, rows))
        following = rows[start:]
        if self._pending and following and _are_rows_of_their_own(self._pending[-1], following[0]):
            return rows
        if self._pending and following and self._pending[-1].open_bottom:
            before = self._pending[-1]
            if before.own_cells_open:
                before.absorb(following[0])
                return rows[:start] + following[1:]
            before.carry(following[0])
        elif self._pending and following and _halves(self._pending[-1], following[0]):
            self._pending[-1].absorb(following[0])
            return rows[:start] + following[1:]
        elif self._pending and following and _closed_halves(self._pending[-1], following[0], self._foot):
            self._pending[-1].absorb(following[0])
            self._pending[-1].closed = True
            return rows[:start] + following[1:]
        return rows

    def _complete(self) -> Iterator[Item]:
        """Give out the rows whose cells are whole: not the last, nor those that share an open cell with it."""
        still_open = self._pending[-1].open_texts if self._pending else set()
        whole = next((i for i, row in enumerate(self._pending) if row.texts_of & still_open), len(self._pending) - 1)
        for row in self._pending[: max(whole, 0)]:
            yield from row.item(self._table, self._lexicon)
        del self._pending[: max(whole, 0)]

    def _flush(self) -> Iterator[Item]:
        for row in self._pending:
            yield from row.item(self._table, self._lexicon)
        self._pending.clear()


class _Row:
    """One grid row on the way to a table row."""

    def __init__(self, grid: Grid, index: int) -> None:
        self.grid = grid
        self.index = index
        self.cells = grid.row(index)
        self.remarks: list[WordLine] = []
        self.over_pages = False
        self.closed = False  # its two pieces were closed by rules
        self.carried: set[int] = set()

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(" ".join(line.text for line in c.lines) for c in self.cells)

    @property
    def looks_like_heading(self) -> bool:
        if self.index == 0 and self.grid.roles is not None and self.grid.roles.headed:
            return True
        filled = [c for c in self.cells if c.lines]
        return len(filled) > 1 and all(c.filled or all(line.bold for line in c.lines) for c in filled)

    @property
    def open_bottom(self) -> bool:
        return any(c.open_bottom and c.r1 == len(self.grid.ys) - 1 for c in self.cells)

    @property
    def texts_of(self) -> set[int]:
        """What tells the texts of the row's cells apart: a cell merged over rows or pages has one text."""
        return {id(c.lines) for c in self.cells}

    @property
    def open_texts(self) -> set[int]:
        """Those of the cells that may go on over the page."""
        return {id(c.lines) for c in self.cells if _goes_on(c) and c.r1 == len(self.grid.ys) - 1}

    @property
    def own_cells_open(self) -> bool:
        """Whether the row itself is cut, not only a cell merged over it and over rows above."""
        own = [c for c in self.cells if c.r0 == self.index]
        return bool(own) and all(c.open_bottom for c in own)

    def absorb(self, other: _Row) -> None:
        """Take in the other half of the row from the next page."""
        inferred = self.grid.roles is not None and other.grid.roles is not None
        for cell, rest in _same_places(self.cells, other.cells) if inferred else _pairs(self.cells, other.cells):
            cell.lines.extend(rest.lines)
            rest.lines, rest.open_top = (
                cell.lines,
                cell.open_top,
            )  # a cell merged over further rows has the whole text there too
            cell.filled = cell.filled or rest.filled
            cell.open_bottom = rest.open_bottom
        self.remarks.extend(other.remarks)
        self.over_pages = True

    def carry(self, other: _Row) -> None:
        """Tell the next page's first row which of its cells only go on from this one."""
        for cell, rest in _pairs(self.cells, other.cells):
            if _goes_on(cell) and rest.r0 == other.index:
                cell.lines.extend(rest.lines)
                rest.lines = cell.lines
                rest.open_top = False  # it is known what it goes on from
                other.carried.add(id(rest))

    def item(self, table: int, lexicon: Lexicon) -> Iterator[TableRow]:
        page = self.grid.page
        y0, y1 = self.grid.ys[self.index], self.grid.ys[self.index + 1]
        cells = [self._cell(c, lexicon) for c in self.cells]
        if self.remarks:
            box = Box.around(line.box for line in self.remarks)
            column = max((c.c1 for c in self.cells), default=0)  # a row may have no cell of its own
            cells.append(Cell(whole_text(self.remarks), Place(page, box), column))
        if not any(c.text for c in cells if not c.continued):
            return
        box = Box(self.grid.box.x0, y0, self.grid.box.x1, y1)
        own = [c for c in self.cells if c.r1 - c.r0 == 1]
        roles = self.grid.roles
        signs = [] if self.over_pages else list(cell_signs(own, leading_of(self.grid)))
        signs += [Signal.ROWS_SOLID] * (roles is not None and stands_solid(self.grid, self.index, roles.leading))
        signs += [ROW_OVER_PAGES] * self.over_pages + [CLOSED_HALVES] * self.closed
        signs += [GRID_INFERRED] * self.grid.inferred
        signs += [Signal.ROWS_BY_LINES] * self.grid.by_lines
        signs += [GRID_TAGGED] * self.grid.tagged + [TAGS_AGREE] * self.grid.tags_agree
        margin = self.grid.margins[self.index] if self.grid.margins else None
        yield TableRow(tuple(cells), Place(page, box), table, tuple(signs), margin)

    def _cell(self, cell: GridCell, lexicon: Lexicon) -> Cell:
        width = cell.box.width - 2 * self.grid.padding
        if (self.grid.inferred or self.grid.tagged) and len(cell.lines) > 1:
            widths = self.grid.text_widths
            text = text_in(cell.lines, width, lexicon, widths[cell.c0] if widths else width)
        else:
            text = whole_text(cell.lines, width, lexicon)
        bold = bool(cell.lines) and all(line.bold for line in cell.lines)
        continued = cell.r0 < self.index or id(cell) in self.carried
        place = Place(self.grid.page, cell.box)
        return Cell(text, place, cell.c0, cell.c1 - cell.c0, bold, cell.filled, continued)

    def filled(self, columns: Iterable[int]) -> set[int]:
        """Which of the grid columns have text of the row's own."""
        return {c.c0 for c in self.cells if c.lines and c.r0 == self.index} & set(columns)

    @property
    def bold_name(self) -> bool:
        """Whether a line of the name is bold."""
        return any(line.bold for c in self._names() for line in c.lines)

    def goes_on_in(self, above: GridCell, rest: GridCell) -> bool:
        """Whether the cell `rest` of the next page reads as the rest of `above`: it begins with a small letter,
        or its first word had no room after the last one, wherever in the column that one is set."""
        column = Box.around(line.box for c in self.grid.cells if c.c0 == above.c0 for line in c.lines)
        word = rest.lines[0].words[0]
        return word.text[:1].islower() or above.lines[-1].box.width + word.box.width > column.width

    def _names(self) -> list[GridCell]:
        roles = self.grid.roles
        return [c for c in self.cells if roles and c.c0 == roles.name]

    @property
    def name(self) -> str:
        """The text in the column of names of a grid that no rules draw, empty where it has none."""
        return " ".join(line.text for c in self._names() for line in c.lines)


def _halves(before: _Row, rest: _Row) -> bool:
    """Whether the last row of a page and the first of the next are one that no rules show to be cut.

    An indicator has a name and figures: two rows that have them only together, none of them twice, are one. Where
    both have a name, or a figure in one column, the second must read as the rest of the first.
    """
    roles, other = before.grid.roles, rest.grid.roles
    if roles is None or other is None or roles.name is None or other.name is None or not roles.at_foot:
        return False
    if (before.index == 0 and before.looks_like_heading) or before.bold_name > rest.bold_name:
        return False
    pairs = [(above, cell) for above, cell in _same_places(before.cells, rest.cells) if above.lines and cell.lines]
    twice = [(above, cell) for above, cell in pairs if above.c0 == roles.name or above.c0 in roles.figures]
    if twice and not all(before.goes_on_in(above, cell) for above, cell in pairs):
        return False
    if twice and before.filled(roles.figures) and not _fills_as_much(before, rest):
        # The row before is whole and this one states more: only small letters show that it is its rest.
        return all(cell.lines[0].text[:1].islower() for _, cell in twice)
    stated = before.filled(roles.figures) or rest.filled(other.figures)
    return bool(before.name or rest.name) and bool(stated)


def _are_rows_of_their_own(before: _Row, rest: _Row) -> bool:
    """Whether two rows of inferred tables show that they are two: names that begin with codes, or two whole figures in
    one column."""
    roles = before.grid.roles
    if roles is None or rest.grid.roles is None:
        return False
    for above, cell in _same_places(before.cells, rest.cells):
        if above.lines and cell.lines and above.c0 == roles.name:
            if all(_CODE.match(part.lines[0].words[0].text) for part in (above, cell)):
                return True
        elif above.c0 in roles.figures and all(
            FIGURE.fullmatch(" ".join(line.text for line in part.lines)) for part in (above, cell)
        ):
            return True
    return False


def _fills_as_much(before: _Row, rest: _Row) -> bool:
    """Whether all texts of `rest` stand in columns that `before` fills."""
    places = {id(cell) for above, cell in _same_places(before.cells, rest.cells) if above.lines}
    return all(id(cell) in places for cell in rest.cells if cell.lines and cell.r0 == rest.index)


def _closed_halves(before: _Row, rest: _Row, foot: float) -> bool:
    """Whether two rows that rules close are the pieces of one that the page cut."""
    grid = before.grid
    if grid.roles is not None or rest.grid.roles is not None or grid.box.y1 < foot - FOOT:
        return False
    return closed_halves(before.cells, rest.cells, list(_pairs(before.cells, rest.cells)), grid.padding)


def _goes_with(before: _Row, row: _Row) -> bool:
    """Whether the table of `before` can go on with `row` on the next page: its columns are the same."""
    if before.grid.roles is not None and row.grid.roles is not None:
        few, many = sorted((before.grid.xs[1:-1], row.grid.xs[1:-1]), key=len)
        return all(any(abs(x - y) <= _INFERRED_COLUMN for y in many) for x in few)
    return _same_columns(before.cells, row.cells)


def _goes_on(cell: GridCell) -> bool:
    """Whether a cell that a rule opens has none that closes it; a column that no rule crosses has no cells."""
    return cell.open_bottom and not cell.open_top


def _same_places(cells: Sequence[GridCell], others: Sequence[GridCell]) -> Iterator[tuple[GridCell, GridCell]]:
    """The cells of two rows of inferred tables that share most of their width."""
    for cell in cells:
        for other in others:
            shared = min(cell.box.x1, other.box.x1) - max(cell.box.x0, other.box.x0)
            if shared > 0.5 * max(cell.box.width, other.box.width):
                yield cell, other
                break


def _pairs(cells: Sequence[GridCell], others: Sequence[GridCell]) -> Iterator[tuple[GridCell, GridCell]]:
    for cell in cells:
        for other in others:
            if abs(cell.box.x0 - other.box.x0) <= _SAME_COLUMN and abs(cell.box.x1 - other.box.x1) <= _SAME_COLUMN:
                yield cell, other
                break


def _same_columns(row: Sequence[GridCell], other: Sequence[GridCell]) -> bool:
    """Whether the borders of the row with fewer cells all stand in the other one too."""
    few, many = sorted((_borders(row), _borders(other)), key=len)
    return all(any(abs(x - y) <= _SAME_COLUMN for y in many) for x in few)


def _borders(row: Sequence[GridCell]) -> set[float]:
    return {x for cell in row for x in (cell.box.x0, cell.box.x1)}


def _top(part: Grid | list[WordLine]) -> tuple[float, float]:
    box = part.box if isinstance(part, Grid) else part[0].box
    return box.y0, box.x0


def _paragraphs(page: PageContent, titles: Callable[[str], bool]) -> list[list[WordLine]]:
    """Lines that go on one another: same type and ground, close below, no rule between, and the one before full; no
    title goes on another."""
    right = max((line.box.x1 for line in page.lines), default=0.0)
    found: list[list[WordLine]] = []
    for line in page.lines:
        if found:
            last = found[-1][-1]
            close = 0 <= line.box.y0 - last.box.y1 < 0.7 * line.size
            same = abs(line.size - last.size) < 0.5 and line.bold == last.bold
            full = last.box.x1 + line.words[0].box.width > right
            if (
                close
                and same
                and full
                and not _parted(page, last.box, line.box)
                and abs(line.box.x0 - found[-1][0].box.x0) < line.size
                and not (titles(line.text) and titles(found[-1][0].text))
            ):
                found[-1].append(line)
                continue
        found.append([line])
    return found


def _parted(page: PageContent, above: Box, below: Box) -> bool:
    """Whether a rule or the end of a ground lies between two lines."""
    if any(above.mid_y < r.mid_y < below.mid_y and r.x0 < below.x1 and r.x1 > below.x0 for r in page.rules):
        return True
    grounds = [{i for i, f in enumerate(page.fills) if f.holds(b.x0 + 1, b.mid_y)} for b in (above, below)]
    return grounds[0] != grounds[1]


def _line(page: int, lines: Sequence[WordLine]) -> TextLine:
    box = Box.around(line.box for line in lines)
    return TextLine(whole_text(lines), Place(page, box), all(line.bold for line in lines), lines[0].size)
