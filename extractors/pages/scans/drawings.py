"""Ruling lines and grounds of a page, from its picture.

A ruling line is ink that runs straight for longer than a stroke of a letter does, and is thin. A ground is a surface
that is darker than the paper once letters and lines are taken out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import cv2
import numpy as np

from extractors.pages.model import Box, Fill, Rule
from extractors.pages.scans.pictures import POINT, Picture, as_picture

# Lengths in points.
_LYING: Final = 14.0  # the shortest horizontal rule; a dash of large type is 10
_STANDING: Final = 12.0  # the shortest vertical one, less than a row is high; an `l` of 14 points is 10
_STUB: Final = 7.0  # the shortest vertical one that touches a horizontal one
_TOUCH: Final = 1.5  # by which the ends of rules that touch may miss each other
_THICK: Final = 2.5  # thicker is no rule but a ground
_NOTCH: Final = 0.5  # by which the edge of a line may wander: grain, and what is left of a sheet's angle
_BREAK: Final = 1.5  # a gap in a line that is one all the same
_LETTER: Final = 5.0  # wider than any stroke of a letter or of a line between two grounds
_SMALLEST: Final = 6.0  # a ground less high or wide holds no text
_DARKER: Final = 8  # of 255, from the paper; the palest ground that printers give is 12
_AROUND: Final = 4  # pixels outside a ground: letters may touch its edge within
_FULL: Final = 0.85  # share of its box that a ground fills
_PAPER_SHARE: Final = 90  # percent of a page's pixels that are not brighter than its paper


Pixels: TypeAlias = tuple[int, int, int, int]
"""A box in the picture: left, top, width and height."""


@dataclass(frozen=True, slots=True)
class Drawings:
    """What is drawn on a page, its boxes in points; `mask` is 255 in the picture where rules stand, and around grounds,
    which part texts as rules do."""

    rules: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    mask: Picture


def drawings_on(picture: Picture, ink: Picture) -> Drawings:
    """The rules and grounds of a straight picture; `ink` is where something is printed (`pictures.ink_of`)."""
    lying = _straight_runs(ink, _in_pixels(_LYING), 1)
    standing = _straight_runs(ink, 1, _in_pixels(_STUB))
    across = _thin_boxes(lying, across=True)
    rules = [*across, *(box for box in _thin_boxes(standing, across=False) if _is_rule(box, across))]
    mask = as_picture(np.zeros_like(ink))
    for x, y, width, height in rules:
        mask[y : y + height, x : x + width] = 255
    grounds = _find_fills(picture, mask)
    for x, y, width, height in grounds:
        corners = (x - _AROUND, y - _AROUND), (x + width + _AROUND, y + height + _AROUND)
        cv2.rectangle(mask, *corners, (255,), 1)
    return Drawings(tuple(Rule(_in_points(*box)) for box in rules), tuple(Fill(_in_points(*g)) for g in grounds), mask)


def _straight_runs(ink: Picture, across: int, down: int) -> Picture:
    """Where ink runs on for `across` pixels to the right or `down` pixels down; small gaps between such runs closed."""
    notch, gap = _in_pixels(_NOTCH), _in_pixels(_BREAK)
    wide, bridge = (
        (_make_kernel(1, notch), _make_kernel(gap, 1)) if down == 1 else (_make_kernel(notch, 1), _make_kernel(1, gap))
    )
    runs = cv2.morphologyEx(cv2.dilate(ink, wide), cv2.MORPH_OPEN, _make_kernel(across, down))
    return as_picture(cv2.morphologyEx(runs, cv2.MORPH_CLOSE, bridge))


def _thin_boxes(mask: Picture, *, across: bool) -> list[Pixels]:
    """The boxes (x, y, width, height) of what is thin in `mask`, without the room that was added around the ink."""
    notch, thick = _in_pixels(_NOTCH) // 2, _in_pixels(_THICK)
    found = []
    for x, y, width, height in _find_components(mask):
        box = (x, y + notch, width, height - 2 * notch) if across else (x + notch, y, width - 2 * notch, height)
        if 0 < (box[3] if across else box[2]) <= thick:
            found.append(box)
    return found


def _is_rule(box: Pixels, across: Sequence[Pixels]) -> bool:
    """Whether an upright line is too long for a letter, or begins or ends on a horizontal rule: the page's end cuts
    some rows short."""
    x, y, _, height = box
    near = _in_pixels(_TOUCH)
    return height >= _in_pixels(_STANDING) or any(
        left - near <= x <= left + width + near and (abs(y - top) <= near or abs(y + height - top) <= near)
        for left, top, width, _ in across
    )


def _find_fills(picture: Picture, rules: Picture) -> list[Pixels]:
    """The boxes of surfaces that are darker than the paper; rules part them."""
    paper = float(np.percentile(picture, _PAPER_SHARE))
    letter = _in_pixels(_LETTER)
    bare = cv2.morphologyEx(cv2.medianBlur(picture, 5), cv2.MORPH_CLOSE, _make_kernel(letter, letter))
    dark = as_picture((bare < paper - _DARKER) * np.uint8(255))
    dark[rules > 0] = 0
    least = _in_pixels(_SMALLEST)
    dark = as_picture(cv2.morphologyEx(dark, cv2.MORPH_OPEN, _make_kernel(least, least)))
    _, _, sizes, _ = cv2.connectedComponentsWithStats(dark, connectivity=4)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, area in sizes[1:] if area >= _FULL * w * h]


def _find_components(mask: Picture) -> list[Pixels]:
    _, _, sizes, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    return [(int(x), int(y), int(w), int(h)) for x, y, w, h, _ in sizes[1:]]


def _make_kernel(width: int, height: int) -> Picture:
    return np.ones((height, width), np.uint8)


def _in_pixels(points: float) -> int:
    """A length in pixels, odd, so that what is widened by it stays where it is."""
    return int(points * POINT) | 1


def _in_points(x: int, y: int, width: int, height: int) -> Box:
    return Box(x / POINT, y / POINT, (x + width) / POINT, (y + height) / POINT)
