"""Tables as Arrow: the schema derives from the pandera models, descriptions stand in the field metadata."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pandas as pd
import pyarrow as pa

from pipeline.dataset.tables import ALL_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

_DATE = pd.ArrowDtype(pa.date32())
_ARROW_TYPES: dict[str, Any] = {
    "string": pa.string(),
    "Int64": pa.int64(),
    "Float64": pa.float64(),
    "boolean": pa.bool_(),
    str(_DATE): pa.date32(),
}
PANDAS_TYPES: dict[str, Any] = {
    "string": pd.StringDtype("pyarrow"),
    "Int64": pd.Int64Dtype(),
    "Float64": pd.Float64Dtype(),
    "boolean": pd.BooleanDtype(),
    str(_DATE): _DATE,
}
"""The pandas type of a column by the name that its model gives it; all of them tell null from every value."""


def column_kind(table: str, column: str) -> str:
    """The name of a column's type: a key of `PANDAS_TYPES`."""
    name = str(ALL_TABLES[table].to_schema().columns[column].dtype)
    return "string" if name.startswith("string") else name


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table: types, which columns may be null, and descriptions."""
    model = ALL_TABLES[table]
    fields = [
        pa.field(
            name,
            _ARROW_TYPES[column_kind(table, name)],
            nullable=bool(column.nullable),
            metadata={"description": str(column.description)},
        )
        for name, column in model.to_schema().columns.items()
    ]
    return pa.schema(fields, metadata={"description": (model.__doc__ or "").strip(), "dataset_version": "1"})


def to_arrow(table: str, frame: pd.DataFrame) -> pa.Table:
    """The frame as Arrow, with exactly the schema of the table."""
    schema = arrow_schema(table)
    arrays = [pa.Array.from_pandas(frame[field.name], type=field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """The frame of an Arrow table, in types that tell null from every value."""
    types: Mapping[Any, Any] = {arrow: PANDAS_TYPES[kind] for kind, arrow in _ARROW_TYPES.items()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=types.get)
    return frame
