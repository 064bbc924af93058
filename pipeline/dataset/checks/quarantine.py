"""Rows that fail the schema are set aside whole in `issues`; the rows that are left satisfy it.

A row that fails takes with it the rows that refer to it: an indicator its values, a node what stands under
it, a plan all its rows. Each is set aside with the reason, and counted.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, MutableMapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from extractors.pages.model import Place
from pipeline.dataset.checks.relations import Dataset, find_foreign_key_breaches, find_relation_breaches
from pipeline.dataset.checks.row_checks import Breach, find_breaches
from pipeline.dataset.columns import Row
from pipeline.dataset.forms.arrow import types_hold, unfit_columns
from pipeline.dataset.issue_codes import SCHEMA_PREFIX
from pipeline.dataset.issues import Issue, IssueRows
from pipeline.dataset.places import place_of
from pipeline.dataset.tables import TABLES
from pipeline.errors import SchemaError

if TYPE_CHECKING:
    from pipeline.dataset.schemas.issues import IssueRow

_Rows = TypeVar("_Rows", bound=Sequence[Row])

CASCADE = "cascade"
"""The check that rows fail which refer to a row that was set aside."""


@dataclass(frozen=True, slots=True)
class SetAsideRow:
    """A row that is not published, with the checks it failed."""

    table: str
    row: Row
    checks: tuple[Breach, ...]


@dataclass(frozen=True, slots=True)
class Quarantined:
    """Tables that satisfy the schema, and what was set aside on the way."""

    tables: dict[str, Sequence[Row]]
    set_aside: tuple[SetAsideRow, ...]


def quarantine_rows(rows: MutableMapping[str, _Rows]) -> Quarantined:
    """Publishable tables made of `rows`, out of which each is taken when its turn comes: those of a long document are
    not held twice.

    The rows of `plans` state `rows_seen`, `rows_rejected` and `rows_ignored` as the extractors counted them;
    `rows_published` is filled in here, and rows that fail the schema are added to `rows_rejected`.

    Raises:
        SchemaError: the tables do not satisfy the schema even so, which is a fault of this program.
    """
    worked = _Quarantine(rows)
    worked.sort_out()
    return Quarantined(worked.tables, tuple(worked.set_aside))


class _Quarantine:
    def __init__(self, rows: MutableMapping[str, _Rows]) -> None:
        self.set_aside: list[SetAsideRow] = []
        self.tables: dict[str, Sequence[Row]] = {}
        self._gone: dict[str, set[str]] = defaultdict(set)
        self._files = {row["plan_id"]: str(row["source_file"]) for row in rows["plans"]}
        plans = [{**row, "rows_published": 0} for row in rows["plans"]]
        for table in TABLES:
            self.tables[table] = self._fit_rows(table, plans if table == "plans" else rows.pop(table))

    def sort_out(self) -> None:
        for table in ("objectives", "indicators", "values"):
            self._set_aside_breaches(self._find_breaches(table))
        self._set_aside_unrelated()
        self._count_rows()
        if self._set_aside_breaches(self._find_breaches("plans")):
            self._set_aside_unrelated()
        self._settle_issues()
        if self.set_aside:  # otherwise the tables are as they were when every rule was found to hold
            self._check_result()

    def _find_breaches(self, table: str) -> list[Breach]:
        """What is wrong with the rows of a table; to check one without rows takes as long."""
        return find_breaches(table, self.tables[table]) if self.tables[table] else []

    def _fit_rows(self, table: str, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows without those that the types of the table cannot hold."""
        if types_hold(table, rows):
            return rows
        fit = []
        for number, row in enumerate(rows):
            if odd := unfit_columns(table, row):
                self._set_aside_row(table, row, [Breach(table, number, "type", column) for column in odd])
            else:
                fit.append(row)
        return fit

    def _set_aside_row(self, table: str, row: Row, checks: Sequence[Breach]) -> None:
        self.set_aside.append(SetAsideRow(table, row, tuple(checks)))
        self._gone[table].add(str(row[TABLES[table].key]))

    def _set_aside_breaches(self, found: Iterable[Breach]) -> bool:
        """Set aside the rows with breaches; whether there were any."""
        by_table: dict[str, dict[int, list[Breach]]] = defaultdict(lambda: defaultdict(list))
        for breach in found:
            by_table[breach.table][breach.row].append(breach)
        for table, by_row in by_table.items():
            rows = self.tables[table]
            for position in sorted(by_row):
                self._set_aside_row(table, rows[position], by_row[position])
            self.tables[table] = [row for position, row in enumerate(rows) if position not in by_row]
        return bool(by_table)

    def _set_aside_unrelated(self) -> None:
        """Set aside the rows whose references do not resolve or contradict them, until none is left."""
        tables = ("objectives", "indicators", "values")
        while self._set_aside_breaches(self._find_foreign_key_breaches(tables)):
            pass
        while self._set_aside_breaches(find_relation_breaches(self.tables, tables)):
            while self._set_aside_breaches(self._find_foreign_key_breaches(tables)):
                pass

    def _find_foreign_key_breaches(self, tables: Iterable[str]) -> list[Breach]:
        found = []
        for table in tables:
            for breach in find_foreign_key_breaches(table, self.tables):
                value = self.tables[table][breach.row][breach.column]
                gone = any(value in ids for ids in self._gone.values())
                found.append(Breach(table, breach.row, CASCADE if gone else breach.check, breach.column))
        return found

    def _count_rows(self) -> None:
        """Fill in how many rows of each plan are published, and how many the schema rejected."""
        rejected = Counter(a.row["plan_id"] for a in self.set_aside if a.table == "indicators")
        published = Counter(row["plan_id"] for row in self.tables["indicators"])

        def counted(row: Row) -> Row:
            plan = row["plan_id"]
            return {**row, "rows_published": published[plan], "rows_rejected": row["rows_rejected"] + rejected[plan]}

        self.tables["plans"] = [counted(row) for row in self.tables["plans"]]

    def _settle_issues(self) -> None:
        """Let issues refer to published rows alone, and add one for each row that was set aside."""
        for column, target in (("plan_id", "plans"), ("indicator_id", "indicators")):
            known = {row[column] for row in self.tables[target]} | {None}
            self.tables["issues"] = [
                row if row[column] in known else {**row, column: None} for row in self.tables["issues"]
            ]
        odd = self._find_breaches("issues")
        odd += find_relation_breaches(self.tables, ["issues"])
        self._set_aside_breaches(sorted(odd))
        if not self.set_aside:
            return
        plans = {row["plan_id"] for row in self.tables["plans"]}
        reports = [self._make_issue(aside) for aside in self.set_aside]
        self.tables["issues"] = [*self.tables["issues"], *self._issue_rows(reports, plans)]

    def _make_issue(self, aside: SetAsideRow) -> tuple[str | None, str, Issue]:
        """Plan, file and issue of a row that was set aside."""
        row, checks = aside.row, aside.checks
        plan = row["plan_id"]
        file = str(row.get("source_file") or self._files.get(plan, "unknown"))
        code = SCHEMA_PREFIX + checks[0].check
        failed = "; ".join(str(check) for check in checks)
        message = f"a row of {aside.table} was set aside: {failed}"
        if checks[0].check == CASCADE:
            message = f"a row of {aside.table} was set aside because the row it refers to was: {failed}"
        place = place_of(row) if not _is_odd_place(checks) else Place()
        raw = json.dumps(dict(row), ensure_ascii=False, sort_keys=True, default=str)
        return plan, file, Issue("error", code, message, place, raw)

    def _issue_rows(self, reports: Iterable[tuple[str | None, str, Issue]], plans: set[str]) -> Iterable[IssueRow]:
        makers: dict[tuple[str | None, str], IssueRows] = {}
        for plan, file, found in reports:
            shown = plan if plan in plans else None
            maker = makers.setdefault((shown, file), IssueRows(file, shown))
            yield maker.make_row(found)

    def _check_result(self) -> None:
        """The tables satisfy the schema now.

        Raises:
            SchemaError: they do not.
        """
        if left := find_all_breaches(self.tables):
            raise SchemaError(f"{left[0]} in row {left[0].row}, and {len(left) - 1} more breaches")


def _is_odd_place(checks: Iterable[Breach]) -> bool:
    """Whether the row's page or line is what failed, so that an issue could not state it either."""
    return any(check.column in ("page", "line", "sheet", "cell") for check in checks)


def find_all_breaches(dataset: Dataset) -> list[Breach]:
    """Every rule of the dataset that rows break, within tables and between them; no counts.

    Raises:
        SchemaError: a table has not the columns and types that it should have.
    """
    found = [breach for table in TABLES for breach in find_breaches(table, dataset[table])]
    found += [breach for table in TABLES for breach in find_foreign_key_breaches(table, dataset)]
    return found or find_relation_breaches(dataset)
