"""Tables that do not stand under the heading in force: which table's rows may take it, and which may not.

A table without a heading of its own takes that of the table before, as tables do that a page break or a title parts.
One that begins with a heading nobody knows, or whose columns stand elsewhere, is another table: its figures under the
old heading would be wrong in silence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractors.layouts.code_forms import is_code
from extractors.layouts.headings.heading_map import HeadingMap
from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Cell, TableRow
from extractors.quality.signals import Signal
from extractors.text import folded

_ALIGNED = 6.0  # points between the left edge of a cell and that of its heading
# Headings that only tables of indicators print; years and sources head other tables too.
_TELLING = ("name", "formula", "weight", "baseline", "achievement")
# What a cell of figures says, years left out: a number, or a word in the place of one.
_FIGURE = re.compile(r"\d|^(?:si|no|n\.? ?d\.?|n\.? ?a\.?|[-–—]+)$")
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")


class RowsBelow:
    """Tells where, under one heading, rows of another table begin that were read as the same one: at a row in bold type
    after rows that are not, which has no figure where the heading has some, or whose columns stand elsewhere, and at a
    word with a text over columns of words and of figures alike."""

    def __init__(self) -> None:
        self._heading: HeadingMap | None = None
        self._has_plain = False
        self._is_other = False

    def look_at(self, row: TableRow, heading: HeadingMap) -> None:
        """Look at the next row of the table that `heading` is of."""
        if heading is not self._heading:
            self._heading, self._has_plain, self._is_other = heading, False, False
        own = row.own_cells
        is_bold = len(own) > 1 and all(cell.bold for cell in own)
        is_heading = self._has_plain and is_bold
        is_heading = is_heading and (has_other_columns(row, heading) or _is_heading_of_figures(own, heading))
        self._is_other = self._is_other or is_heading or has_wide_text(own, heading)
        self._has_plain = self._has_plain or not is_bold

    def are_of_another_table(self, heading: HeadingMap) -> bool:
        """Whether the last row that was looked at is of another table than `heading`."""
        return heading is self._heading and self._is_other


def _is_heading_of_figures(cells: Sequence[Cell], heading: HeadingMap) -> bool:
    """Whether cells stand where `heading` has figures, and none of them is one."""
    under = [(heading.of(cell), cell) for cell in cells]
    texts = [
        _YEAR.sub("", folded(cell.text)) for found, cell in under if found is not None and found.name in VALUE_COLUMNS
    ]
    return bool(texts) and not any(_FIGURE.search(text) for text in texts)


def has_heading_first(row: TableRow) -> bool:
    """Whether the first row of a table looks like its heading: several cells, all bold or on a fill."""
    own = row.own_cells
    return len(own) > 1 and all(c.bold or c.filled for c in own)


def is_about_indicators(row: TableRow, headings: Headings) -> bool:
    """Whether a heading that is not understood has a word of the field, so that its rows may state indicators."""
    found = (headings.match(cell) for cell in row.cells if cell.text)
    return any(h.column is not None and h.column.column in _TELLING for h in found)


def has_other_columns(row: TableRow, heading: HeadingMap) -> bool:
    """Whether a cell of a drawn row begins where no heading does; remarks beyond the last heading do not count."""
    if Signal.GRID_INFERRED in row.signs:
        return False
    boxes = [h.cell.place.box for h in heading.headings]
    lefts = [b.x0 for b in boxes if b is not None]
    right = max((b.x1 for b in boxes if b is not None), default=0.0)
    return bool(lefts) and any(_is_apart(cell, lefts, right) for cell in row.cells if cell.text)


def is_key_with_text(row: TableRow, heading: HeadingMap, headings: Headings) -> bool:
    """Whether a row is a word with its text, as cards begin: a word that heads columns (`Peso dell'obiettivo | 35`), or
    one beside a text over columns of words and of figures alike (`Descrizione | L'obiettivo mira a …`)."""
    own = row.own_cells
    if len(own) != 2:
        return False
    return has_wide_text(own, heading) or headings.match(own[0]).column is not None


def has_wide_text(own: Sequence[Cell], heading: HeadingMap) -> bool:
    """Whether two cells are a word beside a text over columns of words and of figures alike, or of figures alone where
    the word is over several columns too. A code beside its title is none."""
    is_pair = len(own) == 2 and not is_code(own[0].text.rstrip(" .)"))
    below = [h.name in VALUE_COLUMNS for h in heading.covered_by(own[1])] if is_pair else []
    return len(below) > 2 and any(below) and (not all(below) or len(heading.covered_by(own[0])) > 1)


def _is_apart(cell: Cell, lefts: list[float], right: float) -> bool:
    box = cell.place.box
    return box is not None and box.x0 < right - _ALIGNED and all(abs(box.x0 - x) > _ALIGNED for x in lefts)
