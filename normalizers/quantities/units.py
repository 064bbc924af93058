"""Units of measure: the words that plans print for them, and the vocabulary in which they are published."""

from __future__ import annotations

import re

from normalizers.vocabulary.measures import measures

UNITS: dict[str, str] = {name: unit.meaning for name, unit in measures.units.items()}
"""Every unit that is published, with its meaning."""
TIME_UNITS = measures.time_units
_BY_NAME = {printed: name for name, unit in measures.units.items() for printed in unit.printed}
_MULTIPLE = re.compile(r"\b(?:mila|migliaia|milioni|miliardi|mln|mld|meuro|keuro)\b|/ ?1?\.?000\b|\b[km] ?€|€ ?[km]\b")
_PERCENT_START = re.compile(r"\s*(?:%|percentuale\b|in percentuale\b)", re.IGNORECASE)
_COUNT_START = re.compile(r"\s*-?\s*(?:n\.|n°|nr\b\.?|num\.|numero\b)(?![^/]*/)", re.IGNORECASE)
_SIGNED = re.compile(r"(?:>=|<=|≥|≤|>|<|=|\bentro\b)\s*[0-9][0-9.]*(?:,[0-9]+)?\s*(%|€|[a-zà-ù]+)?", re.IGNORECASE)


def _plain_unit(raw: str) -> str:
    return " ".join(raw.replace("º", "°").split()).lower().strip(" ()[]:;,")


def read_unit(raw: str) -> str | None:
    """The unit (one of `UNITS`) that a printed unit says: `gg` is `day`, `Euro` is `EUR`; None where it says none."""
    return _BY_NAME.get(raw) or _BY_NAME.get(text := _plain_unit(raw)) or _BY_NAME.get(text.rstrip("."))


def read_scale(raw: str) -> str | None:
    """`boolean` or `date` where a unit column or formula names such a scale (`SI/NO`, `data`), else None."""
    text = _plain_unit(raw).replace(" / ", "/").lstrip("- ")
    return next((scale for scale, names in measures.scales.items() if text in names), None)


def is_multiple(raw: str) -> bool:
    """Whether a unit column says that its figures are to be multiplied: `migliaia di euro`, `€/000`, `k€`."""
    return bool(_MULTIPLE.search(_plain_unit(raw)))


def read_unit_of_formula(formula: str) -> str | None:
    """The unit that a formula starts with (`% pratiche evase`, `n. incontri`) or puts behind a sign; None else."""
    if _PERCENT_START.match(formula):
        return "percent"
    behind = [found for word in _SIGNED.findall(formula) if (found := read_unit(word)) is not None]
    if behind:
        return behind[-1]
    return "count" if _COUNT_START.match(formula) else None
