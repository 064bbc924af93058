"""Key/value tables that no rules draw: headings of the layout one below the other, each with its text to the right."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from extractors.layouts.headings.matching import Headings
from extractors.pages.model import Box, Cell, Place
from extractors.pages.words import WordLine, whole_text
from extractors.tables.grid import Grid, Roles, Segment
from extractors.tables.inferred.row_features import ROOM_OF_LINES
from extractors.tables.page_content import PageContent
from extractors.tables.ruled import grid_from

_ALIGNED = 3.0  # points by which the left ends of headings, and of their texts, may differ
_APART = 6.0  # type sizes between two headings of one table, at most
_AROUND = 2.0  # points between the texts and the table's outer borders
_OVERLAP = 0.5  # points by which cells of one row overlap at least


@dataclass(slots=True)
class _Block:
    """Lines of one cell: close below each other, side by side with none of their own."""

    lines: list[WordLine]

    @property
    def box(self) -> Box:
        """The box around its lines."""
        return Box.around_parts(self.lines)

    @property
    def text(self) -> str:
        """Its text, broken words made whole."""
        return whole_text(self.lines)


def pair_grids(page: PageContent, pieces: Sequence[WordLine], headings: Headings) -> list[Grid]:
    """The tables of two columns whose first holds headings.

    At least two headings that the layout knows stand one below the other, and no text runs from one column into the
    next.
    """
    blocks = list(_blocks_of(page, pieces))
    known = [block for block in blocks if _is_known(page, block, headings)]
    pairs = [(key, text) for key in known if (text := _block_beside(key, blocks)) is not None and text not in known]
    found = (_make_grid(page, run, pieces) for run in _runs_of_pairs(pairs))
    return [grid for grid in found if grid is not None]


def _is_known(page: PageContent, block: _Block, headings: Headings) -> bool:
    return headings.match(Cell(block.text, Place(page.number, block.box))).column is not None


def _block_beside(key: _Block, blocks: Sequence[_Block]) -> _Block | None:
    """The text next to the right of `key`, None where it has no or another heading to its left."""
    level = [b for b in blocks if b is not key and b.box.y0 < key.box.y1 and b.box.y1 > key.box.y0]
    if any(b.box.x0 < key.box.x0 for b in level):
        return None
    right = [b for b in level if b.box.x0 >= key.box.x1]
    return min(right, key=lambda b: b.box.x0) if len(right) == 1 else None


def _runs_of_pairs(pairs: Sequence[tuple[_Block, _Block]]) -> list[list[tuple[_Block, _Block]]]:
    """Pairs that stand one below the other, their headings and their texts aligned; at least two."""
    runs: list[list[tuple[_Block, _Block]]] = []
    for key, text in sorted(pairs, key=lambda p: p[0].box.y0):
        if runs:
            above, beside = runs[-1][-1]
            room = key.box.y0 - max(above.box.y1, beside.box.y1)
            aligned = abs(key.box.x0 - above.box.x0) <= _ALIGNED and abs(text.box.x0 - beside.box.x0) <= _ALIGNED
            if aligned and room < _APART * key.lines[0].size:
                runs[-1].append((key, text))
                continue
        runs.append([(key, text)])
    return [run for run in runs if len(run) > 1]


def _make_grid(page: PageContent, run: Sequence[tuple[_Block, _Block]], pieces: Sequence[WordLine]) -> Grid | None:
    whole = Box.around(block.box for pair in run for block in pair)
    here = [p for p in pieces if whole.y0 - 1 <= p.box.mid_y <= whole.y1 + 1 and p.box.x1 > whole.x0]
    start = min(text.box.x0 for _, text in run)
    left = [p for p in here if p.box.x1 <= start]
    right = [p for p in here if p.box.x0 >= start - _ALIGNED]
    if len(left) + len(right) < len(here):
        return None
    border = max(start - _AROUND, *(p.box.x1 for p in left))  # the same on every page the table goes on over
    xs = (whole.x0 - _AROUND, border, max(p.box.x1 for p in here) + _AROUND)
    cells = [block.box for side in (left, right) for block in _blocks_of(page, side)]
    ys = _row_borders(cells)
    across = [Segment(y, xs[0], xs[-1]) for y in ys]
    grid = grid_from(page.number, across, [Segment(x, ys[0], ys[-1]) for x in xs], page.fills)
    if grid is not None:
        grid.inferred = True
        grid.roles = Roles(None, frozenset())
    return grid


def _row_borders(cells: Sequence[Box]) -> list[float]:
    """The borders of rows, in the middle of the room between: cells of one overlap each other, and none of another."""
    rows: list[Box] = []
    for cell in sorted(cells, key=lambda box: box.y0):
        if rows and cell.y0 < rows[-1].y1 - _OVERLAP:
            rows[-1] = Box.around((rows[-1], cell))
        else:
            rows.append(cell)
    between = [(above.y1 + below.y0) / 2 for above, below in pairwise(rows)]
    return [rows[0].y0 - _AROUND, *between, rows[-1].y1 + _AROUND]


def _blocks_of(page: PageContent, pieces: Sequence[WordLine]) -> Iterator[_Block]:
    """Pieces of lines gathered into cells: each goes on the nearest one above that shares its width."""
    open_blocks: list[_Block] = []
    for piece in sorted(pieces, key=lambda p: (p.box.y0, p.box.x0)):
        home = None
        for block in open_blocks:
            last = block.lines[-1]
            gap = piece.box.y0 - last.box.y1
            shares = min(piece.box.x1, block.box.x1) - max(piece.box.x0, block.box.x0) > 0
            close = -0.3 * piece.size < gap < ROOM_OF_LINES * piece.size
            alike = shares and close and piece.bold == last.bold
            if alike and not _has_rule_between(page, last.box, piece.box):
                home = block
                break
        if home is None:
            open_blocks.append(_Block([piece]))
        else:
            home.lines.append(piece)
    yield from open_blocks


def _has_rule_between(page: PageContent, above: Box, below: Box) -> bool:
    return any(
        above.mid_y < rule.mid_y < below.mid_y and rule.x0 < below.x1 and rule.x1 > below.x0 for rule in page.rules
    )
