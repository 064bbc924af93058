"""Cells that state a figure for each of several years: `Anno 2015: >= 90% Anno 2016: >= 95%`.

In: the text of a cell of figures. Out: each year with the text that follows it, the year behind one figure. Public:
`each_year`, `year_behind`.
"""

from __future__ import annotations

import re
from itertools import pairwise

# A year and the sign behind it; `2016 ` alone may be part of a figure (`rispetto al 2016`).
_MARK = re.compile(
    r"(?:^|(?<=[\s;,/(]))(?:(?:per l['’])?(?:anno|target|esercizio) ?)?\(?(?P<year>20\d\d)\)? ?(?:[:=]|[–-](?= ))\s*",
    re.IGNORECASE,
)
_BEHIND = re.compile(r".*\d.*\((?:anno |dato |a\.? ?a\.? )?(?P<year>20\d\d)(?:/(?:20)?\d\d)?\)")


def each_year(text: str) -> tuple[tuple[int, str], ...]:
    """The years that a text names one after the other, each with its own figure; none where it states one figure.

    Nothing stands before the first year, the years follow each other, and each has a text.
    """
    marks = list(_MARK.finditer(text))
    if len(marks) < 2 or text[: marks[0].start()].strip():
        return ()
    years = [int(mark["year"]) for mark in marks]
    if any(later != year + 1 for year, later in pairwise(years)):
        return ()
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts = [text[mark.end() : end].strip(" ;,/|(") for mark, end in zip(marks, ends, strict=True)]
    return tuple(zip(years, parts, strict=True)) if all(parts) else ()


def year_behind(text: str) -> int | None:
    """The year that stands in brackets behind a figure, as that of its survey: `54% (2023)`."""
    found = _BEHIND.fullmatch(text)
    return int(found["year"]) if found else None
