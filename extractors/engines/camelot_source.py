"""Pages of a PDF whose drawn tables camelot finds (`lattice`).

Words, rules and fills come from pdfium, so that text outside the tables is there and every figure has its box; camelot
says where the cells are. Tables that no rules draw are inferred as those of any engine are: where texts stand is all
that camelot has to go by there, too. A page on which camelot fails has no tables and says so: the document is read on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from extractors.engines.camelot_calls import Table, tables_on
from extractors.pages.model import Box, Page, Rule
from extractors.pages.pdfium import source as pdfium_source
from extractors.pages.source import Pages
from extractors.tables.page_content import content_of

ENGINE = "camelot"
_SAME = 3.0  # points by which camelot's edges and the page's rules may differ
_CLOSED = 0.6  # an outer edge is drawn where rules cover this share of it


class CamelotPages(Pages):
    """The pages of an open PDF, read one at a time so that memory does not grow with the document."""

    def __init__(self, path: Path, pages: pdfium_source.PdfiumPages) -> None:
        self._path = path
        self._pages = pages

    def __len__(self) -> int:
        return len(self._pages)

    def page(self, number: int) -> Page:
        """Read page `number`, from 1.

        Raises:
            NotAPdf: the page's structure cannot be read.
        """
        page = self._pages.page(number)
        if not content_of(page).grids:
            return page
        try:
            found = tables_on(self._path, number, "lattice")
        except MemoryError:
            raise  # the limit of the document, not camelot's trouble
        except Exception as error:
            logging.getLogger(__name__).debug("%s fails on page %s of %s", ENGINE, number, self._path, exc_info=True)
            # The error's own text may name the file's folder, which nothing published says.
            return replace(page, tables=(), trouble=type(error).__name__)
        return replace(page, tables=tuple(tuple(drawn_edges(table, page)) for table in found))


def drawn_edges(table: Table, page: Page) -> Iterator[Rule]:
    """The edges of a table's cells that rules draw.

    camelot closes every table. Where the page draws no rule at its top or foot, its first or last row goes on over
    the page.
    """
    rules = [r.box for r in page.rules if r.horizontal]
    last = len(table) - 1
    for number, row in enumerate(table):
        for cell in row:
            box = cell.box
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


@contextmanager
def open_pages(path: Path) -> Iterator[CamelotPages]:
    """Open the PDF at `path`; raises what `extractors.pages.pdfium.source.open_pages` raises."""
    with pdfium_source.open_pages(path) as pages:
        yield CamelotPages(path, pages)
