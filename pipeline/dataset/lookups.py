"""Words for the signs and units of the tables, in Italian and English: the one definition of their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TypedDict

from normalizers.quantities.units import UNITS

if TYPE_CHECKING:
    from pipeline.dataset.schemas.shared import ComparatorRow, UnitRow
    from pipeline.dataset.vocabularies import Comparator

UNIT_LABELS: Final[dict[str, tuple[str, str, str]]] = {
    "percent": ("%", "percento", "percent"),
    "permille": ("‰", "per mille", "per mille"),
    "percentage_point": ("p.p.", "punti percentuali", "percentage points"),
    "point": ("pt", "punti", "points"),
    "day": ("gg", "giorni", "days"),
    "week": ("sett.", "settimane", "weeks"),
    "month": ("mesi", "mesi", "months"),
    "year": ("anni", "anni", "years"),
    "hour": ("h", "ore", "hours"),
    "minute": ("min", "minuti", "minutes"),
    "EUR": ("€", "euro", "euro"),
    "FTE": ("FTE", "equivalenti a tempo pieno", "full-time equivalents"),
    "count": ("n.", "numero", "number"),
}
"""By unit: symbol, Italian and English label."""

COMPARATOR_LABELS: Final[dict[Comparator, tuple[str, str, str]]] = {
    ">=": ("≥", "almeno", "at least"),
    ">": (">", "più di", "more than"),
    "<=": ("≤", "al massimo, entro", "at most, by"),
    "<": ("<", "meno di, prima di", "less than, before"),
    "=": ("=", "pari a", "equal to"),
    "between": ("–", "tra, estremi inclusi", "between, ends included"),
}
"""By comparator: symbol, Italian and English label."""


def unit_rows() -> list[UnitRow]:
    """The rows of `units`, in the order of the vocabulary."""
    return [
        {"unit": unit, **_make_labels(UNIT_LABELS[unit]), "description": meaning} for unit, meaning in UNITS.items()
    ]


def comparator_rows() -> list[ComparatorRow]:
    """The rows of `comparators`, in the order of the vocabulary."""
    return [{"comparator": sign, **_make_labels(labels)} for sign, labels in COMPARATOR_LABELS.items()]


class _Labels(TypedDict):
    symbol: str
    label_it: str
    label_en: str


def _make_labels(labels: tuple[str, str, str]) -> _Labels:
    symbol, italian, english = labels
    return {"symbol": symbol, "label_it": italian, "label_en": english}
