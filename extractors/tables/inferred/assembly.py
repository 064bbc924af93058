"""Grids made of rows of text: cells with boxes, merged over rows where a text is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from extractors.pages.model import Box
from extractors.pages.words import WordLine
from extractors.tables.grid import Grid, GridCell, Roles
from extractors.tables.inferred.columns.parting import Columns
from extractors.tables.inferred.heading_words import HeadingRow
from extractors.tables.inferred.merged_cells import merged_spans, ruled_spans
from extractors.tables.inferred.row_features import Drawn
from extractors.tables.inferred.row_sequence import TextRow
from extractors.tables.page_content import PageContent
from extractors.tables.ruled import is_on_fill

_ROOM = 2.0  # points between the outermost texts of a table and its border
_BORDER = 1.0  # points by which a text must stand beyond a border between rows to run over it


@dataclass(frozen=True, slots=True)
class Ends:
    """How a table's part ends on its page: whether a rule opens its first row and closes its last one, whether it
    stands at the foot of the page."""

    open_top: bool = False
    open_bottom: bool = False
    at_foot: bool = False


def grid_of(
    page: PageContent,
    columns: Columns,
    heading: HeadingRow | None,
    rows: Sequence[TextRow],
    merged: Sequence[tuple[int, tuple[WordLine, ...]]],
    *,
    room: float | None,
    widths: tuple[float, ...],
    ends: Ends,
) -> Grid:
    """The grid of `rows` under `heading`, None where it has none of its own on this part.

    `merged` are texts of columns whose cells may be merged over rows, with their column. `room` is the room in em
    between the boxes of a cell's lines at most, None where rules part the rows; `widths` of each column the room for
    text in points.
    """
    extents = [row.extent for row in rows]
    if heading is not None:
        extents.insert(0, (heading.box.y0, heading.box.y1))
    xs = columns.borders
    drawn = Drawn(tuple(page.rules), tuple(page.fills))
    ys = _row_borders(extents, drawn.borders_over(xs[0], xs[-1]))
    first = 0 if heading is None else 1
    cells = _heading_cells(heading, columns, ys) if heading is not None else []
    rules = replace(drawn, fills=())
    closed = {c: rules.borders_over(xs[c], xs[c + 1]) for c in {columns.name, *(c for c, _ in merged)} if c is not None}
    spans = _spans_of_merged(merged, ys[first:], [row.extent for row in rows], closed, first, columns.name)
    for index, row in enumerate(rows, first):
        for column in range(len(xs) - 1):
            if any(c == column and begin <= index <= end for c, begin, end, _ in spans):
                continue
            lines = list(row.cells.get(column, ()))
            cells.append(_make_cell(xs, ys, (column, column + 1), (index, index + 1), lines))
    for column, begin, end, texts in spans:
        cells.append(_make_cell(xs, ys, (column, column + 1), (begin, end + 1), list(texts)))
    for cell in cells:
        cell.filled = is_on_fill(cell.box, page.fills)
        cell.open_top = ends.open_top and cell.r0 == 0
        cell.open_bottom = ends.open_bottom and cell.r1 == len(ys) - 1
    roles = Roles(columns.name, columns.figures, ends.at_foot, heading is not None, room)
    margins = ([float("inf")] if heading is not None else []) + [row.margin for row in rows]
    box = Box(xs[0], ys[0], xs[-1], ys[-1])
    return Grid(
        page.number,
        box,
        list(xs),
        ys,
        cells,
        inferred=True,
        roles=roles,
        margins=tuple(margins),
        text_widths=widths,
    )


def _row_borders(extents: Sequence[tuple[float, float]], drawn: Sequence[float]) -> list[float]:
    """The borders of rows: where one is `drawn` between their texts there, else in the middle."""
    between = []
    for above, below in pairwise(extents):
        middle = (above[1] + below[0]) / 2
        there = [y for y in drawn if above[1] - _BORDER <= y <= below[0] + _BORDER]
        between.append(min(there, key=lambda y: abs(y - middle), default=middle))
    return [extents[0][0] - _ROOM, *between, extents[-1][1] + _ROOM]


def _make_cell(
    xs: Sequence[float], ys: Sequence[float], across: tuple[int, int], down: tuple[int, int], lines: list[WordLine]
) -> GridCell:
    box = Box(xs[across[0]], ys[down[0]], xs[across[1]], ys[down[1]])
    return GridCell(box, across[0], across[1], down[0], down[1], lines)


def _heading_cells(heading: HeadingRow, columns: Columns, ys: Sequence[float]) -> list[GridCell]:
    """The cells of the heading, and empty ones where a column has none."""
    lines: dict[int, list[WordLine]] = {}
    for head, column in zip(heading.cells, columns.headings, strict=True):
        lines.setdefault(column, []).extend(head.lines)
    return [
        _make_cell(columns.borders, ys, (column, column + 1), (0, 1), lines.get(column, []))
        for column in range(len(columns.borders) - 1)
    ]


def _spans_of_merged(
    merged: Sequence[tuple[int, tuple[WordLine, ...]]],
    ys: Sequence[float],
    extents: Sequence[tuple[float, float]],
    closed: Mapping[int, Sequence[float]],
    first: int,
    name: int | None,
) -> list[tuple[int, int, int, tuple[WordLine, ...]]]:
    """The texts of merged cells: column, first and last row, lines. No cell goes on over a border between rows that a
    rule closes in its column: `closed` are the heights of these, in the column of the names `name` too."""
    found: list[tuple[int, int, int, tuple[WordLine, ...]]] = []
    bands = list(pairwise(ys))
    parted = _ends_of_rows(extents, closed.get(name, ()) if name is not None else ())
    for column in sorted({column for column, _ in merged}):
        texts = [lines for c, lines in merged if c == column]
        boxes = [Box.around_parts(lines) for lines in texts]
        ruled = _ends_of_rows(extents, closed[column])
        spans = ruled_spans(boxes, bands, ruled, parted)
        if spans and spans[0][0] > 0:  # what the page before began goes on down to the first rule
            found.append((column, first, spans[0][0] - 1 + first, ()))
        spans = spans or merged_spans(boxes, bands, extents, ruled)
        if not spans or len(spans) != len(texts):
            spans = [_touched_rows(box, bands) for box in boxes]
        taken = -1
        for lines, (wanted, end) in zip(texts, spans, strict=True):
            begin = max(wanted, taken + 1)
            if begin <= end:
                found.append((column, begin + first, end + first, lines))
                taken = end
            elif found and found[-1][0] == column:
                column_, begin_, end_, held = found.pop()
                found.append((column_, begin_, end_, (*held, *lines)))
    return found


def _ends_of_rows(extents: Sequence[tuple[float, float]], rules: Sequence[float]) -> list[bool]:
    """Of each row but the last whether one of the `rules` stands between its text and that of the next."""
    gaps = pairwise(extents)
    return [any(above[1] - _BORDER <= y <= below[0] + _BORDER for y in rules) for above, below in gaps]


def _touched_rows(box: Box, bands: Sequence[tuple[float, float]]) -> tuple[int, int]:
    """The rows beside which a text stands."""
    rows = [i for i, (y0, y1) in enumerate(bands) if box.y0 < y1 - _BORDER and box.y1 > y0 + _BORDER]
    if not rows:
        nearest = min(range(len(bands)), key=lambda i: abs(sum(bands[i]) / 2 - box.mid_y))
        return nearest, nearest
    return rows[0], rows[-1]
