"""Heading rows and their cells; words of such, in groups and pieces from left to right."""

from __future__ import annotations

import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Box, Word
from extractors.pages.words import TEXT_GAP, WordLine, lines_of
from extractors.tables.glued_figures import parted_at_joints

_TOUCH = 0.2  # points by which two words may overlap and stand beside each other
_BREAK = re.compile(r"(?<=[^\W\d_])- (?=[^\W\d_])")
_LEVEL = 1.0  # points by which the fills of one row may differ in height, and words begin beside a rule


@dataclass(frozen=True, slots=True)
class HeadingCell:
    """A cell of a heading row: its words in reading order, and what the layout knows it as. `over` are the words of a
    wider heading over several that name only years, `end` where the cell ends in points at most, and `is_end_drawn`
    whether it ends there."""

    words: tuple[Word, ...]
    text: str
    column: str | None
    over: tuple[Word, ...] = ()
    end: float = float("inf")
    is_end_drawn: bool = False

    @property
    def box(self) -> Box:
        """The box around its words, as far as the cell goes."""
        box = Box.around_parts(self.words)
        return box if box.x1 <= self.end else box._replace(x1=self.end)

    @property
    def lines(self) -> list[WordLine]:
        """Its words by line, those over it first."""
        return [*(lines_of(self.over) if self.over else ()), *lines_of(self.words)]


@dataclass(frozen=True, slots=True)
class HeadingRow:
    """A heading row of a page: its cells from left to right."""

    cells: tuple[HeadingCell, ...]

    @property
    def box(self) -> Box:
        """The box around its words."""
        return Box.around_parts(self.cells)

    @property
    def is_side_by_side(self) -> bool:
        """Whether the middle of each cell's text stands before the next one's: a title runs over several cells."""
        return all(a.box.mid_x < b.box.x0 for a, b in itertools.pairwise(self.cells))

    def apart(self) -> HeadingRow:
        """The row, each cell ending where the next one's text begins, which it may be printed over."""
        ends = [*(cell.box.x0 for cell in self.cells[1:]), float("inf")]
        pairs = zip(self.cells, ends, strict=True)
        return HeadingRow(tuple(replace(cell, end=min(cell.end, end)) for cell, end in pairs))

    @property
    def key(self) -> tuple[str, ...]:
        """Its texts, white space and footnote signs aside: tables of one kind have the same."""
        return tuple(cell.text.replace(" ", "").rstrip("*").casefold() for cell in self.cells)


def column_kinds(row: HeadingRow) -> tuple[str | None, ...]:
    """Of each heading: `name`, `figure`, `merging` (its cells are often merged over rows), `other`; None if unknown."""
    kinds = {"name": "name", "objective": "merging", "owner": "merging", "type": "merging"}
    return tuple(
        None if c.column is None else "figure" if c.column in VALUE_COLUMNS else kinds.get(c.column, "other")
        for c in row.cells
    )


def stretches_of(words: Sequence[Word]) -> tuple[list[list[Word]], list[int]]:
    """The words in groups from left to right that one word at most runs out of, into the next; and of each group
    whether one runs into it. A long word may be wider than its narrow cell."""
    groups: list[list[Word]] = []
    overruns: list[int] = []
    rights: list[float] = []
    for word in sorted(words, key=lambda w: w.box.x0):
        rights = [right for right in rights if right > word.box.x0 + _TOUCH]
        if groups and (len(rights) > 1 or word.box.x0 - groups[-1][0].box.x0 < _TOUCH):
            groups[-1].append(word)
        else:
            groups.append([word])
            overruns.append(len(rights))
        rights.append(word.box.x1)
    return groups, overruns


def texts_of(words: Iterable[Word], texts: Iterable[Sequence[Word]]) -> list[list[Word]]:
    """The words in groups from left to right, each those of one of the `texts` that the page draws."""
    asked = set(words)
    found = [own for text in texts if (own := [word for word in text if word in asked])]
    return sorted(found, key=lambda own: min(word.box.x0 for word in own))


def words_on_fills(words: Sequence[Word], fills: Iterable[Box]) -> list[tuple[Box, list[Word]]]:
    """The words by the fills on which they begin, where these are the cells of one row, each drawn by itself: as high
    as each other and side by side. Empty where they are not."""
    cells: dict[Box, list[Word]] = {}
    near = [f for f in fills if f.y0 < words[0].box.mid_y < f.y1]
    for word in words:
        under = [f for f in near if f.holds(word.box.x0 + _LEVEL, word.box.mid_y)]
        if not under:
            return []
        cells.setdefault(min(under, key=lambda f: f.width * f.height), []).append(word)
    row = sorted(cells)
    if any(abs(f.y0 - row[0].y0) > _LEVEL or abs(f.y1 - row[0].y1) > _LEVEL for f in row):
        return []
    apart = all(after.x0 > before.x1 - _LEVEL for before, after in itertools.pairwise(row))
    return [(fill, cells[fill]) for fill in row] if apart else []


def words_between_rules(words: Sequence[Word], verticals: Sequence[Box]) -> list[tuple[Box, list[Word]]]:
    """The words by the columns in which they begin, where vertical rules as high as all of them part these; texts that
    are drawn apart are words of their own behind a rule, however close they stand."""
    if not verticals:  # as on most pages, and every run of lines that may be a heading asks
        return []
    top, bottom = min(w.box.mid_y for w in words), max(w.box.mid_y for w in words)
    left, right = min(w.box.x0 for w in words), max(w.box.x1 for w in words)
    standing = {rule.mid_x for rule in verticals if rule.y0 < top and bottom < rule.y1}
    rules = sorted(x for x in standing if left + _LEVEL < x < right - _LEVEL)
    if not rules:
        return []
    borders = [left, *rules, right]
    columns: dict[Box, list[Word]] = {}
    for part in itertools.chain.from_iterable(parted_at_joints(word, rules) for word in words):
        at = min(bisect_right(borders, part.box.x0 + _LEVEL), len(borders) - 1)
        columns.setdefault(Box(borders[at - 1], top, borders[at], bottom), []).append(part)
    return sorted(columns.items())


def gaps_between(groups: Sequence[Sequence[Word]]) -> list[bool]:
    """Whether a gap as between two columns parts each group, and all to the left of it, from the next."""
    rights = itertools.accumulate((max(w.box.x1 for w in group) for group in groups), max)
    return [
        min(w.box.x0 for w in after) - right > TEXT_GAP * before[0].size
        for (before, after), right in zip(itertools.pairwise(groups), rights, strict=False)
    ]


def are_stacked(one: Word, other: Word) -> bool:
    """Whether a word stands over or under another."""
    return one.box.x0 < other.box.x1 and other.box.x0 < one.box.x1


def lowered(word: Word, by: float) -> Word:
    """The word further down by so many points."""
    box = word.box
    return word._replace(box=Box(box.x0, box.y0 + by, box.x1, box.y1 + by))


def in_line_order(words: Sequence[Word]) -> list[Word]:
    """Words line by line, from left to right."""
    return [word for line in lines_of(words) for word in line.words]


def text_of(words: Sequence[Word]) -> str:
    """The text of words, a space apart."""
    return without_breaks(" ".join(word.text for word in words))


def without_breaks(text: str) -> str:
    """A text of words a space apart, those whole that a hyphen at the end of a narrow cell's line parts."""
    return _BREAK.sub("", text) if "- " in text else text


def pieces_of(words: Sequence[Word], gap: float) -> list[list[Word]]:
    """The words of a line, cut where they stand more than `gap` em apart."""
    return list(_cut_at_gaps(words, gap))


def _cut_at_gaps(words: Sequence[Word], gap: float) -> Iterator[list[Word]]:
    piece = [words[0]]
    for before, after in itertools.pairwise(words):
        if after.box.x0 - before.box.x1 > gap * before.size:
            yield piece
            piece = []
        piece.append(after)
    yield piece
