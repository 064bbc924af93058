"""What shows in how the words of a table's cells stand that its reading may be wrong."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from extractors.pages.words import WordLine
from extractors.quality.signals import Signal
from extractors.tables.grid import Grid, GridCell

_OVER = 2.0  # points by which a word sticks out of its cell
_ENOUGH = 5  # pairs of lines; fewer show no habit
_MORE = 0.05  # type sizes by which room between lines is measured
_BESIDE = 2.0  # type sizes between two texts on one line of a cell
_APART = 1.1  # type sizes between two lines of one cell
_OVERPRINTED = 0.25  # type sizes by which two words, or two lines, of one cell cover each other at least
_UNUSUAL = 0.25  # type sizes by which room between lines exceeds that of the table's other cells, where a row is two


def cell_signs(cells: Iterable[GridCell], leading: float | None = None) -> tuple[str, ...]:
    """Signs in how the words of a row's cells stand: over a border or each other, or with a gap as between two rows or
    two columns.

    `leading` is the room in type sizes between lines of one cell at most, where that is known.
    """
    found = set()
    apart = _APART if leading is None else leading + _MORE
    for cell in cells:
        for line in cell.lines:
            if line.box.x0 < cell.box.x0 - _OVER or line.box.x1 > cell.box.x1 + _OVER:
                found.add(Signal.TEXT_OVER_BORDER)
            gaps = [after.box.x0 - before.box.x1 for before, after in pairwise(line.words)]
            if gaps and max(gaps) > _BESIDE * line.size:
                found.add(Signal.TEXTS_BESIDE)
            if gaps and min(gaps) < -_OVERPRINTED * line.size:
                found.add(Signal.TEXT_OVERPRINTED)
        for above, below in pairwise(cell.lines):
            room = below.box.y0 - above.box.y1
            if room > apart * max(above.size, below.size):
                found.add(Signal.LINES_APART)
            if above.box.x1 < below.box.x0 or below.box.x1 < above.box.x0:  # however its texts are aligned
                found.add(Signal.LINES_BESIDE)
            if room < -_OVERPRINTED * max(above.size, below.size) and _is_overprinted(above, below):
                found.add(Signal.TEXT_OVERPRINTED)
    return tuple(sorted(found))


def _is_overprinted(one: WordLine, other: WordLine) -> bool:
    """Whether words of two lines that share height stand over each other."""
    least = _OVERPRINTED * max(one.size, other.size)
    return any(min(a.box.x1, b.box.x1) - max(a.box.x0, b.box.x0) > least for a in one.words for b in other.words)


def leading_of(grid: Grid) -> float | None:
    """The room in type sizes between lines of one cell at most: what the cells show, or the reading of the table
    went by, whichever is more; None where neither says."""
    rooms = [
        (below.box.y0 - above.box.y1) / max(above.size, below.size)
        for cell in grid.cells
        for above, below in zip(cell.lines, cell.lines[1:], strict=False)
    ]
    shown = [median(rooms) + _UNUSUAL] if len(rooms) >= _ENOUGH else []
    told = [grid.roles.leading] if grid.roles is not None and grid.roles.leading is not None else []
    return max([*shown, *told], default=None)


def is_set_solid(grid: Grid, row: int, leading: float | None) -> bool:
    """Whether a text of the row stands as close to one of the row above or below as lines of one cell do."""
    if leading is None:
        return False
    ends = {(c.c0, c.r1): c.lines[-1] for c in grid.cells if c.lines}
    begins = {(c.c0, c.r0): c.lines[0] for c in grid.cells if c.lines}
    pairs = ((ends[place], begins[place]) for place in ends.keys() & begins.keys() if place[1] in (row, row + 1))
    return any(
        below.box.y0 - above.box.y1 < leading * above.size and above.bold == below.bold for above, below in pairs
    )
