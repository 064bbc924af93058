"""Which pages are read from their picture: those that have no sound text layer of their own.

A page without words that shows anything; a page that a picture covers and whose words are invisible (another OCR
program's) or say little of what it shows (a stamp on a scan); a page many of whose words cannot be what is printed.
"""

from __future__ import annotations

from typing import Any, Final

import pypdfium2.raw as pdfium

from extractors.pages.model import Box, Page
from extractors.pages.swapped_letters import with_letters_restored
from extractors.pages.text_layer import doubtful_words, is_doubtful

_COVERED: Final = 0.6  # share of the page that a scan takes: all of it but its margins
_UNSOUND: Final = 0.3  # share of the words that cannot be what is printed, from which the others are no better
_FORMS: Final = 8  # forms inside forms


def may_be_scan(page: Page) -> bool:
    """Whether the page is worth a look: cheap, for every page of every document."""
    return not page.words or is_covered(page) or has_unsound_text(page)


def is_covered(page: Page) -> bool:
    """Whether pictures cover the page."""
    area = sum(_area_inside(box, page) for box in page.pictures)
    return area >= _COVERED * page.width * page.height


def has_unsound_text(page: Page) -> bool:
    """Whether many of its words hold characters that cannot be what is printed, and have no sound reading."""
    if not is_doubtful(" ".join([word.text for word in page.words])):  # swapped letters are doubtful too
        return False
    restored = with_letters_restored(page)
    return len(doubtful_words(word.text for word in restored.words)) >= _UNSOUND * len(page.words)


def has_invisible_text(drawn: Any) -> bool:
    """Whether all text of the page, of pypdfium2, is drawn invisible: an OCR program has put it over the picture."""
    modes = [
        pdfium.FPDFTextObj_GetTextRenderMode(found.raw)
        for found in drawn.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=_FORMS)
    ]
    return bool(modes) and all(mode == pdfium.FPDF_TEXTRENDERMODE_INVISIBLE for mode in modes)


def shows_nothing(drawn: Any) -> bool:
    """Whether the page, of pypdfium2, is blank."""
    return next(iter(drawn.get_objects(max_depth=1)), None) is None


def _area_inside(box: Box, page: Page) -> float:
    """The area of a box in square points, as far as it is on the page."""
    width = min(box.x1, page.width) - max(box.x0, 0.0)
    height = min(box.y1, page.height) - max(box.y0, 0.0)
    return max(0.0, width) * max(0.0, height)
