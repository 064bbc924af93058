"""Pages of a PDF through pdfplumber: words, rules and fills with their boxes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pdfplumber
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect
from pdfplumber.utils.exceptions import PdfminerException

from extractors.errors import EmptyFile, EncryptedPdf, NotAPdf, UnreadableFile
from extractors.model import Box, Fill, Page, Rule
from extractors.words import Char, words_from_chars

ENGINE = "pdfplumber"
_THIN = 2.0  # points; a filled rectangle thinner than this is a drawn line
_SHORT = 2.0  # points; a shorter line is an ornament of a character, not a border


class PdfPages:
    """The pages of an open PDF, read one at a time so that memory does not grow with the document."""

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf

    def __len__(self) -> int:
        return len(self._pdf.pages)

    def __iter__(self) -> Iterator[Page]:
        for page in self._pdf.pages:
            yield _page(page)
            page.close()


@contextmanager
def open_pages(path: Path) -> Iterator[PdfPages]:
    """Open the PDF at `path`.

    Raises:
        UnreadableFile: the file cannot be opened.
        EmptyFile: it has no content.
        NotAPdf: it does not begin as a PDF does, or its structure cannot be read.
        EncryptedPdf: it asks for a password.
    """
    try:
        with path.open("rb") as file:
            head = file.read(1024)
    except OSError as error:
        raise UnreadableFile(error.strerror or str(error)) from error
    if not head:
        raise EmptyFile("the file has no content")
    if b"%PDF-" not in head:
        raise NotAPdf("the content does not begin with %PDF-")
    try:
        pdf = pdfplumber.open(path)
    except PdfminerException as error:
        cause = error.args[0] if error.args else error
        if isinstance(cause, PDFPasswordIncorrect | PDFEncryptionError):
            raise EncryptedPdf("the PDF asks for a password") from error
        raise NotAPdf(f"its structure cannot be read ({type(cause).__name__})") from error
    with pdf:
        yield PdfPages(pdf)


def _page(page: Any) -> Page:
    chars = (
        Char(c["text"], Box(c["x0"], c["top"], c["x1"], c["bottom"]), c["size"], _bold(c["fontname"]))
        for c in page.chars
    )
    rules, fills = _drawn(page)
    return Page(page.page_number, float(page.width), float(page.height), words_from_chars(chars), rules, fills)


def _bold(fontname: str) -> bool:
    name = fontname.casefold()
    return any(mark in name for mark in ("bold", "black", "heavy", "semibold", "demi"))


def _drawn(page: Any) -> tuple[tuple[Rule, ...], tuple[Fill, ...]]:
    rules: list[Rule] = []
    fills: list[Fill] = []
    for line in page.lines:
        _add_rule(rules, Box(line["x0"], line["top"], line["x1"], line["bottom"]))
    for rect in page.rects:
        box = Box(rect["x0"], rect["top"], rect["x1"], rect["bottom"])
        if min(box.width, box.height) <= _THIN:
            _add_rule(rules, box)
            continue
        if rect.get("stroke"):
            _add_rule(rules, Box(box.x0, box.y0, box.x1, box.y0))
            _add_rule(rules, Box(box.x0, box.y1, box.x1, box.y1))
            _add_rule(rules, Box(box.x0, box.y0, box.x0, box.y1))
            _add_rule(rules, Box(box.x1, box.y0, box.x1, box.y1))
        if rect.get("fill") and not _white(rect.get("non_stroking_color")):
            fills.append(Fill(box))
    return tuple(rules), tuple(fills)


def _add_rule(rules: list[Rule], box: Box) -> None:
    if max(box.width, box.height) >= _SHORT and min(box.width, box.height) <= _THIN:
        rules.append(Rule(box))


def _white(color: Any) -> bool:
    """Whether a fill cannot be seen on paper; colours are grey, RGB or CMYK in 0..1."""
    if color is None:
        return True
    values = list(color) if isinstance(color, tuple | list) else [color]
    if not all(isinstance(v, int | float) for v in values):
        return False
    if len(values) == 4:  # CMYK
        return bool(max(values) < 0.02)
    return bool(values) and bool(min(values) > 0.98)
