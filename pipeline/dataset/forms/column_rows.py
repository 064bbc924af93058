"""Rows of a table that stays in columns: as dicts, those of a document of a thousand pages take ten times as much."""

from __future__ import annotations

from collections.abc import Iterator, KeysView, Mapping, Sequence
from typing import Any


class ColumnRow(Mapping[str, Any]):
    """The row of this number: a Python value or None for each column."""

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
