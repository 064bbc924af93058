"""The commonest cells, read without the grammar: `>= 80 %`, `1.250`, `15 gg`, `<= 31/12/2019`.

This is a short cut and no second definition: it builds the very pieces that `targets.lark` gives, and a test compares
the two on every cell that the short cut takes. Whatever leaves the slightest doubt is left to the grammar.
"""

from __future__ import annotations

import re

from normalizers.drafts import Draft
from normalizers.pieces import Comparing, Day, Figure

_QUANTITY = re.compile(
    r"(>=|<=|>|<|=)? ?(-?)((?:0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*)(?:,[0-9]{1,2})?) ?(%|gg|€)?"
)
_DATE = re.compile(r"(>=|<=|>|<|=)? ?([0-9]{2})/([0-9]{2})/([0-9]{4})")
_UNITS = {None: None, "%": "percent", "gg": "day", "€": "EUR"}


def read_simple(folded: str) -> Draft | None:
    """The clause of a cell that is one number or date with at most a sign and a unit; None for any other cell."""
    if found := _QUANTITY.fullmatch(folded):
        sign, minus, digits, unit = found.groups()
        if unit is None and (len(digits) == len("31122020") or (len(digits) == 4 and digits[:2] in {"19", "20"})):
            return None
        number = float(digits.replace(".", "").replace(",", "."))
        made = Figure(0, len(folded), -number if minus and number else number, unit=_UNITS[unit], digits=digits)
        if sign is not None:
            made.sign, made.comparing = sign, Comparing(0, len(sign), sign, signed=True)
        return Draft("value", made)
    if found := _DATE.fullmatch(folded):
        comparing = Comparing(0, len(found[1]), found[1], signed=True) if found[1] else None
        return Draft("value", Day(0, len(folded), int(found[2]), int(found[3]), int(found[4]), comparing))
    return None
