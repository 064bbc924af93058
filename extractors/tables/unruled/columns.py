"""Where the columns of a table part that no grid of rules draws.

They part where the grounds of the heading's cells or the ends of horizontal rules say so, else where the least text
runs from one heading's column into the next's.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence

from extractors.pages.model import Box
from extractors.pages.words import WordLine
from extractors.tables.page_content import PageContent
from extractors.tables.unruled.blocks import Block

CROSS = 2.0  # points by which a text must stand on both sides of a border to cross it
EDGE = 2.0  # points; borders closer than this are one
_OFTEN = 0.3  # share of a table's rules that end at a border between columns
_FEW = 0.15  # share of a column's texts that may run across a border, such as titles between rows
_SELDOM = 0.04  # share of a column's texts that may run over a border which no heading tells
_GAP = 3  # points; a free stretch as wide as that parts columns


def column_borders(
    page: PageContent, heads: Sequence[Block], pieces: Sequence[WordLine], band: Box, alike: Sequence[WordLine]
) -> list[float]:
    """The x positions of the column borders, outer ones included."""
    edges = _drawn_edges(page, band, pieces)
    left = min(p.box.x0 for p in pieces)
    right = max(p.box.x1 for p in pieces)
    inner: list[float] = []
    for one, other in itertools.pairwise(heads):
        drawn = [e for e in edges if one.box.x1 - 1 <= e <= other.box.x0 + 1]
        inner.append(_least_crossed(drawn, pieces) if drawn else _river(one.box, other.box, alike))
    # Columns without a heading of their own (Riviere di Liguria prints the code before the type).
    outer_left = min([e for e in edges if e <= left + 1], default=left - 2)
    outer_right = max([e for e in edges if e >= right - 1], default=right + 2)
    inner += [
        e
        for e in edges
        if outer_left + EDGE < e < outer_right - EDGE
        and not any(h.box.x0 < e < h.box.x1 for h in heads)
        and all(abs(e - i) > EDGE for i in inner)
        and _parts_texts(e, inner, pieces)
    ]
    inner += _unnamed(sorted(inner), heads, alike, left, right)
    return [outer_left, *sorted(inner), outer_right]


def _drawn_edges(page: PageContent, band: Box, pieces: Sequence[WordLine]) -> list[float]:
    """Where the heading's grounds or the table's horizontal rules end: at least two of them at one place."""
    bottom = max(p.box.y1 for p in pieces)
    ends: list[tuple[float, float]] = []
    for fill in page.fills:
        if fill.y0 - 1 <= band.mid_y <= fill.y1 + 1:
            ends += [(fill.x0, fill.mid_y), (fill.x1, fill.mid_y + 1)]
    for rule in page.rules:
        if band.y0 - 10 <= rule.mid_y <= bottom + 3:
            ends += [(rule.x0, rule.mid_y), (rule.x1, rule.mid_y)]
    found: list[list[tuple[float, float]]] = []
    for end in sorted(ends):
        if found and end[0] - found[-1][-1][0] <= EDGE:
            found[-1].append(end)
        else:
            found.append([end])
    heights = len({round(y) for _, y in ends})
    enough = max(2, _OFTEN * heights)
    return [sum(x for x, _ in group) / len(group) for group in found if len({round(y) for _, y in group}) >= enough]


def _parts_texts(edge: float, inner: Sequence[float], pieces: Sequence[WordLine]) -> bool:
    """Whether hardly any text of the column that `edge` would part runs across it."""
    left = max((x for x in inner if x < edge), default=float("-inf"))
    right = min((x for x in inner if x > edge), default=float("inf"))
    column = [p for p in pieces if p.box.x0 > left - CROSS and p.box.x1 < right + CROSS]
    return _crossings(edge, column) <= max(1, _FEW * len(column))


def _crossings(x: float, pieces: Iterable[WordLine]) -> int:
    return sum(p.box.x0 < x - 0.5 and p.box.x1 > x + 0.5 for p in pieces)


def _least_crossed(edges: Sequence[float], pieces: Sequence[WordLine]) -> float:
    return min(edges, key=lambda e: _crossings(e, pieces))


def _river(one: Box, other: Box, pieces: Sequence[WordLine]) -> float:
    """The middle of the stretch between two headings that the fewest texts cross and neither heading does.

    Where several are free, the one nearest to the second heading: figures at the right of their column stand far from
    the heading at its left, and before the next one.
    """
    start, end = (one.x1, other.x0) if one.x1 < other.x0 else (one.mid_x, other.mid_x)
    texts = [p for p in pieces if p.box.x1 > one.x0 and p.box.x0 < other.x1]
    steps = [start + i for i in range(max(2, int(end - start) + 1))]
    counts = [_crossings(x, texts) for x in steps]
    least = min(counts)
    runs: list[list[float]] = []
    for x, count in zip(steps, counts, strict=True):
        if count == least:
            if runs and x - runs[-1][-1] <= 1.01:
                runs[-1].append(x)
            else:
                runs.append([x])
    wide = [run for run in runs if len(run) > _GAP]
    best = wide[-1] if wide else max(runs, key=len)
    return (best[0] + best[-1]) / 2


def _unnamed(
    inner: Sequence[float], heads: Sequence[Block], pieces: Sequence[WordLine], left: float, right: float
) -> list[float]:
    """Borders inside one heading's column: a stretch that no text crosses, with texts of several rows on both sides."""
    found = []
    limits = [left, *inner, right]
    for start, end in itertools.pairwise(limits):
        inside = [p for p in pieces if p.box.x0 >= start - 1 and p.box.x1 <= end + 1]
        steps = [start + i for i in range(1, int(end - start))]
        most = int(_SELDOM * len(inside))
        free = [x for x in steps if _crossings(x, inside) <= most and not any(h.box.x0 < x < h.box.x1 for h in heads)]
        runs: list[list[float]] = []
        for x in free:
            if runs and x - runs[-1][-1] <= 1.01:
                runs[-1].append(x)
            else:
                runs.append([x])
        for run in runs:
            middle = (run[0] + run[-1]) / 2
            before = [p for p in inside if p.box.x1 <= middle]
            after = [p for p in inside if p.box.x0 >= middle]
            if len(run) >= 4 and len(before) > 1 and len(after) > 1:
                found.append(middle)
    return found
