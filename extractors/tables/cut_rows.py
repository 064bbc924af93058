"""Rows that a page cut and whose two pieces rules close, as text processors print them: which two rows are one.

No rule tells them from two rows of their own, so the texts must: the second piece leaves cells empty that the first
fills, or all of several cells are cut, and all that it states reads as the rest of what stands above.
"""

from __future__ import annotations

from collections.abc import Sequence

from extractors.pages.words import WordLine
from extractors.tables.grid import GridCell

FOOT = 45.0  # points; a cut row ends so near to where tables end on other pages: the room of two lines and a border
MANY = 3  # cells; so many do not all read as the rest of those above by chance
_SPACE = 0.25  # type sizes between two words
_LAST = 0.5  # type sizes by which the last lines of a piece's cut cells may differ in height


def are_halves_of_closed_cells(
    above: Sequence[GridCell], rest: Sequence[GridCell], pairs: Sequence[tuple[GridCell, GridCell]], padding: float
) -> bool:
    """Whether `rest`, the first row of a page, is the second piece of `above`, the last row of the page before.

    `pairs` are their cells that stand in one column, `padding` the room in points beside a cell's text.
    """
    going_on = [(cell, other) for cell, other in pairs if other.lines]
    stated = sum(bool(cell.lines) for cell in rest)
    if not going_on or len(going_on) < stated or not all(cell.lines for cell, _ in going_on):
        return False
    if len(going_on) == sum(bool(cell.lines) for cell in above) < MANY:
        return False  # it states as much as the row above: a row of its own
    lowest = max(cell.lines[-1].box.y1 for cell in above if cell.lines)
    return all(_is_rest_of_cell(cell, other, padding, lowest) for cell, other in going_on)


def _is_rest_of_cell(cell: GridCell, rest: GridCell, padding: float, lowest: float) -> bool:
    """Whether `rest` reads as the rest of the text of `cell`: where that ends above the foot of its row, as cells do
    that are set at their foot, only small letters show it."""
    last, following = cell.lines[-1], rest.lines[0]
    if last.bold != following.bold:
        return False
    if last.box.y1 < lowest - _LAST * last.size:
        return following.text[:1].islower()
    return is_rest_of_text(last, following, cell.box.width - 2 * padding)


def is_rest_of_text(last: WordLine, following: WordLine, width: float) -> bool:
    """Whether a line reads on after `last`, the last of a text set in so many points: with a small letter, or a word
    that had no room there."""
    word = following.words[0]
    return word.text[:1].islower() or last.box.width + _SPACE * last.size + word.box.width > width
