"""Headings of several rows, the first of which makes none alone: `Indicatori` over `Descrizione` and `Formula`,
`Valori` over `Baseline` and `Target`.

In: the rows, from the top. Out: the headings of the columns, each with the words that stand over it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.headings.heading_map import Heading, HeadingMap
from extractors.layouts.headings.matching import Headings
from extractors.pages.model import Cell, TableRow


def read_stacked(rows: Sequence[TableRow], headings: Headings) -> HeadingMap | None:
    """The heading map that the rows make together, or None where they are no heading."""
    levels = [row.own_cells for row in rows]
    found = []
    for index, level in enumerate(levels):
        for cell in level:
            if any(is_under(lower, cell) for below in levels[index + 1 :] for lower in below):
                continue  # it stands over others, whose words it is part of
            over = [upper for above in levels[:index] for upper in above if is_under(cell, upper)]
            found.append(_match_stacked(cell, over, headings))
    return headings.as_heading(sorted(found, key=_left_edge))


def _match_stacked(cell: Cell, over: Sequence[Cell], headings: Headings) -> Heading:
    """The heading of a cell with those over it: known with the nearest, else alone."""
    known = headings.match(cell)
    for upper in reversed(over):
        found = headings.match_under(headings.match(upper), cell)
        if found.column is not None:
            known = found
            break
    text = " ".join(part.text for part in (*over, cell))
    return replace(known, text=text, cell=cell)


def is_under(cell: Cell, wide: Cell) -> bool:
    """Whether `cell` stands under `wide`, within its width."""
    inner, outer = cell.place.box, wide.place.box
    if inner is None or outer is None:
        return wide.column <= cell.column < wide.column + wide.span
    return outer.x0 - 2 <= inner.mid_x <= outer.x1 + 2


def _left_edge(heading: Heading) -> float:
    box = heading.cell.place.box
    return box.x0 if box is not None else heading.cell.column
