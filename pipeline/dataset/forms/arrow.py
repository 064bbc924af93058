"""Tables as Arrow: types, nulls and descriptions derive from the tables' columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import NoneType
from typing import Any, Final

import pyarrow as pa

from pipeline.dataset.columns import ARROW_TYPES, PYTHON_TYPES, Kind, Row
from pipeline.dataset.forms.rows import ColumnRow, cells_of, compare_columns, rows_of, share_texts
from pipeline.dataset.tables import ALL_TABLES

_HALF: Final = re.compile("[\ud800-\udfff]")
"""Half of a character as UTF-16 has it, which UTF-8 has no bytes for."""
_LARGEST: Final[Mapping[Kind, int]] = {"int": (1 << 63) - 1, "double": 1 << 53}
"""Whole numbers that a column holds as they are."""


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


def to_arrow(table: str, rows: Sequence[Row]) -> pa.Table:
    """The rows as Arrow, with exactly the schema of the table.

    Raises:
        KeyError: a row lacks a column or has one that the table does not know.
        TypeError, ValueError, OverflowError: the type of a column cannot hold a cell.
    """
    compare_columns(table, rows)
    schema = arrow_schema(table)
    arrays = [pa.array(_held_cell(cells_of(rows, field.name), field.type), type=field.type) for field in schema]
    return pa.Table.from_arrays(arrays, schema=schema)


def _held_cell(cells: list[Any], kind: pa.DataType) -> list[Any]:
    """Cells as a column holds them: what is no number is null, as in a frame; pyarrow would load pandas to tell."""
    # It alone is not itself.
    return [None if cell != cell else cell for cell in cells] if pa.types.is_floating(kind) else cells  # noqa: PLR0124


def types_hold(table: str, rows: Sequence[Row]) -> bool:
    """Whether every cell surely has a place in its column; where one may have none, `unfit_columns` tells."""
    return all(_are_held(cells_of(rows, name), column.kind) for name, column in ALL_TABLES[table].columns.items())


def _are_held(cells: list[Any], kind: Kind) -> bool:
    types = {*map(type, cells)} - {NoneType}
    if kind == "string" and types == {str}:
        return not _HALF.search("".join(filter(None, cells)))
    if int in types and kind in _LARGEST:
        types.discard(int)
        if max(abs(cell) for cell in cells if type(cell) is int) > _LARGEST[kind]:
            return False
    return types <= {PYTHON_TYPES[kind]}


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


def from_arrow(table: pa.Table) -> list[ColumnRow]:
    """The rows of a table; a text that stands in many of them is one object."""
    once: dict[str, str] = {}
    columns = zip(table.column_names, table.columns, strict=True)
    return rows_of({name: share_texts(column.to_pylist(), once) for name, column in columns})
