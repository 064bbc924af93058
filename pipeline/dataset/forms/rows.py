"""Rows as Python values, of which a table is checked and made without pandas."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, KeysView, Mapping, Sequence
from operator import itemgetter
from typing import Any, TypeVar

from pipeline.dataset.columns import Row
from pipeline.dataset.tables import ALL_TABLES

AnyRow = TypeVar("AnyRow", bound=Mapping[str, Any])


def cells_of(rows: Sequence[Row], column: str) -> list[Any]:
    """The cells of a column, None for null."""
    return [*map(itemgetter(column), rows)]


def group_rows(rows: Iterable[AnyRow], column: str) -> dict[Any, list[AnyRow]]:
    """Rows by what a column of theirs holds, in their order."""
    groups: dict[Any, list[AnyRow]] = {}
    for row in rows:
        groups.setdefault(row[column], []).append(row)
    return groups


def path_to(nodes: Mapping[str, Row], start: str | None) -> tuple[Row, ...]:
    """The rows of `objectives`, given by their ids, from the root to the one called `start`."""
    path: dict[str, Row] = {}
    while start is not None and start not in path and (node := nodes.get(start)) is not None:
        path[start] = node
        start = node["parent_id"]
    return tuple(reversed(path.values()))


def compare_columns(table: str, rows: Sequence[Row]) -> None:
    """Hold rows against the columns of their table.

    Raises:
        KeyError: a row lacks a column or has one that the table does not know.
    """
    columns = ALL_TABLES[table].columns.keys()
    for row in rows:
        if row.keys() != columns:
            odd = ", ".join(sorted(row.keys() ^ columns))
            raise KeyError(f"a row of {table} and the table's columns differ: {odd}")


class ColumnRow(Mapping[str, Any]):
    """The row of this number, in a table that stays in columns: as dicts, the rows of a document of a thousand pages
    take ten times as much."""

    __slots__ = ("_columns", "_number")

    def __init__(self, columns: Mapping[str, Sequence[Any]], number: int) -> None:
        self._columns = columns
        self._number = number

    def __getitem__(self, name: str) -> Any:
        return self._columns[name][self._number]

    def __iter__(self) -> Iterator[str]:
        return iter(self._columns)

    def __len__(self) -> int:
        return len(self._columns)

    def keys(self) -> KeysView[str]:
        """The names of the columns."""
        return self._columns.keys()


def share_texts(cells: Sequence[Any], once: dict[str, str]) -> list[Any]:
    """The cells of a column; a text that stands in many of them, or in `once`, is one object, not one for each."""
    kinds = set(map(type, cells))
    if str not in kinds:
        return [*cells]
    if kinds <= {str, type(None)}:  # elsewhere 1 would be taken for 1.0 and for true
        return [*map(once.setdefault, cells, cells)]
    return [once.setdefault(cell, cell) if type(cell) is str else cell for cell in cells]


def rows_of(columns: Mapping[str, Sequence[Any]]) -> list[ColumnRow]:
    """The rows of a table.

    Raises:
        ValueError: a column is longer than another.
    """
    lengths = {len(cells) for cells in columns.values()}
    if len(lengths) > 1:
        raise ValueError(f"columns have {min(lengths)} to {max(lengths)} cells")
    return [ColumnRow(columns, number) for number in range(max(lengths, default=0))]
