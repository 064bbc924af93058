"""What is printed where: the page model and the stream of items that layouts read.

Coordinates are PDF points with the origin at the top left of the page, x to the right and y down, so that
`y0 < y1` and a higher row has the smaller `y0`. A text source has no boxes: its places carry a line number.

What a page has by the hundred is a named tuple, which is built in a third of a frozen dataclass's time.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple, Protocol, TypeAlias


class Box(NamedTuple):
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
        x0, y0, x1, y1 = zip(*boxes, strict=True)
        return Box(min(x0), min(y0), max(x1), max(y1))

    @staticmethod
    def around_parts(parts: Iterable[Boxed]) -> Box:
        """The smallest box that holds all of `parts`: words, lines, cells; raises what `around` raises."""
        return Box.around(part.box for part in parts)


class Boxed(Protocol):
    """What stands in a box."""

    @property
    def box(self) -> Box:
        """The box, in points."""


class Word(NamedTuple):
    """A run of characters without white space, as the page draws it."""

    text: str
    box: Box
    size: float = 0.0
    bold: bool = False
    tag: int = -1
    """Index among the page's `tags` of the tagged cell that holds the word, -1 where none does."""
    joints: tuple[tuple[int, float], ...] = ()
    """Where the page begins to draw anew within the word, as texts of two cells do that stand too close: how many
    characters come before, and the left end of the next one in points."""

    def with_text(self, text: str) -> Word:
        """The word with another text, in which nothing is known of where its drawing begins anew."""
        return self if text == self.text else self._replace(text=text, joints=())


class Rule(NamedTuple):
    """A straight horizontal or vertical line; thin filled rectangles are rules too."""

    box: Box

    @property
    def horizontal(self) -> bool:
        """Whether the rule runs from left to right."""
        x0, y0, x1, y1 = self.box
        return x1 - x0 >= y1 - y0


class Fill(NamedTuple):
    """A filled area, such as that under a heading cell."""

    box: Box


class TaggedCell(NamedTuple):
    """A `TD` or `TH` of the file's structure tree that has content on the page.

    `table` and `row` are the ways from the tree's root to its innermost table and to its row, the same on all pages;
    it is number `child` of the row's `children`, and covers `rows` and `columns` of the table.
    """

    table: tuple[int, ...]
    row: tuple[int, ...]
    child: int
    children: int
    rows: int = 1
    columns: int = 1
    header: bool = False


class Reading(NamedTuple):
    """What OCR makes of a printed word: how sure it is (0 to 1), and why it is in doubt, empty where it is not."""

    text: str
    box: Box
    sure: float
    doubt: str = ""


class MendedWord(NamedTuple):
    """A word whose letters were put right: as it is read now, and as the file gives it; without box in a text."""

    text: str
    given: str
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One page as a source of pages saw it; `number` counts from 1.

    `tables` are those that the source itself finds, each by the edges of its cells, None where the page's rules are to
    tell them; `trouble` says why such a source found none. `tags` are the cells that the file itself tags, `pictures`
    where it places pictures. `readings` are, where the words were read by OCR, what is known of each; the page then
    stands upright and straight. `mended` are the words whose letters were put right.
    """

    number: int
    width: float
    height: float
    words: tuple[Word, ...]
    rules: tuple[Rule, ...]
    fills: tuple[Fill, ...]
    tables: tuple[tuple[Rule, ...], ...] | None = None
    trouble: str | None = None
    tags: tuple[TaggedCell, ...] = ()
    pictures: tuple[Box, ...] = ()
    readings: tuple[Reading, ...] = ()
    mended: tuple[MendedWord, ...] = ()


class Place(NamedTuple):
    """Where something is printed: page (from 1) and box in a PDF, line (from 1) in a text, cell (`A12`) and sheet in a
    workbook; in a document of text the column and row (`A12`) of a table (`table 3`), or the paragraph as line."""

    page: int | None = None
    box: Box | None = None
    line: int | None = None
    sheet: str | None = None
    cell: str | None = None

    @property
    def reading_order(self) -> tuple[int, int, float]:
        """A key that sorts places from the first page's top to the last one's foot."""
        return self.page or 0, self.line or 0, self.box.y0 if self.box else 0.0


class Cell(NamedTuple):
    """One cell of a table, its text whole: unhyphenated, single spaces, empty where nothing is printed.

    `column` is the index of its first grid column in its table and `span` how many grid columns it covers.
    `continued` tells a cell that began in a row above and is merged over this one too. `parts` are the texts of a cell
    that states several things below each other.
    """

    text: str
    place: Place
    column: int = 0
    span: int = 1
    bold: bool = False
    filled: bool = False
    continued: bool = False
    parts: tuple[str, ...] = ()


@dataclass(frozen=True)  # without slots: what is asked of a row again and again is worked out once
class TableRow:
    """One printed row of a table; rows with the same `table` number belong to one table.

    `signs` names what made the reading uncertain (see `extractors/quality/confidence.py`). `margin` is by how much, in
    natural logarithms, a reading with other borders between rows is less likely, None where rules draw the row.
    """

    cells: tuple[Cell, ...]
    place: Place
    table: int
    signs: tuple[str, ...] = ()
    margin: float | None = None

    @cached_property
    def own_cells(self) -> tuple[Cell, ...]:
        """The filled cells that begin in this row."""
        return tuple([cell for cell in self.cells if cell.text and not cell.continued])

    @cached_property
    def text(self) -> str:
        """The row's own printed text, cells separated by a bar."""
        return " | ".join(cell.text for cell in self.own_cells)


@dataclass(frozen=True, slots=True)
class TextLine:
    """A line of text outside every table. `size` is in points, None in a text source."""

    text: str
    place: Place
    bold: bool = False
    size: float | None = None


Item: TypeAlias = TableRow | TextLine
