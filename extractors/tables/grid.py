"""A table as found on one page: the lines of its grid, and the cells between them with their words.

Coordinates are PDF points, origin top left.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter
from typing import NamedTuple

from extractors.pages.model import Box
from extractors.pages.words import WordLine

_FIRST_COLUMN = attrgetter("c0")
_SEVERAL = 0.1  # share of the cells with a text that show how far theirs stand from their borders


@dataclass(slots=True)
class GridCell:
    """A printed cell: grid columns `c0 <= c < c1`, grid rows `r0 <= r < r1`, its lines of words."""

    box: Box
    c0: int
    c1: int
    r0: int
    r1: int
    lines: list[WordLine] = field(default_factory=list)
    filled: bool = False
    open_top: bool = False
    open_bottom: bool = False


@dataclass(frozen=True, slots=True)
class Roles:
    """What the columns of an inferred grid hold: that of the indicators' `name`, those of `figures`. `at_foot` tells
    that its last row stands at the foot of the page, `headed` that its first row is the heading. `leading` is the room
    in type sizes that the lines of one cell have between them at most, where no rules part the rows."""

    name: int | None
    figures: frozenset[int]
    at_foot: bool = False
    headed: bool = False
    leading: float | None = None


@dataclass(slots=True)
class Grid:
    """A table on one page. `xs` and `ys` are the positions of its grid lines in points; `inferred` tells that no rules
    draw its columns, `roles` what they hold then; `tagged` that the file's tags tell its cells, `tags_agree` that they
    tell the same cells as its rules. `margins` are, of each row of an inferred grid, by how much (in natural
    logarithms) a reading with other borders is less likely; `text_widths` is, of each of its columns, the room for
    text in points."""

    page: int
    box: Box
    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    inferred: bool = False
    roles: Roles | None = None
    tagged: bool = False
    tags_agree: bool = False
    margins: tuple[float, ...] = ()
    text_widths: tuple[float, ...] = ()
    _padding: float | None = field(default=None, compare=False)  # worked out once, when it is asked for

    @property
    def padding(self) -> float:
        """The room in points between a cell's border and its text. Where rules draw the borders, it is the least that
        the widest lines of several cells show: texts are centred or indented, few run out of their cells. Where none
        do, borders stand in the middle of the room, and it is what most lines show."""
        if self._padding is None:
            rooms = [
                [min(line.box.x0 - cell.box.x0, cell.box.x1 - line.box.x1) for line in cell.lines]
                for cell in self.cells
                if cell.lines
            ]
            self._padding = _usual_room(rooms) if self.inferred else _least_room(rooms)
        return self._padding

    def row(self, index: int) -> list[GridCell]:
        """The cells that cover grid row `index`, from left to right, those merged from above included."""
        return sorted([c for c in self.cells if c.r0 <= index < c.r1], key=_FIRST_COLUMN)

    def own_rows(self) -> list[list[GridCell]]:
        """Of each grid row the cells that begin in it, from left to right."""
        rows: list[list[GridCell]] = [[] for _ in range(len(self.ys) - 1)]
        for cell in sorted(self.cells, key=_FIRST_COLUMN):
            rows[cell.r0].append(cell)
        return rows


def _usual_room(rooms: Iterable[Iterable[float]]) -> float:
    """The room that most lines have, of the lines of each cell."""
    gaps = Counter(round(2 * room) / 2 for lines in rooms for room in lines)
    most = max(gaps.values(), default=0)
    return max((gap for gap, count in gaps.items() if count == most), default=0.0)


def _least_room(rooms: Sequence[Sequence[float]]) -> float:
    """The least room that several cells have beside their widest lines."""
    gaps = Counter(round(2 * min(lines)) for lines in rooms if min(lines) >= 0)  # in half points
    enough = max(2, _SEVERAL * len(rooms))
    least = min((gap for gap in gaps if gaps[gap] + gaps[gap + 1] >= enough), default=min(gaps, default=0))
    return max((least, least + 1), key=gaps.__getitem__) / 2


class Segment(NamedTuple):
    """A rule reduced to a position across and an extent along."""

    at: float
    start: float
    end: float
