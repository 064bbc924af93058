"""Over which rows the cells of a column are merged: their texts stand in the middle of these or at their foot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from extractors.pages.model import Box
from extractors.pages.words import WordLine

_TOP = 3.0  # points by which the ends of texts that stand at the top or the foot of one row may differ
_MIDDLE = 2.0  # points by which the middle of a merged cell's text may miss that of its rows


def ruled_spans(
    boxes: Sequence[Box], bands: Sequence[tuple[float, float]], closed: Sequence[bool], parted: Sequence[bool]
) -> list[tuple[int, int]]:
    """Over which rows the cells of one column are merged, where rules tell it: they part all rows in the column of the
    names (`parted`), and in this one only where a cell ends (`closed`), wherever in their cells its texts stand. Empty
    where they do not tell it: a cell has one text, and only the first of a page may have it on the page before."""
    if not all(parted) or all(closed):
        return []
    ends = [*(index for index, is_end in enumerate(closed) if is_end), len(bands) - 1]
    cells = list(zip([0, *(end + 1 for end in ends)], ends, strict=False))
    found = [next((c for c in cells if bands[c[0]][0] <= b.mid_y <= bands[c[1]][1]), None) for b in boxes]
    spans = [cell for cell in found if cell is not None]
    return spans if spans and spans in (cells, cells[1:]) else []


def merged_spans(
    boxes: Sequence[Box],
    bands: Sequence[tuple[float, float]],
    extents: Sequence[tuple[float, float]],
    closed: Sequence[bool] = (),
) -> list[tuple[int, int]]:
    """Over which rows, first and last, the cells of one column are merged, by the middle of their text: those that
    give as many rows as can be a cell. Empty where a cell stands beside no row.

    `bands` are the rows, `extents` where their texts begin and end. `closed` tells of each row whether a rule ends it
    in this column: no cell goes on below that.
    """
    if not boxes or len(boxes) >= len(bands):
        return []
    if all(any(abs(box.y0 - top) <= _TOP for top, _ in extents) for box in boxes):
        return []  # texts at the top of their cells: the rows below them are empty, whichever cell they are of
    if all(any(abs(box.y1 - foot) <= _TOP for _, foot in extents) for box in boxes):
        return _ending_at_text(boxes, extents)
    best: dict[int, list[tuple[int, int]]] = {0: []}  # by the first row that is free, the spans before it
    for box in boxes:
        reached: dict[int, list[tuple[int, int]]] = {}
        for free, spans in best.items():
            for first, last in _fitting_runs(box, bands, free):
                if any(closed[first:last]):
                    continue
                longer = [*spans, (first, last)]
                if last + 1 not in reached or _rows_in(longer) > _rows_in(reached[last + 1]):
                    reached[last + 1] = longer
        best = reached
    return max(best.values(), key=_rows_in, default=[])


def _ending_at_text(boxes: Sequence[Box], extents: Sequence[tuple[float, float]]) -> list[tuple[int, int]]:
    """Texts at the foot of their cells: each is merged over the rows above it, up to the cell before."""
    spans: list[tuple[int, int]] = []
    for box in boxes:
        last = min(range(len(extents)), key=lambda i: abs(extents[i][1] - box.y1))
        spans.append((spans[-1][1] + 1 if spans else 0, last))
    return spans


def _rows_in(spans: Sequence[tuple[int, int]]) -> int:
    return sum(last - first + 1 for first, last in spans)


def _fitting_runs(box: Box, bands: Sequence[tuple[float, float]], free: int) -> list[tuple[int, int]]:
    """The runs of rows from `free` on that have `box` in their middle, and the rows beside which it stands."""
    beside = [i for i, (y0, y1) in enumerate(bands) if y0 < box.y1 - 1 and y1 > box.y0 + 1 and i >= free]
    found = [(beside[0], beside[-1])] if beside else []
    for first in range(free, len(bands)):
        for last in range(first, len(bands)):
            if abs((bands[first][0] + bands[last][1]) / 2 - box.mid_y) <= _MIDDLE and (first, last) not in found:
                found.append((first, last))
    return found


def parted_at_repeats(lines: Sequence[WordLine]) -> Iterator[tuple[WordLine, ...]]:
    """The lines, parted where they say again what the ones before say: one row's cell begins below another's."""
    start, said = 0, [line.text for line in lines]
    while start < len(said):
        length = next((n for n in range(1, len(said) - start) if said[start : start + n] == said[start + n :][:n]), 0)
        if not length:
            yield tuple(lines[start:])
            return
        unit = said[start : start + length]
        while said[start : start + length] == unit:
            yield tuple(lines[start : start + length])
            start += length
