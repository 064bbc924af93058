"""Each row of a document with the rows below it in its table, which tell what its headings leave open.

In: rows, cards and lines in reading order. Out: the same, each with the rows below. Public: `with_rows_below`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from extractors.pages.model import Item, TableRow
from extractors.records.key_value.tables import Card

_LOOK_AHEAD = 60  # rows; what so many do not tell, more will not


def with_rows_below(items: Iterable[Item | Card]) -> Iterator[tuple[Item | Card, Sequence[TableRow]]]:
    """Each item, a row with those below it in its table, as far as they are looked at."""
    for _, group in groupby(items, key=lambda item: item.table if isinstance(item, TableRow) else None):
        own = list(group)
        rows = [item for item in own if isinstance(item, TableRow)]
        for index, item in enumerate(own):
            yield item, rows[index + 1 : index + 1 + _LOOK_AHEAD]
