"""Tables as Arrow: types, nulls and descriptions derive from the tables' columns."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from pipeline.dataset.columns import ARROW_TYPES, PANDAS_TYPES
from pipeline.dataset.tables import ALL_TABLES

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd


@cache
def arrow_schema(table: str) -> pa.Schema:
    """The Arrow schema of a table: types, which columns may be null, and descriptions."""
    model = ALL_TABLES[table]
    fields = [
        pa.field(
            column.name,
            ARROW_TYPES[column.kind],
            nullable=column.nullable,
            metadata={"description": column.description},
        )
        for column in model.columns.values()
    ]
    return pa.schema(fields, metadata={"description": model.meaning, "dataset_version": "1"})


def to_arrow(table: str, frame: pd.DataFrame) -> pa.Table:
    """The frame as Arrow, with exactly the schema of the table."""
    schema = arrow_schema(table)
    arrays = [pa.Array.from_pandas(frame[field.name], type=field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def from_arrow(table: pa.Table) -> pd.DataFrame:
    """The frame of an Arrow table, in types that tell null from every value."""
    types: Mapping[Any, Any] = {ARROW_TYPES[kind]: of_pandas for kind, of_pandas in PANDAS_TYPES.items()}
    frame: pd.DataFrame = table.to_pandas(types_mapper=types.get)
    return frame


def as_stream(table: pa.Table) -> pa.Buffer:
    """A table as the bytes of an Arrow stream."""
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    return sink.getvalue()


def from_stream(packed: bytes) -> pa.Table:
    """The table that `as_stream` made bytes of."""
    with pa.ipc.open_stream(pa.py_buffer(packed)) as stream:
        return stream.read_all()
