"""Which rows of a table come first in its CSV file, so that whoever guesses types guesses right.

Programs that read CSV guess a column's type from its first rows: polars from a hundred. Where those hold nothing but
codes like `011`, a later `3.1.3` ends its reading; a number that the first rows lack is read as a text. Quotes say
nothing to it. So the rows whose cells tell the type of such a column are written before the others, at most three a
column. All other rows keep the order of the Parquet file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.publish.csv_export import csv_lines, csv_parts

_GUESSED_FROM = 100  # rows, by polars; other programs take more
# What texts look like to who guesses; one like none of these is a word, and makes a column of texts. What begins with a
# sign or a tab has an apostrophe before it, and is a word too.
_LOOKS = {
    "whole": r"^(?:[ \f\v]\s*-?)?[0-9]{1,18}$",
    "huge": r"^(?:[ \f\v]\s*-?)?[0-9]{19,}$",  # whole for polars, which reads no decimal into such a column
    "decimal": r"(?i)^(?:[0-9]+\.?[0-9]*(?:e[-+]?[0-9]+)?|[0-9]*\.[0-9]+(?:e[-+]?[0-9]+)?|inf|nan)$",
    "flag": r"^(true|false)$",
}
_WORD = "word"
_VALUE = "value"


@dataclass(frozen=True, slots=True)
class _Place:
    """A row: its number in the table, its part's number, and its number in the part."""

    row: int
    part: int
    in_part: int


@dataclass(frozen=True, slots=True)
class TellingRows:
    """The rows that come first, and the parts that they were taken out of, by their number, without them."""

    first: pa.Table
    others: dict[int, pa.Table]

    def as_csv(self, parts: Iterable[pa.Table]) -> Iterator[bytes]:
        """The lines of the file behind its head; `parts` are those of the table."""
        yield csv_lines(self.first)
        for number, part in enumerate(parts):
            yield from csv_parts(self.others.get(number, part))


def find_telling_rows(parts: Iterable[pa.Table], schema: pa.Schema, filled: Iterable[str]) -> TellingRows:
    """The rows of a table, given in parts, that its CSV file begins with; none where its first rows tell all types.

    `filled` are the columns in which not every cell is null: parts are asked for until these have told theirs.
    """
    found: dict[str, dict[str, _Place]] = {name: {} for name in filled}
    kept: dict[int, pa.Table] = {}
    before = 0
    for number, part in enumerate(parts):
        for start, rows in ((0, part.slice(0, _GUESSED_FROM)), (_GUESSED_FROM, part.slice(_GUESSED_FROM))):
            for column in [name for name, looks in found.items() if not looks.keys() & {_WORD, _VALUE}]:
                for look, row in _find_looks(rows[column], known=found[column]):
                    found[column][look] = _Place(before + start + row, number, start + row)
                    kept[number] = part
        before += part.num_rows
        if all(looks.keys() & {_WORD, _VALUE} for looks in found.values()):
            break
    late = _choose_late([place for looks in found.values() for place in _needed_rows(looks)])
    moved: dict[int, set[int]] = {}
    for place in late:
        moved.setdefault(place.part, set()).add(place.in_part)
    first = [kept[number].take(sorted(taken)) for number, taken in sorted(moved.items())]
    return TellingRows(
        pa.concat_tables([schema.empty_table(), *first]),
        {number: _leave_out(kept[number], taken) for number, taken in moved.items()},
    )


def _find_looks(column: pa.ChunkedArray, known: Iterable[str]) -> Iterator[tuple[str, int]]:
    """What cells of a column look like, each with the first row that does; of those in `known` none again."""
    if column.null_count == len(column):
        return
    rest = pc.is_valid(column)
    if pa.types.is_string(column.type):
        for look, pattern in _LOOKS.items():
            like = pc.and_(rest, pc.fill_null(pc.match_substring_regex(column, pattern), fill_value=False))
            rest = pc.and_not(rest, like)
            if look not in known and (row := pc.index(like, value=True).as_py()) >= 0:
                yield look, row
    if (row := pc.index(rest, value=True).as_py()) >= 0:
        yield (_WORD if pa.types.is_string(column.type) else _VALUE), row


def _needed_rows(looks: dict[str, _Place]) -> list[_Place]:
    """The rows that tell a column's type: one with a word is enough."""
    return [looks[_WORD]] if _WORD in looks else [*looks.values()]


def _choose_late(places: list[_Place]) -> set[_Place]:
    """Those that are not among the first rows, once these have come before them."""
    late: set[_Place] = set()
    while True:
        rows = len({place.row for place in late})
        more = {place for place in places if place.row >= _GUESSED_FROM - rows}
        if more == late:
            return late
        late = more


def _leave_out(part: pa.Table, rows: set[int]) -> pa.Table:
    left = [row for row in range(part.num_rows) if row not in rows]
    return part.take(pa.array(left, pa.int64()))  # a part may have no row left
