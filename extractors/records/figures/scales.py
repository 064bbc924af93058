"""Figures in thousands or millions: what a heading or a line above a table says of all numbers below it.

In: the heading, lines and wide cells where the reader stands. Out: whether a cell's number is such a one. Numbers are
published as they are printed, which is a thousandth of what they say. Public: `is_scaled`, `says_scale_of_table`.
"""

from __future__ import annotations

import re

from extractors.text import folded

_IN_HEADING = re.compile(r"\b(?:migliaia|milioni|miliardi|mln|mld)\b|/ ?(?:1\.?)?000\b|\bk ?€|€ ?k\b")
_ABOVE = re.compile(
    r"\b(?:valori|importi|dati|cifre|somme|espress[ieoa])\b[^.;:\d]{0,30}?"
    r"(?:\bin (?:migliaia|milioni|miliardi)\b|(?:in |/)(?:€|euro) ?/? ?(?:1?\.?000|mln|mld)\b|\b(?:in )?(?:mln|mld)\b)"
)
_BARE_NUMBER = re.compile(r"[<>=≤≥€ -]*\d[\d.]*(?:,\d+)?(?: ?(?:€|euro))?")


def says_scale_of_table(text: str) -> bool:
    """Whether a text above a table's rows says that its figures are in thousands or millions."""
    return _ABOVE.search(folded(text)) is not None


def is_scaled(cell: str, heading: str, table: bool) -> bool:
    """Whether a cell's figure is a number in thousands or millions by its heading, or its `table`."""
    return _BARE_NUMBER.fullmatch(cell) is not None and (table or _IN_HEADING.search(folded(heading)) is not None)
