"""Tables that stand upright: each row a heading and its text, the whole a card that states one indicator.

A card is a run of rows of one table in which headings and texts take turns, with the name of an indicator and
something that only an indicator has. It ends where one of its headings is printed again. Rows that make no card are
handed on as they are: they may name the node of the table that follows.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from extractors.layouts.headings import Heading, Headings
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Box, Cell, Item, Place, TableRow

_STATES = {*VALUE_COLUMNS, "formula", "weight"}


@dataclass(frozen=True, slots=True)
class Card:
    """An indicator's card: its texts, each under its heading, and the rows as one."""

    texts: tuple[tuple[Heading, Cell], ...]
    row: TableRow


def cards_among(items: Iterable[Item], headings: Headings) -> Iterator[Item | Card]:
    """`items` with the rows that make a card replaced by it."""
    run: list[tuple[TableRow, list[tuple[Heading, Cell]]]] = []
    for item in items:
        pairs = _pairs(item, headings, begun=bool(run)) if isinstance(item, TableRow) else []
        again = {heading.text for heading, _ in pairs} & {h.text for _, known in run for h, _ in known}
        if run and (not pairs or again or not isinstance(item, TableRow) or item.table != run[-1][0].table):
            yield from _closed(run)
            run = []
        if pairs and isinstance(item, TableRow):
            run.append((item, pairs))
        else:
            yield item
    yield from _closed(run)


def _pairs(row: TableRow, headings: Headings, *, begun: bool) -> list[tuple[Heading, Cell]]:
    """The headings of the row with the texts beside them; none where it is not made of both."""
    own = [cell for cell in row.cells if cell.text and not cell.continued]
    if len(own) < 2 or len(own) % 2 or headings.read(row) is not None:
        return []
    found = [headings.match(cell) for cell in own[::2]]
    known = [heading.column is not None for heading in found]
    if not all(known) and not (begun and len(own) == 2):
        return []
    return list(zip(found, own[1::2], strict=True))


def _closed(run: list[tuple[TableRow, list[tuple[Heading, Cell]]]]) -> Iterator[Item | Card]:
    texts = tuple(pair for _, pairs in run for pair in pairs)
    names = {heading.name for heading, _ in texts}
    if len(run) < 2 or "name" not in names or not names & _STATES:
        yield from (row for row, _ in run)
        return
    first = run[0][0]
    boxes = [row.place.box for row, _ in run if row.place.box and row.place.page == first.place.page]
    place = Place(first.place.page, Box.around(boxes) if boxes else None, first.place.line)
    cells = tuple(cell for row, _ in run for cell in row.cells)
    signs = tuple(sorted({sign for row, _ in run for sign in row.signs}))
    yield Card(texts, TableRow(cells, place, first.table, signs))
