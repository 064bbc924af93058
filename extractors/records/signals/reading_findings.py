"""What is reported of how pages were read: text layers that were put right or are in doubt, tags that were set aside,
pages that an engine fails on, and those that are pictures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.pages.model import MendedWord, Page, Place
from extractors.pages.scans.installation import what_is_missing
from extractors.records.model import Finding
from extractors.tables.page_content import PageContent
from extractors.tables.tagged.placing import SetAside


def page_findings(pages: Sequence[PageContent], aside: Sequence[SetAside], engine: str) -> list[Finding]:
    """The findings about pages that `engine` has read; `aside` are the tagged tables that they do not show."""
    return [
        *(_report_trouble(page.found, engine) for page in pages if page.found and page.found.trouble),
        *map(_set_aside, aside),
        *(mended_finding(page.mended, Place(page.number)) for page in pages if page.mended),
        *(doubtful_finding(page.doubtful, Place(page.number)) for page in pages if page.doubtful),
        *_ocr_findings(pages),
    ]


def doubtful_finding(words: Sequence[str], place: Place) -> Finding:
    """That these words, at that place, cannot be what is printed."""
    message = f"{len(words)} words cannot be what is printed, or may be others; the rows that hold them are in doubt."
    return Finding("warning", "text-doubtful", message, place, " ".join(words))


def mended_finding(words: Sequence[MendedWord], place: Place) -> Finding:
    """That these words, at that place, were put right."""
    message = f"The file gives letters of {len(words)} words wrongly; they were put right."
    return Finding("warning", "text-mended", message, place, " ".join(word.given for word in words))


def suspect_tags_finding() -> Finding:
    """That the file doubts its own tags."""
    message = "The file says of its own tags that they may be wrong (Suspects). They are not used."
    return Finding("info", "tags-set-aside", message, Place())


def _set_aside(table: SetAside) -> Finding:
    message = f"The file tags a table here that the page does not show: {table.reason}. The tags are not used."
    return Finding("info", "tags-set-aside", message, Place(table.page))


def _report_trouble(page: Page, name: str) -> Finding:
    message = f"{name} fails on this page ({page.trouble}): its tables are not read."
    return Finding("error", "engine-failed", message, Place(page.number))


def _ocr_findings(pages: Sequence[PageContent]) -> list[Finding]:
    """The findings about OCR, for the document and for its pages."""
    read = [page.number for page in pages if page.readings]
    found = [_report_reading(read)] if read else []
    return [*found, *(finding for page in pages for finding in _of_page(page))]


def _report_reading(numbers: Sequence[int]) -> Finding:
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
