"""The views that dashboards read, on DuckDB."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from normalizers.quantities.units import UNITS
from pipeline.dataset import vocabularies as words
from pipeline.dataset.derived.lookup_tables import COMPARATOR_LABELS, UNIT_LABELS


@pytest.fixture(scope="module")
def connection(published: Path) -> duckdb.DuckDBPyConnection:
    found = duckdb.connect()
    found.execute(f"SET file_search_path = '{published}'")
    found.execute((published / "views.sql").read_text(encoding="utf-8"))
    return found


def rows(connection: duckdb.DuckDBPyConnection, query: str) -> list[tuple[Any, ...]]:
    return connection.execute(query).fetchall()


def test_indicator_values_has_one_row_a_value(
    connection: duckdb.DuckDBPyConnection, frames: dict[str, pd.DataFrame]
) -> None:
    assert rows(connection, "SELECT count(*), count(DISTINCT value_id) FROM indicator_values") == [
        (len(frames["values"]), len(frames["values"]))
    ]


def test_indicator_values_is_flat(connection: duckdb.DuckDBPyConnection) -> None:
    found = rows(
        connection,
        "SELECT chamber, path, role, year, comparator_it, number, unit_it, unit_en FROM indicator_values "
        "WHERE name LIKE 'Grado di rispetto degli standard%' AND year = 2017 ORDER BY role",
    )
    massa = "Camera di commercio di Massa-Carrara"
    assert found == [
        (massa, "2/2.1/2.1.4", "achievement", 2017, "pari a", 100.0, "percento", "percent"),
        (massa, "2/2.1/2.1.4", "result", 2017, "pari a", 97.0, "percento", "percent"),
        (massa, "2/2.1/2.1.4", "target", 2017, "almeno", 85.0, "percento", "percent"),
    ]


def test_targets_stand_beside_results_and_achievement(
    connection: duckdb.DuckDBPyConnection, frames: dict[str, pd.DataFrame]
) -> None:
    targets = int((frames["values"]["role"] == "target").sum())
    assert rows(connection, "SELECT count(*) FROM targets_vs_results") == [(targets,)]
    found = rows(
        connection,
        "SELECT target_raw, result_raw, direction, computed_pct, achievement, printed_pct, agrees "
        "FROM targets_vs_results WHERE NOT agrees ORDER BY computed_pct DESC",
    )
    assert found == [
        ("5", "2", "at_least", 40.0, "not_achieved", 100.0, False),
        ("<=5%", "34%", "at_most", 0.0, "not_achieved", 100.0, False),
    ]


def test_counts_by_chamber_and_year(connection: duckdb.DuckDBPyConnection) -> None:
    found = rows(connection, "SELECT year, level, plans, indicators, targets, results FROM indicators_by_chamber_year")
    assert found[0] == (2017, "programme", 1, 60, 60, 60)


def test_views_can_be_kept_in_a_database(published: Path, tmp_path: Path) -> None:
    sql = (published / "views.sql").read_text(encoding="utf-8")
    with duckdb.connect(str(tmp_path / "cruscotto.duckdb")) as kept:
        kept.execute(f"SET file_search_path = '{published}'")
        kept.execute(sql)
        kept.execute(sql)  # once more does no harm
    with duckdb.connect(str(tmp_path / "cruscotto.duckdb"), read_only=True) as again:
        again.execute(f"SET file_search_path = '{published}'")
        assert again.execute("SELECT count(*) FROM plans").fetchall() == [(1,)]


def test_every_unit_and_comparator_has_labels() -> None:
    assert list(UNIT_LABELS) == list(UNITS)
    assert list(COMPARATOR_LABELS) == list(words.COMPARATORS)
    for labels in (*UNIT_LABELS.values(), *COMPARATOR_LABELS.values()):
        assert all(label.strip() == label != "" for label in labels)
