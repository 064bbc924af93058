"""Tables that print the year of their figures in a column: one row a year, or several rows of one indicator, or the
year of a baseline or target beside its figure.

In: the cells of a row under their headings. Out: the year that the row is of; further figures in the record of the row
above; figures under the year beside them. Public: `further_figures`, `with_years_beside`, `year_of_row`, `years_due`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractors.layouts.headings.heading_map import Heading
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Cell
from extractors.records.model import Record
from extractors.records.record_draft import RecordDraft
from extractors.text import heading_key

_OF_YEARS = ("anno", "annualita", "esercizio", "anno di riferimento")
_YEAR = re.compile(r"20\d\d")
_DUE = re.compile(
    r"(?:target |valore atteso )?(?:tempi(?:stica|stiche)?|(?:data (?:di )?)?scadenza|termin[ei]|quando"
    r"|(?:orizzonte|arco) temporale|data prevista"
    r"|anno di (?:realizzazione|conclusione|attuazione|conseguimento)|periodo(?: di attuazione)?|cronoprogramma)"
)
_ANY_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")
_SAYS_YEAR = re.compile(r"\banno\b")

Pair = tuple[Heading | None, Cell]


def year_of_row(under: Sequence[tuple[Heading | None, Cell]]) -> int | None:
    """The year that a row states in a column of years; None where it has none."""
    texts = [cell.text for heading, cell in under if heading is not None and heading_key(heading.text) in _OF_YEARS]
    return int(texts[0]) if len(texts) == 1 and _YEAR.fullmatch(texts[0]) else None


def years_due(under: Sequence[Pair]) -> tuple[int, ...]:
    """The years that a row names in a column of when things are due (`Tempistica`)."""
    texts = [cell.text for heading, cell in under if heading is not None and _DUE.fullmatch(heading_key(heading.text))]
    return tuple(sorted({int(year) for text in texts for year in _ANY_YEAR.findall(text)}))


def with_years_beside(under: Sequence[Pair]) -> list[Pair]:
    """The cells of a row with the year that stands beside a figure as its heading's (`Baseline` over `Anno` and
    `Valore`)."""
    found = list(under)
    for heading, cell in under:
        if heading is None or not _is_of_years(heading) or not _YEAR.fullmatch(cell.text):
            continue
        beside = [i for i, (h, _) in enumerate(found) if h is not None and h is not heading and _is_alike(h, heading)]
        if len(beside) == 1 and (other := found[beside[0]][0]) is not None and not _is_of_years(other):
            found[beside[0]] = replace(other, year=int(cell.text)), found[beside[0]][1]
            found.remove((heading, cell))
    return found


def _is_of_years(heading: Heading) -> bool:
    return heading.name in VALUE_COLUMNS and bool(_SAYS_YEAR.search(heading_key(heading.text))) and _is_undated(heading)


def _is_undated(heading: Heading) -> bool:
    return heading.year is None and heading.offset is None and heading.part is None


def _is_alike(one: Heading, other: Heading) -> bool:
    return (one.name, one.number) == (other.name, other.number) and _is_undated(one)


def further_figures(records: Sequence[Record], draft: RecordDraft) -> Record | None:
    """The last record with further figures of its indicator, of another year or role, which stand in a row beside the
    same cell of names; None where the row is no such one."""
    is_further = draft.year is not None or draft.says_role
    if not is_further or not draft.goes_on or draft.name or not draft.values or not records:
        return None
    last = records[-1]
    stated = {(value.role, value.period, value.raw) for value in last.values}  # also of a cell merged over both rows
    further = [value for value in draft.values if (value.role, value.period, value.raw) not in stated]
    return replace(last, values=(*last.values, *further), row_text=f"{last.row_text} | {draft.row.text}")
