"""The CSV twin of each Parquet file."""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pyarrow as pa


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table as CSV: RFC 4180, UTF-8, a header line, decimal point, null as nothing, dates as YYYY-MM-DD."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.column_names)
        columns = [column.to_pylist() for column in table.columns]
        writer.writerows([_plain(cell) for cell in row] for row in zip(*columns, strict=True))


def _plain(cell: object) -> object:
    """A cell as CSV writes it."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return cell
