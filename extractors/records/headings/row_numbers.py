"""Which columns before those of objectives hold these's codes, and which count the rows of the table.

In: the headings of a table, the rows below them; the pairs of a card. Out: the headings of codes, of texts.
Public: `codes_in_card`, `codes_of_objectives`, `texts_beside`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

from extractors.layouts.code_forms import code_and_title, is_signed_code
from extractors.layouts.headings.heading_map import DESCRIBES, Heading, HeadingMap
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Cell, TableRow
from extractors.text import folded


def codes_of_objectives(heading: HeadingMap, rows: Sequence[TableRow]) -> list[Heading]:
    """The headings right before one of objectives whose cells are these's codes: one of codes that do not count the
    rows, or one that nobody knows and whose cells are all codes by their own form (`Cod. OS`)."""
    # A heading with nothing below it is part of another one, whose words stand apart.
    held = [h for h in heading.headings if any(_cell_under(h, row, heading) for row in rows)] or heading.headings
    return [
        before
        for before, objective in pairwise(held)
        if objective.name == "objective"
        and (
            (before.name == "code" and not _counts_rows(before, objective, rows, heading))
            or (before.column is None and _holds_codes(before, rows, heading))
        )
    ]


def codes_in_card(heading: HeadingMap, texts: Sequence[str]) -> list[Heading]:
    """The heading of the code that a card with these `texts` prints before its objective, which has none of its own,
    and both before the indicator (`Codice | OB.1 | Peso | 20%`, `Obiettivo | …`)."""
    names = [h.name for h in heading.headings]
    if not {"code", "objective", "name"}.issubset(names):
        return []
    code, objective, name = map(names.index, ("code", "objective", "name"))
    has_own = code_and_title(texts[objective])[0] is not None
    return [heading.headings[code]] if code < objective < name and not has_own else []


def texts_beside(heading: HeadingMap, rows: Sequence[TableRow]) -> list[Heading]:
    """The headings of texts that describe the indicators which another column names (`KPI | Descrizione del KPI`),
    where that holds more than codes, and of words for how far they are (`Stato al 31/12`, `Esito`: `Concluso`)."""
    states = [h for h in heading.headings if h.name in VALUE_COLUMNS and folded(h.text).startswith(("stato", "esito"))]
    said = [(h, "".join(_texts_under(h, rows, heading))) for h in states]
    in_words = [h for h, text in said if text and not any(map(str.isdigit, text))]
    return [*_descriptions_of_names(heading, rows), *in_words]


def _descriptions_of_names(heading: HeadingMap, rows: Sequence[TableRow]) -> list[Heading]:
    names = [h for h in heading.headings if h.name == "name" and h.number is None]
    described = [h for h in names if DESCRIBES.match(folded(h.text))]
    others = [h for h in names if h not in described]
    return described if others and not any(_holds_codes(h, rows, heading) for h in others) else []


def _holds_codes(column: Heading, rows: Iterable[TableRow], heading: HeadingMap) -> bool:
    texts = _texts_under(column, rows, heading)
    return bool(texts) and all(map(is_signed_code, texts))


def _counts_rows(number: Heading, objective: Heading, rows: Iterable[TableRow], heading: HeadingMap) -> bool:
    """Whether the numbers before the objectives count the rows: two stand beside one objective, or all objectives'
    cells begin with codes of their own that are others."""
    codes: dict[str, set[str]] = defaultdict(set)  # of each objective's text
    for row in rows:
        count, title = (_cell_under(column, row, heading) for column in (number, objective))
        if count is None or title is None or count.continued:
            continue
        if title.continued:
            return True
        codes[folded(title.text)].add(folded(count.text))
    own = {text: folded(code) for text in codes if (code := code_and_title(text.upper())[0]) is not None}
    has_others = bool(codes) and all(text in own and own[text] not in codes[text] for text in codes)
    return has_others or any(len(found) > 1 for found in codes.values())


def _texts_under(column: Heading, rows: Iterable[TableRow], heading: HeadingMap) -> list[str]:
    return [cell.text for row in rows if (cell := _cell_under(column, row, heading)) is not None]


def _cell_under(column: Heading, row: TableRow, heading: HeadingMap) -> Cell | None:
    return next((cell for cell in row.cells if cell.text and heading.of(cell) is column), None)
