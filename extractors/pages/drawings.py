"""What is drawn on a page as rules and fills: the same for every source of pages."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractors.pages.model import Box, Fill, Rule

_THIN = 2.0  # points; a filled rectangle thinner than this is a drawn line
_SHORT = 2.0  # points; a shorter line is an ornament of a character, not a border
_WHITE = 0.98  # of 0 (black) to 1 in each colour; a paler fill cannot be seen on paper


@dataclass(slots=True)
class Drawn:
    """Collects the rules and fills that lines and rectangles are, and the places of `pictures`."""

    rules: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)

    def add_line(self, box: Box) -> None:
        """Take in a drawn line: a rule where it is straight across or down and long enough."""
        x0, y0, x1, y1 = box
        width, height = x1 - x0, y1 - y0
        if (width >= _SHORT or height >= _SHORT) and (width <= _THIN or height <= _THIN):
            self.rules.append(Rule(box))

    def add_rectangle(self, box: Box, *, stroked: bool, filled: bool) -> None:
        """Take in a rectangle: a rule where it is thin, else four where it is `stroked`, and a fill if `filled`."""
        if min(box.width, box.height) <= _THIN:
            self.add_line(box)
            return
        if stroked:
            self.add_line(Box(box.x0, box.y0, box.x1, box.y0))
            self.add_line(Box(box.x0, box.y1, box.x1, box.y1))
            self.add_line(Box(box.x0, box.y0, box.x0, box.y1))
            self.add_line(Box(box.x1, box.y0, box.x1, box.y1))
        if filled:
            self.fills.append(Fill(box))


def white(parts: Iterable[float]) -> bool:
    """Whether a colour, its parts grey or red, green and blue from 0 to 1, cannot be told from paper."""
    return min(parts) > _WHITE
