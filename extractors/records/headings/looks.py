"""Rows that look like headings and were not taken for one: which of their texts the layout knows, and what they lack.

In: the rows of a document, a layout's headings. Out: a look at each, the likest first. Public: `looks_of`,
`describe_look`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from extractors.layouts.headings.matching import Headings
from extractors.layouts.schema import VALUE_COLUMNS, TableRules
from extractors.pages.model import Cell, Item, Place, TableRow
from extractors.records.headings.scope import has_heading_first

_MOST = 20  # cells of a row that is looked at; more are a table of data


@dataclass(frozen=True, slots=True)
class LookedAtText:
    """A text of a row like a heading: the column that it names, else the likest heading of the layout and how like it
    is, of 100."""

    text: str
    column: str | None
    likest: str | None = None
    score: float | None = None


@dataclass(frozen=True, slots=True)
class HeadingLook:
    """A row like a heading: its texts, and the columns of which the layout needs one and it has none."""

    place: Place
    texts: tuple[LookedAtText, ...]
    lacks: tuple[str, ...]

    @property
    def known(self) -> int:
        """How many of its texts name a column."""
        return sum(text.column is not None for text in self.texts)


def looks_of(items: Iterable[Item], rules: TableRules) -> list[HeadingLook]:
    """The rows that look like headings and are none by the layout, each form once, those with most known texts first.

    A row looks like one where it is the first of its table or set as a heading, and has several cells.
    """
    headings = Headings(rules)
    tables: set[int] = set()
    found: dict[str, HeadingLook] = {}
    for item in items:
        if not isinstance(item, TableRow):
            continue
        first = item.table not in tables
        tables.add(item.table)
        own = item.own_cells
        if not 1 < len(own) <= _MOST or item.text in found or not (first or has_heading_first(item)):
            continue
        if headings.read(item) is None:
            found[item.text] = _look_at(item.place, own, headings)
    return sorted(found.values(), key=lambda look: -look.known)


def _look_at(place: Place, cells: Iterable[Cell], headings: Headings) -> HeadingLook:
    texts = []
    for cell in cells:
        name = headings.match(cell).name
        likest = headings.find_likest(cell.text) if name is None else None
        texts.append(LookedAtText(cell.text, name, *(likest or (None, None))))
    names = {text.column for text in texts}
    lacks = [] if "name" in names else ["name"]
    if names.isdisjoint(VALUE_COLUMNS):
        lacks.append("a figure")
    return HeadingLook(place, tuple(texts), tuple(lacks))


def describe_look(look: HeadingLook) -> str:
    """A sentence on what a row like a heading prints and what the layout misses in it."""
    where = f"page {look.place.page}" if look.place.page else f"line {look.place.line}"
    parts = []
    for text in look.texts:
        if text.column is not None:
            parts.append(f"«{text.text}» is {text.column}")
        elif text.likest is not None:
            parts.append(f"«{text.text}» is unknown (likest: «{text.likest}», {text.score:.0f} of 100)")
        else:
            parts.append(f"«{text.text}» is unknown")
    lacks = f"; it lacks {' and '.join(look.lacks)}" if look.lacks else "; two known headings are needed"
    return f"{where}: {', '.join(parts)}{lacks}"
