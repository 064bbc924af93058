"""The CSV twin of each Parquet file.

Spreadsheet programs compute a cell that begins like a formula, also one that a stranger has printed in a plan. A text
that begins so has an apostrophe before it in the CSV files, as has one that begins with an apostrophe itself: taking
one apostrophe from the beginning of every text that has one, and from behind every semicolon and tab (`unescaped`),
gives the text back. Numbers stay as they are, and so does a sign of equality alone, the comparator, which is no
formula. Parquet files hold the texts as printed.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

import pyarrow as pa
import pyarrow.compute as pc

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
_TOGETHER: Final = 2000  # lines that are made together
_RISKY = (_MARK, *_FORMULA)
# Where a semicolon parts cells, as in Italian spreadsheets, what follows one begins a cell too.
_RISKY_INSIDE = re.compile(rf"([;\t] *)(?=[{re.escape(''.join(_RISKY))}])")
# The texts that `escaped` changes, as Arrow finds them: few have any, and to look at each one takes far longer.
_CHANGED: Final = rf"^[{re.escape(''.join(_RISKY))}]|{_RISKY_INSIDE.pattern.replace('(?=', '(')}"
_MARKED_INSIDE = re.compile(rf"([;\t] *){_MARK}")


def escaped(text: str) -> str:
    """`text` so that no spreadsheet program takes it for a formula."""
    safe = _RISKY_INSIDE.sub(rf"\g<1>{_MARK}", text)
    return _MARK + safe if text != "=" and text.startswith(_RISKY) else safe


def unescaped(text: str) -> str:
    """What `escaped` was given."""
    return _MARKED_INSIDE.sub(r"\g<1>", text.removeprefix(_MARK))


def csv_head(columns: Sequence[str]) -> bytes:
    """The header line of a CSV file."""
    return _lines([columns])


def csv_lines(table: pa.Table) -> bytes:
    """The rows of a table as lines of CSV: RFC 4180, UTF-8, decimal point, null as nothing, dates as YYYY-MM-DD."""
    return _lines(zip(*(_plain(column) for column in table.columns), strict=True))


def csv_parts(table: pa.Table) -> Iterator[bytes]:
    """The lines of a table, some at a time: as Python has them they take ten times their bytes."""
    for first in range(0, table.num_rows, _TOGETHER):
        yield csv_lines(table.slice(first, _TOGETHER))


def _lines(rows: Iterable[Sequence[object]]) -> bytes:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerows(rows)
    return buffer.getvalue().encode("utf-8")


def _plain(column: pa.ChunkedArray) -> list[object]:
    """The cells of a column as CSV writes them."""
    cells: list[object] = column.to_pylist()
    if pa.types.is_string(column.type):
        risky = pc.fill_null(pc.match_substring_regex(column, _CHANGED), fill_value=False)
        if pc.any(risky).as_py():
            for number in pc.indices_nonzero(risky).to_pylist():
                cells[number] = escaped(str(cells[number]))
    if pa.types.is_boolean(column.type):
        return [None if cell is None else "true" if cell else "false" for cell in cells]
    return cells
