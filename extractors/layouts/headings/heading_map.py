"""The headings of one table: which column each names, and under which of them a cell stands."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.layouts.levels import Level
from extractors.layouts.schema import VALUE_COLUMNS, Column
from extractors.pages.model import Box, Cell
from extractors.text import heading_key

_CODE = Column(column="code", headings=())
_OBJECTIVE = Column(column="objective", headings=(), level="operational")
_OBJECTIVE_CODE = Column(column="objective_code", headings=())
_MONTHS = 6  # headings of one letter; fewer may number or mark something
DESCRIPTION = re.compile("descrizione|denominazione|titolo|oggetto")  # a heading that may name, as a whole
DESCRIBES = re.compile(r"descrizione|definizione|dettaglio|significato")  # how headings of what says more begin
RESULT = Column(column="result", headings=())
_REACHED = Column(column="achievement", headings=(), period="result")
_TEXT = Column(column="extra", headings=())
_SHARES = ("%", "in %", "perc.", "percentuale")


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a table: its printed text and cell, and the column it names, None where no rule knows it.

    `offset` counts years from the plan's, as in `n+1`; `part` is the part of the year, as in `I semestre`. `bare` tells
    that it names a period alone, `number` is that of the indicator that it is of, where a row states several.
    `likeness` is the score of a match that is not exact; `is_guessed` tells that the cells below it alone say what it
    is. `is_open` tells that its pattern matches any text somewhere.
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
    is_open: bool = False
    number: int | None = None
    is_guessed: bool = False

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

    @property
    def may_lack_figures(self) -> bool:
        """Whether figures may stand below headings that no rule knows as such: the table has no targets, or no results
        but a heading nobody knows, or a heading of objectives or names names a year (`Obiettivo 2024`, `Misura al
        31/12/2024`)."""
        names = {None if h.bare and h.name == "target" else h.name for h in self.headings}
        is_dated = any(h.year is not None for h in self.headings if h.name in ("objective", "name"))
        return is_dated or "target" not in names or (None in names and "result" not in names)

    @property
    def has_named_targets(self) -> bool:
        """Whether a heading calls its figures targets and says of which year."""
        return any(h.name == "target" and not h.bare and h.year is not None for h in self.headings)

    def arranged(self) -> HeadingMap:
        """The map with what the headings beside a heading tell of it: a number whose indicator has no name is unknown,
        names with figures of their own are as many indicators, `n` without `n+1` numbers the rows, letters in a row are
        the months of a schedule, a description between a code and the names is an objective's, one beside both of these
        says more of them, weights before the names are objectives' where others follow, and weights of each year are
        none of the indicator."""
        headings = _numbered_by_names(self.headings)
        of_names = {h.number for h in headings if h.name == "name"}
        headings = tuple(h if h.number is None or h.number in of_names else replace(h, column=None) for h in headings)
        if sum(h.offset is not None for h in headings) == 1:
            headings = tuple(map(_as_row_number, headings))
        letters = [h for h in headings if len(heading_key(h.text)) == 1]
        if len(letters) >= _MONTHS:
            headings = tuple(replace(h, column=_TEXT) if h in letters else h for h in headings)
        names = [h.name for h in headings]
        place = next((i for i, h in enumerate(headings) if DESCRIPTION.fullmatch(heading_key(h.text))), 0)
        if place and names[place - 1] == "code" and "name" in names[place + 1 :] and "objective" not in names:
            headings = (*headings[:place], replace(headings[place], column=_OBJECTIVE), *headings[place + 1 :])
        beside = [b for a, b in itertools.pairwise(headings) if a.name == "result" and heading_key(b.text) in _SHARES]
        headings = tuple(replace(h, column=_REACHED) if h in beside else h for h in headings)
        others = _other_weights(headings)
        if {"name", "objective"} <= {h.name for h in headings}:  # a description beside both says more of one of them
            unknown = [i for i, h in enumerate(headings) if h.column is None]
            others += [i for i in unknown if DESCRIPTION.fullmatch(heading_key(headings[i].text))]
        return HeadingMap([replace(h, column=_TEXT) if i in others else h for i, h in enumerate(headings)])

    def settled(
        self, first_year: int | None, codes: Sequence[Heading] = (), texts: Sequence[Heading] = ()
    ) -> HeadingMap:
        """The map with what only all its headings together tell: a column that yields to another one of its kind holds
        no figures, a year alone that is before `first_year` of the plan or counted back from it (`n-1`) has no target.
        `codes` are the headings of the objectives' codes, `texts` those that hold words alone."""
        told = {**dict.fromkeys(codes, _OBJECTIVE_CODE), **dict.fromkeys(texts, _TEXT)}
        headings = tuple(replace(h, column=told[h]) if h in told else h for h in self.headings)
        if not any(h.name == "objective" for h in headings):
            headings = tuple(map(_named_by_code, headings))
        if first_year is None:  # nothing says when the plan begins but the targets that are called so
            first_year = min((h.year for h in headings if h.name == "target" and not h.bare and h.year), default=None)
        kept = [h for h in headings if not (h.bare and _is_before(h, first_year))]
        sure = {(h.name, h.column.level) for h in kept if h.column is not None and not h.column.yields}
        named = frozenset(h.year for h in headings if h.name == "target" and not h.bare)
        return HeadingMap(
            [_beside_targets(_settle_heading(heading, sure, first_year), named, first_year) for heading in headings]
        )

    def year_of_whole(self, heading: Heading) -> int | None:
        """The year of the whole of which `heading` names a part: the one year that others of its kind name."""
        years = {h.year for h in self.headings if h.name == heading.name and h.year is not None}
        return years.pop() if len(years) == 1 else None

    def is_dated(self, heading: Heading) -> bool:
        """Whether no other heading of its kind could be meant by the year that `heading` leaves out."""
        alike = [h for h in self.headings if h.name == heading.name and h is not heading and h.number == heading.number]
        return all(h.part != heading.part and h.year is None and h.offset is None for h in alike)

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
            self._over[across] = self._widest_under(box)
        return self._over[across]

    def named(self, cells: Iterable[Cell]) -> dict[str, Cell]:
        """The cells by the column that they stand in, the first of each."""
        found: dict[str, Cell] = {}
        for cell in cells:
            heading = self.of(cell)
            if heading is not None and heading.name is not None:
                found.setdefault(heading.name, cell)
        return found

    def _widest_under(self, box: Box) -> Heading | None:
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
            return len(self.covered_by(cell))
        across = (box.x0, box.x1)
        if across not in self._covered:
            self._covered[across] = len(self.covered_by(cell))
        return self._covered[across]

    def covered_by(self, cell: Cell) -> list[Heading]:
        """The headings whose columns `cell` covers, by half of their width or more."""
        box = cell.place.box
        if box is None:
            columns = range(cell.column, cell.column + cell.span)
            return [h for h in self.headings if any(h.cell.column <= c < h.cell.column + h.cell.span for c in columns)]
        return [h for other, h in self._boxes if other is not None and _shared_width(box, other) > 0.5 * other.width]

    def reaches_over(self, cell: Cell) -> bool:
        """Whether headings stand on both sides of a cell: what stands beyond the last is a remark."""
        box = cell.place.box
        return box is not None and any(other is not None and other.x0 >= box.x1 - 1 for other, _ in self._boxes)

    def has_all_of(self, other: HeadingMap) -> bool:
        """Whether `other` says again what some of these headings say, and no more."""
        return {heading_key(h.text) for h in other.headings} <= {heading_key(h.text) for h in self.headings}

    def after(self, name: str) -> list[Heading]:
        """The headings that follow the one of column `name`, in printed order."""
        for index, heading in enumerate(self.headings):
            if heading.name == name:
                return list(self.headings[index + 1 :])
        return []


def _numbered_by_names(headings: tuple[Heading, ...]) -> tuple[Heading, ...]:
    """The headings with the numbers of their indicators, where several name one and figures follow each (`Indicatore di
    impatto | Target 2025 | Indicatore di realizzazione | Target 2023`)."""
    starts = [i for i, h in enumerate(headings) if h.name == "name"]
    parts = [headings[a:b] for a, b in itertools.pairwise([*starts, len(headings)])]
    has_numbers = any(h.number is not None for h in headings)
    if len(parts) < 2 or has_numbers or not all(any(h.name in VALUE_COLUMNS for h in part) for part in parts):
        return headings
    own = (*VALUE_COLUMNS, "name", "formula", "weight", "unit")
    numbered = [replace(h, number=number) if h.name in own else h for number, part in enumerate(parts, 1) for h in part]
    return (*headings[: starts[0]], *numbered)


def _other_weights(headings: Sequence[Heading]) -> list[int]:
    """Which of several headings of weights are of no indicator's own."""
    weights = [i for i, h in enumerate(headings) if h.name == "weight" and h.number is None]
    name = next((i for i, h in enumerate(headings) if h.name == "name"), 0)
    if len(weights) < 2:
        return []
    behind = [i for i in weights if i > name]
    of_years = behind if len({headings[i].year for i in behind} - {None}) > 1 else []
    return [*(i for i in weights if i < name and behind), *of_years]


def _as_row_number(heading: Heading) -> Heading:
    """A heading `n` that no `n+1` stands beside: it numbers its rows."""
    is_letter = heading.bare and heading.offset == 0 and len(heading.text.strip(" .°º")) == 1
    return replace(heading, column=_CODE, offset=None, bare=False) if is_letter else heading


def _named_by_code(heading: Heading) -> Heading:
    """A heading of objectives' codes in a table that names the objectives by nothing else."""
    if heading.column is None or heading.name != "objective_code":
        return heading
    return replace(heading, column=_OBJECTIVE.model_copy(update={"level": heading.column.level or _OBJECTIVE.level}))


def _beside_targets(heading: Heading, named: frozenset[int | None], first_year: int | None) -> Heading:
    """A heading of a period alone in a table with targets of the years `named`: the same year once more is that of its
    results where it is over, and what figures of a part of a year, or of one to come, are nobody says."""
    if not heading.bare or not named or heading.name != "target":
        return heading
    if heading.part is not None:
        return replace(heading, column=None, bare=False)
    if heading.year is None or heading.year not in named:
        return heading
    is_over = first_year is None or heading.year < first_year
    return replace(heading, column=RESULT) if is_over else replace(heading, column=None, bare=False)


def _settle_heading(heading: Heading, sure: set[tuple[str | None, Level | None]], first_year: int | None) -> Heading:
    column = heading.column
    if column is None:
        return heading
    if column.yields and (column.column, column.level) in sure:
        other = column.yields if isinstance(column.yields, str) else _TEXT.column
        return replace(heading, column=column.model_copy(update={"column": other, "period": "result"}))
    if heading.name not in VALUE_COLUMNS:
        return heading
    if (heading.bare or column.yields == "result") and (_is_before(heading, first_year) or (heading.offset or 0) < 0):
        return replace(heading, column=column.model_copy(update={"column": "result"}))
    return heading


def _is_before(heading: Heading, first_year: int | None) -> bool:
    return heading.year is not None and first_year is not None and heading.year < first_year


def _shared_width(one: Box, other: Box | None) -> float:
    return 0.0 if other is None else min(one.x1, other.x1) - max(one.x0, other.x0)
