"""Weights that are an objective's, not an indicator's: printed in a cell merged over the rows that the objective's is.

In: the cells of a row under their headings. Out: the same without the objective's weight; and, once all rows of a table
are read, its records with the weights of objectives that have one row alone, also in tables with the same headings,
moved to where the others' are kept.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.headings.heading_map import Heading, HeadingMap
from extractors.layouts.schema import Column
from extractors.pages.model import Cell, TableRow
from extractors.records.model import Record

_CLOSE = 1.0  # points between the edges of two cells of the same rows
_TALLER = 1.2  # times the row's height, from which a cell is merged over the next row too
_EXTRA = Column(column="extra", headings=())

Pair = tuple[Heading | None, Cell]


class ObjectiveWeights:
    """Tells the weights of objectives, table by table; tables are numbered as `IndicatorRows` counts headings."""

    def __init__(self) -> None:
        self._headings: dict[int, str] = {}  # of each table that weighs objectives, the heading of the weights
        self._printed: dict[int, tuple[str, ...]] = {}  # of each table, all its headings

    def set_apart(self, row: TableRow, pairs: Sequence[Pair], table: int, heads: HeadingMap) -> list[Pair]:
        """The cells of `row` with a weight that is merged as its objective's cell is kept as it is printed."""
        self._printed.setdefault(table, tuple(heading.text for heading in heads.headings))
        objectives = [cell for heading, cell in pairs if heading is not None and heading.name == "objective"]
        found: list[Pair] = []
        for heading, cell in pairs:
            is_weight = heading is not None and heading.name == "weight" and cell.place != heading.cell.place
            if heading is not None and is_weight and any(_is_merged_as(o, cell, row) for o in objectives):
                self._headings[table] = heading.text
                found.append((replace(heading, column=_EXTRA), cell))
            else:
                found.append((heading, cell))
        return found

    def weighs_together(self, pairs: Sequence[Pair], table: int) -> None:
        """Take note of the weight that one of several indicators of a row has lost to all of them."""
        for heading, _ in pairs:
            if heading is not None and heading.name == "weight":
                self._headings[table] = heading.text

    def settled(self, record: Record, table: int) -> Record:
        """A record of a table that weighs objectives, or has the headings of one, without a weight of its own."""
        headings = self._printed.get(table)
        heading = next((text for other, text in self._headings.items() if self._printed.get(other) == headings), None)
        if heading is None or record.weight is None or headings is None:
            return record
        return replace(record, weight=None, extra={**record.extra, heading: record.weight})


def _is_merged_as(objective: Cell, weight: Cell, row: TableRow) -> bool:
    """Whether a weight's cell covers the rows that the objective's does, and more than this one."""
    one, other, own = objective.place.box, weight.place.box, row.place.box
    if one is None or other is None or own is None:
        return False
    same = abs(one.y0 - other.y0) <= _CLOSE and abs(one.y1 - other.y1) <= _CLOSE
    return same and (weight.continued or other.height > _TALLER * own.height)
