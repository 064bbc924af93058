"""The rows of a long document on their way into the tables, a part at a time: what takes memory is a part.

A part is some rows with the plan: nodes first, then indicators with all of their values, then issues. What a check
needs of other parts is kept: the tree, the ids of what was published, and what an evaluation looks at of each pair. The
tables are the same as if the document had come whole, but that rows which fail the schema are told part by part.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, chain
from typing import TYPE_CHECKING, Any, Final, cast

from pipeline.dataset.checks.quarantine import Quarantined, SetAsideRow, quarantine_rows
from pipeline.dataset.columns import Row
from pipeline.dataset.derived.achievement import Evaluated, Pairs, conclude_evaluation, measure_pairs
from pipeline.dataset.derived.evaluations import COMPUTED_ISSUES, method_of, select_measurable, with_usable
from pipeline.dataset.issues import Issue, IssueRows
from pipeline.dataset.tables import TABLES
from pipeline.processes.limits import release_memory
from pipeline.run.documents.rows import DocumentRows

if TYPE_CHECKING:
    from pipeline.dataset.schemas.achievement import AchievementRow
    from pipeline.dataset.schemas.indicators import IndicatorRow
    from pipeline.dataset.schemas.objectives import ObjectiveRow

Put = Callable[[str, Sequence[Row]], None]
"""Takes rows of a table, behind those that it had before."""
_ROLLED_UP: Final = {
    "pair": ("indicator_id", "objective_id", "period", "computed_pct", "counted", "interim"),
    "indicator": ("indicator_id", "indicator_key", "weight_pct"),
}
"""What percentages are rolled up by."""


def parts_of(rows: DocumentRows, enough: int) -> Iterator[DocumentRows]:
    """The rows of a document, some `enough` of them at a time, in their order; the rows themselves are not copied.

    An indicator is in one part with its values; where these stand among those of others, all of them are.
    """
    if len(rows) <= enough:
        yield rows
        return
    for start in range(0, len(rows.objectives), enough):
        yield DocumentRows(rows.plan, rows.objectives[start : start + enough], [], [], [])
    last = (0, 0)
    for cut in _cut_positions(rows, enough):
        yield DocumentRows(rows.plan, [], rows.indicators[last[0] : cut[0]], rows.values[last[1] : cut[1]], [])
        last = cut
    for start in range(0, len(rows.issues), enough):
        yield DocumentRows(rows.plan, [], [], [], rows.issues[start : start + enough])


def _cut_positions(rows: DocumentRows, enough: int) -> Iterator[tuple[int, int]]:
    """Where indicators and values are cut: how many of each come before."""
    number = {row["indicator_id"]: at for at, row in enumerate(rows.indicators)}
    last, owners = 0, []
    for row in rows.values:
        last = number.get(row["indicator_id"], last)
        owners.append(last)
    stated = [0] * len(rows.indicators)
    for owner in owners:
        stated[owner] += 1
    before = list(accumulate(stated, initial=0))
    furthest = list(accumulate(owners, max, initial=-1))
    cut = (0, 0)
    for at in range(1, len(rows.indicators)):
        here = (at, before[at])
        if furthest[before[at]] < at and sum(here) - sum(cut) >= enough:
            yield here
            cut = here
    if cut != (whole := (len(rows.indicators), len(rows.values))):
        yield whole


def settle_long(rows: DocumentRows, put: Put, enough: int) -> Sequence[SetAsideRow]:
    """Check the rows of a long document, some `enough` at a time, and what is computed of them, and `put` them in the
    tables; what failed the schema.

    Where its row of `plans` fails nothing else of it is published.

    Raises:
        SchemaError: rows do not satisfy the schema even after the sieve, which is a fault of this program.
    """
    return _LongDocument(rows, put, enough).settle()


class _LongDocument:
    def __init__(self, rows: DocumentRows, put: Put, enough: int) -> None:
        self._rows = rows
        self._put = put
        self._enough = enough
        self._method = method_of(rows.plan["layout_id"])
        self._nodes: dict[str, Mapping[str, Any]] = {}
        self._published: set[str] = set()
        self._rejected = 0
        self._aside: list[SetAsideRow] = []
        self._reports: list[Row] = []  # issues of what was set aside
        self._pairs: list[AchievementRow] = []
        self._measured: list[IndicatorRow] = []
        self._disputes: list[Issue] = []
        self._held = 0

    def settle(self) -> Sequence[SetAsideRow]:
        sieved = self._sieve_tree()
        objectives = sieved.tables["objectives"]
        if not sieved.tables["plans"]:
            self._put("issues", sieved.tables["issues"])
            return sieved.set_aside
        self._keep_reports(sieved, TABLES)
        self._put("objectives", objectives)
        for part in self._document_parts():
            if part.indicators or part.values:
                self._settle_rows(part)
                release_memory(cycles=True)
        evaluated = self._evaluate_part(objectives)
        self._put("objective_achievement", cast("list[Row]", evaluated.objectives))
        self._settle_issues(evaluated.issues)
        rejected = self._rows.plan["rows_rejected"] + self._rejected
        plan = {**self._rows.plan, "rows_published": len(self._published), "rows_rejected": rejected}
        self._put("plans", [plan])
        return self._aside

    def _document_parts(self) -> Iterator[DocumentRows]:
        return parts_of(self._rows, self._enough)

    def _quarantine_part(self, seen: int, **rows: Sequence[Any]) -> Quarantined:
        """The rows that satisfy the schema, beside a plan of which so many rows were seen and none left out."""
        plan = {**self._rows.plan, "rows_seen": seen, "rows_rejected": 0, "rows_ignored": 0}
        return quarantine_rows({**{name: [] for name in TABLES}, "plans": [plan], **rows})

    def _sieve_tree(self) -> Quarantined:
        """The plan and its nodes; the plan's counts must add up, which no part of it shows."""
        stated = 0
        for part in self._document_parts():
            stated += len(part.indicators)
            self._nodes |= {str(row["objective_id"]): row for row in cast("list[Mapping[str, Any]]", part.objectives)}
        plan = self._rows.plan
        left = plan["rows_seen"] - plan["rows_rejected"] - plan["rows_ignored"] - stated
        return self._quarantine_part(left, objectives=[*self._nodes.values()])

    def _settle_rows(self, part: DocumentRows) -> None:
        """Put indicators with their values, and measure what was reached."""
        above = self._nodes_above(row["objective_id"] for row in part.indicators)
        sieved = self._quarantine_part(
            len(part.indicators), objectives=above, indicators=part.indicators, values=part.values
        )
        self._keep_reports(sieved, ("indicators", "values"))
        self._rejected += sum(one.table == "indicators" for one in sieved.set_aside)
        tables = sieved.tables
        measurable = select_measurable(tables)
        pairs = measure_pairs(measurable["indicators"], measurable["values"], self._method)
        self._keep_pairs(pairs, measurable["indicators"])
        self._put("indicators", tables["indicators"])
        self._put("values", with_usable(tables["values"], pairs.disputed))
        self._published.update(row["indicator_id"] for row in tables["indicators"])

    def _nodes_above(self, nodes: Iterable[str | None]) -> list[Mapping[str, Any]]:
        """The nodes of these ids with all that they stand under, in their order."""
        found: set[str] = set()
        for node in nodes:
            while node in self._nodes and node not in found:
                found.add(node)
                node = self._nodes[node]["parent_id"]  # noqa: PLW2901 - the way to the root
        return [row for node, row in self._nodes.items() if node in found]

    def _keep_reports(self, sieved: Quarantined, tables: Iterable[str]) -> None:
        """Keep what was set aside of these tables, and the issues that say so: there is one for each row."""
        told = [at for at, one in enumerate(sieved.set_aside) if one.table in tables]
        self._aside += (sieved.set_aside[at] for at in told)
        self._reports += (sieved.tables["issues"][at] for at in told)

    def _keep_pairs(self, pairs: Pairs, indicators: Sequence[IndicatorRow]) -> None:
        self._held += pairs.held
        self._disputes += pairs.issues
        if self._method is None:
            return
        self._put("achievement", cast("list[Row]", pairs.rows))
        self._pairs += cast("list[AchievementRow]", _lean_rows(pairs.rows, "pair"))
        self._measured += cast("list[IndicatorRow]", _lean_rows(indicators, "indicator"))

    def _evaluate_part(self, objectives: Sequence[Row]) -> Evaluated:
        pairs = Pairs(self._pairs, self._disputes, self._held, frozenset())
        nodes = cast("list[ObjectiveRow]", objectives) if self._pairs else []
        return conclude_evaluation(pairs, nodes, self._measured, self._method)

    def _settle_issues(self, disputes: Sequence[Issue]) -> None:
        """Put the issues, in the order of pages where some were computed."""
        maker = IssueRows(self._rows.plan["source_file"], self._rows.plan["plan_id"])
        computed = [cast("Row", maker.make_row(found)) for found in disputes]
        given = (self._sieve_issues(part.issues) for part in self._document_parts() if part.issues)
        parts: Iterable[Sequence[Row]] = chain(given, [self._reports])
        if computed:
            together = chain(*parts, computed)
            parts = [sorted(together, key=lambda row: (row["page"] or 0, row["line"] or 0))]
        for rows in parts:
            self._put("issues", rows)

    def _sieve_issues(self, rows: Sequence[Mapping[str, Any]]) -> Sequence[Row]:
        """The issues that satisfy the schema; they name indicators that are published, of which no sieve has all."""
        named = {row["issue_id"]: row["indicator_id"] for row in rows if row["indicator_id"] in self._published}
        rows = [row for row in rows if row["code"] not in COMPUTED_ISSUES]
        sieved = self._quarantine_part(0, issues=[{**row, "indicator_id": None} for row in rows])
        self._aside += sieved.set_aside
        return [{**row, "indicator_id": named.get(row["issue_id"])} for row in sieved.tables["issues"]]


def _lean_rows(rows: Sequence[Mapping[str, Any]], kind: str) -> list[dict[str, Any]]:
    return [{name: row[name] for name in _ROLLED_UP[kind]} for row in rows]
