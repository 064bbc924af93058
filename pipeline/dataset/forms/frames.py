"""Rows as data frames of the tables' types."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, TypeVar, cast

import pandas as pd
import pyarrow as pa

from pipeline.dataset.columns import ARROW_TYPES, Kind
from pipeline.dataset.forms.cells import Row, compare_columns, plain_cells
from pipeline.dataset.tables import ALL_TABLES

pa.table({}).to_pandas()  # pyarrow knows of pandas from here on, also where it was to load none
PANDAS_TYPES: Final[dict[Kind, Any]] = {
    "string": pd.StringDtype("pyarrow"),
    "int": pd.Int64Dtype(),
    "double": pd.Float64Dtype(),
    "bool": pd.BooleanDtype(),
    "date": pd.ArrowDtype(pa.date32()),
}
"""The pandas type of a column by its kind; all of them tell null from every value."""
Typed = TypeVar("Typed")
"""The row type of one table (`pipeline.dataset.schemas`)."""


def to_frame(table: str, rows: Sequence[Row]) -> pd.DataFrame:
    """The rows as a frame with the table's columns and types.

    Raises:
        KeyError: a row lacks a column or has one that the table does not know.
    """
    columns = ALL_TABLES[table].columns
    compare_columns(table, rows)
    return pd.DataFrame(
        {name: pd.array([row[name] for row in rows], dtype=PANDAS_TYPES[columns[name].kind]) for name in columns}
    )


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """The frame of an Arrow table, in types that tell null from every value."""
    types = {ARROW_TYPES[kind]: of_pandas for kind, of_pandas in PANDAS_TYPES.items()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=types.get)
    return frame


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
