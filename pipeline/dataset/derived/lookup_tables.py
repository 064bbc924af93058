"""The rows of the tables that are the same whatever was read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

from pipeline.dataset.derived.catalogue import catalogue_rows, load_catalogue
from pipeline.dataset.derived.chambers import chamber_rows
from pipeline.dataset.derived.processes import process_rows
from pipeline.dataset.forms.cells import Row
from pipeline.dataset.lookups import comparator_rows, unit_rows

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
