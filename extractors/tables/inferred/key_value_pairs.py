"""Upright tables that no rules draw: headings of the layout one below the other, each with its text to the right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.layouts.headings import Headings
from extractors.pages.model import Box, Cell, Place, Word
from extractors.pages.words import WordLine, lines_of
from extractors.tables.grid import Grid, GridCell, Roles
from extractors.tables.page_content import PageContent, parted

_GAP = 0.6  # em between a heading and its text
_ALIGNED = 3.0  # points by which the left ends of headings, and of their texts, may differ
_APART = 6.0  # em between two headings of one table, at most
_AROUND = 2.0  # points between the texts and the table's outer borders
_NEXT = 1.8  # em from a line of a text to its next


@dataclass(frozen=True, slots=True)
class _Pair:
    """A heading and the first line of its text."""

    key: WordLine
    text: WordLine


def pair_grids(page: PageContent, words: Sequence[Word], headings: Headings) -> list[Grid]:
    """The tables of two columns whose first holds headings; none where the layout has no upright tables.

    At least two headings that the layout knows stand one below the other, and no text runs from one column into the
    next.
    """
    if not headings.upright or not words:
        return []
    lines = [parted(line, _GAP) for line in lines_of(words)]
    pairs = [
        _Pair(line[0], line[1])
        for line in lines
        if len(line) == 2 and _is_known(page, line[0], headings) and not _is_known(page, line[1], headings)
    ]
    pieces = [piece for line in lines for piece in line]
    found = (_grid(page, run, pieces) for run in _runs(pairs))
    return [grid for grid in found if grid is not None]


def _is_known(page: PageContent, line: WordLine, headings: Headings) -> bool:
    return headings.match(Cell(line.text, Place(page.number, line.box))).column is not None


def _runs(pairs: Sequence[_Pair]) -> list[list[_Pair]]:
    """Pairs that stand one below the other, their headings and their texts aligned; at least two."""
    runs: list[list[_Pair]] = []
    for pair in pairs:
        if runs:
            above = runs[-1][-1]
            room = pair.key.box.y0 - above.key.box.y1
            aligned = (
                abs(pair.key.box.x0 - above.key.box.x0) <= _ALIGNED
                and abs(pair.text.box.x0 - above.text.box.x0) <= _ALIGNED
            )
            if aligned and room < _APART * pair.key.size:
                runs[-1].append(pair)
                continue
        runs.append([pair])
    return [run for run in runs if len(run) > 1]


def _grid(page: PageContent, run: Sequence[_Pair], pieces: Sequence[WordLine]) -> Grid | None:
    top, size = run[0].key.box.y0, run[0].key.size
    start = min(pair.text.box.x0 for pair in run)
    left_end = min(pair.key.box.x0 for pair in run)
    here: list[WordLine] = []
    lower = run[-1].text.box.y1
    for piece in pieces:
        if piece.box.mid_y < top or piece.box.x1 < left_end:
            continue
        if piece.box.mid_y > lower and piece.box.y0 - lower > (_NEXT - 1) * size:
            continue
        if piece.box.mid_y > lower and piece.box.x0 < start - _ALIGNED:
            break
        here.append(piece)
        lower = max(lower, piece.box.y1)
    left = [p for p in here if p.box.x1 <= start]
    right = [p for p in here if p.box.x0 >= start - _ALIGNED]
    if len(left) + len(right) < len(here):
        return None
    border = max(start - _AROUND, *(p.box.x1 for p in left))
    xs = [left_end - _AROUND, border, max(p.box.x1 for p in here) + _AROUND]

    ys = [top - _AROUND, *(pair.key.box.y0 - _AROUND / 2 for pair in run[1:]), lower + _AROUND]
    cells = []
    for row, (y0, y1) in enumerate(pairwise(ys)):
        for column, held in enumerate((left, right)):
            lines = [p for p in held if y0 <= p.box.mid_y < y1]
            box = Box(xs[column], y0, xs[column + 1], y1)
            cells.append(GridCell(box, column, column + 1, row, row + 1, lines))

    return Grid(
        page.number, Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, cells, inferred=True, roles=Roles(None, frozenset())
    )
