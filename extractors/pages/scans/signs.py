"""Comparison signs and dashes, told by their shape: tesseract's Italian model knows no `≥` and `≤`, and reads isolated
signs badly (`>= 3` as `>=:3`).

An arrowhead has ink at the top and the foot of its open end and only in the middle of its point. A bar is flat. An
arrowhead over a bar is `≥` or `≤`, one beside two bars over each other is `>=` or `<=`; a cell of bars alone is dashes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeAlias

import cv2
import numpy as np
import numpy.typing as npt

from extractors.pages.scans.pictures import PAPER, as_picture
from extractors.pages.scans.recognition import SeenWord
from extractors.pages.scans.regions import PictureRegion

_LEAST: Final = 9  # pixels; a sign of 6 points is higher and wider
_SPECK: Final = 6  # pixels of ink; less is grain
_SQUARE: Final = 1.8  # an arrowhead's longer side over its shorter one at most
_FLAT: Final = 0.5  # height of a bar over its width at most; a hyphen of 8 points is 4 by 9 pixels
_END: Final = 0.22  # share of an arrowhead's width that shows whether it is its point or its open end
_MIDDLE: Final = (0.25, 0.75)  # share of its height between which its point lies
_ALIGNED: Final = 0.6  # share of a sign's width that the bar under it shares
_NEAR: Final = 0.9  # arrowheads' heights between the parts of one sign
_SURE: Final = 0.95  # how sure a shape is
_HIGH: Final = 0.66  # an arrowhead's height in type sizes, nearly that of a capital


Pieces: TypeAlias = npt.NDArray[np.int32]
"""Of each pixel the number of the piece of ink that it belongs to."""


class InkPart(NamedTuple):
    """A connected piece of ink: its box in pixels, and its number among the pieces."""

    x: int
    y: int
    width: int
    height: int
    label: int

    @property
    def is_bar(self) -> bool:
        """Whether it is flat."""
        return self.height <= _FLAT * self.width

    def shares(self, other: InkPart) -> float:
        """The share of its width that `other` stands over or under."""
        inside = min(self.x + self.width, other.x + other.width) - max(self.x, other.x)
        return inside / self.width


def take_signs(region: PictureRegion) -> tuple[PictureRegion, list[SeenWord]]:
    """The region without the signs that are told by their shape, and those."""
    _, dark = cv2.threshold(region.picture, 0, 255, cv2.THRESH_BINARY_INV | cv2.THRESH_OTSU)
    inked = as_picture(np.where(region.ink > 0, dark, 0))
    _, labels, sizes, _ = cv2.connectedComponentsWithStats(inked, connectivity=4)
    pieces: Pieces = np.asarray(labels, dtype=np.int32)
    boxes = enumerate(np.asarray(sizes).tolist())
    parts = [InkPart(int(x), int(y), int(w), int(h), i) for i, (x, y, w, h, area) in boxes if i and area >= _SPECK]
    if region.closed and (dashes := _join_dashes(parts)):
        return _erase_pieces(region, pieces, [part.label for part in parts]), dashes
    found: list[SeenWord] = []
    used: list[int] = []
    for part in parts:
        point = _point_of(part, pieces)
        if point and (sign := _arrow_sign(part, point, [p for p in parts if p.is_bar])):
            word, labels_of_it = sign
            found.append(word)
            used += labels_of_it
    return (_erase_pieces(region, pieces, used), found) if found else (region, [])


def _join_dashes(parts: Sequence[InkPart]) -> list[SeenWord]:
    """The dashes that are all of a cell, as one word."""
    if not parts or not all(part.is_bar for part in parts):
        return []
    first = parts[0]
    if any(abs(part.y - first.y) > first.height for part in parts):
        return []
    ordered = sorted(parts)
    left, right = ordered[0].x, ordered[-1].x + ordered[-1].width
    one = min(part.width for part in parts)  # two that touch are one piece
    size = 3.0 * one  # a hyphen is a third of a type size wide
    count = sum(round(part.width / one) for part in parts)
    return [SeenWord("-" * count, left, right, first.y + 0.3 * size, size, _SURE)]


def _arrow_sign(part: InkPart, point: str, bars: Sequence[InkPart]) -> tuple[SeenWord, list[int]] | None:
    """The sign that an arrowhead makes with the bars under or beside it, and the pieces it is made of."""
    under = [
        bar
        for bar in bars
        if 0 <= bar.y - (part.y + part.height) <= _NEAR * part.height / 2
        and part.shares(bar) >= _ALIGNED
        and bar.width <= part.width / _ALIGNED
    ]
    if len(under) == 1:
        bar = under[0]
        return _make_word(part, [bar], {">": "≥", "<": "≤"}[point], bar.y + bar.height), [part.label, bar.label]
    beside = [
        bar
        for bar in bars
        if 0 <= bar.x - (part.x + part.width) <= _NEAR * part.height
        and part.y <= bar.y + bar.height / 2 <= part.y + part.height
    ]
    if len(beside) == 2 and beside[0].shares(beside[1]) >= 0.8:
        return _make_word(part, beside, point + "=", part.y + part.height), [part.label, *(b.label for b in beside)]
    return None


def _make_word(part: InkPart, bars: Iterable[InkPart], text: str, baseline: float) -> SeenWord:
    right = max(part.x + part.width, *(bar.x + bar.width for bar in bars))
    return SeenWord(text, part.x, right, baseline, part.height / _HIGH, _SURE)


def _point_of(part: InkPart, pieces: Pieces) -> str:
    """`>` or `<` where a piece of ink is an arrowhead, else nothing."""
    small, large = sorted((part.width, part.height))
    if small < _LEAST or large > _SQUARE * small:
        return ""
    own = pieces[part.y : part.y + part.height, part.x : part.x + part.width] == part.label
    end = max(2, round(_END * part.width))
    left, right = own[:, :end].any(axis=1), own[:, -end:].any(axis=1)
    if _is_open(left) and _is_pointed(right):
        return ">"
    return "<" if _is_open(right) and _is_pointed(left) else ""


def _is_open(rows: npt.NDArray[np.bool_]) -> bool:
    """Whether ink stands at the top and the foot and none in the middle."""
    third = len(rows) // 3
    middle = rows[len(rows) * 2 // 5 : len(rows) * 3 // 5 + 1]
    return bool(rows[:third].any() and rows[-third:].any() and not middle.any())


def _is_pointed(rows: npt.NDArray[np.bool_]) -> bool:
    """Whether ink stands in the middle alone."""
    inked = np.flatnonzero(rows)
    low, high = (share * len(rows) for share in _MIDDLE)
    return bool(len(inked) and inked[0] >= low and inked[-1] <= high)


def _erase_pieces(region: PictureRegion, pieces: Pieces, labels: Sequence[int]) -> PictureRegion:
    """The region with pieces of its ink made paper."""
    gone = as_picture(np.isin(pieces, labels) * np.uint8(255))
    around = cv2.dilate(gone, np.ones((7, 7), np.uint8))  # soft edges too
    bare = as_picture(np.where(around > 0, PAPER, region.picture))
    return PictureRegion(bare, as_picture(np.where(around > 0, 0, region.ink)), region.x, region.y, region.closed)
