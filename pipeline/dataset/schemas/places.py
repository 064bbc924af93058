"""Rules of rows that say where they are printed, and of codes and paths."""

from __future__ import annotations

from typing import Final

import numpy as np

from pipeline.dataset.columns import (
    BOX,
    Flags,
    Frame,
    are_empty,
    are_filled,
    holds_or_unknown,
)

CELL_PATTERN: Final = r"[A-Z]+[1-9][0-9]*"
"""The name of a cell as spreadsheets give it."""


def one_place(frame: Frame) -> Flags:
    """A row of a PDF has page and box; a row of a text has a line; one of a workbook or a table of a document of text
    has sheet and cell. No place is two of these."""
    pdf = are_filled(frame, "page", *BOX) & are_empty(frame, "line", "sheet", "cell")
    text = frame["line"].notna() & are_empty(frame, "page", *BOX, "sheet", "cell")
    return pdf | text | (are_filled(frame, "sheet", "cell") & are_empty(frame, "page", *BOX, "line"))


def box_in_order(frame: Frame) -> Flags:
    """A box's left is not right of its right, its top not below its bottom."""
    return holds_or_unknown(frame["x0"] <= frame["x1"]) & holds_or_unknown(frame["y0"] <= frame["y1"])


def path_ends_with_code(frame: Frame) -> Flags:
    """The path of something coded ends with its code, which may hold a slash of its own (`2027/04`)."""
    pairs = zip(frame["code_path"], frame["code"], strict=True)
    ends = [isinstance(path, str) and f"/{path}".endswith(f"/{code}") for path, code in pairs]
    return frame["code"].isna() | np.array(ends, dtype=bool)


def code_needs_raw(frame: Frame) -> Flags:
    """A code was printed."""
    return frame["code"].isna() | frame["code_raw"].notna()
