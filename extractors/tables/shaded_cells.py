"""Cells that only a fill draws, on or under a table that rules draw: they are cells of that table.

Where white rules part coloured cells, or a coloured heading stands over ruled rows, the heading has no rule of its
own. Its fills touch the table and end where the table's columns do.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pages.model import Box
from extractors.tables.grid import Grid, GridCell, Segment

_TOUCH = 3.0  # points between a fill and what it touches, the width of the rule between them included
_ALIGNED = 2.0  # points between the end of a fill and the border of the column under it
_TALL = 120.0  # points; a fill taller than that is a panel's or a page's
_OFTEN = 0.25  # share of the rows in plain type that stand on a fill, where fills are the rows' own
_FLAT = 4.0  # points; a fill less high holds no text


def find_shaded_cells(vertical: Sequence[Segment], fills: Sequence[Box]) -> list[Box]:
    """Those of `fills` that are cells of tables whose columns the `vertical` rules part: each begins or ends where
    the two rules do that go on along its sides, or the sides of another such cell."""
    if not vertical:
        return []
    free = [g for g in fills if _FLAT < g.height <= _TALL and not _is_parted(g, vertical)]
    sides = [(v.at, v.start, v.end) for v in vertical] if free else []
    found: list[Box] = []
    while True:
        touching = [g for g in free if all(_is_rest_of_side(x, g, sides) for x in (g.x0, g.x1))]
        if not touching:
            return found
        found += touching
        free = [g for g in free if g not in touching]
        sides += [(x, g.y0, g.y1) for g in touching for x in (g.x0, g.x1)]


def _is_parted(fill: Box, vertical: Sequence[Segment]) -> bool:
    """Whether rules stand beside the fill or on it already."""
    x0, x1, y = fill.x0 - _ALIGNED, fill.x1 + _ALIGNED, fill.mid_y
    return any(v.start < y < v.end and x0 <= v.at <= x1 for v in vertical)


def _is_rest_of_side(x: float, fill: Box, sides: Sequence[tuple[float, float, float]]) -> bool:
    return any(
        abs(at - x) <= _ALIGNED and (abs(start - fill.y1) <= _TOUCH or abs(end - fill.y0) <= _TOUCH)
        for at, start, end in sides
    )


def count_plain_rows(grid: Grid) -> tuple[int, int]:
    """How many rows of a grid are not in bold type, and how many of these stand on fills; but for the first row, which
    may be its heading."""
    plain = [
        cells for cells in _rows_with_text(grid)[1:] if not all(line.bold for cell in cells for line in cell.lines)
    ]
    return len(plain), sum(all(cell.filled for cell in cells) for cells in plain)


def are_fills_of_all_rows(plain: int, filled: int) -> bool:
    """Whether fills tell no heading in a document, as they stand under its other rows too, under each or under every
    second: so many are in `plain` type, and so many of these `filled`."""
    return filled > _OFTEN * plain


def _rows_with_text(grid: Grid) -> list[list[GridCell]]:
    """Of each row the cells that have text and begin in it."""
    found: list[list[GridCell]] = [[] for _ in grid.ys]
    for cell in grid.cells:
        if cell.lines:
            found[cell.r0].append(cell)
    return [cells for cells in found if len(cells) > 1]
