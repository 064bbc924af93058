"""The commonest cells, read without the grammar: `>= 80 %`, `1.250`, `15 gg`, `<= 31/12/2019`.

This is a short cut and no second definition: it builds the very pieces that `targets.lark` gives, and a test compares
the two on every cell that the short cut takes. Whatever leaves the slightest doubt is left to the grammar.
"""

from __future__ import annotations

import re

from normalizers.targets.clause_builder import Draft
from normalizers.targets.pieces import Comparing, Day, Figure, Mark, Piece
from normalizers.vocabulary import italian as vocabulary

_SIGNS = r">=|<=|>|<|="
_WORDS = {
    **dict.fromkeys(("almeno", "minimo", "non inferiore a", "non inferiore al", "non meno di"), ">="),
    **dict.fromkeys(("massimo", "max", "non superiore a", "non superiore al", "non piu di", "fino a"), "<="),
    **{"oltre": ">", "superiore a": ">", "maggiore di": ">", "piu di": ">"},
    **{"inferiore a": "<", "minore di": "<", "meno di": "<", "pari a": "=", "uguale a": "="},
}
_LIMITS = ("entro", "entro il")
_UNITS: dict[str | None, str | None] = {
    **{None: None, "%": "percent", "gg": "day", "giorni": "day", "ore": "hour", "mesi": "month"},
    **{"€": "EUR", "euro": "EUR"},
}
_UNITS_OF_THINGS = frozenset({None, "%"})
_HARMLESS_LISTS = frozenset({"behind", "before", "counted_heads", "counted_in_names", "small_words", "spellings"})
_THINGS = vocabulary.behind.difference(
    *(entries for name, entries in vocabulary if isinstance(entries, frozenset | dict) and name not in _HARMLESS_LISTS)
)
"""Words that say nothing more than what is counted: they stand in no other list."""
_QUANTITY = re.compile(
    rf"(?:({_SIGNS}) ?|({'|'.join(sorted(_WORDS, key=len, reverse=True))}) )?(-?)"
    r"((?:0|[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]*)(?:,[0-9]{1,2})?)"
    rf"(?: ?({'|'.join(sorted(filter(None, _UNITS), key=len, reverse=True))}))?(?: ([a-z]{{3,}}))?(\.)?"
)
_DATE = re.compile(rf"(?:({_SIGNS}) ?|({'|'.join(reversed(_LIMITS))}) )?([0-9]{{2}})/([0-9]{{2}})/([0-9]{{4}})")


def read_simple(folded: str) -> Draft | None:
    """The clause of a cell that is one number or date with at most a comparison and a unit; None for any other cell."""
    if found := _QUANTITY.fullmatch(folded):
        return _read_quantity(found, len(folded))
    if found := _DATE.fullmatch(folded):
        sign, limit, day, month, year = found.groups()
        comparing = Comparing(0, len(sign), sign, signed=True) if sign else None
        if limit:
            comparing = Comparing(0, len(limit), "<=", within=True, singular=limit != "entro")
        return Draft("value", Day(0, len(folded), int(day), int(month), int(year), comparing))
    return None


def _read_quantity(found: re.Match[str], end: int) -> Draft | None:
    """None where a bare number may be a year or a day, or a dash behind words no minus sign."""
    sign, words, minus, digits, unit, thing, stop = found.groups()
    if stop and unit not in _UNITS_OF_THINGS:
        return None
    end -= len(stop or "")
    if thing is not None and (thing not in _THINGS or minus or unit not in _UNITS_OF_THINGS):
        return None
    if unit is None and (len(digits) == len("31122020") or (len(digits) == 4 and digits[:2] in {"19", "20"})):
        return None
    if words and minus:
        return None
    end -= len(thing) + 1 if thing is not None else 0
    number = float(digits.replace(".", "").replace(",", "."))
    made = Figure(0, end, -number if minus and number else number, unit=_UNITS[unit], digits=digits)
    if sign is not None:
        made.sign, made.comparing = sign, Comparing(0, len(sign), sign, signed=True)
    elif words is not None:
        made.sign = _WORDS[words]
        made.comparing = Comparing(0, len(words), made.sign)
    rest: list[Piece] = [Mark(end + 1, end + 1 + len(thing), "words", thing)] if thing is not None else []
    return Draft("value", made, rest=rest)
