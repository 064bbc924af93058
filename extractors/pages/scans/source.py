"""Pages of a PDF of which those without a sound text layer are read from their pictures."""

# ruff: noqa: PLC0415 - what OCR needs is slow to load, and few documents are scans

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pypdfium2

from extractors.pages.model import Page, Reading
from extractors.pages.scans import evidence
from extractors.pages.scans.installation import models_folder, what_is_missing
from extractors.pages.scans.options import Beat, Ocr
from extractors.pages.source import Pages

if TYPE_CHECKING:
    from extractors.pages.scans.pictures import Picture

_ANOTHERS: Final = 0.5  # how sure words are that another OCR program has read, and that nothing confirms


class ScannedPages(Pages):
    """The pages of another source, those without a sound text layer read from their pictures."""

    def __init__(self, pages: Pages, path: Path, ocr: Ocr, beat: Beat) -> None:
        self._pages = pages
        self._path = path
        self._ocr = ocr
        self._beat = beat
        self._pdf: pypdfium2.PdfDocument | None = None

    def __len__(self) -> int:
        return len(self._pages)

    def close(self) -> None:
        """Let go of the file, where a picture was asked for."""
        if self._pdf is not None:
            self._pdf.close()

    def page(self, number: int) -> Page:
        """Read page `number`, from 1.

        Raises:
            NotAPdf: the page's structure cannot be read.
        """
        page = self._pages.page(number)
        if self._ocr.mode != "force" and not evidence.may_be_scan(page):
            return page
        try:
            return self._looked_at(page, self._draw_page(number))
        except pypdfium2.PdfiumError:  # what cannot be drawn has the words that the other source gives
            return page

    def _draw_page(self, number: int) -> Any:
        if self._pdf is None:
            self._pdf = pypdfium2.PdfDocument(self._path)
        return self._pdf[number - 1]

    def _looked_at(self, page: Page, drawn: Any) -> Page:
        """The page, read from its picture where that says more; `drawn` is the same page of pypdfium2."""
        another = bool(page.words) and evidence.is_covered(page) and evidence.has_invisible_text(drawn)
        if self._ocr.mode == "off" or what_is_missing() is not None:
            return _doubt_words(page) if another else page
        if not page.words and evidence.shows_nothing(drawn):
            return page
        from extractors.pages.scans.page_reading import says_little
        from extractors.pages.scans.pictures import page_picture

        self._beat(page.number)
        picture, shrunk = page_picture(drawn)
        if self._ocr.mode == "force" or not page.words or another or evidence.has_unsound_text(page):
            return self._read_page(page, picture, shrunk)
        return self._read_page(page, picture, shrunk) if says_little(page, picture, shrunk) else page

    def _read_page(self, page: Page, picture: Picture, shrunk: float) -> Page:
        from extractors.pages.scans.page_reading import read_picture
        from extractors.pages.scans.recognition import recogniser

        folder = models_folder()
        assert folder is not None  # `what_is_missing` has looked
        reader = recogniser(folder)
        key = hashlib.sha256(f"{reader.version} {shrunk} {picture.shape} ".encode() + picture.tobytes()).hexdigest()
        store = self._ocr.store
        found = store.get(key) if store is not None else None
        if found is None:
            found = read_picture(page.number, picture, shrunk, reader, lambda: self._beat(page.number))
            if store is not None:
                store.put(key, found)
        return replace(found, number=page.number)


@contextmanager
def with_scans(opened: AbstractContextManager[Pages], path: Path, ocr: Ocr, beat: Beat) -> Iterator[Pages]:
    """The pages of `opened`, the PDF at `path`, those without a sound text layer read from their pictures."""
    with opened as pages:
        scanned = ScannedPages(pages, path, ocr, beat)
        try:
            yield scanned
        finally:
            scanned.close()


def _doubt_words(page: Page) -> Page:
    """The page with the words of another OCR program, none of which is sure."""
    doubt = "read by another OCR program, which nothing confirms"
    return replace(page, readings=tuple(Reading(word.text, word.box, _ANOTHERS, doubt) for word in page.words))
