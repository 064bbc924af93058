"""All tables that are published, by name: those that are read of documents and those that are computed from them."""

from __future__ import annotations

from typing import Final

from pipeline.dataset.schemas.achievement import ACHIEVEMENT, OBJECTIVE_ACHIEVEMENT
from pipeline.dataset.schemas.answers import (
    CURRENT_TARGETS,
    INDICATORS_ONCE,
    SERIES,
    SERIES_RELATIONS,
    TARGET_HISTORY,
)
from pipeline.dataset.schemas.indicators import INDICATORS
from pipeline.dataset.schemas.issues import ISSUES
from pipeline.dataset.schemas.objectives import OBJECTIVES
from pipeline.dataset.schemas.plans import PLANS
from pipeline.dataset.schemas.shared import CATALOGUE, CHAMBERS, COMPARATORS, PROCESSES, UNITS
from pipeline.dataset.schemas.values import VALUES
from pipeline.dataset.table import Table


def _by_name(*tables: Table) -> dict[str, Table]:
    return {table.name: table for table in tables}


TABLES: Final = _by_name(PLANS, OBJECTIVES, INDICATORS, VALUES, ISSUES)
"""The tables that are read, each after those it refers to."""
ANSWERS: Final = _by_name(SERIES, SERIES_RELATIONS, TARGET_HISTORY, CURRENT_TARGETS, INDICATORS_ONCE)
"""The tables that are computed from those of all plans together."""
LOOKUPS: Final = _by_name(CATALOGUE, CHAMBERS, PROCESSES, UNITS, COMPARATORS)
"""The tables that are the same whatever was read."""
OF_DOCUMENTS: Final = {**TABLES, **_by_name(ACHIEVEMENT, OBJECTIVE_ACHIEVEMENT)}
"""The tables whose rows come from documents one by one."""
DERIVED: Final = {**_by_name(ACHIEVEMENT, OBJECTIVE_ACHIEVEMENT), **ANSWERS, **LOOKUPS}
"""The computed tables, lookups at the end."""
ALL_TABLES: Final = {**TABLES, **DERIVED}
