"""Tables as Arrow: types, nulls and descriptions derive from the tables' columns."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import pyarrow as pa

from pipeline.dataset.columns import ARROW_TYPES
from pipeline.dataset.forms.cells import Row, Rows, compare_columns
from pipeline.dataset.tables import ALL_TABLES


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


def to_arrow(table: str, rows: Rows) -> pa.Table:
    """The rows as Arrow, with exactly the schema of the table.

    Raises:
        KeyError: a row lacks a column or has one that the table does not know.
        TypeError, ValueError, OverflowError: the type of a column cannot hold a cell.
    """
    schema = arrow_schema(table)
    if isinstance(rows, Sequence):
        compare_columns(table, rows)
        arrays = [pa.array([_held(row[field.name]) for row in rows], type=field.type) for field in schema]
    else:
        arrays = [pa.Array.from_pandas(rows[field.name], type=field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _held(cell: Any) -> Any:
    """A cell as a column holds it: what is no number is null, as in a frame; pyarrow would load pandas to tell."""
    return None if cell != cell else cell  # noqa: PLR0124 - it alone is not itself


def unfit_columns(table: str, row: Row) -> list[str]:
    """The columns whose type cannot hold the row's value at all, such as a year beyond 64 bits."""
    odd = []
    for field in arrow_schema(table):
        try:
            pa.array([row[field.name]], type=field.type)
        except (TypeError, ValueError, OverflowError):  # PERF203: only for rows that failed together
            odd.append(field.name)
    return odd


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
