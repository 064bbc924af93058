"""What is reported of pages that are pictures: those that OCR has read, what it is not sure of, and those not read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.pages.model import Place
from extractors.pages.scans.installation import what_is_missing
from extractors.records.model import Finding
from extractors.tables.page_content import PageContent


def ocr_findings(pages: Sequence[PageContent]) -> list[Finding]:
    """The findings about OCR, for the document and for its pages."""
    read = [page.number for page in pages if page.readings]
    found = [_read(read)] if read else []
    return [*found, *(finding for page in pages for finding in _of_page(page))]


def _read(numbers: Sequence[int]) -> Finding:
    listed = ", ".join(map(str, numbers))
    message = f"{len(numbers)} pages have no sound text layer; OCR has read their pictures: {listed}."
    return Finding("info", "page-read-by-ocr", message, Place(numbers[0]))


def _of_page(page: PageContent) -> Iterator[Finding]:
    words = [reading.text for reading in page.readings if reading.doubt]
    if words:
        message = f"OCR is not sure of {len(words)} of {len(page.readings)} words of this page."
        yield Finding("warning", "ocr-doubtful", message, Place(page.number), " ".join(words))
    if page.unread:
        why = what_is_missing() or "OCR finds no word in it, or was turned off."
        yield Finding("warning", "page-not-read", f"The page is a picture without text. {why}", Place(page.number))
