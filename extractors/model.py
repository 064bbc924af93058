"""What is printed where: the page model and the stream of items that layouts read.

Coordinates are PDF points with the origin at the top left of the page, x to the right and y down, so that
`y0 < y1` and a higher row has the smaller `y0`. A text source has no boxes: its places carry a line number.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle in PDF points, origin top left."""

    x0: float
    y0: float
    x1: float
    y1: float

    @property
    def width(self) -> float:
        """Horizontal extent in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Vertical extent in points."""
        return self.y1 - self.y0

    @property
    def mid_x(self) -> float:
        """Horizontal centre."""
        return (self.x0 + self.x1) / 2

    @property
    def mid_y(self) -> float:
        """Vertical centre."""
        return (self.y0 + self.y1) / 2

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies in the box, borders included."""
        return self.x0 <= x <= self.x1 and self.y0 <= y <= self.y1

    @staticmethod
    def around(boxes: Iterable[Box]) -> Box:
        """The smallest box that holds all of `boxes`.

        Raises:
            ValueError: there is no box.
        """
        found = list(boxes)
        return Box(
            min(b.x0 for b in found),
            min(b.y0 for b in found),
            max(b.x1 for b in found),
            max(b.y1 for b in found),
        )


@dataclass(frozen=True, slots=True)
class Word:
    """A run of characters without white space, as the page draws it."""

    text: str
    box: Box
    size: float = 0.0
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight horizontal or vertical line; thin filled rectangles are rules too."""

    box: Box

    @property
    def horizontal(self) -> bool:
        """Whether the rule runs from left to right."""
        return self.box.width >= self.box.height


@dataclass(frozen=True, slots=True)
class Fill:
    """A filled area, such as the ground of a heading cell."""

    box: Box


@dataclass(frozen=True, slots=True)
class FoundTable:
    """A table that the source itself has found: the edges of its cells. `drawn` tells that rules part its columns,
    `by_lines` that each line of text was taken for a row of it."""

    edges: tuple[Rule, ...]
    drawn: bool
    by_lines: bool = False


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a source of pages saw it; `number` counts from 1.

    `tables` are those of a source that finds tables itself, None where the page's rules are to tell them; `trouble`
    says why such a source found none.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    tables: tuple[FoundTable, ...] | None = None
    trouble: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is printed: page (from 1) and box in a PDF, line (from 1) in a text."""

    page: int | None = None
    box: Box | None = None
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a table, its text whole: unhyphenated, single spaces, empty where nothing is printed.

    `column` is the index of its first grid column in its table and `span` how many grid columns it covers.
    `continued` tells a cell that began in a row above and is merged over this one too.
    """

    text: str
    place: Place
    column: int = 0
    span: int = 1
    bold: bool = False
    filled: bool = False
    continued: bool = False


@dataclass(frozen=True, slots=True)
class TableRow:
    """One printed row of a table; rows with the same `table` number belong to one table.

    `signs` names what made the reading uncertain (see `extractors/confidence.py`).
    """

    cells: tuple[Cell, ...]
    place: Place
    table: int
    signs: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The row's own printed text, cells separated by a bar."""
        return " | ".join(c.text for c in self.cells if c.text and not c.continued)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text outside every table. `size` is in points, None in a text source."""

    text: str
    place: Place
    bold: bool = False
    size: float | None = None


Item: TypeAlias = TableRow | TextLine
