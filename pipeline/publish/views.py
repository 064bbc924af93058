"""The views that dashboards want, as SQL for DuckDB: `views.sql`, published beside the tables it reads."""

from __future__ import annotations

from pathlib import Path

from pipeline.publish.table_files import PARTITIONED, VIEWS


def views_sql(*, partitioned: bool = False) -> str:
    """The SQL text; over tables in partitions the views have the columns of these too."""
    text = Path(__file__).with_name(VIEWS).read_text(encoding="utf-8")
    for name in PARTITIONED if partitioned else ():
        files = f"read_parquet('{name}/**/*.parquet', hive_partitioning = true)"
        text = text.replace(f"read_parquet('{name}.parquet')", files)
    return text


def write_views(path: Path, *, partitioned: bool = False) -> None:
    """Write the SQL file."""
    path.write_text(views_sql(partitioned=partitioned), encoding="utf-8", newline="\n")
