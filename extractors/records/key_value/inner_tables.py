"""Small tables inside a card: a row of headings of figures, and below it the figures of the card's indicator.

`Valori | Target 2022 | Target 2023` over `40 | 45`, or years over rows that name what they hold: `Anno | 2022 | 2023`
over `Target | 40 | 45`. In: the rows and lines of a document. Out: the same with the rows of such a table as one, each
figure under its heading. Whether it stands in a card at all is for the reader of cards to tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from extractors.layouts.headings.heading_map import Heading, HeadingMap
from extractors.layouts.headings.matching import OF_VALUES, Headings
from extractors.layouts.schema import VALUE_COLUMNS
from extractors.pages.model import Cell, Item, TableRow
from extractors.text import heading_key

Pair = tuple[Heading, Cell]
_LEAST = 2  # headings of figures side by side; one alone is a key with its text


@dataclass(frozen=True, slots=True)
class InnerTable:
    """The rows of a small table as they are printed, and its figures, each under its heading."""

    rows: tuple[TableRow, ...]
    pairs: tuple[Pair, ...]


def inner_tables(items: Iterable[Item], headings: Headings) -> Iterator[Item | InnerTable]:
    """`items` with rows of headings of figures joined to the rows of figures below them."""
    head: TableRow | None = None
    heads: Sequence[Heading] = ()
    table: InnerTable | None = None
    for item in items:
        if head is not None and isinstance(item, TableRow) and item.table == head.table:
            pairs = _figures_under(item, heads, headings, begun=table is not None)
            if pairs:
                above = table or InnerTable((head,), ())
                table = InnerTable((*above.rows, item), (*above.pairs, *pairs))
                continue
        if head is not None:
            yield table or head
        head, table = None, None
        if isinstance(item, TableRow) and (heads := _heads_of(item, headings)):
            head = item
        else:
            yield item
    if head is not None:
        yield table or head


def _heads_of(row: TableRow, headings: Headings) -> Sequence[Heading]:
    """The headings of figures that a row is made of, but for a label before them; none where it is no such row."""
    own = row.own_cells
    found = [headings.match(cell) for cell in own]
    figures = [heading for heading in found if heading.name in VALUE_COLUMNS]
    label = found[0] if found and found[0].name not in VALUE_COLUMNS else None
    if len(figures) < _LEAST or len(figures) + (label is not None) != len(found):
        return ()
    return () if label is not None and label.name == "name" else figures


def _figures_under(row: TableRow, heads: Sequence[Heading], headings: Headings, *, begun: bool) -> tuple[Pair, ...]:
    """The cells of a row of figures under `heads`; none where the row is something else."""
    own = row.own_cells
    label = headings.match(own[0]) if own else None
    if label is not None and label.name in VALUE_COLUMNS and not label.bare and all(head.bare for head in heads):
        own = own[1:]
        dated = [headings.match_under(label, head.cell) for head in heads]
    elif begun:
        return ()
    else:
        dated = list(heads)
    under = HeadingMap(heads)
    if own and under.of(own[0]) is None and heading_key(own[0].text) in OF_VALUES:
        own = own[1:]
    if not own or any(headings.match(cell).column is not None for cell in own):
        return ()
    places = [next((i for i, head in enumerate(heads) if under.of(cell) is head), None) for cell in own]
    if None in places or len(set(places)) < len(own):
        return ()
    return tuple((dated[place], cell) for place, cell in zip(places, own, strict=True) if place is not None)
