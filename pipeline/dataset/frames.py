"""Rows as data frames of the tables' types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeAlias, TypeVar, cast

import pandas as pd
import pyarrow as pa

from pipeline.dataset.columns import PANDAS_TYPES
from pipeline.dataset.tables import ALL_TABLES

Row: TypeAlias = Mapping[str, Any]
"""A row of any table: a Python value or None for each of its columns."""
Typed = TypeVar("Typed")
"""The row type of one table (`pipeline.dataset.schemas`)."""


def to_frame(table: str, rows: Sequence[Row]) -> pd.DataFrame:
    """The rows as a frame with the table's columns and types.

    Raises:
        KeyError: a row lacks a column or has one that the table does not know.
    """
    columns = ALL_TABLES[table].columns
    for row in rows:
        if row.keys() != columns.keys():
            odd = ", ".join(sorted(row.keys() ^ columns.keys()))
            raise KeyError(f"a row of {table} and the table's columns differ: {odd}")
    return pd.DataFrame(
        {name: pd.array([row[name] for row in rows], dtype=PANDAS_TYPES[columns[name].kind]) for name in columns}
    )


def plain_cells(column: pd.Series[Any]) -> list[Any]:
    """The cells of a column as Python values, None for null."""
    if column.dtype in PANDAS_TYPES.values():  # for pandas a column of few rows takes as long as one of thousands
        found: list[Any] = pa.array(column.array, from_pandas=True).to_pylist()
        return found
    return column.astype(object).where(column.notna(), None).tolist()


def to_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame's rows as Python values, None for null."""
    plain = {str(name): plain_cells(column) for name, column in frame.items()}
    names = tuple(plain)
    return [dict(zip(names, cells, strict=True)) for cells in zip(*plain.values(), strict=True)]


def read_rows(frame: pd.DataFrame, row: type[Typed]) -> list[Typed]:
    """The rows of a frame that holds the table of this row type.

    Raises:
        KeyError: the frame has other columns.
    """
    if list(frame.columns) != list(row.__annotations__):
        raise KeyError(f"these are not the columns of {row.__name__}")
    return cast("list[Typed]", to_rows(frame))


def rows_by_plan(frame: pd.DataFrame, row: type[Typed]) -> dict[str, list[Typed]]:
    """The rows of a frame that holds the table of this row type, by their `plan_id`, in their order."""
    found: dict[str, list[Typed]] = {}
    for plan, typed in zip(frame["plan_id"], read_rows(frame, row), strict=True):
        found.setdefault(plan, []).append(typed)
    return found


def unfit_columns(table: str, row: Row) -> list[str]:
    """The columns whose value cannot be held by the column's type at all, such as a year beyond 64 bits."""
    odd = []
    for name, column in ALL_TABLES[table].columns.items():
        try:
            pd.array([row[name]], dtype=PANDAS_TYPES[column.kind])
        except (TypeError, ValueError, OverflowError):  # PERF203: only for rows that failed together
            odd.append(name)
    return odd
