"""Rows whose cells state several things below each other: as many figures as paragraphs (`Km ispezionati` over `Esposti
verificati`, beside `420` over `90%`).

In: the cells of a row that rules draw, with their lines of words. Out: of each cell the lines of its parts. Public:
`paragraphs_in`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence

from extractors.pages.words import WordLine
from extractors.tables.cut_rows import is_rest_of_text
from extractors.tables.grid import GridCell

_FIGURE = re.compile(
    r"(?:(?:[<>=≤≥]{1,2}|€|n\.|almeno|entro(?: il)?) ?)*[-+]?\d[\d.,/]*(?: ?[%€]| ?[^\W\d_]{1,8}\.?)?"
    r"|s[iì]|no|n\.? ?d\.?",
    re.IGNORECASE,
)
_BEGINS = re.compile(r"[A-ZÀ-Ý]|n[.°]")
_APART = 1.25  # times the least leading of a cell, from which on a line begins a paragraph
_TWO = 2  # figures below each other, which one indicator may have; so many parts may be one text with a capital
_MOST = 8  # parts; a longer column of figures is a table


def paragraphs_in(cells: Sequence[GridCell], padding: float) -> list[list[list[WordLine]]]:
    """Of each cell its lines by part, one part where it is whole. `padding` is the room in points beside texts.

    One cell at least has a figure on each of its lines, and all such cells have as many; a cell of words has as many
    parts where as many lines begin as a text does. Of two parts in a row with one such cell the second has room on the
    line before for its first word, or stands apart from it.
    """
    counts = [len(cell.lines) for cell in cells if _are_figures(cell.lines)]
    count = counts[0] if len(set(counts)) == 1 else 1
    if not 1 < count <= _MOST:
        return [[list(cell.lines)] for cell in cells]
    is_told = len(counts) > 1 or count > _TWO
    parts = [_parts_of(cell, padding, is_told=is_told) for cell in cells]
    return [own if len(own) == count else [list(cell.lines)] for own, cell in zip(parts, cells, strict=True)]


def _are_figures(lines: Sequence[WordLine]) -> bool:
    return len(lines) > 1 and all(_FIGURE.fullmatch(line.text) for line in lines)


def _parts_of(cell: GridCell, padding: float, *, is_told: bool) -> list[list[WordLine]]:
    """The parts of a cell; `is_told` tells that the figures beside it leave no doubt that there are several."""
    if _are_figures(cell.lines):
        return [[line] for line in cell.lines]
    starts = [index for index, line in enumerate(cell.lines) if index == 0 or _BEGINS.match(line.text)]
    room = cell.box.width - 2 * padding
    breaks = [(cell.lines[start - 1], cell.lines[start]) for start in starts[1:]]
    least = min((_leading(one, two) for one, two in itertools.pairwise(cell.lines)), default=0.0)
    if not is_told and not any(not is_rest_of_text(*pair, room) or _leading(*pair) > _APART * least for pair in breaks):
        return []
    return [list(cell.lines[start:end]) for start, end in itertools.pairwise([*starts, len(cell.lines)])]


def _leading(above: WordLine, line: WordLine) -> float:
    return line.box.y0 - above.box.y0
