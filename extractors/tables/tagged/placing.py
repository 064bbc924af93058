"""Tagged tables take their place among the tables of the pages, where the page does not contradict them.

Rules that draw the same cells are kept, and the tags confirm them. Where rules draw fewer cells, those of the tags
count; where a tagged cell holds several drawn ones, the tags are set aside.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from extractors.pages.model import Box
from extractors.pages.words import WordLine, lines_of
from extractors.tables.grid import Grid, GridCell
from extractors.tables.page_content import PageContent, text_lines
from extractors.tables.ruled import is_on_fill
from extractors.tables.tagged.continuations import groups_of, joined
from extractors.tables.tagged.geometry import Contradiction, PageRows, check_table, rows_on, with_columns
from extractors.tables.tagged.structure import TableCell, TaggedTable, tagged_tables

_SPLIT = 0.1  # share of the tagged cells that rules may cut in two
_ALIKE = 0.9  # share of the tagged cells that rules draw alike where rules are kept: they tell a cell's width too


class SetAside(NamedTuple):
    """A tagged table that was not used: its first page, and why."""

    page: int
    reason: str


def place_tagged_tables(pages: Sequence[PageContent]) -> tuple[Sequence[PageContent], list[SetAside]]:
    """The pages with the tagged tables among their grids, and without the words of these in their lines; and what was
    set aside."""
    if not any(page.tags for page in pages):
        return pages, []
    shown = {page.number: _Shown(page) for page in pages}
    aside = []
    for group in groups_of(tagged_tables((page.number, page.tags, page.words) for page in pages)):
        reason = _try_to_place(joined(group), shown)
        if reason and len(group) > 1:
            aside += [one for table in group if (one := _try_to_place(table, shown))]
        elif reason:
            aside.append(reason)
    return [one.page for one in shown.values()], aside


def _try_to_place(table: TaggedTable, shown: Mapping[int, _Shown]) -> SetAside | None:
    """Place the table on its pages, which `shown` has by number; why it was set aside, None where it was not."""
    numbers = table.pages()
    if not numbers:
        return None
    try:
        _place_table(table, [shown[number] for number in numbers])
    except Contradiction as reason:
        return SetAside(numbers[0], str(reason))
    return None


class _Shown:
    """A page with what its rules draw: in which cells of its grids the words of each tagged cell stand, worked out once
    for its tables."""

    def __init__(self, page: PageContent) -> None:
        self.show(page)

    def show(self, page: PageContent) -> None:
        """Look at the page as it has become."""
        self.page = page
        self._grid_of: list[int] = []  # by number of the cell, counted over all grids of the page
        self.held: list[int] = []  # how many words the cell holds
        self.cells_of: list[set[int]] = [set() for _ in self.page.tags]  # by tag; -1 is outside of all grids
        for index, grid in enumerate(self.page.grids):
            for cell in grid.cells:
                self.held.append(self._note_words(cell.lines, len(self.held)))
                self._grid_of.append(index)
        self._note_words(self.page.lines, -1)

    def _note_words(self, lines: Iterable[WordLine], number: int) -> int:
        """Note which tagged cells have words in a drawn one; how many words it has."""
        tags = [word.tag for line in lines for word in line.words]
        for tag in set(tags):
            if tag >= 0:
                self.cells_of[tag].add(number)
        return len(tags)

    def grids_of(self, cells: Set[int]) -> list[Grid]:
        """The grids of the page that these cells, by their numbers, are of."""
        return [self.page.grids[i] for i in sorted({self._grid_of[number] for number in cells if number >= 0})]


def _place_table(table: TaggedTable, shown: Sequence[_Shown]) -> None:
    drawn: dict[int, list[Grid]] = {}
    if _confirm_drawn(table, shown, drawn):
        for one in shown:
            confirmed = drawn[one.page.number]
            grids = [replace(g, tags_agree=True) if g in confirmed else g for g in one.page.grids]
            one.page = replace(one.page, grids=grids)
        return
    check_table(table)
    pages = [one.page for one in shown]
    table, xs = with_columns(table, _drawn_borders(table, pages, drawn))
    rows = {page.number: rows_on(table, page.number) for page in pages}
    widths = tuple(_text_width(table, column) for column in range(len(xs) - 1))
    for one in shown:
        page = one.page
        grid = replace(_make_grid(table, page, xs, rows), text_widths=widths)
        one.show(_with_grid(page, drawn[page.number], grid))


def _drawn_borders(table: TaggedTable, pages: Sequence[PageContent], drawn: dict[int, list[Grid]]) -> list[float]:
    """Where rules or the ends of fills may part columns."""
    ruled = {x for grids in drawn.values() for grid in grids for x in grid.xs}
    beside: set[float] = set()
    for page in pages:
        heights = [w.box.mid_y for cell in table.cells for w in cell.words.get(page.number, ())]
        top, bottom = min(heights, default=0.0), max(heights, default=0.0)
        beside |= {x for f in page.fills if f.y1 > top and f.y0 < bottom for x in (f.x0, f.x1)}
    return sorted(ruled | beside)


def _confirm_drawn(table: TaggedTable, shown: Iterable[_Shown], drawn: dict[int, list[Grid]]) -> bool:
    """Whether rules draw the same cells; by page, the grids that hold words of the table are put into `drawn`.

    Raises:
        Contradiction: rules cut the tagged cells.
    """
    cut = same = total = 0
    for one in shown:
        number, under = one.page.number, set[int]()
        for tagged in table.cells:
            if words := tagged.words.get(number):
                places = one.cells_of[words[0].tag]
                under |= places
                total += 1
                cut += len(places - {-1}) > 1
                only = next(iter(places)) if len(places) == 1 else -1
                same += only >= 0 and one.held[only] == len(words)
        drawn[number] = one.grids_of(under)
    if cut > _SPLIT * total + 1:
        raise Contradiction("rules cut many of its cells")
    return bool(total) and same >= _ALIKE * total


def _make_grid(table: TaggedTable, page: PageContent, xs: Sequence[float], shown: dict[int, PageRows]) -> Grid:
    here = shown[page.number]
    cells = [found for cell in table.cells if (found := _make_cell(cell, page, xs, shown)) is not None]
    rows = range(len(here.rows))
    covered = {(r, c) for cell in cells for r in range(cell.r0, cell.r1) for c in range(cell.c0, cell.c1)}
    open_rows = _open_rows(page.number, shown)
    for r in rows:
        for c in range(len(xs) - 1):
            if (r, c) not in covered:
                box = Box(xs[c], here.ys[r], xs[c + 1], here.ys[r + 1])
                top, bottom = here.rows[r] in open_rows[0], here.rows[r] in open_rows[1]
                cells.append(GridCell(box, c, c + 1, r, r + 1, [], is_on_fill(box, page.fills), top, bottom))
    box = Box(xs[0], here.ys[0], xs[-1], here.ys[-1])
    return Grid(page.number, box, list(xs), list(here.ys), cells, tagged=True)


def _text_width(table: TaggedTable, column: int) -> float:
    """The room for text in a column, in points: from its texts on all pages."""
    boxes = [w.box for c in table.cells if (c.c0, c.c1) == (column, column + 1) for ws in c.words.values() for w in ws]
    return max(b.x1 for b in boxes) - min(b.x0 for b in boxes) if boxes else 0.0


def _open_rows(number: int, shown: dict[int, PageRows]) -> tuple[set[int], set[int]]:
    """The rows of a page that begin on a page before, and those that go on on one after."""
    before = {row for page, found in shown.items() if page < number for row in found.rows}
    after = {row for page, found in shown.items() if page > number for row in found.rows}
    here = set(shown[number].rows)
    return here & before, here & after


def _make_cell(cell: TableCell, page: PageContent, xs: Sequence[float], shown: dict[int, PageRows]) -> GridCell | None:
    """The part of a cell that stands on a page; None where it has none."""
    here = shown[page.number]
    covered = [i for i, row in enumerate(here.rows) if cell.r0 <= row < cell.r1]
    if not covered:
        return None
    r0, r1 = covered[0], covered[-1] + 1
    c1 = min(cell.c1, len(xs) - 1)
    box = Box(xs[cell.c0], here.ys[r0], xs[c1], here.ys[r1])
    rows = range(cell.r0, cell.r1)
    top = any(row in rows for n, found in shown.items() if n < page.number for row in found.rows)
    bottom = any(row in rows for n, found in shown.items() if n > page.number for row in found.rows)
    words = cell.words.get(page.number, [])
    filled = cell.header or is_on_fill(box, page.fills)
    return GridCell(box, cell.c0, c1, r0, r1, lines_of(words) if words else [], filled, top, bottom)


def _with_grid(page: PageContent, drawn: Sequence[Grid], grid: Grid) -> PageContent:
    """The page with `grid` in the place of the `drawn` ones; what else they hold becomes lines."""
    held = {word for cell in grid.cells for line in cell.lines for word in line.words}
    free = [word for line in page.lines for word in line.words if word not in held]
    free += [w for g in drawn for cell in g.cells for line in cell.lines for w in line.words if w not in held]
    grids = sorted([*(g for g in page.grids if g not in drawn), grid], key=lambda g: (g.box.y0, g.box.x0))
    return replace(page, grids=grids, lines=text_lines(free))
