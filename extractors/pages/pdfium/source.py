"""Pages of a PDF through pdfium: words, rules and fills with their boxes, many times faster than through pdfminer.

Pages are given as they are displayed: turned by their /Rotate, the origin at the top left of their crop box.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium

from extractors.errors import BrokenPdf, EncryptedPdf
from extractors.pages.model import Page
from extractors.pages.pdf_file import check_head, may_say_texts
from extractors.pages.pdfium import calls as call
from extractors.pages.pdfium.drawings import drawn_on
from extractors.pages.pdfium.fonts import Fonts
from extractors.pages.pdfium.form_fields import FormFields
from extractors.pages.pdfium.frames import Frame
from extractors.pages.pdfium.tags import tags_of
from extractors.pages.pdfium.widths import widths_in_fractions
from extractors.pages.pdfium.words import words_of
from extractors.pages.source import Pages

ENGINE = "pypdfium2"
_LOCKED = (pdfium.FPDF_ERR_PASSWORD, pdfium.FPDF_ERR_SECURITY)


class PdfiumPages(Pages):
    """The pages of an open PDF, read one at a time so that memory does not grow with the document."""

    def __init__(self, pdf: pypdfium2.PdfDocument, fonts: Fonts, *, texts: bool) -> None:
        """`texts` tells whether tags may say texts in the place of glyphs."""
        self._pdf = pdf
        self._texts = texts
        self._fields = FormFields(pdf)
        self._fonts = fonts

    def __len__(self) -> int:
        return len(self._pdf)

    def page(self, number: int) -> Page:
        """Read page `number`, from 1.

        Raises:
            BrokenPdf: the page's structure cannot be read.
        """
        handle = pdfium.FPDF_LoadPage(self._pdf.raw, number - 1)
        handle = handle and self._fields.print_into(handle, number)
        if not handle:
            raise BrokenPdf(f"the structure of page {number} cannot be read")
        try:
            return self._read_page(call.handle(handle), number)
        finally:
            pdfium.FPDF_ClosePage(handle)

    def _read_page(self, handle: call.Handle, number: int) -> Page:
        frame = _displayed_frame(handle)
        tags = tags_of(handle, texts=self._texts)
        text = call.load_text_page(handle)
        if not text:
            raise BrokenPdf(f"the text of page {number} cannot be read")
        try:
            words, mended = words_of(text, frame, self._fonts, tags)
        finally:
            call.close_text_page(text)
        drawn = drawn_on(handle, frame)
        return Page(
            number,
            *frame.size,
            words,
            drawn.all_rules(),
            tuple(drawn.fills),
            tags=tuple(tags.cells),
            pictures=tuple(drawn.pictures),
            mended=mended,
        )


@contextmanager
def open_pages(path: Path, data: bytes | None = None) -> Iterator[PdfiumPages]:
    """Open the PDF at `path`, or `data`, which is a copy of it with other maps from glyphs to characters.

    Raises:
        UnreadableFile: the file cannot be opened.
        EmptyFile: it has no content.
        NotAPdf: it does not begin as a PDF does.
        BrokenPdf: its structure cannot be read.
        EncryptedPdf: it asks for a password.
    """
    check_head(path)
    try:
        pdf = pypdfium2.PdfDocument(path if data is None else data)
    except pypdfium2.PdfiumError as error:
        if error.err_code in _LOCKED:
            raise EncryptedPdf("the PDF asks for a password") from error
        raise BrokenPdf("its structure cannot be read") from error
    try:
        yield PdfiumPages(pdf, Fonts(widths_in_fractions(path)), texts=may_say_texts(path))
    finally:
        pdf.close()


def _displayed_frame(handle: call.Handle) -> Frame:
    edges = (ctypes.c_float * 4)()
    call.page_box(handle, ctypes.addressof(edges))
    left, top, right, bottom = edges
    return Frame(max(0, call.page_rotation(handle)), left, bottom, right, top)
