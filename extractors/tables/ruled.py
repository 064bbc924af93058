"""Ruled tables: from a page's rules to cells, rows merged or not.

The rules of one table touch each other. Their positions cut the plane into elementary cells; two neighbours that no
rule parts are one printed cell, merged over columns or rows. A cell that no rule closes at the foot of the table goes
on over the page.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from operator import itemgetter

from extractors.pages.model import Box, Page, Rule, Word
from extractors.pages.words import lines_of
from extractors.tables.glued_figures import CROSS, parted_at_joints
from extractors.tables.grid import Grid, GridCell, Segment
from extractors.tables.shaded_cells import find_shaded_cells

_SNAP = 3.0  # points; rules closer than this touch
_SAME = 1.5  # points; rules closer than this stand at one position
_HANG = 10.0  # points, about a line of small type
_BAND = 16.0  # points
_OVER = 1.0  # points by which a word stands over the border of its cell
_FLUSH = 1.5  # points by which a text may begin elsewhere than the others of its column
_COVER = 0.6  # a border is closed where rules cover this share of it


def ruled_grids(page: Page, lying: Sequence[Box], standing: Sequence[Box]) -> tuple[list[Grid], list[Word]]:
    """Those tables, where the page's horizontal and vertical rules are known, and all words of the page, those parted
    that are drawn over several cells."""
    grids = []
    grounds = [f.box for f in page.fills]
    if page.tables is None:
        across, down = segments(lying, across_y=True), segments(standing, across_y=False)
        if cells := find_shaded_cells(down, grounds):
            across += [Segment(y, cell.x0, cell.x1) for cell in cells for y in (cell.y0, cell.y1)]
            down += [Segment(x, cell.y0, cell.y1) for cell in cells for x in (cell.x0, cell.x1)]
        tables = [(across, down)]
    else:
        tables = list(map(_split_sides, page.tables))
    for across, down in tables:
        groups = (part for group in _touching_groups(across, down) for part in _parted_side_by_side(*group, lying))
        for hs, vs in groups:
            if (grid := grid_from(page.number, hs, vs, grounds)) is not None:
                grids.append(grid)
    words = _words_between_rules(page.words, grids)
    place_words(grids, words)
    return sorted((g for g in grids if len(g.cells) > 1), key=lambda g: (g.box.y0, g.box.x0)), words


def parted_rules(rules: Iterable[Rule]) -> tuple[list[Box], list[Box]]:
    """The boxes of the horizontal rules and those of the vertical ones."""
    lying: list[Box] = []
    standing: list[Box] = []
    for rule in rules:
        (lying if rule.horizontal else standing).append(rule.box)
    return lying, standing


def _split_sides(rules: Iterable[Rule]) -> tuple[list[Segment], list[Segment]]:
    """Rules as segments, horizontal and vertical ones apart."""
    lying, standing = parted_rules(rules)
    return segments(lying, across_y=True), segments(standing, across_y=False)


def segments(boxes: Iterable[Box], *, across_y: bool) -> list[Segment]:
    """Rules as segments, overlapping ones of one position joined."""
    if across_y:
        raw = [Segment((y0 + y1) / 2, x0, x1) for x0, y0, x1, y1 in boxes]
    else:
        raw = [Segment((x0 + x1) / 2, y0, y1) for x0, y0, x1, y1 in boxes]
    joined: list[Segment] = []
    for group in _by_position(raw):
        at = sum([s.at for s in group]) / len(group)
        group.sort(key=_START)
        _, start, end = group[0]
        for _, first, last in group:
            if first > end + _SNAP:
                joined.append(Segment(at, start, end))
                start, end = first, last
            elif last > end:
                end = last
        joined.append(Segment(at, start, end))
    return joined


def _by_position(segments: list[Segment]) -> list[list[Segment]]:
    groups: list[list[Segment]] = []
    first = float("-inf")
    for segment in sorted(segments, key=_AT):
        if segment.at - first <= _SAME:
            groups[-1].append(segment)
        else:
            first = segment.at
            groups.append([segment])
    return groups


def _root_of(parent: list[int], i: int) -> int:
    """The first of the group that `i` is of, where each has a `parent` in its group; ways there are made shorter."""
    while parent[i] != i:
        parent[i] = parent[parent[i]]
        i = parent[i]
    return i


_AT = itemgetter(0)
_START = itemgetter(1)


def _touching_groups(
    horizontal: Sequence[Segment], vertical: Sequence[Segment]
) -> list[tuple[list[Segment], list[Segment]]]:
    """Groups of rules that touch, horizontal and vertical ones apart; rules that touch none are left out."""
    parent = list(range(len(horizontal) + len(vertical)))

    order = sorted(range(len(vertical)), key=lambda j: vertical[j].at)
    positions = [vertical[j].at for j in order]
    for i, h in enumerate(horizontal):
        first, last = bisect_left(positions, h.start - _SNAP), bisect_right(positions, h.end + _SNAP)
        for j in order[first:last]:
            v = vertical[j]
            if v.start - _SNAP <= h.at <= v.end + _SNAP:
                parent[_root_of(parent, i)] = _root_of(parent, len(horizontal) + j)
    groups: dict[int, tuple[list[Segment], list[Segment]]] = {}
    for i, h in enumerate(horizontal):
        groups.setdefault(_root_of(parent, i), ([], []))[0].append(h)
    for j, v in enumerate(vertical):
        groups.setdefault(_root_of(parent, len(horizontal) + j), ([], []))[1].append(v)
    return [(hs, vs) for hs, vs in groups.values() if hs and vs]


def _parted_side_by_side(
    hs: Sequence[Segment], vs: Sequence[Segment], lying: Sequence[Box]
) -> list[tuple[list[Segment], list[Segment]]]:
    """A group of rules parted where tables touch that stand side by side: none of the horizontal rules as they are
    drawn, `lying`, crosses the room between two vertical ones, and within the tables cells share their borders."""
    positions = _distinct_positions(v.at for v in vs)
    near = [(a, b) for a, b in pairwise(positions) if b - a <= _SNAP]
    if not near:  # as in nearly all tables
        return [(list(hs), list(vs))]
    top, bottom = min(v.start for v in vs), max(v.end for v in vs)
    drawn = [box for box in lying if top <= box.mid_y <= bottom]
    rooms = [(a, b) for a, b in near if not any(box.x0 < (a + b) / 2 < box.x1 for box in drawn)]
    if not rooms or set(positions[1:-1]) <= set(chain.from_iterable(rooms)):
        return [(list(hs), list(vs))]
    edges = [float("-inf"), *chain.from_iterable(rooms), float("inf")]
    sides = []
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        across = [Segment(h.at, max(h.start, left), min(h.end, right)) for h in hs if h.start < right and h.end > left]
        sides.append((across, [v for v in vs if left <= v.at <= right]))
    return sides


def _distinct_positions(values: Iterable[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > _SAME:
            found.append(value)
    return found


class _Cover:
    """The stretches that parallel rules cover, found by their position."""

    def __init__(self, segments: Iterable[Segment]) -> None:
        self._segments = sorted(segments)
        self._positions = [s.at for s in self._segments]
        self._stretches: dict[float, list[tuple[float, float]]] = {}  # by position: each is asked for cell by cell

    def __call__(self, at: float, start: float, end: float) -> bool:
        """Whether rules at position `at` close the stretch from `start` to `end`."""
        length = 0.0
        for first, last in self._extents_at(at):
            if first < end and last > start:
                length += (last if last < end else end) - (first if first > start else start)
        return length >= _COVER * (end - start)

    def open(self, at: float, edges: Sequence[float]) -> list[int]:
        """Which of the stretches between one of `edges` and the next no rules at position `at` close."""
        if any(first <= edges[0] and last >= edges[-1] for first, last in self._extents_at(at)):
            return []
        return [i for i, (start, end) in enumerate(pairwise(edges)) if not self(at, start, end)]

    def _extents_at(self, at: float) -> list[tuple[float, float]]:
        """The extents of the rules at position `at`."""
        if at not in self._stretches:
            found = self._stretches[at] = []
            for i in range(bisect_left(self._positions, at - _SAME), len(self._positions)):
                position, first, last = self._segments[i]
                if position - at > _SAME:
                    break
                found.append((first, last))
        return self._stretches[at]


def grid_from(number: int, hs: Sequence[Segment], vs: Sequence[Segment], fills: Iterable[Box]) -> Grid | None:
    """The table that horizontal rules `hs` and vertical rules `vs` make on page `number`, without words; None where
    they close no cell. `fills` are the page's grounds."""
    xs = _distinct_positions([v.at for v in vs] + [h.start for h in hs] + [h.end for h in hs])
    ys = _distinct_positions([h.at for h in hs] + [v.start for v in vs] + [v.end for v in vs])
    if len(xs) < 2 or len(ys) < 2:  # a cell has two borders each way
        return None
    grounds = list(fills)
    across, down = _Cover(hs), _Cover(vs)
    cells = []
    for cell in _merged_cells(xs, ys, across, down):
        x0, y0, x1, y1 = cell.box
        cell.open_top = not across(y0, x0, x1)
        cell.open_bottom = not across(y1, x0, x1)
        open_end = cell.open_top or cell.open_bottom
        if open_end and cell.r1 - cell.r0 > 1 and not (down(x0, y0, y1) and down(x1, y0, y1)):
            continue  # not a cell: the room beside a table whose heading is wider than its rows
        cell.filled = is_on_fill(cell.box, grounds)
        cells.append(cell)
    return Grid(number, Box(xs[0], ys[0], xs[-1], ys[-1]), xs, ys, cells)


def is_on_fill(cell: Box, grounds: Iterable[Box]) -> bool:
    """Whether a cell stands on a fill of its own, not on that of a whole table."""
    x, y, highest = cell.mid_x, cell.mid_y, 3 * cell.height
    for x0, y0, x1, y1 in grounds:  # noqa: SIM110 - for each cell and ground of a page: a generator takes twice as long
        if y0 <= y <= y1 and x0 <= x <= x1 and y1 - y0 < highest:
            return True
    return False


def _merged_cells(xs: list[float], ys: list[float], across: _Cover, down: _Cover) -> list[GridCell]:
    columns, rows = len(xs) - 1, len(ys) - 1
    parent = list(range(columns * rows))

    for c, x in enumerate(xs[1:-1]):
        for r in down.open(x, ys):
            parent[_root_of(parent, r * columns + c)] = _root_of(parent, r * columns + c + 1)
    for r, y in enumerate(ys[1:-1]):
        for c in across.open(y, xs):
            parent[_root_of(parent, r * columns + c)] = _root_of(parent, (r + 1) * columns + c)
    members: dict[int, list[int]] = {}
    for i in range(columns * rows):
        members.setdefault(_root_of(parent, i), []).append(i)
    cells = []
    for places in members.values():
        r0, r1 = places[0] // columns, places[-1] // columns + 1
        inside = [i % columns for i in places]
        c0, c1 = min(inside), max(inside) + 1
        cells.append(GridCell(Box(xs[c0], ys[r0], xs[c1], ys[r1]), c0, c1, r0, r1))
    return cells


def place_words(grids: Sequence[Grid], words: Sequence[Word]) -> None:
    """Give each cell the words that stand in it; one that is wider than its cell runs out of it to the right."""
    # The smallest cell that holds a word takes it: a table may stand inside another's cell.
    ordered = sorted((c for g in grids for c in g.cells), key=lambda c: c.box.width * c.box.height)
    held: list[list[Word]] = [[] for _ in ordered]
    # By height on the page, so that a word looks at few cells.
    bands: dict[int, list[tuple[float, float, float, float, list[Word]]]] = {}
    for cell, inside in zip(ordered, held, strict=True):
        x0, y0, x1, y1 = _reach_of(cell)
        for band in range(int(y0 // _BAND), int(y1 // _BAND) + 1):
            bands.setdefault(band, []).append((x0, y0, x1, y1, inside))
    for word in words:
        left, top, right, bottom = word.box
        x, y = (left + right) / 2, (top + bottom) / 2
        for x0, y0, x1, y1, inside in bands.get(int(y // _BAND), ()):
            if x0 <= x <= x1 and y0 <= y <= y1:
                inside.append(word)
                break
    for cell, inside in zip(ordered, held, strict=True):
        if inside:
            cell.lines = lines_of(inside)
    for grid in grids:
        _take_back_overflow(grid)


def _words_between_rules(words: Sequence[Word], grids: Sequence[Grid]) -> list[Word]:
    """The words of a page, those parted that are texts of several cells of a row."""
    positions = sorted({x for grid in grids for x in grid.xs})
    found: list[Word] = []
    for word in words:
        box = word.box
        first = bisect_right(positions, box.x0 + CROSS)
        crosses = first < len(positions) and positions[first] < box.x1 - CROSS
        # What the file tags as one cell's is one, however far it runs out of it.
        if crosses and word.tag < 0 and word.joints:
            cells = (c.box for g in grids for c in g.cells if c.box.y0 <= box.mid_y <= c.box.y1)
            found += parted_at_joints(word, sorted({cell.x0 for cell in cells}))
        else:
            found.append(word)
    return found


def _take_back_overflow(grid: Grid) -> None:
    """Give words that begin where the texts of a cell do and run over its right border back to that cell."""
    if not any(line.box.x0 < cell.box.x0 - _OVER for cell in grid.cells for line in cell.lines):
        return
    for row in grid.own_rows():
        for before, cell in pairwise(row):
            over = [w for line in cell.lines for w in line.words if w.box.x0 < cell.box.x0 - _OVER]
            taken = [w for w in over if abs(w.box.x0 - before.box.x0 - grid.padding) <= _FLUSH]
            if taken:
                before.lines = lines_of([*(w for line in before.lines for w in line.words), *taken])
                kept = [w for line in cell.lines for w in line.words if w not in taken]
                cell.lines = lines_of(kept) if kept else []


def _reach_of(cell: GridCell) -> Box:
    """Where a cell's words may stand: a line of text can hang out of a cell that goes on over the page."""
    if not cell.open_bottom:
        return cell.box
    return Box(cell.box.x0, cell.box.y0, cell.box.x1, cell.box.y1 + _HANG)
