"""The parts of a page that are read one by one: each surface that rules close in, and what stands outside of them.

A cell read alone cannot run into its neighbours, and rules that are taken out of the picture are not read as letters.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from extractors.pages.scans.pictures import PAPER, POINT, Picture, as_picture

_RULE_EDGE: Final = 5  # pixels that a rule's soft edge and small breaks take, together on both sides
_LEAST_SIDE: Final = 4 * POINT  # pixels; a smaller surface holds no text
_LEAST_INK: Final = 20  # pixels; a full stop of 8 points has more
_SPECK: Final = 6  # pixels of ink; less is grain
_ROOM: Final = 20  # pixels of paper around a text, without which tesseract misses its first and last letters
_WHOLE: Final = 0.9  # share of the page's width or height from which a surface is what stands outside of tables


@dataclass(frozen=True, slots=True)
class PictureRegion:
    """A surface with text: its `picture`, with paper around it, of which pixel (0, 0) is (`x`, `y`) of the page's.

    `closed` tells that rules close it in: a cell, whose text is one block; else texts stand anywhere in it.
    """

    picture: Picture
    ink: Picture
    x: int
    y: int
    closed: bool


def regions_of(picture: Picture, ink: Picture, rules: Picture) -> Iterator[PictureRegion]:
    """The regions of a straight picture, of its `ink` and the mask of its `rules`, that hold any."""
    lines = cv2.dilate(rules, np.ones((_RULE_EDGE, _RULE_EDGE), np.uint8))
    bare = _without_specks(as_picture(np.where(lines > 0, 0, ink)))
    count, labels, sizes, _ = cv2.connectedComponentsWithStats(as_picture(lines == 0), connectivity=4)
    whole_height, whole_width = picture.shape
    for label in range(1, count):
        x, y, width, height = map(int, sizes[label][:4])
        if min(width, height) < _LEAST_SIDE:
            continue
        part = slice(y, y + height), slice(x, x + width)
        own = labels[part] == label
        inked = as_picture(np.where(own, bare[part], 0))
        if cv2.countNonZero(inked) < _LEAST_INK:
            continue
        left, top, wide, high = cv2.boundingRect(inked)
        inner = slice(top, top + high), slice(left, left + wide)
        ground = float(np.median(picture[part][own]))
        grey = as_picture(np.where(own, picture[part], ground))[inner]
        closed = width < _WHOLE * whole_width and height < _WHOLE * whole_height
        yield PictureRegion(
            _with_room(_on_paper(grey, ground), PAPER),
            _with_room(as_picture(inked[inner]), 0),
            x + left - _ROOM,
            y + top - _ROOM,
            closed,
        )


def _without_specks(ink: Picture) -> Picture:
    _, labels, sizes, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    kept = np.where(np.asarray(sizes)[:, cv2.CC_STAT_AREA] >= _SPECK, 255, 0).astype(np.uint8)
    kept[0] = 0
    return as_picture(kept[labels])


def _on_paper(grey: Picture, ground: float) -> Picture:
    """The picture with its ground made paper: letters on a shaded ground stand out as others do."""
    return as_picture(np.clip(grey.astype(np.float32) * (PAPER / max(ground, 1.0)), 0, PAPER))


def _with_room(picture: Picture, ground: int) -> Picture:
    return as_picture(cv2.copyMakeBorder(picture, _ROOM, _ROOM, _ROOM, _ROOM, cv2.BORDER_CONSTANT, value=float(ground)))
