"""The files of a published table: one, or in a dataset of many plans one for each partition that holds rows.

Names alone: to tell whether a folder is the program's, a run needs nothing that makes tables.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

MANIFEST: Final = "partitions.json"
"""The file of a partitioned dataset that lists all partitions."""

PARTITIONED: Final = (
    *("plans", "objectives", "indicators", "values", "issues", "achievement", "objective_achievement"),
    *("series", "target_history", "current_targets", "indicators_once"),
)
"""The tables that such a dataset has in partitions; the others are as small in it as in any."""
VIEWS: Final = "views.sql"
CATALOGUE: Final = "catalog.jsonld"
PACKAGE: Final = "datapackage.json"
_WHOLE: Final = ("series_relations", "catalogue", "chambers", "processes", "units", "comparators")
"""The tables that no dataset has in partitions."""


def dataset_files() -> frozenset[str]:
    """The names of the files that a dataset has which is not in partitions."""
    tables = (f"{name}{ending}" for name in (*PARTITIONED, *_WHOLE) for ending in (".parquet", ".csv"))
    return frozenset({VIEWS, CATALOGUE, PACKAGE, *tables})


def is_partitioned(version: Path) -> bool:
    """Whether a version of a dataset has its tables in partitions."""
    return (version / MANIFEST).is_file()


def table_files(version: Path, name: str) -> list[Path]:
    """The Parquet files of a table; none where the version has no such table."""
    whole = version / f"{name}.parquet"
    return [whole] if whole.is_file() else sorted((version / name).glob("**/*.parquet"))
