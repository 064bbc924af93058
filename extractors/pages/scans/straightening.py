"""Sheets that lay askew: the angle of a picture, and the picture turned straight.

The angle is the one at which the rows of pixels differ most from each other: text lines and ruling lines then stand
along them (the method of projection profiles; W. Postl, US patent 4723297, 1988, long expired).
"""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from extractors.pages.scans.pictures import PAPER, Picture, as_picture, ink_of

_WIDEST: Final = 5.0  # degrees; a sheet fed by hand lies askew by two at most
# From coarse to fine: how far around the best angle so far angles are tried, how far apart, and at what part of the
# picture's size. The last is a pixel over the width of an A4 sheet.
_STEPS: Final = ((_WIDEST, 0.25, 0.25), (0.25, 0.05, 0.25), (0.06, 0.01, 0.5))
_STRAIGHT: Final = 0.02  # degrees; turning a picture blurs it, and less than that is seen nowhere


def straightened(picture: Picture) -> tuple[Picture, float]:
    """The picture turned straight about its middle, and by how many degrees counter-clockwise it was turned."""
    angle = skew_of(picture)
    return (picture, 0.0) if abs(angle) < _STRAIGHT else (_turn_picture(picture, angle, PAPER, cv2.INTER_CUBIC), angle)


def skew_of(picture: Picture) -> float:
    """By how many degrees counter-clockwise the picture has to be turned to stand straight."""
    ink = ink_of(picture)
    small = {size: as_picture(cv2.resize(ink, None, fx=size, fy=size, interpolation=cv2.INTER_AREA)) for size in _SIZES}
    best = 0.0
    for reach, step, size in _STEPS:
        angles = np.arange(best - reach, best + reach + step / 2, step)
        best = float(max(angles, key=lambda angle: _sharpness_of(_turn_picture(small[size], float(angle)))))
    return best


_SIZES: Final = tuple(dict.fromkeys(size for _, _, size in _STEPS))


def _sharpness_of(ink: Picture) -> float:
    """How much the sums of ink in neighbouring rows differ."""
    rows = ink.sum(axis=1, dtype=np.float64)
    return float((np.diff(rows) ** 2).sum())


def _turn_picture(picture: Picture, angle: float, ground: int = 0, how: int = cv2.INTER_LINEAR) -> Picture:
    height, width = picture.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    return as_picture(cv2.warpAffine(picture, matrix, (width, height), flags=how, borderValue=ground))
