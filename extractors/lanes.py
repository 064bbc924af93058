"""Panels side by side: which lane of a page each line and card stands in.

A band of panel headings (`Obiettivo Operativo`, `Azione`) opens lanes: each heading's cell, or the ground it is printed
on, says how far its lane reaches. Lanes last until the next band, over pages too.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.cards import Laned
from extractors.content import PageContent
from extractors.grids import Grid
from extractors.layout import Pattern
from extractors.model import Box, Cell, Item, Place, TableRow, TextLine
from extractors.words import Lexicon, WordLine, whole_text


@dataclass(frozen=True, slots=True)
class _Band:
    """A row of panel headings: where it ends, and the left ends of its lanes."""

    y0: float
    y1: float
    lefts: tuple[float, ...]

    def lane(self, x: float) -> int:
        """The lane in which something that begins at `x` stands."""
        return max((i for i, left in enumerate(self.lefts) if left <= x + 2), default=0)


def lanes_of_pages(
    pages: Iterable[PageContent], headings: Sequence[Pattern], lexicon: Lexicon
) -> list[Laned]:
    """All lines and card rows under panel headings, page by page from top to bottom, with their lanes.

    `headings` are the patterns of the texts that head a panel. What stands above the first band is left out: it is
    the document's title.
    """
    patterns = [re.compile(h, re.IGNORECASE) for h in headings]
    table = 0
    found: list[Laned] = []
    band: _Band | None = None
    for page in pages:
        bands = _bands(page, patterns)
        parts: list[tuple[float, Box, list[Item]]] = []
        for grid in page.grids:
            if any(b.y0 <= grid.box.mid_y <= b.y1 for b in bands):
                continue
            parts.append((grid.box.y0, grid.box, list(_card_rows(page.number, grid, table, lexicon))))
            table += 1
        for line in page.lines:
            if not any(b.y0 <= line.box.mid_y <= b.y1 for b in bands):
                text = TextLine(line.text, Place(page.number, line.box), line.bold, line.size)
                parts.append((line.box.y0, line.box, [text]))
        for y0, box, items in sorted(parts, key=lambda p: (p[0], p[1].x0)):
            band = next((b for b in reversed(bands) if b.y1 <= y0 + 2), band)
            if band is not None:
                found.extend(Laned(band.lane(box.x0), item) for item in items)
        if bands:
            band = bands[-1]
    return found


def _bands(page: PageContent, patterns: Sequence[re.Pattern[str]]) -> list[_Band]:
    """The bands of panel headings on the page, from top to bottom: at least two headings side by side."""
    heads: list[Box] = []
    for grid in page.grids:
        for cell in grid.cells:
            if _is_heading(whole_text(cell.lines), patterns):
                heads.append(cell.box)
    for line in page.lines:
        if _is_heading(line.text, patterns):
            ground = next((f for f in page.fills if f.holds(line.box.mid_x, line.box.mid_y)), line.box)
            heads.append(ground)
    bands: list[list[Box]] = []
    for box in sorted(heads, key=lambda b: (b.mid_y, b.x0)):
        if bands and abs(box.mid_y - bands[-1][0].mid_y) < box.height:
            bands[-1].append(box)
        else:
            bands.append([box])
    return [
        _Band(min(b.y0 for b in boxes), max(b.y1 for b in boxes), tuple(sorted(b.x0 for b in boxes)))
        for boxes in bands
        if len(boxes) > 1
    ]


def _is_heading(text: str, patterns: Sequence[re.Pattern[str]]) -> bool:
    return any(p.fullmatch(text) for p in patterns)


def _card_rows(page: int, grid: Grid, table: int, lexicon: Lexicon) -> Iterable[TableRow]:
    for r in range(len(grid.ys) - 1):
        cells = []
        for cell in grid.row(r):
            text = whole_text(cell.lines, cell.box.width - 2 * grid.padding, lexicon)
            cells.append(Cell(text, Place(page, cell.box), cell.c0, cell.c1 - cell.c0, _bold(cell.lines), cell.filled))
        if any(c.text for c in cells):
            box = Box(grid.box.x0, grid.ys[r], grid.box.x1, grid.ys[r + 1])
            yield TableRow(tuple(cells), Place(page, box), table)


def _bold(lines: Sequence[WordLine]) -> bool:
    return bool(lines) and all(line.bold for line in lines)
