"""Rules of rows that say where they are printed, and of codes and paths."""

from __future__ import annotations

from typing import Final

from pipeline.dataset.columns import (
    BOX,
    Row,
    are_empty,
    are_filled,
    are_in_order,
)

CELL_PATTERN: Final = r"[A-Z]+[1-9][0-9]*"
"""The name of a cell as spreadsheets give it."""


def one_place(row: Row) -> bool:
    """A row of a PDF has page and box; a row of a text has a line; one of a workbook or a table of a document of text
    has sheet and cell. No place is two of these."""
    given = [place for place in (("page", *BOX), ("line",), ("sheet", "cell")) if not are_empty(row, *place)]
    return len(given) == 1 and are_filled(row, *given[0])


def box_in_order(row: Row) -> bool:
    """A box's left is not right of its right, its top not below its bottom."""
    return are_in_order(row["x0"], row["x1"]) and are_in_order(row["y0"], row["y1"])


def path_ends_with_code(row: Row) -> bool:
    """The path of something coded ends with its code, which may hold a slash of its own (`2027/04`)."""
    return row["code"] is None or f"/{row['code_path']}".endswith(f"/{row['code']}")


def code_needs_raw(row: Row) -> bool:
    """A code was printed."""
    return row["code"] is None or row["code_raw"] is not None
