"""Rows of grids on the way to table rows: their cells, what of them may go on over the page, what they become.

Grids stay as they are: their rows have cells of their own, whose texts grow where they go on over the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter

from extractors.pages.model import Box, Cell, Place, TableRow
from extractors.pages.words import Lexicon, WordLine, whole_text
from extractors.quality.signals import Signal
from extractors.tables.cell_signals import cell_signs, is_set_solid, leading_of
from extractors.tables.cell_text import text_in
from extractors.tables.grid import Grid, GridCell
from extractors.tables.paragraphs import paragraphs_in
from extractors.text import is_unended

SAME_COLUMN = 3.0  # points by which the borders of one column may differ
_LONG = 8  # letters of a word that may be too long for its column


_FIRST_COLUMN = attrgetter("c0")


@dataclass(slots=True)
class RowCell(GridCell):
    """A cell of a grid on the way to table rows. One merged over rows is the same object in each of them; the parts of
    one merged over pages have one list of `lines`. `carried` tells that it only goes on from the page before."""

    carried: bool = False


class GridRow:
    """One grid row on the way to a table row; `edge` is how far to the right texts reach on the page, in points."""

    def __init__(self, grid: Grid, index: int, cells: list[RowCell], edge: float, leading: float | None) -> None:
        self.grid = grid
        self.edge = edge
        self.index = index
        self.cells = cells
        self.leading = leading  # of the grid's cells, see `leading_of`
        self.remarks: list[WordLine] = []
        self.over_pages = False
        self.closed = False  # its two pieces were closed by rules

    @property
    def texts(self) -> tuple[str, ...]:
        """The text of each cell."""
        return tuple(" ".join(line.text for line in c.lines) for c in self.cells)

    @property
    def is_like_heading(self) -> bool:
        """Whether the row heads its table, or all its texts stand on a fill or in bold."""
        if self.index == 0 and self.grid.roles is not None and self.grid.roles.headed:
            return True
        filled = [c for c in self.cells if c.lines]
        return len(filled) > 1 and all(c.filled or all(line.bold for line in c.lines) for c in filled)

    @property
    def open_bottom(self) -> bool:
        """Whether one of its cells at the foot of the grid may go on over the page."""
        return any(c.open_bottom and c.r1 == len(self.grid.ys) - 1 for c in self.cells)

    @property
    def open_cells(self) -> list[RowCell]:
        """Those of the cells that may go on over the page."""
        return [c for c in self.cells if is_cut_at_foot(c) and c.r1 == len(self.grid.ys) - 1]

    def has_text_of(self, cells: Sequence[RowCell]) -> bool:
        """Whether the row shows the text of one of `cells`: a cell merged over rows or pages has one text."""
        return any(c.lines is other.lines for other in cells for c in self.cells)

    @property
    def has_open_cells(self) -> bool:
        """Whether the row itself is cut, not only a cell merged over it and over rows above."""
        own = [c for c in self.cells if c.r0 == self.index]
        return bool(own) and all(c.open_bottom for c in own)

    def absorb(self, other: GridRow) -> None:
        """Take in the other half of the row from the next page."""
        inferred = self.grid.roles is not None and other.grid.roles is not None
        for cell, rest in same_places(self.cells, other.cells) if inferred else pairs_of(self.cells, other.cells):
            cell.lines.extend(rest.lines)
            rest.lines = cell.lines  # a cell merged over further rows has the whole text there too
            rest.open_top = cell.open_top
            cell.filled = cell.filled or rest.filled
            cell.open_bottom = rest.open_bottom
        self.remarks.extend(other.remarks)
        self.over_pages = True

    def carry(self, other: GridRow) -> None:
        """Tell the next page's first row which of its cells only go on from this one."""
        for cell, rest in pairs_of(self.cells, other.cells):
            if is_cut_at_foot(cell) and rest.r0 == other.index:
                cell.lines.extend(rest.lines)
                rest.lines = cell.lines
                rest.open_top = False  # it is known what it goes on from
                rest.carried = True

    def item(self, table: int, lexicon: Lexicon) -> Iterator[TableRow]:
        """The table row that it becomes, in the table of this number; none where it has no text."""
        page = self.grid.page
        y0, y1 = self.grid.ys[self.index], self.grid.ys[self.index + 1]
        cells = [self._make_cell(c, lexicon) for c in self.cells]
        if not self.grid.inferred and not self.over_pages:
            cells = self._with_parts(cells, lexicon)
        if self.remarks:
            box = Box.around_parts(self.remarks)
            column = max((c.c1 for c in self.cells), default=0)  # a row may have no cell of its own
            cells.append(Cell(whole_text(self.remarks), Place(page, box), column))
        if not any(c.text for c in cells if not c.continued):
            return
        box = Box(self.grid.box.x0, y0, self.grid.box.x1, y1)
        own = [c for c in self.cells if c.r1 - c.r0 == 1]
        roles = self.grid.roles
        signs = [] if self.over_pages else list(cell_signs(own, self.leading))
        signs += [Signal.ROWS_SOLID] * (roles is not None and is_set_solid(self.grid, self.index, roles.leading))
        signs += [Signal.ROW_OVER_PAGES] * self.over_pages + [Signal.CLOSED_HALVES] * self.closed
        signs += [Signal.WORD_CUT_OFF] * self._has_word_cut_off(cells, lexicon)
        signs += [Signal.GRID_INFERRED] * self.grid.inferred
        signs += [Signal.GRID_TAGGED] * self.grid.tagged + [Signal.TAGS_AGREE] * self.grid.tags_agree
        margin = self.grid.margins[self.index] if self.grid.margins else None
        yield TableRow(tuple(cells), Place(page, box), table, tuple(signs), margin)

    def _has_word_cut_off(self, cells: Sequence[Cell], lexicon: Lexicon) -> bool:
        """Whether a word that had a line for itself, at the edge of the page's texts, may go on beyond it; one that
        goes on in the next line is no word of its cell's text."""
        alone = (
            (line.words[0], cell.text)
            for grid_cell, cell in zip(self.cells, cells, strict=False)
            for line in grid_cell.lines
            if len(line.words) == 1
        )
        return any(
            len(word.text) >= _LONG
            and word.box.x1 > self.edge - word.size
            and word.text in text.split()
            and lexicon.has_longer(word.text)
            for word, text in alone
        )

    def _make_cell(self, cell: RowCell, lexicon: Lexicon) -> Cell:
        width = cell.box.width - 2 * self.grid.padding
        if (self.grid.inferred or self.grid.tagged) and len(cell.lines) > 1:
            widths = self.grid.text_widths
            text = text_in(cell.lines, width, lexicon, widths[cell.c0] if widths else width)
        else:
            text = whole_text(cell.lines, width, lexicon)
        bold = bool(cell.lines) and all(line.bold for line in cell.lines)
        continued = cell.r0 < self.index or cell.carried
        place = Place(self.grid.page, cell.box)
        return Cell(text, place, cell.c0, cell.c1 - cell.c0, bold, cell.filled, continued)

    def _with_parts(self, cells: Sequence[Cell], lexicon: Lexicon) -> list[Cell]:
        """The cells, those of several paragraphs with the text of each."""
        padding = self.grid.padding
        return [
            cell._replace(parts=tuple(whole_text(p, own.box.width - 2 * padding, lexicon) for p in parts))
            if len(parts) > 1
            else cell
            for cell, own, parts in zip(cells, self.cells, paragraphs_in(self.cells, padding), strict=True)
        ]

    def filled(self, columns: Iterable[int]) -> set[int]:
        """Which of the grid columns have text of the row's own."""
        return {c.c0 for c in self.cells if c.lines and c.r0 == self.index} & set(columns)

    @property
    def has_bold_name(self) -> bool:
        """Whether a line of the name is bold."""
        return any(line.bold for c in self._name_cells() for line in c.lines)

    def is_continued_in(self, above: RowCell, rest: RowCell) -> bool:
        """Whether the cell `rest` of the next page may be the rest of `above`: it reads so, or its first word had no
        room after the last one, wherever in the column that one is set."""
        if reads_on(above, rest):
            return True
        column = Box.around(line.box for c in self.grid.cells if c.c0 == above.c0 for line in c.lines)
        return above.lines[-1].box.width + rest.lines[0].words[0].box.width > column.width

    def _name_cells(self) -> list[RowCell]:
        roles = self.grid.roles
        return [c for c in self.cells if roles and c.c0 == roles.name]

    @property
    def name(self) -> str:
        """The text in the column of names of a grid that no rules draw, empty where it has none."""
        return " ".join(line.text for c in self._name_cells() for line in c.lines)


def reads_on(above: RowCell, rest: RowCell) -> bool:
    """Whether the text of `above` ends as no text does, or that of `rest` begins with a small letter."""
    return is_unended(above.lines[-1].text) or rest.lines[0].text[:1].islower()


def rows_of(grid: Grid, edge: float, *, plain_fills: bool = False) -> list[GridRow]:
    """The rows of `grid`, from top to bottom, on a page whose texts reach as far to the right as `edge`, in points.

    `plain_fills` tells that fills stand under all rows of the document: only a bold cell's counts then.
    """
    rows: list[list[RowCell]] = [[] for _ in range(len(grid.ys) - 1)]
    for cell in grid.cells:
        filled = cell.filled and (not plain_fills or all(line.bold for line in cell.lines))
        box, c0, c1, r0, r1 = cell.box, cell.c0, cell.c1, cell.r0, cell.r1
        own = RowCell(box, c0, c1, r0, r1, [*cell.lines], filled, cell.open_top, cell.open_bottom)
        for row in rows[r0:r1]:
            row.append(own)
    leading = leading_of(grid)
    return [GridRow(grid, at, sorted(cells, key=_FIRST_COLUMN), edge, leading) for at, cells in enumerate(rows)]


def is_cut_at_foot(cell: GridCell) -> bool:
    """Whether a cell that a rule opens has none that closes it; a column that no rule crosses has no cells."""
    return cell.open_bottom and not cell.open_top


def same_places(cells: Sequence[RowCell], others: Sequence[RowCell]) -> Iterator[tuple[RowCell, RowCell]]:
    """The cells of two rows of inferred tables that share most of their width."""
    for cell in cells:
        for other in others:
            shared = min(cell.box.x1, other.box.x1) - max(cell.box.x0, other.box.x0)
            if shared > 0.5 * max(cell.box.width, other.box.width):
                yield cell, other
                break


def pairs_of(cells: Sequence[RowCell], others: Sequence[RowCell]) -> Iterator[tuple[RowCell, RowCell]]:
    """The cells of two rows that stand between the same borders."""
    for cell in cells:
        for other in others:
            if abs(cell.box.x0 - other.box.x0) <= SAME_COLUMN and abs(cell.box.x1 - other.box.x1) <= SAME_COLUMN:
                yield cell, other
                break
