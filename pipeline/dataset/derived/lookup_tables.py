"""The rows of the tables that are the same whatever was read: what people edit in `data/`, and words for units and
comparators, of whose labels this is the one definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Literal, TypedDict, cast

from normalizers.quantities.units import UNITS
from pipeline.dataset.derived.catalogue import catalogue_rows, load_catalogue
from pipeline.dataset.derived.chambers import chamber_rows
from pipeline.dataset.edited_files import Edited, read_edited_file
from pipeline.dataset.project_data import PROCESSES, project_data

if TYPE_CHECKING:
    from pipeline.dataset.columns import Row
    from pipeline.dataset.schemas.shared import ComparatorRow, ProcessRow, UnitRow
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


class ProcessesFile(Edited):
    """The whole file, checked: names of functions by letter, names of processes by code, null where unknown."""

    version: Literal[1]
    functions: dict[str, str]
    processes: dict[str, str | None]


@cache
def load_processes(path: Path | None = None) -> ProcessesFile:
    """The processes of a file, of the project where None.

    Raises:
        EditedDataError: it cannot be read, is no YAML, or breaks the rules of the file.
    """
    return read_edited_file(path or project_data(PROCESSES), ProcessesFile)


def process_rows() -> list[ProcessRow]:
    """The rows of `processes`, by code."""
    known = load_processes()
    return [
        {
            "process_code": code,
            "function_code": code[0],
            "function_name": known.functions.get(code[0]),
            "name": name,
        }
        for code, name in sorted(known.processes.items())
    ]


_MADE: Final[Mapping[str, Callable[[], Sequence[Any]]]] = {
    "catalogue": lambda: catalogue_rows(load_catalogue()),
    "chambers": chamber_rows,
    "processes": process_rows,
    "units": unit_rows,
    "comparators": comparator_rows,
}


def lookup_rows(table: str) -> Sequence[Row]:
    """The rows of a lookup table."""
    return cast("Sequence[Row]", _MADE[table]())
