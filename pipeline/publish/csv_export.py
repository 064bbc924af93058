"""The CSV twin of each Parquet file.

Spreadsheet programs compute a cell that begins like a formula, also one that a stranger has printed in a plan. A text
that begins so has an apostrophe before it in the CSV files, as has one that begins with an apostrophe itself: taking
one apostrophe from the beginning of every text that has one, and from behind every semicolon and tab (`unescaped`),
gives the text back. Numbers stay as they are, and so does a sign of equality alone, the comparator, which is no
formula. Parquet files hold the texts as printed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
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
_END: Final = "\r\n"
_TOGETHER: Final = 1 << 13  # lines that are made together
_RISKY = (_MARK, *_FORMULA)
# Where a semicolon parts cells, as in Italian spreadsheets, what follows one begins a cell too.
_RISKY_INSIDE = re.compile(rf"([;\t] *)(?=[{re.escape(''.join(_RISKY))}])")
_PARTING: Final = re.compile(r'[,"\r\n]')
# The texts that `_quote_text` changes, as Arrow finds them: few are, and to look at each one takes far longer.
_CHANGED: Final = rf"^[{re.escape(''.join(_RISKY))}]|{_RISKY_INSIDE.pattern.replace('(?=', '(')}|{_PARTING.pattern}"
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
    return ",".join(columns).encode("ascii") + _END.encode("ascii")


def csv_lines(table: pa.Table) -> bytes:
    """The rows of a table as lines of CSV: RFC 4180, UTF-8, decimal point, null as nothing, dates as YYYY-MM-DD."""
    if not table.num_rows:
        return b""
    *cells, last = (_csv_cells(column.combine_chunks()) for column in table.columns)
    ended = pc.binary_join_element_wise(last, _END, "", null_handling="replace")
    lines = pc.binary_join_element_wise(*cells, ended, ",", null_handling="replace")
    length = pc.sum(pc.binary_length(lines)).as_py()
    found: bytes = lines.buffers()[2].slice(0, length).to_pybytes()  # the lines stand there one behind the other
    return found


def csv_parts(table: pa.Table) -> Iterator[bytes]:
    """The lines of a table, some at a time: while they are made they take some times their bytes."""
    for first in range(0, table.num_rows, _TOGETHER):
        yield csv_lines(table.slice(first, _TOGETHER))


def _csv_cells(column: pa.Array) -> pa.Array:
    """The cells of a column as CSV writes them. Most stand in it more than once, and each is looked at once."""
    if pa.types.is_string(column.type):
        once = column.dictionary_encode()
        texts, changed = once.dictionary, pc.match_substring_regex(once.dictionary, _CHANGED)
        if not changed.true_count:
            return column
        texts = pc.replace_with_mask(texts, changed, pa.array(map(_quote_text, texts.filter(changed).to_pylist())))
        return texts.take(once.indices)
    if pa.types.is_floating(column.type):
        once = column.dictionary_encode()
        return pa.array(map(repr, once.dictionary.to_pylist()), pa.string()).take(once.indices)
    return column.cast(pa.string())


def _quote_text(text: str) -> str:
    """A text as a cell, in quotes where it holds what parts cells or lines, or quotes."""
    safe = escaped(text)
    return '"' + safe.replace('"', '""') + '"' if _PARTING.search(safe) else safe
