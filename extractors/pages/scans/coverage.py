"""Whether a page's words are what it shows: a stamp or a running header is little of a scan."""

from __future__ import annotations

from typing import Final

import numpy as np

from extractors.pages.model import Page
from extractors.pages.scans.pictures import POINT, Picture, ink_of

_SAID: Final = 0.5  # share of a page's ink that stands where it has words; of a page of text it is nearly all


def says_little(page: Page, picture: Picture, shrunk: float) -> bool:
    """Whether most of what the page's `picture` shows stands where it has no words; `shrunk` is how many of the page's
    points one point of the picture is."""
    ink = ink_of(picture)
    shown = np.count_nonzero(ink)
    for word in page.words:
        x0, y0, x1, y1 = (max(0, round(edge * POINT / shrunk)) for edge in word.box)
        ink[y0:y1, x0:x1] = 0
    return bool(np.count_nonzero(ink) > (1 - _SAID) * shown)
