"""The closed vocabularies of the dataset's columns, as `DATASET.md` lists them."""

from __future__ import annotations

from typing import Final, get_args

from extractors.layouts.levels import Level
from normalizers.quantities import units

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
"""The status of a value that a person has read (`pipeline.corrections.files`)."""
STATUSES: Final = (*READING_STATUSES, CORRECTED)
CURRENT: Final = "current"
KEPT: Final = "kept"
"""The freshness of a plan whose rows are those published before, for its document failed or gave clearly less."""
FRESHNESS: Final = (CURRENT, KEPT)
UNITS: Final = tuple(units.UNITS)
READ: Final = ("ok", CORRECTED)
"""The statuses of values that are computed with; anything else is to be looked at by a person first."""
ACHIEVED: Final = "achieved"
PARTLY: Final = "partly"
NOT_ACHIEVED: Final = "not_achieved"
NOT_COMPUTABLE: Final = "not_computable"
OUTCOMES: Final = (ACHIEVED, PARTLY, NOT_ACHIEVED, NOT_COMPUTABLE)
DIRECTIONS: Final = ("at_least", "at_most", "exactly", "within", "by_date", "as_stated")
"""What a target asks of a result: as much or more, as much or less, just so much, a figure between two, a day or
sooner, and for yes and no the same answer."""
SEVERITIES: Final = ("info", "warning", "error")

FIRST_YEAR: Final = 1990
"""Years before it are no period of a plan: performance plans exist since legislative decree 150/2009."""
LAST_YEAR: Final = 2100
