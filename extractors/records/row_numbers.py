"""Whether the numbers in a column before the objectives' are the objectives' codes, or count the rows of the table.

In: the headings of a table, the rows below them. Out: a yes or no. Public: `has_numbered_rows`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractors.layouts.code_forms import code_and_title
from extractors.layouts.heading_map import Heading, HeadingMap
from extractors.pages.model import Cell, TableRow
from extractors.text import folded


def has_numbered_rows(heading: HeadingMap, rows: Iterable[TableRow]) -> bool:
    """Whether the numbers before the objectives count the rows: two stand beside one objective, or all objectives'
    cells begin with codes of their own that are others."""
    columns = _number_and_objective(heading)
    if columns is None:
        return False
    codes: dict[str, set[str]] = defaultdict(set)  # of each objective's text
    for row in rows:
        number, objective = (_cell_under(column, row, heading) for column in columns)
        if number is None or objective is None or number.continued:
            continue
        if objective.continued:
            return True
        codes[folded(objective.text)].add(folded(number.text))
    own = {text: folded(code) for text in codes if (code := code_and_title(text.upper())[0]) is not None}
    has_others = bool(codes) and all(text in own and own[text] not in codes[text] for text in codes)
    return has_others or any(len(found) > 1 for found in codes.values())


def _number_and_objective(heading: HeadingMap) -> tuple[Heading, Heading] | None:
    for number, objective in zip(heading.headings, heading.headings[1:], strict=False):
        if number.name == "code" and objective.name == "objective":
            return number, objective
    return None


def _cell_under(column: Heading, row: TableRow, heading: HeadingMap) -> Cell | None:
    return next((cell for cell in row.cells if cell.text and heading.of(cell) is column), None)
