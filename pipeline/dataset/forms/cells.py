"""Rows as Python values, of which a table is checked and made without pandas; a published table is a frame instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pyarrow as pa

from pipeline.dataset.tables import ALL_TABLES

if TYPE_CHECKING:
    import pandas as pd

Row: TypeAlias = Mapping[str, Any]
"""A row of any table: a Python value or None for each of its columns."""
Rows: TypeAlias = "Sequence[Row] | pd.DataFrame"
"""The rows of a table: those of a document that is read, or a frame of those that are published."""


def cells_of(rows: Rows, column: str) -> list[Any]:
    """The cells of a column as Python values, None for null."""
    if isinstance(rows, Sequence):
        return [*map(itemgetter(column), rows)]
    return plain_cells(rows[column])


def plain_cells(column: pd.Series[Any]) -> list[Any]:
    """The cells of a column of a frame as Python values, None for null."""
    if isinstance(column.dtype, np.dtype):
        return column.astype(object).where(column.notna(), None).tolist()
    # For pandas a column of few rows takes as long as one of thousands.
    found: list[Any] = pa.array(column.array, from_pandas=True).to_pylist()
    return found


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
