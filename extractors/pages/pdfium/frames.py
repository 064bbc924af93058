"""Frames of reference: from a PDF's own space to the page as it is displayed, and to the way its text reads.

In PDF space y runs upwards; a page may be displayed turned, and text on it may read upwards or downwards. Frame `k` is
the page turned clockwise by `k` quarters, with the origin at the top left and y down: the displayed page is the frame
of its /Rotate, and text that reads in a direction turned counter-clockwise by `k` quarters stands upright in frame `k`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

from extractors.pages.model import Box

Edges: TypeAlias = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Frame:
    """Frame `turn` of a page whose visible part, in PDF space, is `left`, `bottom`, `right`, `top`."""

    turn: int
    left: float
    bottom: float
    right: float
    top: float

    @property
    def size(self) -> tuple[float, float]:
        """Width and height in points."""
        width, height = self.right - self.left, self.top - self.bottom
        return (height, width) if self.turn % 2 else (width, height)

    def turned(self, turn: int) -> Frame:
        """Another frame of the same page."""
        return Frame(turn % 4, self.left, self.bottom, self.right, self.top)

    def box(self, x0: float, y0: float, x1: float, y1: float) -> Edges:
        """A box of PDF space, lower left and upper right corner, in this frame."""
        if self.turn == 0:
            return x0 - self.left, self.top - y1, x1 - self.left, self.top - y0
        if self.turn == 1:
            return y0 - self.bottom, x0 - self.left, y1 - self.bottom, x1 - self.left
        if self.turn == 2:
            return self.right - x1, y0 - self.bottom, self.right - x0, y1 - self.bottom
        return self.top - y1, self.right - x1, self.top - y0, self.right - x0

    def boxes(
        self, lefts: list[float], bottoms: list[float], rights: list[float], tops: list[float]
    ) -> tuple[list[float], list[float], list[float], list[float]]:
        """Many boxes at once: the lists of their `x0`, `y0`, `x1` and `y1` in this frame."""
        left, bottom, right, top = self.left, self.bottom, self.right, self.top
        if self.turn == 0:
            across = (lefts, rights) if left == 0 else ([x - left for x in lefts], [x - left for x in rights])
            return across[0], [top - y for y in tops], across[1], [top - y for y in bottoms]
        if self.turn == 1:
            across = [y - bottom for y in bottoms], [y - bottom for y in tops]
            return across[0], [x - left for x in lefts], across[1], [x - left for x in rights]
        if self.turn == 2:
            across = [right - x for x in rights], [right - x for x in lefts]
            return across[0], [y - bottom for y in bottoms], across[1], [y - bottom for y in tops]
        across = [top - y for y in tops], [top - y for y in bottoms]
        return across[0], [right - x for x in rights], across[1], [right - x for x in lefts]

    def to(self, other: Frame, edges: Edges) -> Box:
        """A box of this frame as it stands in `other`, a frame of the same page."""
        if self.turn == other.turn:
            return Box(*edges)
        x0, y0, x1, y1 = edges
        if self.turn == 0:
            own = x0 + self.left, self.top - y1, x1 + self.left, self.top - y0
        elif self.turn == 1:
            own = y0 + self.left, x0 + self.bottom, y1 + self.left, x1 + self.bottom
        elif self.turn == 2:
            own = self.right - x1, y0 + self.bottom, self.right - x0, y1 + self.bottom
        else:
            own = self.right - y1, self.top - x1, self.right - y0, self.top - x0
        return Box(*other.box(*own))
