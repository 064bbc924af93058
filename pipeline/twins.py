"""The CSV twin of each Parquet file.

Spreadsheet programs compute a cell that begins like a formula, also one that a stranger has printed in a plan. A text
that begins so has an apostrophe before it in the CSV files, as has one that begins with an apostrophe itself: taking
one apostrophe from the beginning of every text that has one (`unescaped`) gives the text back. Numbers stay as they
are, and so does a sign of equality alone, the comparator, which is no formula. Parquet files hold the texts as printed.
"""

from __future__ import annotations

import csv
import datetime
from pathlib import Path

import pyarrow as pa

_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "\uff1d",
    "\uff0b",
    "\uff0d",
    "\uff20",
)  # the last four are full width
_MARK = "'"


def escaped(text: str) -> str:
    """`text` so that no spreadsheet program takes it for a formula."""
    return _MARK + text if text != "=" and text.startswith((_MARK, *_FORMULA)) else text


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return text.removeprefix(_MARK)


def write_csv(table: pa.Table, path: Path) -> None:
    """Write a table as CSV: RFC 4180, UTF-8, a header line, decimal point, null as nothing, dates as YYYY-MM-DD."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(table.column_names)
        columns = [column.to_pylist() for column in table.columns]
        writer.writerows([_plain(cell) for cell in row] for row in zip(*columns, strict=True))


def _plain(cell: object) -> object:
    """A cell as CSV writes it."""
    if isinstance(cell, str):
        return escaped(cell)
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime.date):
        return cell.isoformat()
    return cell
