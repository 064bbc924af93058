"""Headings that only the cells below them tell: of figures, where no rule knows the words beside their year, or where
one column of figures stands beside columns of indicators; of names, where those of figures are known and one column of
words is left.

In: the headings of a row that make none of a table, the rows below them. Out: the headings of the table, those that
were guessed marked so, or None. Public: `is_like_heading`, `read_by_content`.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.code_forms import code_and_title, is_signed_code
from extractors.layouts.headings.heading_map import DESCRIPTION, RESULT, Heading, HeadingMap
from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import TableRow
from extractors.records.headings.scope import has_heading_first
from extractors.text import heading_key

_NO_FIGURE_BELOW = ("objective", "name", None)  # columns that figures may stand under after all
_FIGURE = re.compile(r"(?=.*\d)(?!0\d+$).{1,25}|(?:si|sì|no|n\.? ?d\.?|n\.? ?a\.?|[-–—]+)", re.IGNORECASE)
_MOST_LETTERS = 12  # of a figure with its unit
# Columns that tables of indicators alone have, and those that they have beside what calls itself a target.
_OF_INDICATORS = ("formula", "weight", "objective", "objective_code")
_BESIDE_TARGETS = ("unit", "baseline")
_BESIDE_NAMES = (*_OF_INDICATORS, *_BESIDE_TARGETS, "owner", "result", "achievement")
_OWN = ("target", "result", "baseline", "achievement")
_SAYS_TARGET = re.compile("target|obiettiv|attes")
_YEAR = re.compile(r"(?:19|20)\d\d")
_NEARLY_ALL = 0.8  # share of a column's cells; some say their figure in words


def is_like_heading(row: TableRow) -> bool:
    """Whether a row may be a heading: it is set as one, or has several words and no figure."""
    own = row.own_cells
    return has_heading_first(row) or (
        len(own) > 2 and not any(_FIGURE.fullmatch(_YEAR.sub("", cell.text)) for cell in own)
    )


def read_by_content(
    row: TableRow, below: Sequence[TableRow], headings: Headings, *, is_plan: bool, is_report: bool
) -> HeadingMap | None:
    """The heading map that `row` makes with what the rows `below` it hold; None where it makes none. In a document that
    `is_plan` a column that is called a target is enough for one of words to be the names; one that `is_report` may have
    results beside its targets."""
    known = headings.read(row)
    found = known.headings if known is not None else [headings.match(cell) for cell in row.own_cells]
    texts = _texts_under(found, below)
    dated = [
        headings.match_figures(heading) or heading
        if heading.name in _NO_FIGURE_BELOW and _are_figures(own)
        else heading
        for heading, own in zip(found, texts, strict=True)
    ]
    of_results = {heading.year for heading in found if heading.name == "result" and not heading.bare} - {None}
    dated = [replace(h, bare=False) if h.is_guessed and h.year in of_results else h for h in dated]
    named = _with_name(dated, texts, headings, is_plan)
    return headings.as_heading(_with_figures(named, texts, headings, is_report) if is_plan else named)


def _with_figures(
    found: Sequence[Heading], texts: Sequence[Sequence[str]], headings: Headings, is_report: bool
) -> list[Heading]:
    """The headings with the one column of figures that no rule knows as that of the targets, in a table that names
    indicators and says more of them, but has no targets; in a report, as that of the results beside them."""
    names = {heading.name for heading in found if not heading.bare and not heading.is_guessed}
    unknown = [i for i, h in enumerate(found) if h.column is None and _are_figures(texts[i])]
    lacks_result = is_report and "target" in names and "result" not in names
    column = RESULT if lacks_result else headings.bare_column if "target" not in names else None
    if "name" not in names or column is None or names.isdisjoint((*_BESIDE_NAMES, "target")) or len(unknown) != 1:
        return list(found)
    return [replace(h, column=column, is_guessed=True) if i in unknown else h for i, h in enumerate(found)]


def _with_name(
    found: Sequence[Heading], texts: Sequence[Sequence[str]], headings: Headings, is_plan: bool
) -> list[Heading]:
    """The headings with the last column of words before the figures as that of the names, where none is, and figures
    are called something beside what tables of indicators alone have, or in a plan are called targets or several things.
    It is not in doubt where its heading says that it describes, nothing else could be meant, no objective before it,
    and these are targets beside what tables of indicators alone have."""
    first = next((i for i, h in enumerate(found) if h.name in VALUE_COLUMNS), 0)
    called = [h for h in found if h.name in _OWN and not h.bare]
    says_target = any(h.name == "target" and _SAYS_TARGET.search(heading_key(h.text)) for h in called)
    # `Previsione`, `Stima` stand in budgets too.
    names, kinds = {h.name for h in found}, {h.name for h in called if h.column is not None and not h.column.yields}
    telling = not names.isdisjoint((*_OF_INDICATORS, *_BESIDE_TARGETS) if says_target else _OF_INDICATORS)
    is_told = (telling or says_target or len(kinds) > 1) if is_plan else telling and kinds != {"result"}
    if "name" in names or not (called and is_told):
        return list(found)
    unknown = [i for i in range(first) if found[i].column is None and texts[i] and not _are_figures(texts[i])]
    described = [i for i in unknown if DESCRIPTION.fullmatch(heading_key(found[i].text))]
    named = [i for i in unknown if i not in described][-1:] or described[-1:]
    is_title = any(i and found[i - 1].name in ("objective", "objective_code") for i in named)
    is_sure = telling and "target" in kinds and named == unknown == described and not is_title
    return [
        replace(h, column=headings.name_column, is_guessed=not is_sure) if i in named else h
        for i, h in enumerate(found)
    ]


def _texts_under(found: Sequence[Heading], rows: Sequence[TableRow]) -> list[list[str]]:
    heads = HeadingMap(found)
    # The first rows below the heading tell: behind a title, or over a page, those of another card or table may follow.
    begun = itertools.dropwhile(lambda row: len(row.own_cells) == 1 or has_heading_first(row), rows)
    rows = list(itertools.takewhile(lambda row: len(row.own_cells) > 1 and not has_heading_first(row), begun))
    cells = [(heads.of(cell), cell) for row in rows for cell in row.own_cells]
    return [[cell.text for over, cell in cells if over is heading] for heading in found]


def _are_figures(texts: Sequence[str]) -> bool:
    figures = [text for text in texts if _FIGURE.fullmatch(text) and _is_short_of_words(text)]
    return bool(texts) and len(figures) >= _NEARLY_ALL * len(texts)


def _is_short_of_words(text: str) -> bool:
    """Whether a text with a number is no code, no title with its code, and has no more words than a unit."""
    letters = sum(map(str.isalpha, text))
    is_code = (letters > 0 and is_signed_code(text)) or code_and_title(text)[0] is not None
    return letters <= _MOST_LETTERS and not is_code
