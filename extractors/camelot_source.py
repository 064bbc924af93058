"""Pages of a PDF whose tables camelot finds: `lattice` where rules part columns, else `network`.

Words, rules and fills come from pdfium, so that text outside the tables is there and every figure has its box; camelot
says where the cells are. A page on which camelot fails has no tables and says so: the document is read on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdfium2

from extractors import pdfium_source
from extractors.camelot_calls import tables_on
from extractors.content import content_of
from extractors.grids import segments
from extractors.model import Box, FoundTable, Page, Rule

ENGINE = "camelot"

_SAME = 3.0  # points by which camelot's edges and the page's rules may differ
_CLOSED = 0.6  # an outer edge is drawn where rules cover this share of it
_ACROSS = 0.5  # a rule parts rows where it runs over this share of the table


class OtherFrame(Exception):
    """camelot measures the page from another corner or turned another way than it is displayed."""


class PdfPages:
    """The pages of an open PDF, read one at a time so that memory does not grow with the document."""

    def __init__(self, path: Path, pages: pdfium_source.PdfPages) -> None:
        self._path = path
        self._pages = pages

    def __len__(self) -> int:
        return len(self._pages)

    def __iter__(self) -> Iterator[Page]:
        for number in range(1, len(self) + 1):
            yield self.page(number)

    def page(self, number: int) -> Page:
        """Read page `number`, from 1.

        Raises:
            NotAPdf: the page's structure cannot be read.
        """
        page = self._pages.page(number)
        try:
            return replace(page, tables=tuple(self._tables(page)))
        except MemoryError:
            raise
        except Exception as error:
            logging.getLogger(__name__).debug("%s fails on page %s of %s", ENGINE, number, self._path, exc_info=True)
            # The error's own text may name the file's folder, which no published row says.
            return replace(page, tables=(), trouble=type(error).__name__)

    def _tables(self, page: Page) -> Iterator[FoundTable]:
        if not page.words:
            return
        drawn = bool(content_of(page).grids)
        for table in tables_on(self._path, page.number, "lattice" if drawn else "network"):
            corner = _corner(self._path, page, table)
            yield FoundTable(tuple(_drawn_edges(table, page, corner) if drawn else _edges(table, page, corner)), drawn)


@contextmanager
def open_pages(path: Path) -> Iterator[PdfPages]:
    """Open the PDF at `path`; raises what `extractors.pdfium_source.open_pages` raises."""
    with pdfium_source.open_pages(path) as pages:
        yield PdfPages(path, pages)


def _corner(path: Path, page: Page, table: Any) -> tuple[float, float]:
    """What to add to camelot's x, and what to take its y from, for points from the top left of the page displayed.

    camelot measures from the corner of the media box, and sets a page upright whose text lies on its side.
    """
    width, height = (float(side) for side in table.pdf_size)
    if abs(width - page.width) <= 1 and abs(height - page.height) <= 1:
        return 0.0, height
    with pypdfium2.PdfDocument(path) as pdf:
        shown = pdf[page.number - 1]
        left, bottom, right, top = shown.get_cropbox()
        media = shown.get_mediabox()
        turned = shown.get_rotation() % 360
    if turned or abs(right - left - page.width) > 1 or abs(top - bottom - page.height) > 1:
        raise OtherFrame
    return media[0] - left, top - media[1]


def _drawn_edges(table: Any, page: Page, corner: tuple[float, float]) -> Iterator[Rule]:
    """The edges of a table's cells as rules draw them.

    camelot closes every table. Where the page draws no rule at its top or foot, its first or last row goes on over
    the page.
    """
    rules = [r.box for r in page.rules if r.horizontal]
    last = len(table.cells) - 1
    for number, row in enumerate(table.cells):
        for cell in row:
            box = _box(cell, corner)
            if cell.top and (number or _is_ruled(rules, box.y0, box)):
                yield Rule(Box(box.x0, box.y0, box.x1, box.y0))
            if cell.bottom and (number < last or _is_ruled(rules, box.y1, box)):
                yield Rule(Box(box.x0, box.y1, box.x1, box.y1))
            if cell.left:
                yield Rule(Box(box.x0, box.y0, box.x0, box.y1))
            if cell.right:
                yield Rule(Box(box.x1, box.y0, box.x1, box.y1))


def _is_ruled(rules: Iterable[Box], at: float, cell: Box) -> bool:
    near = [r for r in rules if abs(r.mid_y - at) <= _SAME]
    return sum(max(0.0, min(r.x1, cell.x1) - max(r.x0, cell.x0)) for r in near) >= _CLOSED * cell.width


def _edges(table: Any, page: Page, corner: tuple[float, float]) -> Iterator[Rule]:
    """The edges of a table's cells as its texts stand: columns as camelot parts them, rows too where no rules do.

    camelot takes each line of text for a row; where the page rules its rows off, a row is what stands between rules.
    """
    boxes = [[_box(cell, corner) for cell in row] for row in table.cells]
    around = Box.around(box for row in boxes for box in row)
    yield from (Rule(Box(box.x0, box.y0, box.x0, box.y1)) for row in boxes for box in row)
    yield Rule(Box(around.x1, around.y0, around.x1, around.y1))
    inside = _rules_inside(page, around)
    if not inside:
        yield from (Rule(Box(box.x0, box.y1, box.x1, box.y1)) for row in boxes for box in row)
    yield from (Rule(rule) for rule in inside)
    yield from (Rule(Box(around.x0, y, around.x1, y)) for y in (around.y0, around.y1))


def _rules_inside(page: Page, table: Box) -> Sequence[Box]:
    """The page's rules that part rows of the table, none where no two of them run over it."""
    lines = segments((r.box for r in page.rules if r.horizontal), across_y=True)
    across = [
        (s, min(s.end, table.x1) - max(s.start, table.x0)) for s in lines if table.y0 + _SAME < s.at < table.y1 - _SAME
    ]
    if sum(shared >= _ACROSS * table.width for _, shared in across) < 2:
        return ()
    return [Box(max(s.start, table.x0), s.at, min(s.end, table.x1), s.at) for s, shared in across if shared > 0]


def _box(cell: Any, corner: tuple[float, float]) -> Box:
    dx, y = corner
    return Box(float(cell.x1) + dx, y - float(cell.y2), float(cell.x2) + dx, y - float(cell.y1))
