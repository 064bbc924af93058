"""Which rows a page's end cut: whether the last row of a page and the first of the next are one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.tables.cut_rows import FOOT, are_halves_of_closed_cells
from extractors.tables.glued_figures import FIGURE
from extractors.tables.grid import GridCell
from extractors.tables.grid_rows import SAME_COLUMN, GridRow, pairs_of, reads_on, same_places

_INFERRED_COLUMN = 15.0  # points; borders that no rule draws stand in the middle of the room between texts
_NUMBER = re.compile(r"\d+(?:[.\-]?\w+)*(?: ?(?:bis|ter|quater))?")  # `18.1`, `18 bis`, not `13b.`, whose rest follows
_CODE = re.compile(r"[A-Z]{0,3}\d+(?:[.\-]\w+)+\.?$")  # `1.1`, `S1.1-a`, `02.1.4-b`


def are_halves(before: GridRow, rest: GridRow) -> bool:
    """Whether the last row of a page and the first of the next are one that no rules show to be cut.

    An indicator has a name and figures: two rows that have them only together, none of them twice, are one. Where
    both have a name, or a figure in one column, the second must read as the rest of the first.
    """
    roles, other = before.grid.roles, rest.grid.roles
    if roles is None or other is None or roles.name is None or other.name is None or not roles.at_foot:
        return False
    if (before.index == 0 and before.is_like_heading) or before.has_bold_name > rest.has_bold_name:
        return False
    pairs = [(above, cell) for above, cell in same_places(before.cells, rest.cells) if above.lines and cell.lines]
    twice = [(above, cell) for above, cell in pairs if above.c0 == roles.name or above.c0 in roles.figures]
    ended = [pair for pair in pairs if not before.is_continued_in(*pair)]
    if twice and ended:  # of the others one may have ended: in a list of offices one stands below the other
        names = [pair for pair in twice if pair[0].c0 == roles.name]
        if len(ended) > 1 or ended[0] in twice or not names or not reads_on(*names[0]):
            return False
    if twice and before.filled(roles.figures) and not _is_as_full(before, rest):
        # The row before is whole and this one states more: only small letters show that it is its rest.
        return all(cell.lines[0].text[:1].islower() for _, cell in twice)
    stated = before.filled(roles.figures) or rest.filled(other.figures)
    return bool(before.name or rest.name) and bool(stated)


def are_rows_of_their_own(before: GridRow, rest: GridRow) -> bool:
    """Whether two rows of inferred tables show that they are two: names that begin with codes, two whole figures in one
    column, or two whole numbers of rows in one before the names."""
    roles = before.grid.roles
    if roles is None or rest.grid.roles is None:
        return False
    for above, cell in same_places(before.cells, rest.cells):
        texts = [" ".join(line.text for line in part.lines) for part in (above, cell)]
        if above.c0 == roles.name:
            if all(map(_CODE.match, (text.partition(" ")[0] for text in texts))):
                return True
        elif above.c0 in roles.figures:
            if all(map(FIGURE.fullmatch, texts)):
                return True
        elif roles.name is not None and above.c0 < roles.name and all(map(_NUMBER.fullmatch, texts)):
            return True
    return False


def _is_as_full(before: GridRow, rest: GridRow) -> bool:
    """Whether all texts of `rest` stand in columns that `before` fills."""
    under = [cell for above, cell in same_places(before.cells, rest.cells) if above.lines]
    return all(any(cell is other for other in under) for cell in rest.cells if cell.lines and cell.r0 == rest.index)


def are_closed_halves(before: GridRow, rest: GridRow, foot: float) -> bool:
    """Whether two rows that rules close are the pieces of one that the page cut; of rows that the file tags it says so
    itself."""
    grid = before.grid
    if grid.tagged and rest.grid.tagged:
        return False
    if grid.roles is not None or rest.grid.roles is not None or grid.box.y1 < foot - FOOT:
        return False
    return are_halves_of_closed_cells(before.cells, rest.cells, list(pairs_of(before.cells, rest.cells)), grid.padding)


def is_rest_of(before: GridRow, row: GridRow) -> bool:
    """Whether the table of `before` can go on with `row` on the next page: its columns are the same."""
    if before.grid.roles is not None and row.grid.roles is not None:
        few, many = sorted((before.grid.xs[1:-1], row.grid.xs[1:-1]), key=len)
        return all(any(abs(x - y) <= _INFERRED_COLUMN for y in many) for x in few)
    return _has_same_columns(before.cells, row.cells)


def _has_same_columns(row: Sequence[GridCell], other: Sequence[GridCell]) -> bool:
    """Whether the borders of the row with fewer cells all stand in the other one too."""
    few, many = sorted((_borders_of(row), _borders_of(other)), key=len)
    return all(any(abs(x - y) <= SAME_COLUMN for y in many) for x in few)


def _borders_of(row: Sequence[GridCell]) -> set[float]:
    return {x for cell in row for x in (cell.box.x0, cell.box.x1)}
