"""The headings of a plan that nobody has described: what each is like, and which row is one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from rapidfuzz import fuzz

from extractors.layouts.headings.heading_map import Heading
from extractors.layouts.headings.matching import FUZZY_MARGIN, FUZZY_SCORE, Headings
from extractors.layouts.schema import VALUE_COLUMNS, Column, TableRules
from extractors.pages.model import Cell, Item, TableRow
from extractors.suggest.regex_expansion import wordings
from extractors.text import heading_key, single_spaced

_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_STEP = re.compile(r"\b[nt] ?(?:[+-] ?\d)?(?=\W*$)", re.IGNORECASE)
_LONGEST = 12  # words; a longer text is no heading of a column
_SAME_WORDS = 0.9  # what all words of a known heading, in another order or among others, count of a full match
_WORD = re.compile(r"[^\W\d]{3}")
_TITLE = re.compile(r"(?P<code>[A-Z]{0,3}[.]?\d{1,3}(?:\.\d{1,2})*)\s?[.):_–-]?\s?[^\d\W].{8,}")


@dataclass(frozen=True, slots=True)
class Score:
    """How like a heading is to those of a column, 0 to 100; `level` tells columns of objectives apart."""

    column: Column
    score: float

    @property
    def label(self) -> str:
        """The column's name, with its level where it has one."""
        return f"{self.column.column} ({self.column.level})" if self.column.level else self.column.column


@dataclass(slots=True)
class SeenHeading:
    """A heading as it is printed, its years generalised, and the column that it is taken for, None where none is.

    `exact` tells a match by the vocabulary's own rules; `forced` one that is taken because a table of figures must
    have a name. `scores` are from the likest column down. `node` tells that the heading itself names an objective.
    """

    text: str
    column: Column | None
    exact: bool
    scores: tuple[Score, ...]
    forced: bool = False
    node: bool = False
    pages: list[int | None] = field(default_factory=list)


@dataclass(slots=True)
class HeadingSurvey:
    """All headings of tables of indicators, in printed order, and how many rows stated them."""

    headings: dict[str, SeenHeading] = field(default_factory=dict)
    rows: int = 0


class HeadingVocabulary:
    """The wordings of all columns that a layout knows, ready to compare with."""

    def __init__(self, rules: TableRules) -> None:
        self.headings = Headings(rules)
        self._wordings = [(c, text) for c in rules.columns for heading in c.headings for text in wordings(heading)]

    def scores(self, text: str) -> tuple[Score, ...]:
        """How like `text` is to each column, the likest first; the columns of one name and level count as one."""
        key = heading_key(_YEAR.sub("", text))
        words = set(re.findall(r"[\w']+", key))
        best: dict[tuple[str, str | None], Score] = {}
        for column, wording in self._wordings:
            value = fuzz.ratio(key, wording)
            if words.issuperset(wording.split()):
                value = max(value, _SAME_WORDS * 100)
            known = best.get((column.column, column.level))
            if known is None or value > known.score:
                best[column.column, column.level] = Score(column, value)
        return tuple(sorted(best.values(), key=lambda s: (-s.score, s.label)))

    def look(self, cell: Cell) -> SeenHeading:
        """What the text of `cell` is as a heading: exactly, by likeness, or unknown."""
        found: Heading = self.headings.match(cell)
        scores = self.scores(cell.text)
        text = generalised(cell.text, steps=found.offset is not None)
        if found.column is not None:
            return SeenHeading(text, found.column, True, scores, pages=[cell.place.page])
        clear = bool(scores) and scores[0].score >= FUZZY_SCORE
        if clear and len(scores) > 1:
            clear = scores[0].score - scores[1].score >= FUZZY_MARGIN
        return SeenHeading(text, scores[0].column if clear else None, False, scores, pages=[cell.place.page])


def generalised(text: str, *, steps: bool = False) -> str:
    """A heading with a placeholder for its year, and with `steps` for years counted from the plan's (`n+1`)."""
    text = _YEAR.sub("{year}", single_spaced(text), count=1)
    return _STEP.sub("{n}", text, count=1) if steps else text


def survey_headings(items: Sequence[Item], rules: TableRules) -> HeadingSurvey:
    """The headings of the rows among `items` that look like the heading of a table of indicators."""
    vocabulary = HeadingVocabulary(rules)
    survey = HeadingSurvey()
    table, first = -1, False
    for item in items:
        if not isinstance(item, TableRow):
            continue
        table, first = item.table, item.table != table
        seen = _heading_row(item, vocabulary, first=first)
        if seen is None:
            continue
        survey.rows += 1
        for heading in seen:
            key = heading_key(heading.text)
            known = survey.headings.setdefault(key, heading)
            if known is not heading:
                known.pages += heading.pages
                known.column = known.column or heading.column
                known.forced = known.forced or heading.forced
                known.node = known.node or heading.node
    return survey


def _heading_row(row: TableRow, vocabulary: HeadingVocabulary, *, first: bool) -> list[SeenHeading] | None:
    """The headings of a row, or None where it is no heading of a table of indicators.

    It is one where it names a figure's column and another one, each exactly or by likeness, or where it is set off
    from what follows (bold, on a fill, or first in its table) and names a figure's column.
    """
    own = row.own_cells
    if len(own) < 2 or any(len(cell.text.split()) > _LONGEST for cell in own[1:]):
        return None
    seen = [vocabulary.look(cell) for cell in own]
    names = [s.column.column for s in seen if s.column is not None]
    set_off = all(cell.bold or cell.filled for cell in own)
    if not any(name in VALUE_COLUMNS for name in names):
        return None
    if "name" not in names:
        if not (set_off or (first and len(names) > 1)) or not _name_one(own, seen):
            return None
    elif not set_off and len(names) < 2:
        return None
    return seen


def _name_one(cells: Sequence[Cell], seen: Sequence[SeenHeading]) -> bool:
    """Take the widest heading that no rule knows for that of the name, one with a word; whether there is one."""
    unknown = (i for i, s in enumerate(seen) if s.column is None or (s.column.column == "objective" and not s.exact))
    free = [i for i in unknown if _WORD.search(seen[i].text)]
    if not free:
        return False

    def likest(i: int) -> tuple[float, float]:
        name = next((s for s in seen[i].scores if s.column.column == "name"), None)
        box = cells[i].place.box
        return (name.score if name and name.score >= 70 else 0.0, box.width if box else -cells[i].column)

    best = seen[max(free, key=likest)]
    best.column = next(s.column for s in best.scores if s.column.column == "name")
    best.forced = True
    best.node = _TITLE.fullmatch(best.text) is not None
    return True
