"""Some columns of a published table, whose rows may be in several Parquet files, or in none.

In: the files, the names of columns. Out: their rows. Public: `read_plans`, `read_batches`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.forms.arrow import arrow_schema

_ROWS: Final = 1 << 13  # of a batch


def read_plans(files: Iterable[Path], columns: Sequence[str]) -> pa.Table:
    """These columns of the table of plans, in its order."""
    schema = pa.schema([field for field in arrow_schema("plans") if field.name in columns])
    return pa.Table.from_batches(read_batches(files, columns), schema)


def read_batches(files: Iterable[Path], columns: Sequence[str]) -> Iterator[pa.RecordBatch]:
    """These columns of the rows, in order, some thousand at a time."""
    for path in files:
        with pq.ParquetFile(path) as file:
            yield from file.iter_batches(_ROWS, columns=columns)
