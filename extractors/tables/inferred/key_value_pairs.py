"""Upright tables that no rules draw: headings of the layout one below the other, each with its text to the right."""

from __future__ import annotations

from collections.abc import Sequence

from extractors.layouts.headings import Headings
from extractors.pages.model import Box, Cell, Place
from extractors.pages.words import WordLine
from extractors.tables.grid import Grid, Roles, Segment
from extractors.tables.inferred.blocks import Block, blocks_of
from extractors.tables.inferred.row_bands import Columns, text_rows
from extractors.tables.page_content import PageContent
from extractors.tables.ruled import grid_from

_ALIGNED = 3.0  # points by which the left ends of headings, and of their texts, may differ
_APART = 6.0  # type sizes between two headings of one table, at most
_AROUND = 2.0  # points between the texts and the table's outer borders


def pair_grids(page: PageContent, pieces: Sequence[WordLine], headings: Headings, leading: float) -> list[Grid]:
    """The tables of two columns whose first holds headings.

    At least two headings that the layout knows stand one below the other, and no text runs from one column into the
    next.
    """
    blocks = list(blocks_of(page, pieces, leading))
    known = [block for block in blocks if _is_known(page, block, headings)]
    pairs = [(key, text) for key in known if (text := _beside(key, blocks)) is not None and text not in known]
    found = (_grid(page, run, pieces, leading) for run in _runs(pairs))
    return [grid for grid in found if grid is not None]


def _is_known(page: PageContent, block: Block, headings: Headings) -> bool:
    return headings.match(Cell(block.text, Place(page.number, block.box))).column is not None


def _beside(key: Block, blocks: Sequence[Block]) -> Block | None:
    """The text next to the right of `key`, None where it has no or another heading to its left."""
    level = [b for b in blocks if b is not key and b.box.y0 < key.box.y1 and b.box.y1 > key.box.y0]
    if any(b.box.x0 < key.box.x0 for b in level):
        return None
    right = [b for b in level if b.box.x0 >= key.box.x1]
    return min(right, key=lambda b: b.box.x0) if len(right) == 1 else None


def _runs(pairs: Sequence[tuple[Block, Block]]) -> list[list[tuple[Block, Block]]]:
    """Pairs that stand one below the other, their headings and their texts aligned; at least two."""
    runs: list[list[tuple[Block, Block]]] = []
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


def _grid(
    page: PageContent, run: Sequence[tuple[Block, Block]], pieces: Sequence[WordLine], leading: float
) -> Grid | None:
    whole = Box.around(block.box for pair in run for block in pair)
    here = [p for p in pieces if whole.y0 - 1 <= p.box.mid_y <= whole.y1 + 1 and p.box.x1 > whole.x0]
    start = min(text.box.x0 for _, text in run)
    left = [p for p in here if p.box.x1 <= start]
    right = [p for p in here if p.box.x0 >= start - _ALIGNED]
    if len(left) + len(right) < len(here):
        return None
    border = max(start - _AROUND, *(p.box.x1 for p in left))  # the same on every page the table goes on over
    xs = (whole.x0 - _AROUND, border, max(p.box.x1 for p in here) + _AROUND)
    cells = [(0, b.box) for b in blocks_of(page, left, leading)] + [(1, b.box) for b in blocks_of(page, right, leading)]
    bands = text_rows(cells, Columns(xs))
    ys = [bands[0].y0, *(band.y1 for band in bands)]
    across = [Segment(y, xs[0], xs[-1]) for y in ys]
    grid = grid_from(page.number, across, [Segment(x, ys[0], ys[-1]) for x in xs], page.fills)
    if grid is not None:
        grid.inferred = True
        grid.roles = Roles(None, frozenset())
    return grid
