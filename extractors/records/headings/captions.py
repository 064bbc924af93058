"""Captions of a form that is filled in once for each objective or office: `PIANIFICAZIONE` over every card.

In: the rows and lines of a document. Out: the texts that stand alone over the whole width of its tables, again and
again. They name no node: what tells one card of a form from the next is what is filled in.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from extractors.pages.model import Item, TableRow
from extractors.text import folded

_LEAST = 3  # tables with the same text; two may be halves of one that a page break parts
_SHARE = 1 / 3  # of the document's tables: a form has others beside its cards


def captions_of(items: Iterable[Item]) -> frozenset[str]:
    """The folded texts that stand alone in rows of at least a third of the tables, and of three."""
    tables: set[int] = set()
    found: dict[str, set[int]] = defaultdict(set)
    for item in items:
        if isinstance(item, TableRow):
            tables.add(item.table)
            if text := text_alone(item):
                found[text].add(item.table)
    least = max(_LEAST, _SHARE * len(tables))
    return frozenset(text for text, own in found.items() if len(own) >= least)


def text_alone(row: TableRow) -> str | None:
    """The folded text of a row of one cell over several columns; None where the row has another form."""
    own = [cell for cell in row.cells if cell.text]
    if len(own) != 1 or own[0].span < 2 or own[0].continued:
        return None
    return folded(own[0].text)
