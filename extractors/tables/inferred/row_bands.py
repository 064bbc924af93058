"""Rows that no rule parts: from the places of cells to rows, cells merged over rows included.

Cells of one row overlap each other, those of two rows never do, wherever in its row a cell stands: at the top, in the
middle or at the foot. Only a cell merged over several rows overlaps them all; where the other columns part beside it,
so do the rows. In a column whose cells are merged (objective, office) a cell need not overlap all its rows: there the
middle of the text says over which rows it is merged.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from extractors.pages.model import Box
from extractors.pages.words import WordLine

_ROOM = 2.0  # points around the text of a row without neighbour
_OVERLAP = 0.5  # points by which cells of one row overlap at least
_MIDDLE = 2.0  # points by which the middle of a merged cell's text may miss that of its rows
_TOP = 3.0  # points by which the tops of texts that stand at the top of one row may differ

# Lines of one cell stand this close or closer, in type sizes: between the printers' usual line heights (0.1 to 0.25)
# and the least padding of rows.
LEADING = 0.3
_WIDE_LEADING = 0.75  # type sizes; lines of one cell never stand further apart
_STEP = 0.05  # type sizes; line heights are told apart by so much
_COMMON = 0.04  # share of the lines that stand as far apart as those of one cell do


@dataclass(frozen=True, slots=True)
class Columns:
    """The columns of an inferred table: the positions of their borders, outer ones included, and what some hold.

    `merging` are those whose cells are often merged over rows, `name` and `figures` those of the indicator.
    """

    borders: tuple[float, ...]
    merging: frozenset[int] = frozenset()
    name: int | None = None
    figures: frozenset[int] = frozenset()

    def of(self, box: Box) -> int | None:
        """The column in which the middle of `box` stands, None outside the table."""
        pairs = enumerate(itertools.pairwise(self.borders))
        return next((i for i, (x0, x1) in pairs if x0 <= box.mid_x < x1), None)


@dataclass(frozen=True, slots=True)
class RowBand:
    """A row from `y0` to `y1`, in points."""

    y0: float
    y1: float


def room_between_lines(lines: Iterable[Sequence[WordLine]]) -> float:
    """The room in type sizes that parts two cells, from the lines of all pages: more than that between the lines of
    one cell, which are set alike throughout a document."""
    seen: Counter[int] = Counter()
    for page in lines:
        ordered = sorted(page, key=lambda p: p.box.y0)
        for index, line in enumerate(ordered):
            for other in ordered[index + 1 :]:
                room = (other.box.y0 - line.box.y1) / max(line.size, 1.0)
                if room > 1:
                    break
                shared = min(line.box.x1, other.box.x1) - max(line.box.x0, other.box.x0)
                if room > -0.3 and shared > 0 and abs(line.size - other.size) < 0.1:
                    seen[round(room / _STEP)] += 1
                    break
    total = sum(seen.values())
    if not total:
        return LEADING
    near = [step for step in sorted(seen) if sum(seen[s] for s in (step - 1, step, step + 1)) >= _COMMON * total]
    if not near:
        return LEADING
    least = max((s for s in (near[0], near[0] + 1, near[0] + 2) if seen[s] >= seen[near[0]]), key=lambda s: seen[s])
    room = least * _STEP
    if room > LEADING and not any(seen[s] for s in seen if least + 2 < s <= least + 10):
        return LEADING  # one distance alone, and a wide one: rows of one line each
    return min(room + 2.5 * _STEP, _WIDE_LEADING)


def text_rows(cells: Sequence[tuple[int, Box]], columns: Columns, cuts: Sequence[float] = ()) -> list[RowBand]:
    """The rows that `cells`, each with its column (-1 where it runs across several), stand in, from top to bottom.

    `cuts` are heights at which a rule or the edge of a fill parts rows for certain.
    """
    rows = [row for group in _groups(cells, cuts) for row in _split(group, columns)]
    bearing = [row for row in rows if not all(c in columns.merging for c, _ in row)]
    alone = [row for row in rows if row not in bearing]
    between = [row for row in alone if bearing and _is_between(row, bearing)]
    rows = [row for row in rows if row not in between]
    return [RowBand(y0, y1) for y0, y1 in _bands([_without_merged(row, rows, columns) for row in rows], cuts)]


def _groups(cells: Sequence[tuple[int, Box]], cuts: Sequence[float]) -> list[list[tuple[int, Box]]]:
    groups: list[list[tuple[int, Box]]] = []
    lower = 0.0
    for cell in sorted(cells, key=lambda c: c[1].y0):
        box = cell[1]
        parted = any(lower - 1 <= y <= box.y0 + 1 for y in cuts)
        if groups and box.y0 < lower - _OVERLAP and not parted:
            groups[-1].append(cell)
            lower = max(lower, box.y1)
        else:
            groups.append([cell])
            lower = box.y1
    return groups


def _split(group: list[tuple[int, Box]], columns: Columns) -> list[list[tuple[int, Box]]]:
    """The rows of cells that overlap each other: parted where two columns part at one height, or the name's does
    beside none but merged cells."""
    by_column: dict[int, list[Box]] = {}
    for column, box in group:
        by_column.setdefault(column, []).append(box)
    gaps = [
        (column, above.y1, below.y0)
        for column, boxes in by_column.items()
        for above, below in itertools.pairwise(sorted(boxes, key=lambda b: b.y0))
        if column >= 0
    ]
    cuts: list[float] = []
    for _, start, end in sorted(gaps, key=lambda g: g[1] - g[2], reverse=True):
        y = (start + end) / 2
        parting = {c for c, y0, y1 in gaps if y0 - 0.5 <= y <= y1 + 0.5}
        crossing = {c for c, b in group if b.y0 + 1 < y < b.y1 - 1}
        enough = len(parting) > 1 and len(parting) >= len(crossing)
        alone = columns.name in parting and crossing <= columns.merging
        if (enough or alone) and not any(s - 0.5 <= cut <= e + 0.5 for c, s, e in gaps for cut in cuts if s <= y <= e):
            cuts.append(y)
    rows: list[list[tuple[int, Box]]] = [[] for _ in range(len(cuts) + 1)]
    for cell in group:
        rows[sum(y < cell[1].mid_y for y in cuts)].append(cell)
    return [row for row in rows if row]


def _without_merged(
    row: Sequence[tuple[int, Box]], rows: Sequence[Sequence[tuple[int, Box]]], columns: Columns
) -> Sequence[tuple[int, Box]]:
    """The cells of a row without those that stand beside cells of other rows too: they are merged over them."""
    others = [b for other in rows if other is not row for c, b in other if c not in columns.merging]
    kept = [
        (c, b)
        for c, b in row
        if c not in columns.merging or not any(b.y0 < o.y1 - _OVERLAP and o.y0 + _OVERLAP < b.y1 for o in others)
    ]
    return kept or row


def _extent(row: Sequence[tuple[int, Box]]) -> tuple[float, float]:
    return min(b.y0 for _, b in row), max(b.y1 for _, b in row)


def _bands(rows: Sequence[Sequence[tuple[int, Box]]], cuts: Sequence[float]) -> list[tuple[float, float]]:
    """Of each row its extent and half of the room to the next; to a cut where there is one."""
    ends: list[float] = []
    for above, below in itertools.pairwise(rows):
        y1 = _inner_end(above, below)
        y0 = min(b.y0 for _, b in below)
        ends.append(next((y for y in cuts if y1 - 1 <= y <= y0 + 1), (y1 + y0) / 2))
    if not rows:
        return []
    first, last = _extent(rows[0])[0] - _ROOM, _extent(rows[-1])[1] + _ROOM
    return list(itertools.pairwise([first, *ends, last]))


def _inner_end(above: Sequence[tuple[int, Box]], below: Sequence[tuple[int, Box]]) -> float:
    """Where a row ends: at the foot of its cells, of those at most that the next row does not begin beside."""
    top = min(b.y0 for _, b in below)
    return max((b.y1 for _, b in above if b.y1 <= top + 1), default=max(b.mid_y for _, b in above))


def _is_between(cells: Sequence[tuple[int, Box]], rows: Sequence[Sequence[tuple[int, Box]]]) -> bool:
    """Whether texts of merged cells stand between the first and the last of `rows`."""
    y0, y1 = _extent(cells)
    return _extent(rows[0])[0] < y1 and y0 < _extent(rows[-1])[1]
