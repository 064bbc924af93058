"""Pages of a PDF whose tables camelot finds: `lattice` where rules part columns, else `network`.

Words, rules and fills come from pdfium, so that text outside the tables is there and every figure has its box; camelot
says where the cells are. A page on which camelot fails has no tables and says so: the document is read on.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from extractors.engines.camelot_calls import tables_on
from extractors.engines.camelot_edges import area_of, areas_between_rules, drawn_table, text_table
from extractors.pages.model import FoundTable, Page
from extractors.pages.pdfium import source as pdfium_source
from extractors.pages.source import Pages
from extractors.tables.page_content import content_of

ENGINE = "camelot"


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
        try:
            return replace(page, tables=tuple(self._find_tables(page)) if page.words else ())
        except MemoryError:
            raise  # the limit of the document, not camelot's trouble
        except Exception as error:
            logging.getLogger(__name__).debug("%s fails on page %s of %s", ENGINE, number, self._path, exc_info=True)
            # The error's own text may name the file's folder, which nothing published says.
            return replace(page, tables=(), trouble=type(error).__name__)

    def _find_tables(self, page: Page) -> list[FoundTable]:
        if content_of(page).grids:
            return [drawn_table(cells, page) for cells in tables_on(self._path, page.number, "lattice")]
        areas = areas_between_rules(page)
        tables = tables_on(self._path, page.number, "network", areas)
        return [text_table(cells, page, area_of(cells, areas)) for cells in tables]


@contextmanager
def open_pages(path: Path) -> Iterator[CamelotPages]:
    """Open the PDF at `path`; raises what `extractors.pages.pdfium.source.open_pages` raises."""
    with pdfium_source.open_pages(path) as pages:
        yield CamelotPages(path, pages)
