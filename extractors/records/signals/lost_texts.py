"""Texts that stand in the place of an inferred row and in none of its cells: the row has lost them. A row of another
table that stands there is such a text too.

In: the rows and lines of a document. Out: the places of the rows that have lost a text. Public: `LostTexts`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from extractors.pages.model import Box, Item, Place, TableRow
from extractors.quality.signals import Signal

_OVERLAP = 0.4  # share of a line's height that stands in a row; lines just above a table touch its first row


class LostTexts:
    """Gathers what rows have lost while a document's items are gone through; `rows` are the places of such rows."""

    def __init__(self) -> None:
        self.rows: set[Place] = set()
        self._page: int | None = None
        self._lines: list[Box] = []
        self._inferred: list[TableRow] = []

    def watch(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items as they come; each is taken note of."""
        for item in items:
            if item.place.page != self._page:
                self._close_page()
                self._page = item.place.page
            if not isinstance(item, TableRow):
                self._lines += [item.place.box] if item.place.box is not None else []
            elif Signal.GRID_INFERRED in item.signs:
                self._inferred.append(item)
            yield item
        self._close_page()

    def _close_page(self) -> None:
        for row in self._inferred:
            others = [other.place.box for other in self._inferred if other.table != row.table]
            box = row.place.box
            if box is not None and any(text is not None and _is_within(text, box) for text in (*self._lines, *others)):
                self.rows.add(row.place)
        self._lines, self._inferred = [], []


def _is_within(text: Box, row: Box) -> bool:
    shared = min(text.y1, row.y1) - max(text.y0, row.y0)
    return row.x0 < text.mid_x < row.x1 and shared > _OVERLAP * text.height
