"""Which column of the dataset a printed column is: headings matched to the layout's vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractors.layout import VALUE_COLUMNS, Column, TableRules
from extractors.model import Box, Cell, TableRow
from extractors.text import heading_key, single_spaced

_PLACEHOLDERS = {"{year}": r"(?P<year>(?:19|20)\d\d)", "{population}": r"(?P<population>.+)"}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a table: its printed text and cell, and the column it names, None where no rule knows it."""

    text: str
    cell: Cell
    column: Column | None
    year: int | None = None
    population: str | None = None

    @property
    def name(self) -> str | None:
        """The dataset's name of the column."""
        return self.column.column if self.column else None


class HeadingMap:
    """The headings of one table, by position."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self.headings = tuple(headings)

    @property
    def result_year(self) -> int | None:
        """The latest year that a result column names, None where there is none."""
        years = [h.year for h in self.headings if h.name == "result" and h.year is not None]
        return max(years, default=None)

    def of(self, cell: Cell) -> Heading | None:
        """The heading that `cell` stands under: the one that shares most of its width, or its index in a text."""
        box = cell.place.box
        if box is None:
            for heading in self.headings:
                if heading.cell.column <= cell.column < heading.cell.column + heading.cell.span:
                    return heading
            return None
        shared = [(_shared_width(box, h.cell.place.box), h) for h in self.headings]
        width, best = max(shared, key=lambda s: s[0], default=(0.0, None))
        if best is None or best.cell.place.box is None:
            return None
        return best if width > 0.5 * min(box.width, best.cell.place.box.width) else None

    def after(self, name: str) -> list[Heading]:
        """The headings that follow the one of column `name`, in printed order."""
        for index, heading in enumerate(self.headings):
            if heading.name == name:
                return list(self.headings[index + 1 :])
        return []


def _shared_width(one: Box, other: Box | None) -> float:
    return 0.0 if other is None else min(one.x1, other.x1) - max(one.x0, other.x0)


class Headings:
    """The headings that a layout knows, ready to match."""

    def __init__(self, rules: TableRules) -> None:
        self._needs = rules.needs
        self._patterns = [(_pattern(text), column) for column in rules.columns for text in column.headings]

    def read(self, row: TableRow) -> HeadingMap | None:
        """The heading map that `row` states, or None where it is no heading row.

        It is one when at least two of its cells are known headings, among them those that the layout needs and one
        of a figure, and no cell is a known heading of another kind twice.
        """
        found = [self.match(cell) for cell in row.cells if cell.text and not cell.continued]
        known = [h for h in found if h.column is not None]
        names = {h.name for h in known}
        if len(known) < 2 or not names.issuperset(self._needs) or names.isdisjoint(VALUE_COLUMNS):
            return None
        return HeadingMap(found)

    def match(self, cell: Cell) -> Heading:
        """The heading that a cell's text is; its column is None where no rule knows it."""
        key = heading_key(cell.text)
        for pattern, column in self._patterns:
            if found := pattern.fullmatch(key):
                groups = found.groupdict()
                year = int(groups["year"]) if groups.get("year") else None
                population = single_spaced(cell.text) if groups.get("population") else None
                return Heading(cell.text, cell, column, year, population)
        return Heading(cell.text, cell, None)


def _pattern(text: str) -> re.Pattern[str]:
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        return re.compile(text[1:-1], re.IGNORECASE)
    parts = re.split(r"({\w+})", text)
    # Words that a narrow cell broke may hold a space where there is none: spaces never decide.
    return re.compile(
        "".join(_PLACEHOLDERS[p] if p in _PLACEHOLDERS else _loose(heading_key(p)) for p in parts),
        re.IGNORECASE,
    )


def _loose(text: str) -> str:
    return r"\s*" + "".join(re.escape(c) + r"\s*" for c in text if not c.isspace())
