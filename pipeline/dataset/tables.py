"""All tables that are published, with their keys: those that are read and those that are computed from them."""

from __future__ import annotations

import pandera.pandas as pa

from pipeline.dataset import derived_schemas as derived
from pipeline.dataset import schemas

DERIVED: dict[str, type[pa.DataFrameModel]] = {
    "achievement": derived.Achievement,
    "objective_achievement": derived.ObjectiveAchievement,
    "units": derived.Units,
    "comparators": derived.Comparators,
}
"""The computed tables by name."""

ALL_TABLES: dict[str, type[pa.DataFrameModel]] = {**schemas.TABLES, **DERIVED}
"""Every published table, each after those it refers to, lookups at the end."""

ALL_PRIMARY_KEYS: dict[str, str] = {
    **schemas.PRIMARY_KEYS,
    "achievement": "achievement_id",
    "objective_achievement": "objective_achievement_id",
    "units": "unit",
    "comparators": "comparator",
}
"""The column whose values are unique, by table."""

ALL_FOREIGN_KEYS: dict[str, dict[str, str]] = {
    **schemas.FOREIGN_KEYS,
    "indicators": {**schemas.FOREIGN_KEYS["indicators"], "unit": "units"},
    "values": {**schemas.FOREIGN_KEYS["values"], "comparator": "comparators", "unit": "units"},
    "achievement": {
        "plan_id": "plans",
        "indicator_id": "indicators",
        "objective_id": "objectives",
        "target_value_id": "values",
        "result_value_id": "values",
        "printed_value_id": "values",
    },
    "objective_achievement": {"plan_id": "plans", "objective_id": "objectives"},
    "units": {},
    "comparators": {},
}
"""By table: the columns that hold keys of another table, and which table."""
