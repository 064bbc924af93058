"""A page read from its picture: set upright and straight, its rules and grounds found, its cells read one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, NamedTuple

import cv2
import numpy as np

from extractors.pages.model import Box, Fill, Page, Reading, Rule, Word
from extractors.pages.scans.cell_reading import ReadWord, read_region
from extractors.pages.scans.drawings import Drawings, drawings_on
from extractors.pages.scans.pictures import PAPER, POINT, Picture, as_picture, ink_of
from extractors.pages.scans.recognition import Recogniser
from extractors.pages.scans.regions import PictureRegion, regions_of
from extractors.pages.scans.straightening import straightened

Beat = Callable[[], None]
"""Called now and then while a page is read, so that who waits for it sees that it goes on."""

# A word's box in type sizes above and below its baseline: as high as letters are, without the room between lines.
_ABOVE: Final = 0.80
_BELOW: Final = 0.22  # type sizes, the descent of common fonts
_SAID: Final = 0.5  # share of a page's ink that stands where it has words; of a page of text it is nearly all
_ONE_SIZE: Final = 0.12  # share by which sizes measured of one type differ: a pixel or two of the height of a capital


def read_picture(number: int, picture: Picture, shrunk: float, recogniser: Recogniser, beat: Beat) -> Page:
    """Page `number` as its picture shows it; `shrunk` is how many of the page's points one point of the picture is."""
    upright, ink, drawings = _set_upright(picture, recogniser)
    beat()
    found: list[_Placed] = []
    for region in regions_of(upright, ink, drawings.mask):
        found += (_place_word(region, read) for read in read_region(region, recogniser))
        beat()
    words = _with_common_sizes(found)
    height, width = (side / POINT * shrunk for side in upright.shape)
    return Page(
        number,
        width,
        height,
        tuple(Word(w.text, _grow_box(_box_of(w), shrunk), w.size * shrunk) for w in words if w.text),
        tuple(Rule(_grow_box(rule.box, shrunk)) for rule in drawings.rules),
        tuple(Fill(_grow_box(fill.box, shrunk)) for fill in drawings.fills),
        readings=tuple(Reading(w.text, _grow_box(_box_of(w), shrunk), round(w.sure, 3), w.doubt) for w in words),
    )


def _set_upright(picture: Picture, recogniser: Recogniser) -> tuple[Picture, Picture, Drawings]:
    """The picture upright and straight, its ink, and what is drawn on it."""
    straight, ink, drawings = _study_picture(picture)
    lines = cv2.dilate(drawings.mask, np.ones((5, 5), np.uint8))
    quarters = recogniser.quarters(as_picture(np.where(lines > 0, PAPER, straight)))
    return _study_picture(np.ascontiguousarray(np.rot90(picture, quarters))) if quarters else (straight, ink, drawings)


def _study_picture(picture: Picture) -> tuple[Picture, Picture, Drawings]:
    straight, _ = straightened(picture)
    ink = ink_of(straight)
    return straight, ink, drawings_on(straight, ink)


def says_little(page: Page, picture: Picture, shrunk: float) -> bool:
    """Whether most of what the page's `picture` shows stands where it has no words; `shrunk` is how many of the page's
    points one point of the picture is."""
    ink = ink_of(picture)
    shown = np.count_nonzero(ink)
    for word in page.words:
        x0, y0, x1, y1 = (max(0, round(edge * POINT / shrunk)) for edge in word.box)
        ink[y0:y1, x0:x1] = 0
    return bool(np.count_nonzero(ink) > (1 - _SAID) * shown)


class _Placed(NamedTuple):
    """A word on the page: its edges, baseline and type size in points of the picture."""

    text: str
    x0: float
    x1: float
    baseline: float
    size: float
    sure: float
    doubt: str


def _place_word(region: PictureRegion, read: ReadWord) -> _Placed:
    word = read.word
    return _Placed(
        word.text,
        (region.x + word.x0) / POINT,
        (region.x + word.x1) / POINT,
        (region.y + word.baseline) / POINT,
        word.size / POINT,
        word.sure,
        read.doubt,
    )


def _box_of(word: _Placed) -> Box:
    return Box(word.x0, word.baseline - _ABOVE * word.size, word.x1, word.baseline + _BELOW * word.size)


def _grow_box(box: Box, times: float) -> Box:
    return box if times == 1.0 else Box(*(edge * times for edge in box))


def _with_common_sizes(words: Iterable[_Placed]) -> list[_Placed]:
    """The words with the sizes of the types that the page is set in: each word's own is measured to a pixel or two."""
    sizes: dict[int, float] = {}
    given = list(words)
    for group in _near_sizes(sorted(range(len(given)), key=lambda i: given[i].size), given):
        common = given[group[len(group) // 2]].size
        sizes |= dict.fromkeys(group, common)
    return [word._replace(size=sizes[index]) for index, word in enumerate(given)]


def _near_sizes(order: Iterable[int], words: list[_Placed]) -> Iterator[list[int]]:
    """The indexes of `words`, from the smallest to the largest, in groups of about one size."""
    group: list[int] = []
    for index in order:
        if group and words[index].size > (1 + 2 * _ONE_SIZE) * words[group[0]].size:
            yield group
            group = []
        group.append(index)
    if group:
        yield group
