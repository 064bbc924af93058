"""Ruled tables: from a page's rules to cells, rows merged or not.

The rules of one table touch each other. Their positions cut the plane into elementary cells; two neighbours that no
rule parts are one printed cell, merged over columns or rows. A cell that no rule closes at the foot of the table goes
on over the page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractors.grounded import grounded_cells
from extractors.model import Box, Page, Word
from extractors.words import WordLine, lines_of

_SNAP = 3.0  # points; rules closer than this touch
_SAME = 1.5  # points; rules closer than this stand at one position
_HANG = 10.0  # points, about a line of small type
_BAND = 16.0  # points
_COVER = 0.6  # a border is closed where rules cover this share of it


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
    draw its columns, `roles` what they hold then."""

    page: int
    box: Box
    xs: list[float]
    ys: list[float]
    cells: list[GridCell]
    inferred: bool = False
    roles: Roles | None = None
    _padding: float | None = None

    @property
    def padding(self) -> float:
        """The room in points between a cell's border and its text: the one that most lines show."""
        if self._padding is None:
            gaps = Counter(
                round(2 * min(line.box.x0 - cell.box.x0, cell.box.x1 - line.box.x1)) / 2
                for cell in self.cells
                for line in cell.lines
            )
            most = max(gaps.values(), default=0)
            self._padding = max((gap for gap, count in gaps.items() if count == most), default=0.0)
        return self._padding

    def row(self, index: int) -> list[GridCell]:
        """The cells that cover grid row `index`, from left to right, those merged from above included."""
        return sorted((c for c in self.cells if c.r0 <= index < c.r1), key=lambda c: c.c0)


@dataclass(frozen=True, slots=True)
class Segment:
    """A rule reduced to a position across and an extent along."""

    at: float
    start: float
    end: float


def grids_of(page: Page) -> list[Grid]:
    """The ruled tables of `page`, from top to bottom, words in their cells; a lone box of one cell is no table."""
    horizontal = segments((r.box for r in page.rules if r.horizontal), across_y=True)
    vertical = segments((r.box for r in page.rules if not r.horizontal), across_y=False)
    grids = []
    grounds = [f.box for f in page.fills]
    if cells := grounded_cells(vertical, grounds):
        horizontal += [Segment(y, cell.x0, cell.x1) for cell in cells for y in (cell.y0, cell.y1)]
        vertical += [Segment(x, cell.y0, cell.y1) for cell in cells for x in (cell.x0, cell.x1)]
    for hs, vs in _touching(horizontal, vertical):
        grid = grid_from(page.number, hs, vs, grounds)
        if grid is not None:
            grids.append(grid)
    place_words(grids, page.words)
    return sorted((g for g in grids if len(g.cells) > 1), key=lambda g: (g.box.y0, g.box.x0))


def segments(boxes: Iterable[Box], *, across_y: bool) -> list[Segment]:
    """Rules as segments, overlapping ones of one position joined."""
    raw = [Segment(b.mid_y, b.x0, b.x1) if across_y else Segment(b.mid_x, b.y0, b.y1) for b in boxes]
    joined: list[Segment] = []
    for group in _by_position(raw):
        at = sum(s.at for s in group) / len(group)
        group.sort(key=lambda s: s.start)
        start, end = group[0].start, group[0].end
        for segment in group[1:]:
            if segment.start > end + _SNAP:
                joined.append(Segment(at, start, end))
                start, end = segment.start, segment.end
            else:
                end = max(end, segment.end)
        joined.append(Segment(at, start, end))
    return joined


def _by_position(segments: list[Segment]) -> list[list[Segment]]:
    groups: list[list[Segment]] = []
    for segment in sorted(segments, key=lambda s: s.at):
        if groups and segment.at - groups[-1][0].at <= _SAME:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return groups


def _touching(horizontal: Sequence[Segment], vertical: Sequence[Segment]) -> list[tuple[list[Segment], list[Segment]]]:
    """Groups of rules that touch, horizontal and vertical ones apart; rules that touch none are left out."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    order = sorted(range(len(vertical)), key=lambda j: vertical[j].at)
    positions = [vertical[j].at for j in order]
    for i, h in enumerate(horizontal):
        first, last = bisect_left(positions, h.start - _SNAP), bisect_right(positions, h.end + _SNAP)
        for j in order[first:last]:
            v = vertical[j]
            if v.start - _SNAP <= h.at <= v.end + _SNAP:
                parent[root(i)] = root(len(horizontal) + j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for i, h in enumerate(horizontal):
        groups.setdefault(root(i), ([], []))[0].append(h)
    for j, v in enumerate(vertical):
        groups.setdefault(root(len(horizontal) + j), ([], []))[1].append(v)
    return [(hs, vs) for hs, vs in groups.values() if hs and vs]


def _positions(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME:
            found.append(value)
    return found


class _Cover:
    """The stretches that parallel rules cover, found by their position."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._segments = sorted((s.at, s.start, s.end) for s in segments)
        self._positions = [at for at, _, _ in self._segments]

    def __call__(self, at: float, start: float, end: float) -> bool:
        """Whether rules at position `at` close the stretch from `start` to `end`."""
        length = 0.0
        for i in range(bisect_left(self._positions, at - _SAME), len(self._positions)):
            position, first, last = self._segments[i]
            if position - at > _SAME:
                break
            if first < end and last > start:
                length += (last if last < end else end) - (first if first > start else start)
        return length >= _COVER * (end - start)


def grid_from(number: int, hs: Sequence[Segment], vs: Sequence[Segment], fills: Iterable[Box]) -> Grid | None:
    """The table that horizontal rules `hs` and vertical rules `vs` make on page `number`, without words; None where
    they close no cell. `fills` are the page's grounds."""
    grounds = [(f.x0, f.y0, f.x1, f.y1) for f in fills]
    xs = _positions([v.at for v in vs] + [h.start for h in hs] + [h.end for h in hs])
    ys = _positions([h.at for h in hs] + [v.start for v in vs] + [v.end for v in vs])
    if len(xs) < 2 or len(ys) < 2:  # a cell has two borders each way
        return None
    across, down = _Cover(hs), _Cover(vs)
    cells = []
    for cell in _merged_cells(xs, ys, across, down):
        cell.open_top = not across(cell.box.y0, cell.box.x0, cell.box.x1)
        cell.open_bottom = not across(cell.box.y1, cell.box.x0, cell.box.x1)
        open_side = not all(down(x, cell.box.y0, cell.box.y1) for x in (cell.box.x0, cell.box.x1))
        if open_side and (cell.open_top or cell.open_bottom) and cell.r1 - cell.r0 > 1:
            continue  # not a cell: the room beside a table whose heading is wider than its rows
        x, y, highest = cell.box.mid_x, cell.box.mid_y, 3 * cell.box.height
        cell.filled = any(y0 <= y <= y1 and x0 <= x <= x1 and y1 - y0 < highest for x0, y0, x1, y1 in grounds)
        cells.append(cell)
    return Grid(number, Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, cells)


def _merged_cells(xs: list[float], ys: list[float], across: _Cover, down: _Cover) -> list[GridCell]:
    columns, rows = len(xs) - 1, len(ys) - 1
    parent = list(range(columns * rows))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    for r in range(rows):
        for c in range(columns):
            if c + 1 < columns and not down(xs[c + 1], ys[r], ys[r + 1]):
                parent[root(r * columns + c)] = root(r * columns + c + 1)
            if r + 1 < rows and not across(ys[r + 1], xs[c], xs[c + 1]):
                parent[root(r * columns + c)] = root((r + 1) * columns + c)
    members: dict[int, list[tuple[int, int]]] = {}
    for r in range(rows):
        for c in range(columns):
            members.setdefault(root(r * columns + c), []).append((r, c))
    cells = []
    for places in members.values():
        r0, r1 = min(r for r, _ in places), max(r for r, _ in places) + 1
        c0, c1 = min(c for _, c in places), max(c for _, c in places) + 1
        cells.append(GridCell(Box(xs[c0], ys[r0], xs[c1], ys[r1]), c0, c1, r0, r1))
    return cells


def place_words(grids: Sequence[Grid], words: Sequence[Word]) -> None:
    """Give each cell the words that stand in it."""
    held: dict[int, list[Word]] = {}
    cells: dict[int, GridCell] = {}
    # The smallest cell that holds a word takes it: a table may stand inside another's cell.
    ordered = sorted((c for g in grids for c in g.cells), key=lambda c: c.box.width * c.box.height)
    # By height on the page, so that a word looks at few cells.
    bands: dict[int, list[tuple[float, float, float, float, GridCell]]] = {}
    for cell in ordered:
        area = _reach(cell)
        for band in range(_band(area.y0), _band(area.y1) + 1):
            bands.setdefault(band, []).append((area.x0, area.y0, area.x1, area.y1, cell))
    for word in words:
        x, y = word.box.mid_x, word.box.mid_y
        for x0, y0, x1, y1, cell in bands.get(_band(y), ()):
            if x0 <= x <= x1 and y0 <= y <= y1:
                held.setdefault(id(cell), []).append(word)
                cells[id(cell)] = cell
                break
    for key, found in held.items():
        cells[key].lines = lines_of(found)


def _band(y: float) -> int:
    return int(y // _BAND)


def _reach(cell: GridCell) -> Box:
    """Where a cell's words may stand: a line of text can hang out of a cell that goes on over the page."""
    if not cell.open_bottom:
        return cell.box
    return Box(cell.box.x0, cell.box.y0, cell.box.x1, cell.box.y1 + _HANG)
