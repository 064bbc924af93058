"""Units of measure: the words that plans print for them, and the vocabulary in which they are published."""

from __future__ import annotations

import re
from collections.abc import Sequence

from normalizers.vocabulary.measures import measures

UNITS: dict[str, str] = {name: unit.meaning for name, unit in measures.units.items()}
"""Every unit that is published, with its meaning."""
TIME_UNITS = measures.time_units
_BY_NAME = {printed: name for name, unit in measures.units.items() for printed in unit.printed}
_MULTIPLE = re.compile(r"\b(?:mila|migliaia|milioni|miliardi|mln|mld|meuro|keuro)\b|/ ?1?\.?000\b|\b[km] ?€|€ ?[km]\b")
_PERCENT_START = re.compile(r"\s*(?:%|percentuale\b|in percentuale\b)", re.IGNORECASE)
_COUNT_START = re.compile(r"\s*-?\s*(?:n\.|n°|nr\b\.?|num\.|numero\b)(?![^/]*/)", re.IGNORECASE)
_SIGNED = re.compile(r"(?:>=|<=|≥|≤|>|<|=|\bentro\b)\s*[0-9][0-9.]*(?:,[0-9]+)?\s*(%|€|[a-zà-ù]+)?", re.IGNORECASE)


def _plain(raw: str) -> str:
    text = " ".join(raw.replace("º", "°").split()).lower()
    return text.strip(" ()[]:;,") if text not in {"n.", "gg."} else text


def read_unit(raw: str) -> str | None:
    """The unit (one of `UNITS`) that a printed unit says: `gg` is `day`, `Euro` is `EUR`; None where it says none."""
    text = _plain(raw)
    return _BY_NAME.get(text) or _BY_NAME.get(text.rstrip("."))


def read_scale(raw: str) -> str | None:
    """`boolean` or `date` where a unit column or formula names such a scale (`SI/NO`, `data`), else None."""
    text = _plain(raw).replace(" / ", "/").lstrip("- ")
    for scale, names in measures.scales.items():
        if text in names:
            return scale
    return None


def is_multiple(raw: str) -> bool:
    """Whether a unit column says that its figures are to be multiplied: `migliaia di euro`, `€/000`, `k€`."""
    return bool(_MULTIPLE.search(_plain(raw)))


def find_unit(unit_column: str | None, formula: str | None, clause_units: Sequence[str | None]) -> str | None:
    """The unit of an indicator: what its unit column says, else its formula, else all of its values.

    Args:
        unit_column: the printed text of the unit column, None where there is none.
        formula: the printed formula, None where there is none.
        clause_units: the units of the clauses of all its cells; those that state none do not count.
    """
    if unit_column is not None:
        if (unit := read_unit(unit_column)) is not None:
            return unit
        if read_scale(unit_column) is not None:
            return None
    if formula is not None and (unit := _unit_of_formula(formula)) is not None:
        return unit
    stated = {unit for unit in clause_units if unit is not None}
    return stated.pop() if len(stated) == 1 else None


def _unit_of_formula(formula: str) -> str | None:
    """A formula says its unit where it starts with it (`% pratiche evase`, `n. incontri`) or puts it behind a sign."""
    if _PERCENT_START.match(formula):
        return "percent"
    behind = [found for word in _SIGNED.findall(formula) if (found := read_unit(word)) is not None]
    if behind:
        return behind[-1]
    if _COUNT_START.match(formula):
        return "count"
    return None
