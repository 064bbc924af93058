"""What the dashboard shows: queries on the published views, in an embedded DuckDB."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd

from pipeline.publish.atomic import current_version
from pipeline.publish.csv_export import escaped
from pipeline.publish.table_files import is_partitioned, table_files
from pipeline.publish.views import views_sql
from pipeline.report.plan_names import REPORT

_VIEWS = Path(__file__).with_name("views.sql")
_SHORT = 4  # letters
_SEARCHED = "lower(strip_accents(concat_ws(' ', code, name, objective, path)))"
_SEARCHED_NODE = "lower(strip_accents(concat_ws(' ', title, path)))"


class DatasetMissingError(Exception):
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
            DatasetMissingError: the folder holds no published tables.
        """
        # The files of one version stay together, also when another one is published meanwhile.
        version = current_version(folder).resolve()
        if not table_files(version, "plans"):
            raise DatasetMissingError(str(folder))
        self._connection = duckdb.connect()
        self._connection.execute("SET GLOBAL file_search_path = " + _quote(str(version)))
        # The program's own views: a folder of a stranger holds tables for us, and no commands.
        self._connection.execute(views_sql(partitioned=is_partitioned(version)))
        self._connection.execute(_VIEWS.read_text(encoding="utf-8"))
        self._options: dict[str, list[Any]] = {}
        self.version = version
        self.has_report = (version / REPORT / "index.html").is_file()

    def list_options(self, column: str) -> list[Any]:
        """The values of `chamber`, `year` or `level` to choose from, in order."""
        if column not in self._options:
            query = f"SELECT DISTINCT {column} FROM indicators_by_chamber_year WHERE {column} IS NOT NULL ORDER BY 1"
            self._options[column] = [row[0] for row in self._connection.cursor().execute(query).fetchall()]
        return self._options[column]

    def list_plans(self) -> list[dict[str, Any]]:
        """The plans: id, chamber, file and first year, the newest last."""
        query = "SELECT plan_id, chamber, source_file, period_start FROM plans ORDER BY period_start, approved_on"
        found = self._connection.cursor().execute(query)
        columns = [column[0] for column in found.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in found.fetchall()]

    def find_targets(self, choice: Choice) -> pd.DataFrame:
        """The chosen targets, by the newest plan that states each, with result and outcome."""
        return self._find("shown_targets", choice, _SEARCHED)

    def find_doubtful(self, choice: Choice) -> pd.DataFrame:
        """The chosen cells in doubt, each with the reason."""
        return self._find("doubtful_cells", choice, _SEARCHED)

    def find_changes(self, choice: Choice) -> pd.DataFrame:
        """The chosen targets that an earlier plan of the chamber states otherwise."""
        where, values = _make_condition(choice, _SEARCHED)
        return self._query(
            "SELECT code, name, objective, year, previous_raw, target_raw, source_file, plan_id, indicator_id, page, "
            f"chamber FROM shown_targets WHERE {where} AND previous_raw IS NOT NULL AND previous_raw <> target_raw",
            values,
        )

    def find_objectives(self, choice: Choice) -> pd.DataFrame:
        """The nodes of the chosen plans' trees, each with its achievement where one was measured."""
        return self._find("objective_tree", choice, _SEARCHED_NODE, or_no_year=True)

    def find_series_figures(self, series: str) -> pd.DataFrame:
        """The figures of one indicator over the years, with the plan that states each."""
        return self._query(
            "SELECT * FROM series_figures WHERE series = $series ORDER BY chamber, year, role, number",
            {"series": series},
        )

    def list_shared(self) -> pd.DataFrame:
        """The catalogue's indicators that several chambers state, those of most chambers first."""
        return self._query(
            "SELECT catalogue_id, min(label_it) AS label_it, min(label_en) AS label_en, "
            "count(DISTINCT chamber) AS chambers FROM series_figures JOIN catalogue USING (catalogue_id) "
            "GROUP BY catalogue_id HAVING count(DISTINCT chamber) > 1 ORDER BY chambers DESC, catalogue_id",
            {},
        )

    def find_shared_figures(self, catalogue_id: str) -> pd.DataFrame:
        """What each chamber states of a shared indicator, without targets that newer plans have superseded."""
        return self._query(
            "SELECT chamber, role, year, unit, name, comparator, number, raw, source_file, plan_id, indicator_id, page "
            "FROM series_figures WHERE catalogue_id = $id AND role IN ('target', 'result', 'baseline') "
            "ORDER BY chamber, year, role, raw",
            {"id": catalogue_id},
        )

    def _find(self, view: str, choice: Choice, searched: str, *, or_no_year: bool = False) -> pd.DataFrame:
        where, values = _make_condition(choice, searched, or_no_year=or_no_year)
        return self._query(f"SELECT * FROM {view} WHERE {where}", values)

    def _query(self, query: str, values: dict[str, Any]) -> pd.DataFrame:
        # A cursor of its own: the browser's sessions run beside one another.
        return self._connection.cursor().execute(query, values).df()


def _make_condition(choice: Choice, searched: str, *, or_no_year: bool = False) -> tuple[str, dict[str, Any]]:
    """The condition of a choice, and its values; `or_no_year` keeps rows that are of no year."""
    conditions = ["true"]
    values: dict[str, Any] = {}
    for name, chosen in (("chamber", choice.chambers), ("year", choice.years), ("level", choice.levels)):
        if chosen:
            spared = f" OR {name} IS NULL" if or_no_year and name == "year" else ""
            conditions.append(f"(list_contains(${name}, {name}){spared})")
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


FORMATS: Final = {
    "csv": (csv_bytes, "text/csv; charset=utf-8"),
    "parquet": (parquet_bytes, "application/vnd.apache.parquet"),
}
"""By the ending of its file: what writes a table, and what it is called on the web."""


def _quote(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
