"""The columns of tables as pandera checks them, which tells which cells fail which check. It takes a second to load,
and pandas as long: both are for tables of which `pipeline.dataset.checks.quick` cannot say that all cells are sound."""

from __future__ import annotations

from functools import cache

import pandera.pandas as pa

from pipeline.dataset.columns import TableColumn
from pipeline.dataset.forms.frames import PANDAS_TYPES
from pipeline.dataset.tables import ALL_TABLES


@cache
def schema_of(table: str) -> pa.DataFrameSchema:
    """The columns of the table of this name as pandera checks them."""
    model = ALL_TABLES[table]
    return pa.DataFrameSchema(
        {name: _column_check(column) for name, column in model.columns.items()},
        unique=list(model.unique) or None,
        strict=True,
        ordered=True,
    )


def _column_check(column: TableColumn) -> pa.Column:
    return pa.Column(
        PANDAS_TYPES[column.kind],
        checks=[getattr(pa.Check, one.check)(**one.asks) for one in column.constraints],
        nullable=column.nullable,
        unique=column.meaning.unique,
        description=column.description,
    )
