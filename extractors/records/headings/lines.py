"""Lines that are set as headings, entries of a table of contents, which name headings of other pages, and lines that
stand side by side, as a label and its text.

Public: `is_like_heading`, `is_of_a_year`, `is_of_contents`, `join_side_by_side`, `year_alone`, `year_named_by`.
"""

from __future__ import annotations

import re

from extractors.pages.model import Item, TextLine
from extractors.text import folded

_OF_A_YEAR = re.compile(r"\b(?:risultat|consuntiv|rendicont|obiettiv|indicator|target)\D{0,30}20\d\d\b")
_LEADERS = re.compile(r"(?:(?:[.·_] ?){4,}|(?:… ?){2,})\d{1,3}$")  # before the number of a page


def is_of_contents(item: Item) -> bool:
    """Whether an item is a line of a table of contents: a title, leaders and a page's number."""
    return isinstance(item, TextLine) and _LEADERS.search(item.text) is not None


def is_like_heading(line: TextLine) -> bool:
    """Whether a line is a heading: bold, or in a text form a short line that ends no sentence and is no list item."""
    if line.bold:
        return True
    text = folded(line.text)
    return line.size is None and len(text) <= 160 and text[-1:] not in ".;:," and not text.startswith(("-", "•", "*"))


def year_alone(text: str) -> int | None:
    """The year that a text is and nothing else (`Anno 2023`)."""
    found = re.fullmatch(r"(?:anno|annualita|esercizio)? ?(20\d\d)", folded(text))
    return int(found[1]) if found else None


def year_named_by(text: str) -> int | None:
    """The one year that a heading names, that of figures under it whose column names none; None where it names none or
    several."""
    named = {int(year) for year in re.findall(r"(?<![\d/.-])20\d\d(?![\d/.-])", text)}
    return named.pop() if len(named) == 1 else None


def is_of_a_year(text: str) -> bool:
    """Whether a heading says of what is reached or aimed at that it is of the year that it names."""
    return _OF_A_YEAR.search(folded(text)) is not None


def join_side_by_side(one: TextLine, other: TextLine) -> str | None:
    """The text of two lines that stand side by side, from left to right; None where they do not."""
    a, b = one.place.box, other.place.box
    if a is None or b is None or one.place.page != other.place.page:
        return None
    if min(a.y1, b.y1) - max(a.y0, b.y0) < 0.5 * min(a.height, b.height):
        return None
    left, right = (one, other) if a.x0 <= b.x0 else (other, one)
    return f"{left.text} {right.text}"
