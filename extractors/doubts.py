"""What shows in a row that its reading may be wrong: the signs that `extractors/confidence.py` weighs.

None of them is proof. Each is something that rows read right rarely show on the plans with gold, measured by
`tests/confidence_report.py`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Sequence

from extractors.grids import GridCell

TEXT_OVER_BORDER = "text-over-border"
LINES_APART = "lines-apart"
TEXT_CUT = "text-cut"
CELLS_EMPTY = "cells-empty"

_OVER = 2.0  # points by which a word sticks out of its cell
_APART = 1.1  # type sizes between two lines of one cell
_USUALLY = 0.8  # share of a table's rows that fill a column whose empty cell is a sign
_ENOUGH = 5  # rows; in a shorter table nothing is usual

_BEGINS_CUT = re.compile(r"^[)\]},;:]|^(?:e|ed|o|di|del|della|dei|delle|degli|da|al|alla|in|su|per|con)\s+[a-zà-ù]")
_ENDS_CUT = re.compile(
    r"[(\[{]$|\b(?:e|ed|o|di|del|della|dei|delle|degli|da|al|alla|alle|ai|in|su|per|con|dell'|all')$"
)


def cell_signs(cells: Iterable[GridCell]) -> tuple[str, ...]:
    """Signs in how the words of a row's cells stand: over a border, or with a gap as between two rows."""
    found = set()
    for cell in cells:
        for line in cell.lines:
            if line.box.x0 < cell.box.x0 - _OVER or line.box.x1 > cell.box.x1 + _OVER:
                found.add(TEXT_OVER_BORDER)
        for above, below in zip(cell.lines, cell.lines[1:], strict=False):
            if below.box.y0 - above.box.y1 > _APART * max(above.size, below.size):
                found.add(LINES_APART)
    return tuple(sorted(found))


def text_signs(texts: Iterable[str | None]) -> tuple[str, ...]:
    """Signs in what the cells of a row say: a text that begins or ends as half of one does."""
    return (TEXT_CUT,) if any(_is_cut(text) for text in texts if text) else ()


def _is_cut(text: str) -> bool:
    unclosed = text.count("(") != text.count(")")
    return unclosed or bool(_BEGINS_CUT.search(text)) or bool(_ENDS_CUT.search(text.casefold()))


def rows_with_empty_cells(filled: Sequence[tuple[int, frozenset[Hashable]]]) -> list[int]:
    """The indexes of rows in which a cell is empty that nearly all rows of their table fill.

    `filled` gives for each row its table and the columns in which it has text.
    """
    rows = Counter(table for table, _ in filled)
    counts = Counter((table, column) for table, columns in filled for column in columns)
    usual: dict[int, set[Hashable]] = {}
    for (table, column), count in counts.items():
        if rows[table] >= _ENOUGH and count >= _USUALLY * rows[table]:
            usual.setdefault(table, set()).add(column)
    return [index for index, (table, columns) in enumerate(filled) if usual.get(table, set()) - columns]
