"""Tables whose rules part columns and not rows: a frame, lines between the columns, perhaps one under the heading.

Such rules close cells too, but each holds the texts of many rows. In: the pages of a document. Out: the same with the
words of these tables among their lines, where rows are told from all there is; the rules between columns stay.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, pairwise
from statistics import quantiles

from extractors.layouts.headings.matching import Headings
from extractors.pages.model import Cell, Place, TableRow
from extractors.pages.words import WordLine, whole_text
from extractors.tables.grid import Grid, GridCell
from extractors.tables.inferred.row_features import ROOM_OF_LINES
from extractors.tables.packed_pages import with_changes
from extractors.tables.page_content import PageContent, with_grids_open

_MORE = 0.15  # em by which the room between two rows is more than that between lines of one text
_FAR = 3.0  # em; lines further apart are not of one text
_SEVERAL = 3  # borders between rows that no rule draws, at least
_EACH = 0.5  # of these in each row that rules draw, at least
_MANY = 0.3  # share of the rows that rules draw which show such a border, at least
_SHARED = 0.75  # of the columns of one of two rows, which the other one fills too
_TEXTS = 3  # in a row whose lines are looked at: what stands beside each other in two columns may be a list
_OUTER = 3.0  # points by which the outer borders of tables set alike may differ


def with_framed_tables_open(pages: Sequence[PageContent], headings: Headings) -> Sequence[PageContent]:
    """The pages, tables that only part their columns no more among those that rules draw."""
    room = _room_between_lines(pages)
    framed = _find_frames(pages, headings, room) if room is not None else frozenset()
    if not framed:
        return pages
    opened = ((at, _open_page(page, framed)) for at, page in enumerate(pages))
    return with_changes(pages, ((at, page) for at, page in opened if page is not None))


def _room_between_lines(pages: Iterable[PageContent]) -> float | None:
    """The room in em that lines of one text have between them; None where no two lines stand over each other."""
    rooms = (room for page in pages for room in _rooms_on(page))  # of a long document, one page is at hand at a time
    near = [room for room in rooms if -1 < room < _FAR]
    if len(near) < 2:
        return None
    room = quantiles(near, n=5)[0]
    is_one_distance = room > ROOM_OF_LINES and max(near) < room + _MORE  # and a wide one: rows of one line each
    return ROOM_OF_LINES if is_one_distance else room


def _rooms_on(page: PageContent) -> Iterator[float]:
    in_cells = (pair for grid in page.grids for cell in grid.cells for pair in pairwise(cell.lines))
    outside = ((one, other) for one, other in pairwise(page.lines) if one.box.x0 < other.box.x1)
    for above, below in chain(in_cells, outside):
        yield (below.box.y0 - above.box.y1) / max(above.size, below.size, 1.0)


def _find_frames(pages: Sequence[PageContent], headings: Headings, room: float) -> frozenset[tuple[int, int]]:
    """The outer borders of the tables that draw no rule between rows, where one of them begins with a heading, or with
    its page, as the rest of a table that no rule draws on the page before."""
    borders: dict[tuple[int, int], list[int]] = defaultdict(list)
    headed: set[tuple[int, int]] = set()
    if not any(len(_group_lines(cells, room)) > 1 for page in pages for grid in page.grids for cells in _rows_of(grid)):
        return frozenset()  # as of all that rules draw whole: no row need be looked at as a heading
    for page in pages:
        for grid in page.grids:
            if _is_drawn_in_columns(grid) and _begins_page(grid, page):
                headed.add(_outer_borders(grid))
            for cells in _rows_of(grid):
                groups = _group_lines(cells, room)
                if headings.read(_as_row(page.number, groups[0] if groups else [])) is not None:
                    headed.add(_outer_borders(grid))
                    groups = groups[1:]
                if sum(bool(cell.lines) for cell in cells) >= _TEXTS and groups:
                    borders[_outer_borders(grid)].append(
                        sum(_are_rows(cells, one, other) for one, other in pairwise(groups))
                    )
    return frozenset(outer for outer, counts in borders.items() if outer in headed and _have_open_rows(counts))


def _have_open_rows(borders: Sequence[int]) -> bool:
    """Whether rules leave rows unparted, by how many borders between rows they leave out in each row that they draw."""
    enough = max(_SEVERAL, _EACH * len(borders))
    return sum(borders) >= enough and sum(map(bool, borders)) >= _MANY * len(borders)


def _open_page(page: PageContent, framed: frozenset[tuple[int, int]]) -> PageContent | None:
    """The page with the words of such tables among its lines; None where it has none."""
    opened = [grid for grid in page.grids if _is_drawn_in_columns(grid) and _outer_borders(grid) in framed]
    return with_grids_open(page, opened) if opened else None


def _rows_of(grid: Grid) -> list[list[GridCell]]:
    return grid.own_rows() if _is_drawn_in_columns(grid) else []


def _is_drawn_in_columns(grid: Grid) -> bool:
    return not grid.inferred and not grid.tagged and len(grid.xs) > 2


def _begins_page(grid: Grid, page: PageContent) -> bool:
    tops = [*(line.box.y0 for line in page.lines), *(other.box.y0 for other in page.grids if other is not grid)]
    return page.number > 1 and grid.box.y0 <= min(tops, default=grid.box.y0)


def _outer_borders(grid: Grid) -> tuple[int, int]:
    return round(grid.box.x0 / _OUTER), round(grid.box.x1 / _OUTER)


def _group_lines(cells: Sequence[GridCell], room: float) -> list[list[tuple[GridCell, list[WordLine]]]]:
    """The lines of a row's cells, parted at each height where no text stands and two cells at least have some above
    and below; each cell with those that it has in the part."""
    texts = sorted(_part_texts(cells, room), key=lambda text: text[1][0].box.y0)
    groups: list[list[tuple[GridCell, list[WordLine]]]] = []
    foot = float("-inf")
    for cell, lines in texts:
        if groups and lines[0].box.y0 < foot:
            groups[-1].append((cell, lines))
        else:
            groups.append([(cell, lines)])
        foot = max(foot, lines[-1].box.y1)
    joined: list[list[tuple[GridCell, list[WordLine]]]] = []
    for group in groups:
        if joined and len({cell.c0 for cell, _ in joined[-1]} & {cell.c0 for cell, _ in group}) < 2:
            joined[-1] += group
        else:
            joined.append(group)
    return joined


def _are_rows(
    cells: Sequence[GridCell], one: Iterable[tuple[GridCell, object]], other: Iterable[tuple[GridCell, object]]
) -> bool:
    """Whether two parts of a row are rows of their own: both fill nearly the same columns, the first one too. Lists
    in some cells of one row leave others without text."""
    first = next(cell.c0 for cell in cells if cell.lines)
    columns, others = {cell.c0 for cell, _ in one}, {cell.c0 for cell, _ in other}
    shared = columns & others
    return first in shared and len(shared) >= max(_TEXTS, _SHARED * min(len(columns), len(others)))


def _part_texts(cells: Iterable[GridCell], room: float) -> Iterator[tuple[GridCell, list[WordLine]]]:
    """The lines of each cell, parted where there is more room between two than in a text."""
    for cell in cells:
        text: list[WordLine] = []
        for line in cell.lines:
            if text and line.box.y0 - text[-1].box.y1 > (room + _MORE) * max(line.size, 1.0):
                yield cell, text
                text = []
            text.append(line)
        if text:
            yield cell, text


def _as_row(page: int, group: Iterable[tuple[GridCell, list[WordLine]]]) -> TableRow:
    """What a group of lines says, as a row of a table."""
    lines: dict[int, list[WordLine]] = defaultdict(list)
    cells = {}
    for cell, own in group:
        lines[cell.c0] += own
        cells[cell.c0] = cell
    texts = [(cells[column], whole_text(lines[column])) for column in sorted(cells)]
    return TableRow(
        tuple(Cell(text, Place(page, cell.box), cell.c0, cell.c1 - cell.c0) for cell, text in texts), Place(page), 0
    )
