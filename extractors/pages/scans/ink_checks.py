"""What the ink of a word shows that its reading cannot be: letters read as digits, and characters that were left out.

Two readings of one picture may share a mistake (`70gg` read as `7088`, `SI/NO` as `SINO`). Digits stand on the line of
writing, and each character of a word has a piece of ink of its own, but for letters that touch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from extractors.pages.scans.pictures import Picture
from extractors.pages.scans.recognition import SeenWord

_NUMBER: Final = re.compile(r"[\d.,+-]*\d\d[\d.,+-]*")
_LEVEL: Final = 0.2  # share of a digit's height by which the feet of digits may differ; a `g` reaches 0.35 lower
_TALL: Final = 0.5  # share of the highest piece's height from which a piece is a digit, and no comma
_HIGH: Final = 0.4  # type sizes from which a piece of ink is a character, and no dot, accent or hyphen
_OF_SEVERAL: Final = {"%": 3, "‰": 4, '"': 2, "½": 3}  # pieces of characters that have more than one


def stands_uneven(word: SeenWord, ink: Picture) -> bool:
    """Whether a word of digits has pieces of ink that do not stand on one line, as digits do and `70gg` does not."""
    if not _NUMBER.fullmatch(word.text):
        return False
    left, right = max(0, round(word.x0)), round(word.x1)
    top = max(0, round(word.baseline - word.size))
    band = np.ascontiguousarray(ink[top : round(word.baseline + word.size / 3), left:right])
    _, _, found, _ = cv2.connectedComponentsWithStats(band, connectivity=8)
    boxes = np.asarray(found)[1:]
    heights = boxes[:, cv2.CC_STAT_HEIGHT]
    if not len(heights):
        return False
    digits = boxes[heights >= _TALL * heights.max()]
    feet = digits[:, cv2.CC_STAT_TOP] + digits[:, cv2.CC_STAT_HEIGHT]
    return bool(feet.max() - feet.min() > _LEVEL * heights.max())


def has_more_pieces(words: Sequence[SeenWord], ink: Picture) -> bool:
    """Whether the ink of a cell has more pieces as high as characters than were read."""
    size = max((word.size for word in words), default=0.0)
    _, _, boxes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    heights = np.asarray(boxes)[1:, cv2.CC_STAT_HEIGHT]
    characters = sum(_OF_SEVERAL.get(char, 1) for word in words for char in word.text)
    return bool(size > 0 and np.count_nonzero(heights >= _HIGH * size) > characters)
