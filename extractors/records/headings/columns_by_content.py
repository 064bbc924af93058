"""Headings that only the cells below them tell: of figures, where no rule knows the words beside their year, or where
one column of figures stands beside columns of indicators; of names, where those of figures are known and one column of
words is left.

In: the headings of a row that make none of a table, the rows below them. Out: the headings of the table, those that
were guessed marked so, or None. Public: `read_by_content`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.code_forms import code_and_title
from extractors.layouts.headings.heading_map import DESCRIPTION, Heading, HeadingMap
from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import TableRow
from extractors.records.headings.scope import has_heading_first
from extractors.text import heading_key

_NO_FIGURE_BELOW = ("objective", None)  # columns that figures may stand under after all
_FIGURE = re.compile(r"(?=.*\d).{1,25}|(?:si|sì|no|n\.? ?d\.?|n\.? ?a\.?|[-–—]+)", re.IGNORECASE)
_MOST_LETTERS = 12  # of a figure with its unit
_OF_INDICATORS = ("formula", "weight", "objective", "objective_code")  # columns that tables of indicators alone have
_BESIDE_TARGETS = ("unit", "baseline")  # those that they have beside what calls itself a target; others beside figures
_SAYS_TARGET = re.compile("target|obiettiv|attes")
_NEARLY_ALL = 0.8  # share of a column's cells; some say their figure in words


def read_by_content(row: TableRow, below: Sequence[TableRow], headings: Headings) -> HeadingMap | None:
    """The heading map that `row` makes with what the rows `below` it hold; None where it makes none."""
    known = headings.read(row)
    found = known.headings if known is not None else [headings.match(cell) for cell in row.own_cells]
    texts = _texts_under(found, below)
    dated = [
        headings.match_figures(heading) or heading
        if heading.name in _NO_FIGURE_BELOW and _are_figures(own)
        else heading
        for heading, own in zip(found, texts, strict=True)
    ]
    guesses = (dated, _with_name(dated, texts, headings), _with_target(dated, texts, headings))
    return next((made for guess in guesses if (made := headings.as_heading(guess)) is not None), None)


def _with_target(found: Sequence[Heading], texts: Sequence[Sequence[str]], headings: Headings) -> list[Heading]:
    """The headings with the one column of figures that no rule knows as that of the targets, in a table that names
    indicators and says how they are measured, weighed or what they are of."""
    names = {heading.name for heading in found}
    unknown = [i for i, h in enumerate(found) if h.column is None and _are_figures(texts[i])]
    if "name" not in names or names.isdisjoint(_OF_INDICATORS) or len(unknown) != 1:
        return list(found)
    target = headings.bare_column
    return [replace(h, column=target, is_guessed=True) if i in unknown else h for i, h in enumerate(found)]


def _with_name(found: Sequence[Heading], texts: Sequence[Sequence[str]], headings: Headings) -> list[Heading]:
    """The headings with the last column of words before the figures as that of the names, where none is, one of the
    figures is called a target, and others are such as tables of indicators alone have."""
    first = next((i for i, h in enumerate(found) if h.name in VALUE_COLUMNS), 0)
    targets = [heading for heading in found if heading.name == "target" and not heading.bare]
    says_target = any(_SAYS_TARGET.search(heading_key(heading.text)) for heading in targets)
    telling = (*_OF_INDICATORS, *_BESIDE_TARGETS) if says_target else _OF_INDICATORS
    names = {heading.name for heading in found}
    if not targets or "name" in names or names.isdisjoint(telling):
        return list(found)
    unknown = [i for i in range(first) if found[i].column is None and texts[i] and not _are_figures(texts[i])]
    described = [i for i in unknown if DESCRIPTION.fullmatch(heading_key(found[i].text))]
    named = described or unknown
    return [
        replace(h, column=headings.name_column, is_guessed=i not in described) if i in named[-1:] else h
        for i, h in enumerate(found)
    ]


def _texts_under(found: Sequence[Heading], rows: Sequence[TableRow]) -> list[list[str]]:
    heads = HeadingMap(found)
    # The first rows tell: behind a title, or over a page, those of another card or table may follow.
    begun = itertools.dropwhile(lambda row: len(row.own_cells) == 1, rows)
    rows = list(itertools.takewhile(lambda row: len(row.own_cells) > 1 and not has_heading_first(row), begun))
    cells = [(heads.of(cell), cell) for row in rows for cell in row.own_cells]
    return [[cell.text for over, cell in cells if over is heading] for heading in found]


def _are_figures(texts: Sequence[str]) -> bool:
    figures = [text for text in texts if _FIGURE.fullmatch(text) and _is_short_of_words(text)]
    return bool(texts) and len(figures) >= _NEARLY_ALL * len(texts)


def _is_short_of_words(text: str) -> bool:
    """Whether a text with a number is no title with its code, and has no more words than a unit."""
    return sum(map(str.isalpha, text)) <= _MOST_LETTERS and code_and_title(text)[0] is None
