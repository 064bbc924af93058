"""What the dashboard shows: queries on the published views, in an embedded DuckDB."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline.publish.atomic import current_version
from pipeline.publish.csv_export import escaped
from pipeline.publish.views import views_sql

_SERIES = "coalesce(catalogue_id, chamber || indicator_key)"
"""What is one indicator over the years: what people have decided to be one, else one chamber's of the same key."""

_SHORT = 4  # letters
_SEARCHED = "lower(strip_accents(concat_ws(' ', name, objective, path)))"


class DatasetMissing(Exception):
    """The folder holds no published dataset."""


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person has chosen; an empty choice is everything. `text` is searched in name, objective and path."""

    chambers: Sequence[str] = ()
    years: Sequence[int] = ()
    levels: Sequence[str] = ()
    text: str = ""


class Dataset:
    """The views of one published folder; files of a later publication are seen by a new one."""

    def __init__(self, folder: Path) -> None:
        """Open it.

        Raises:
            DatasetMissing: the folder holds no published tables.
        """
        # The files of one version stay together, also when another one is published meanwhile.
        version = current_version(folder).resolve()
        if not (version / "plans.parquet").is_file():
            raise DatasetMissing(str(folder))
        self._connection = duckdb.connect()
        self._connection.execute("SET GLOBAL file_search_path = " + _quoted(str(version)))
        # The program's own views: a folder of a stranger holds tables for us, and no commands.
        self._connection.execute(views_sql())

    def options(self, column: str) -> list[Any]:
        """The values of `chamber`, `year` or `level` to choose from, in order."""
        query = f"SELECT DISTINCT {column} FROM indicators_by_chamber_year WHERE {column} IS NOT NULL ORDER BY 1"
        return [row[0] for row in self._rows(query)]

    def targets(self, choice: Choice) -> pd.DataFrame:
        """The chosen targets, each beside its result and what the chamber's method makes of it."""
        where, values = _where(choice)
        return self._frame(
            "SELECT chamber, year, level, path, objective, name, target_raw, result_raw, computed_pct, achievement, "
            "printed_pct, agrees, reason, method, achieved_from_pct, not_achieved_below_pct, unit, target, "
            "target_high, target_date, comparator, result, result_date, target_status, result_status, "
            f"{_SERIES} AS series, indicator_id FROM targets_vs_results WHERE {where}",
            values,
        )

    def series(self, series: str, chamber: str | None = None) -> pd.DataFrame:
        """The figures of one indicator over the years: chamber, year, role, number, comparator, unit, text."""
        return self._frame(
            "SELECT DISTINCT chamber, year, role, population, number, number_high, comparator, "
            "coalesce(comparator_it, '') AS comparator_it, unit, raw, source_file FROM indicator_values "
            f"WHERE {_SERIES} = $series AND kind = 'quantity' AND status IN ('ok', 'corrected') AND year IS NOT NULL "
            "AND role IN ('target', 'result', 'baseline') AND ($chamber IS NULL OR chamber = $chamber) "
            "ORDER BY chamber, year, role, raw",
            {"series": series, "chamber": chamber},
        )

    def shared(self) -> pd.DataFrame:
        """The catalogue's indicators that several chambers state, those of most chambers first."""
        return self._frame(
            "SELECT catalogue_id, min(name) AS name, count(DISTINCT chamber) AS chambers, count(*) AS figures "
            "FROM indicator_values WHERE catalogue_id IS NOT NULL "
            "GROUP BY catalogue_id HAVING count(DISTINCT chamber) > 1 ORDER BY chambers DESC, catalogue_id",
            {},
        )

    def compared(self, catalogue_id: str) -> pd.DataFrame:
        """What each chamber states of a shared indicator."""
        return self._frame(
            "SELECT DISTINCT chamber, year, role, name, comparator, number, unit, date, raw, source_file "
            "FROM indicator_values WHERE catalogue_id = $id AND role IN ('target', 'result', 'baseline') "
            "ORDER BY chamber, year, role, raw",
            {"id": catalogue_id},
        )

    def objectives(self, choice: Choice) -> pd.DataFrame:
        """Achievement rolled up, for the chosen chambers, years and levels."""
        where, values = _where(choice, searched="lower(strip_accents(concat_ws(' ', title, path)))")
        return self._frame(
            "SELECT * EXCLUDE (ordinal) FROM (SELECT p.chamber, a.period AS year, o.level, o.code_path AS path, "
            "o.title, a.own_pct, a.below_pct, a.pct, a.status, a.measured, a.pairs, a.reason, o.ordinal "
            "FROM objective_achievement AS a JOIN objectives AS o USING (objective_id) "
            f"JOIN plans AS p ON p.plan_id = a.plan_id) WHERE {where} ORDER BY chamber, year, ordinal",
            values,
        )

    def _frame(self, query: str, values: dict[str, Any]) -> pd.DataFrame:
        # A cursor of its own: the browser's sessions run beside one another.
        return self._connection.cursor().execute(query, values).df()

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        return self._connection.cursor().execute(query).fetchall()


def _where(choice: Choice, searched: str = _SEARCHED) -> tuple[str, dict[str, Any]]:
    """The condition of a choice, and its values."""
    conditions = ["true"]
    values: dict[str, Any] = {}
    for name, chosen in (("chamber", choice.chambers), ("year", choice.years), ("level", choice.levels)):
        if chosen:
            conditions.append(f"list_contains(${name}, {name})")
            values[name] = list(chosen)
    for at, word in enumerate(choice.text.split()):
        conditions.append(f"contains({searched}, lower(strip_accents($word{at})))")
        values[f"word{at}"] = stem_of(word)
    return " AND ".join(conditions), values


def stem_of(word: str) -> str:
    """A word without the vowels it ends with, which in Italian tell number and gender: `pagamenti`, `pagamento`.

    A word of up to four letters stays as it is: what would be left of it fits too much.
    """
    return (word.rstrip("aeiouàèéìòù") or word) if len(word) > _SHORT else word


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """A table as CSV, in the form of the published ones: UTF-8, decimal point, CRLF, no text that is a formula."""
    plain: pd.DataFrame = frame.apply(
        lambda column: column.map(lambda cell: escaped(cell) if isinstance(cell, str) else cell)
    )
    return plain.to_csv(index=False, lineterminator="\r\n").encode("utf-8")


def parquet_bytes(frame: pd.DataFrame) -> bytes:
    """A table as Parquet."""
    file = io.BytesIO()
    frame.to_parquet(file, index=False)
    return file.getvalue()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
