"""Comparison signs and dashes are told by their shape, in any size, and letters are none."""

from __future__ import annotations

from itertools import pairwise

import cv2
import numpy as np
import pytest

from extractors.pages.scans.pictures import Picture, as_picture, ink_of
from extractors.pages.scans.regions import PictureRegion
from extractors.pages.scans.signs import take_signs

ROOM = 20


def _region(*strokes: tuple[tuple[int, int], ...], scale: float = 1.0, closed: bool = True) -> PictureRegion:
    """A cell with these strokes drawn with a pen of three pixels, soft as a scanner gives them."""
    picture: Picture = np.full((70, 140), 250, np.uint8)
    for stroke in strokes:
        for (x0, y0), (x1, y1) in pairwise(stroke):
            ends = [(round(ROOM + scale * x), round(ROOM + scale * y)) for x, y in ((x0, y0), (x1, y1))]
            cv2.line(picture, ends[0], ends[1], (20,), thickness=max(2, round(3 * scale)), lineType=cv2.LINE_AA)
    soft = as_picture(cv2.GaussianBlur(picture, (3, 3), 0))
    return PictureRegion(soft, ink_of(soft), 0, 0, closed)


GREATER = ((0, 0), (14, 8), (0, 16))
LESS = ((14, 0), (0, 8), (14, 16))
UNDER = ((0, 23), (14, 23))
EQUALS = (((20, 4), (34, 4)), ((20, 12), (34, 12)))


@pytest.mark.parametrize("scale", [0.9, 1.0, 1.4])
@pytest.mark.parametrize(
    ("strokes", "text"),
    [
        ([GREATER, UNDER], "≥"),
        ([LESS, UNDER], "≤"),
        ([GREATER, *EQUALS], ">="),
        ([LESS, *EQUALS], "<="),
        ([((0, 8), (10, 8)), ((16, 8), (26, 8)), ((32, 8), (42, 8))], "---"),
    ],
)
def test_signs_are_told_by_their_shape(strokes: list[tuple[tuple[int, int], ...]], text: str, scale: float) -> None:
    rest, found = take_signs(_region(*strokes, scale=scale))
    assert [word.text for word in found] == [text]
    assert cv2.countNonZero(rest.ink) < 0.2 * cv2.countNonZero(_region(*strokes, scale=scale).ink)


@pytest.mark.parametrize(
    "strokes",
    [
        [GREATER],
        [((0, 0), (14, 0), (0, 16), (14, 16))],  # z
        [((0, 0), (7, 16), (14, 0)), UNDER],  # an underlined v
        [((0, 0), (12, 0), (4, 16)), UNDER],  # an underlined 7
        [((0, 0), (14, 16)), ((14, 0), (0, 16)), UNDER],  # an underlined x
    ],
)
def test_other_shapes_are_left_to_tesseract(strokes: list[tuple[tuple[int, int], ...]]) -> None:
    region = _region(*strokes)
    rest, found = take_signs(region)
    assert not found
    assert rest is region
