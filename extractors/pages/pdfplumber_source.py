"""Pages of a PDF through pdfplumber: words, rules and fills with their boxes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from extractors.errors import BrokenPdf, EncryptedPdf
from extractors.pages.drawings import DrawnShapes, white
from extractors.pages.model import Box, Fill, Page, Rule
from extractors.pages.pdf_file import check_head
from extractors.pages.source import Pages
from extractors.pages.words import Char, is_bold_name, words_from_chars

ENGINE = "pdfplumber"


class PdfplumberPages(Pages):
    """The pages of an open PDF, read one at a time so that memory does not grow with the document."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf

    def __len__(self) -> int:
        return len(self._pdf.pages)

    def page(self, number: int) -> Page:
        """Read page `number`, from 1."""
        page = self._pdf.pages[number - 1]
        try:
            return _convert_page(page)
        finally:
            page.close()


@contextmanager
def open_pages(path: Path) -> Iterator[PdfplumberPages]:
    """Open the PDF at `path`.

    Raises:
        UnreadableFile: the file cannot be opened.
        EmptyFile: it has no content.
        NotAPdf: it does not begin as a PDF does.
        BrokenPdf: its structure cannot be read.
        EncryptedPdf: it asks for a password.
    """
    check_head(path)
    try:
        pdf = pdfplumber.open(path)
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise EncryptedPdf("the PDF asks for a password") from error
        raise BrokenPdf(f"its structure cannot be read ({type(cause).__name__})") from error
    with pdf:
        yield PdfplumberPages(pdf)


def _convert_page(page: Any) -> Page:
    chars = (Char(c["text"], _box_of(c), c["size"], is_bold_name(c["fontname"])) for c in page.chars)
    rules, fills = _drawn_shapes(page)
    pictures = tuple(_box_of(image) for image in page.images)
    size = float(page.width), float(page.height)
    return Page(page.page_number, *size, words_from_chars(chars), rules, fills, pictures=pictures)


def _drawn_shapes(page: Any) -> tuple[tuple[Rule, ...], tuple[Fill, ...]]:
    drawn = DrawnShapes()
    for line in page.lines:
        drawn.add_line(_box_of(line))
    for rect in page.rects:
        seen = bool(rect.get("fill")) and not _is_white(rect.get("non_stroking_color"))
        drawn.add_rectangle(_box_of(rect), stroked=bool(rect.get("stroke")), filled=seen)
    return drawn.all_rules(), tuple(drawn.fills)


def _box_of(drawn: Any) -> Box:
    return Box(drawn["x0"], drawn["top"], drawn["x1"], drawn["bottom"])


def _is_white(color: Any) -> bool:
    """Whether a fill cannot be seen on paper; colours are grey, RGB or CMYK in 0..1."""
    if color is None:
        return True
    values = list(color) if isinstance(color, tuple | list) else [color]
    if not all(isinstance(v, int | float) for v in values):
        return False
    if len(values) == 4:  # CMYK
        return bool(max(values) < 0.02)
    return bool(values) and white(values)
