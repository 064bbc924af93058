"""The views that dashboards want, as SQL for DuckDB: `views.sql`, published beside the tables it reads."""

from __future__ import annotations

from pathlib import Path
from typing import Final

VIEWS: Final = "views.sql"
"""The file's name."""


def views_sql() -> str:
    """The SQL text."""
    return Path(__file__).with_name(VIEWS).read_text(encoding="utf-8")


def write_views(path: Path) -> None:
    """Write the SQL file."""
    path.write_text(views_sql(), encoding="utf-8", newline="\n")
