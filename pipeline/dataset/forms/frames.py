"""Tables as data frames, which pandera checks and the Python interface gives."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import pandas as pd
import pyarrow as pa

from pipeline.dataset.columns import ARROW_TYPES, Kind, Row
from pipeline.dataset.forms.rows import compare_columns
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


def arrow_to_frame(table: pa.Table) -> pd.DataFrame:
    """The frame of an Arrow table, in types that tell null from every value."""
    types = {ARROW_TYPES[kind]: of_pandas for kind, of_pandas in PANDAS_TYPES.items()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=types.get)
    return frame
