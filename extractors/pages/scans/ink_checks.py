"""What the ink of a word shows that its reading cannot be: letters read as digits, slashes that were left out or read
as an upright letter, and other characters that were left out.

Two readings of one picture may share a mistake (`70gg` read as `7088`, `SI/NO` as `SINO`). Digits stand on the line of
writing, a slash leans more than italics do, and each character of a word has a piece of ink of its own, but for letters
that touch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pages.scans.pictures import Picture
from extractors.pages.scans.recognition import SeenWord

_NUMBER: Final = re.compile(r"[\d.,+-]*\d\d[\d.,+-]*")
_LEVEL: Final = 0.2  # share of a digit's height by which the feet of digits may differ; a `g` reaches 0.35 lower
_TALL: Final = 0.5  # share of the highest piece's height from which a piece is a digit, and no comma
_HIGH: Final = 0.4  # type sizes from which a piece of ink is a character, and no dot, accent or hyphen
_LEANING: Final = 0.18  # of its height by which the upper third of a slash stands to the right of its lower third
_THIN: Final = 0.3  # of its height that the stroke of a slash is wide at most
_UPRIGHT: Final = "Il1|!"  # what slashes are read as
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


def with_slashes(words: Sequence[SeenWord], ink: Picture) -> list[SeenWord]:
    """The words with their slashes, where each character has a piece of ink and one of these leans as a slash does."""
    if not any(word.text.isalpha() for word in words):
        return list(words)
    _, labels, found, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces = [_InkPiece(int(x), int(y), int(w), int(h), i) for i, (x, y, w, h, _) in enumerate(np.asarray(found)) if i]
    return [_with_slashes(word, pieces, np.asarray(labels)) for word in words]


class _InkPiece(NamedTuple):
    """A connected piece of ink: its box in pixels, and its number among the pieces."""

    x: int
    y: int
    width: int
    height: int
    label: int


def _with_slashes(word: SeenWord, pieces: Sequence[_InkPiece], labels: npt.NDArray[np.int32]) -> SeenWord:
    if not word.text.isalpha():
        return word
    top, bottom = word.baseline - word.size, word.baseline + word.size / 3
    own = sorted(
        (piece.x + piece.width / 2, piece)
        for piece in pieces
        if piece.height >= _HIGH * word.size
        and word.x0 <= piece.x + piece.width / 2 <= word.x1
        and top <= piece.y + piece.height / 2 <= bottom
    )
    leaning = [_is_leaning(piece, labels) for _, piece in own]
    letters = list(word.text)
    if len(own) == len(letters):  # read as something upright
        read = ["/" if leans and char in _UPRIGHT else char for char, leans in zip(letters, leaning, strict=True)]
        return word._replace(text="".join(read))
    if not 0 < sum(leaning) == len(own) - len(letters):
        return word
    following = iter(letters)
    return word._replace(text="".join("/" if leans else next(following) for leans in leaning))


def _is_leaning(piece: _InkPiece, labels: npt.NDArray[np.int32]) -> bool:
    """Whether a piece of ink is one thin stroke from the lower left to the upper right."""
    own = labels[piece.y : piece.y + piece.height, piece.x : piece.x + piece.width] == piece.label
    third = piece.height // 3
    if not third or own.sum(axis=1).max() > _THIN * piece.height:
        return False
    above, below = (np.nonzero(part)[1].mean() for part in (own[:third], own[-third:]))
    return bool(above - below >= _LEANING * piece.height)
