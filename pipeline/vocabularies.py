"""The closed vocabularies of the dataset's columns, as `DATASET.md` lists them."""

from __future__ import annotations

from typing import Final, get_args

from extractors.levels import Level
from normalizers import units

DOC_TYPES: Final = ("piano", "relazione", "cruscotto", "piao", "pira", "altro")
MEDIA_TYPES: Final = ("application/pdf", "text/plain")
LEVELS: Final[tuple[str, ...]] = get_args(Level)
ROLES: Final = ("target", "result", "baseline", "achievement", "benchmark")
KINDS: Final = (
    "quantity",
    "date",
    "boolean",
    "relative",
    "baseline_year",
    "qualitative",
    "missing",
    "invalid",
)
COMPARATORS: Final = (">=", ">", "<=", "<", "=", "between")
COMPARATOR_SOURCES: Final = ("cell", "formula", "implicit")
READING_STATUSES: Final = ("ok", "review", "unparsed", "invalid")
"""What a reading alone gives."""
CORRECTED: Final = "corrected"
"""The status of a value that a person has read (`pipeline.corrections`)."""
STATUSES: Final = (*READING_STATUSES, CORRECTED)
CURRENT: Final = "current"
KEPT: Final = "kept"
"""The freshness of a plan whose rows are those published before, for its document failed or gave clearly less."""
FRESHNESS: Final = (CURRENT, KEPT)
UNITS: Final = tuple(units.UNITS)
SEVERITIES: Final = ("info", "warning", "error")

FIRST_YEAR: Final = 1990
"""Years before it are no period of a plan: performance plans exist since legislative decree 150/2009."""
LAST_YEAR: Final = 2100
