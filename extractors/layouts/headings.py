"""Which column of the dataset a printed column is: headings matched to the layout's vocabulary."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import fuzz

from extractors.layouts.code_forms import with_macros
from extractors.layouts.levels import Level
from extractors.layouts.periods import When, without_period
from extractors.layouts.schema import VALUE_COLUMNS, Column, TableRules
from extractors.pages.model import Box, Cell, TableRow
from extractors.text import folded, heading_key, single_spaced

_PLACEHOLDERS = {
    "{year}": r"(?P<year>(?:19|20)\d\d)",
    "{n}": r"(?P<offset>[nt](?: ?[+-] ?\d)?)",
    "{population}": r"(?P<population>.+)",
}
_PERIOD = "{period}"  # a heading that names a period alone
_OBJECTIVE_CODE = Column(column="objective_code", headings=())
_TEXT = Column(column="extra", headings=())
_YEAR = re.compile(r"{year}")
_NAMED = re.compile(r"\(\?P<\w+>")
_REFERS = re.compile(r"\\[1-9]|(?<!\\)\(\?(?:P=|\()")
# A heading is taken by likeness at this score (rapidfuzz ratio) and with this margin over any other column.
FUZZY_SCORE = 86.0
FUZZY_MARGIN = 6.0
# Patterns with parts that match any text, or any number, would match codes and names once spaces are gone.
_OPEN = (".*", ".+", "\\d")
_SPACE = re.compile(r" [?*+]?|\\s[?*+]?")
# A year that follows a word without a space, as where a narrow cell ended between them.
_GLUED = re.compile(r"(?<=[a-z])((?:19|20)\d\d(?!\d)|anno(?= ))")
_LONGEST = 120  # characters of a heading; a longer text is a cell's


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a table: its printed text and cell, and the column it names, None where no rule knows it.

    `offset` counts years from the plan's, as in `n+1`; `part` is the part of the year, as in `I semestre`. `bare` tells
    that it names a period alone. `likeness` is the score of a match that is not exact.
    """

    text: str
    cell: Cell
    column: Column | None
    year: int | None = None
    population: str | None = None
    offset: int | None = None
    likeness: float | None = None
    part: str | None = None
    bare: bool = False

    @property
    def name(self) -> str | None:
        """The dataset's name of the column."""
        return self.column.column if self.column else None


class HeadingMap:
    """The headings of one table, by position."""

    def __init__(self, headings: Sequence[Heading]) -> None:
        self.headings = tuple(headings)
        self._boxes = [(h.cell.place.box, h) for h in self.headings]
        # By left and right edge: the cells of a column share them.
        self._over: dict[tuple[float, float], Heading | None] = {}
        self._covered: dict[tuple[float, float], int] = {}

    @property
    def result_year(self) -> int | None:
        """The latest year that a result column names, None where there is none."""
        years = [h.year for h in self.headings if h.name == "result" and h.year is not None]
        return max(years, default=None)

    @property
    def is_of_past_years(self) -> bool:
        """Whether all its figures are of years alone that `settled` found to be before the plan's first target."""
        figures = [h for h in self.headings if h.name in VALUE_COLUMNS]
        return bool(figures) and all(h.bare and h.name == "result" for h in figures)

    def settled(self, first_year: int | None) -> HeadingMap:
        """The map with what only all its headings together tell: a column that yields to another one of its kind holds
        no figures, and a year alone that is before `first_year` of the plan has no target."""
        sure = {(h.name, h.column.level) for h in self.headings if h.column is not None and not h.column.yields}
        before = zip(self.headings, [*(h.name for h in self.headings[1:]), None], strict=True)
        return HeadingMap([_settled(h, sure, first_year, following) for h, following in before])

    def is_dated(self, heading: Heading) -> bool:
        """Whether no other heading of its kind could be meant by the year that `heading` leaves out."""
        alike = [h for h in self.headings if h.name == heading.name and h is not heading]
        return all(h.part is not None and h.part != heading.part and h.year is None for h in alike)

    def of(self, cell: Cell) -> Heading | None:
        """The heading that `cell` stands under: the one that shares most of its width, or its index in a text."""
        box = cell.place.box
        if box is None:
            for heading in self.headings:
                if heading.cell.column <= cell.column < heading.cell.column + heading.cell.span:
                    return heading
            return None
        across = (box.x0, box.x1)
        if across not in self._over:
            self._over[across] = self._widest(box)
        return self._over[across]

    def _widest(self, box: Box) -> Heading | None:
        """The heading that shares most of the width of `box`."""
        shared = [(_shared_width(box, other), h) for other, h in self._boxes]
        width, best = max(shared, key=lambda s: s[0], default=(0.0, None))
        if best is None or best.cell.place.box is None:
            return None
        return best if width > 0.5 * min(box.width, best.cell.place.box.width) else None

    def covered(self, cell: Cell) -> int:
        """How many headings' columns `cell` covers, by half of their width or more."""
        box = cell.place.box
        if box is None:
            columns = range(cell.column, cell.column + cell.span)
            return sum(any(h.cell.column <= c < h.cell.column + h.cell.span for c in columns) for h in self.headings)
        across = (box.x0, box.x1)
        if across not in self._covered:
            shares = ((b, _shared_width(box, b)) for b, _ in self._boxes if b is not None)
            self._covered[across] = sum(width > 0.5 * b.width for b, width in shares)
        return self._covered[across]

    def refined(self, row: TableRow, headings: Headings) -> HeadingMap | None:
        """The map with a second row of headings (`2021`, `2022` under a wide `Target`), or None where `row` is none.

        Each of the row's own cells must stand under a wider heading, and one at least be known with it or alone. Those
        under a heading that nobody knows, or that holds no figures, stay unknown.
        """
        under: dict[int, list[Heading]] = {}
        for cell in row.cells:
            if not cell.text or cell.continued:
                continue
            place = next((i for i, h in enumerate(self.headings) if _under(cell, h.cell)), None)
            if place is None:
                return None
            over = self.headings[place]
            found = headings.match_under(over, cell)
            if found.column is None and not headings.takes_periods(cell, over):
                return None
            under.setdefault(place, []).append(replace(found, text=f"{over.text} {cell.text}", cell=cell))
        if not any(h.column is not None and h.name != "extra" for found_under in under.values() for h in found_under):
            return None
        return HeadingMap([h for i, old in enumerate(self.headings) for h in under.get(i, [old])])

    def after(self, name: str) -> list[Heading]:
        """The headings that follow the one of column `name`, in printed order."""
        for index, heading in enumerate(self.headings):
            if heading.name == name:
                return list(self.headings[index + 1 :])
        return []


def _settled(
    heading: Heading, sure: set[tuple[str | None, Level | None]], first_year: int | None, following: str | None
) -> Heading:
    column = heading.column
    if column is None:
        return heading
    if column.yields and (column.column, column.level) in sure:
        return replace(heading, column=_TEXT)
    if heading.name == "code" and following == "objective":
        return replace(heading, column=_OBJECTIVE_CODE)
    if heading.name not in VALUE_COLUMNS:
        return heading
    if heading.bare and heading.year is not None and first_year is not None and heading.year < first_year:
        return replace(heading, column=column.model_copy(update={"column": "result"}))
    return heading


def _shared_width(one: Box, other: Box | None) -> float:
    return 0.0 if other is None else min(one.x1, other.x1) - max(one.x0, other.x0)


def _under(cell: Cell, wide: Cell) -> bool:
    """Whether `cell` stands under `wide` and takes only part of its width."""
    inner, outer = cell.place.box, wide.place.box
    if inner is None or outer is None:
        return wide.column <= cell.column < wide.column + wide.span and cell.span < wide.span
    return outer.x0 - 2 <= inner.mid_x <= outer.x1 + 2 and inner.width < 0.8 * outer.width


class Headings:
    """The headings that a layout knows, ready to match."""

    def __init__(self, rules: TableRules) -> None:
        self._needs = rules.needs
        self._fuzzy = rules.fuzzy
        self._dated = rules.dated
        self._bare = next((c for c in rules.columns if _PERIOD in c.headings), None)
        self.upright = rules.upright
        self._texts = [
            (heading_key(_YEAR.sub("", text)), column)
            for column in rules.columns
            for text in column.headings
            if not text.startswith("/") and text != _PERIOD
        ]
        self._patterns = [
            (_pattern(text), column, _population_named(text, column))
            for column in rules.columns
            for text in column.headings
            if text != _PERIOD
        ]
        self._any = _any_of([pattern for pattern, _, _ in self._patterns])
        self._squeezed = [
            (re.compile(_SPACE.sub("", pattern.pattern), re.IGNORECASE), column)
            for pattern, column, _ in self._patterns
            if self._dated and not any(part in pattern.pattern for part in _OPEN)
        ]
        self._any_squeezed = _any_of([pattern for pattern, _ in self._squeezed]) if self._dated else None
        # All headings' letters without white space: what holds no part of it is part of no heading.
        self.vocabulary = "|".join(_letters(text) for column in rules.columns for text in column.headings)

    def read(self, row: TableRow) -> HeadingMap | None:
        """The heading map that `row` states, or None where it is no heading row.

        It is one when at least two of its cells are known headings, among them those that the layout needs and one
        of a figure, and no cell is a known heading of another kind twice.
        """
        own = [cell for cell in row.cells if cell.text and not cell.continued]
        return self.as_heading([self.match(cell) for cell in own])

    def as_heading(self, found: Sequence[Heading]) -> HeadingMap | None:
        """The map that these headings of one table make, or None where they are no heading of one."""
        own = [heading.cell for heading in found]
        known = [h for h in found if h.column is not None]
        if self._fuzzy and (len(known) > 1 or (known and all(c.bold or c.filled for c in own))):
            found = [h if h.column else self._like(h) for h in found]
            known = [h for h in found if h.column is not None]
        names = {h.name for h in known}
        if len(known) < 2 or not names.issuperset(self._needs) or names.isdisjoint(VALUE_COLUMNS):
            return None
        return HeadingMap(found)

    def match(self, cell: Cell) -> Heading:
        """The heading that a cell's text is; its column is None where no rule knows it."""
        key = heading_key(cell.text)
        found = self._match_key(key, cell)
        if found.column is not None or not self._dated or len(key) > _LONGEST:
            return found
        rest, when = without_period(_GLUED.sub(r" \1", key))
        if when is None:
            return found
        bare = not rest
        found = Heading(cell.text, cell, self._bare) if bare else self._match_key(rest, cell)
        return found if found.column is None else _dated(found, when, bare=bare)

    def match_under(self, over: Heading, cell: Cell) -> Heading:
        """The heading that a cell is under a wider heading: with its words, else alone."""
        both = self.match(cell._replace(text=f"{over.text} {cell.text}"))
        if both.column is not None:
            return both
        alone = self.match(cell)
        if not alone.bare:
            return alone
        if over.column is None or over.name not in VALUE_COLUMNS:
            return Heading(cell.text, cell, over.column)  # a year of something that is no figure of an indicator
        return replace(alone, column=over.column, bare=False)

    def takes_periods(self, cell: Cell, over: Heading) -> bool:
        """Whether `cell` only says which period a heading that is no figure's is of."""
        if not self._dated or over.name in VALUE_COLUMNS:
            return False
        return without_period(heading_key(cell.text))[0] == ""

    def _match_key(self, key: str, cell: Cell) -> Heading:
        # Most cells of a table are none: one look at all patterns spares a look at each.
        patterns = self._patterns if self._any is None or self._any.fullmatch(key) else ()
        for pattern, column, named in patterns:
            if found := pattern.fullmatch(key):
                groups = found.groupdict()
                year = int(groups["year"]) if groups.get("year") else None
                population = single_spaced(cell.text) if groups.get("population") else named
                offset = groups.get("offset")
                steps = None if offset is None else int(offset[1:].replace(" ", "") or 0)
                return Heading(cell.text, cell, column, year, population, steps)
        return Heading(cell.text, cell, self._match_squeezed(key))

    def _match_squeezed(self, key: str) -> Column | None:
        """The column of a heading whose spaces are lost or stand inside words, as narrow cells break them."""
        squeezed = key.replace(" ", "")
        if not self._dated or self._any_squeezed is None or not self._any_squeezed.fullmatch(squeezed):
            return None
        return next((column for pattern, column in self._squeezed if pattern.fullmatch(squeezed)), None)

    def _like(self, heading: Heading) -> Heading:
        """The heading matched by likeness, where one column is clearly the likest; else as it was."""
        bare, when = without_period(heading_key(heading.text))
        scored = sorted(((fuzz.ratio(bare, text), i) for i, (text, _) in enumerate(self._texts) if text), reverse=True)
        if not scored or scored[0][0] < FUZZY_SCORE:
            return heading
        best, index = scored[0]
        column = self._texts[index][1]
        others = [score for score, i in scored if self._texts[i][1].column != column.column]
        if others and best - others[0] < FUZZY_MARGIN:
            return heading
        return _dated(replace(heading, column=column, likeness=best), when or When(), bare=False)


def _dated(heading: Heading, when: When, *, bare: bool) -> Heading:
    return replace(heading, year=when.year, offset=when.offset, part=when.part, bare=bare)


def _pattern(text: str) -> re.Pattern[str]:
    if len(text) > 1 and text.startswith("/") and text.endswith("/"):
        pattern = with_macros(text[1:-1])
        for placeholder, group in _PLACEHOLDERS.items():
            pattern = pattern.replace(placeholder, group)
        return re.compile(pattern, re.IGNORECASE)
    parts = re.split(r"({[a-z]+})", text)
    # Words that a narrow cell broke may hold a space where there is none: spaces never decide.
    return re.compile(
        "".join(_PLACEHOLDERS[p] if p in _PLACEHOLDERS else _loose(heading_key(p)) for p in parts),
        re.IGNORECASE,
    )


def _population_named(heading: str, column: Column) -> str | None:
    """The population that a heading of a layout names in full, as the layout spells it: a printing may set its headings
    in capitals."""
    return heading if column.column == "benchmark" and not re.search(r"[{/]", heading) else None


def _letters(heading: str) -> str:
    """The letters of a heading as it is written in a layout, those of a pattern with what it says between them."""
    if heading.startswith("/"):
        return "|".join(re.findall(r"[^\W\d_]{3,}", folded(heading)))
    return re.sub(r"{\w+}|\s", "", heading_key(heading))


def _any_of(patterns: Sequence[re.Pattern[str]]) -> re.Pattern[str] | None:
    """A pattern that matches what one of `patterns` matches; None where one of them refers to its own groups."""
    if any(_REFERS.search(p.pattern) for p in patterns):
        return None
    return re.compile("|".join(f"(?:{_NAMED.sub('(', p.pattern)})" for p in patterns), re.IGNORECASE)


def _loose(text: str) -> str:
    return r"\s*" + "".join(re.escape(c) + r"\s*" for c in text if not c.isspace())
