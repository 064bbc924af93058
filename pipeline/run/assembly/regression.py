"""Nothing silently smaller: what is about to be published, held against the best that was published of each plan.

A document that failed, or gives clearly fewer rows, values or values without doubt than before, is a regression; so is
a run that leaves out most of what is published, as one over the wrong folder does. The rows published before can be
kept, marked as such, until somebody has looked. Which document goes on from which plan:
`pipeline.run.assembly.lineage`. All of this is done under the lock of publishing, for another run may have published
since this one began.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset import issue_codes as codes
from pipeline.dataset.forms.arrow import arrow_schema
from pipeline.dataset.forms.rows import ColumnRow, rows_of
from pipeline.dataset.issues import IssueRows, make_issue
from pipeline.dataset.tables import TABLES
from pipeline.dataset.vocabularies import CORRECTED, CURRENT, KEPT
from pipeline.errors import RegressionError
from pipeline.publish.atomic import current_version
from pipeline.publish.parquet_columns import read_batches
from pipeline.publish.table_files import table_files
from pipeline.run.assembly.best import Counts, higher, read_best
from pipeline.run.assembly.lineage import COMPARED, Given, Keys, successors
from pipeline.run.assembly.results import Regression
from pipeline.run.documents.rows import DocumentRows

if TYPE_CHECKING:
    from pipeline.dataset.columns import Row
    from pipeline.dataset.schemas.issues import IssueRow

ROWS: Final = "rows"
_COUNTED: Final = {ROWS: "indicators", "values": "values", "objectives": "objectives"}
"""What is counted of a plan, and the table whose rows it counts."""
_SURE: Final = "values without doubt"
SURE_STATUSES: Final = ("ok", CORRECTED)
"""The statuses of values without doubt."""
_FEWER: Final = {ROWS: 0.1, "values": 0.1, "objectives": 0.1, _SURE: 0.25}
"""The part of each that a document may lose, as a layout is bettered, or as this program learns to doubt."""
_FEW: Final = 2  # and the number, for short documents
_MOST: Final = 0.5  # the part of all rows published that may go with the plans that are not among the files read


def counts_of(rows: int, objectives: int, statuses: Mapping[str, int]) -> Counts:
    """What a document gives, as it is compared."""
    sure = sum(statuses.get(status, 0) for status in SURE_STATUSES)
    return higher([{ROWS: rows, "values": sum(statuses.values()), "objectives": objectives, _SURE: sure}])


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is published now, as far as it is compared. `folder` holds its tables, `best` the highest counts by plan."""

    folder: Path
    plans: tuple[Row, ...]
    best: Mapping[str, Counts]

    def keys(self, plan_id: str) -> frozenset[str]:
        """The `indicator_key`s of a plan."""
        return frozenset(row["indicator_key"] or "" for row in _published_rows(self.folder, "indicators", [plan_id]))


def published_before(out: Path) -> Earlier | None:
    """What is published in `out`, by whichever version of this program; None where nothing is.

    Raises:
        RegressionError: something is, and it cannot be read: nobody can say whether less is about to be published.
    """
    folder = current_version(out)
    if not table_files(folder, "plans"):
        return None
    try:
        plans = tuple(_compared_plans(folder))
        counted = {str(plan["plan_id"]): dict.fromkeys((*_COUNTED, _SURE), 0) for plan in plans}
        for what, table in _COUNTED.items():
            _count_rows(counted, folder, table, what)
    except (OSError, KeyError, pa.ArrowException) as error:
        raise RegressionError(
            f"what is published in {out} cannot be read, so that nothing can be held against it ({error})",
            remedy="Publish into another folder, or over it with --on-regression replace.",
        ) from error
    best, found = read_best(out), {}
    while counted:  # what is counted of a plan goes as it is compared: there is one for each
        plan, counts = counted.popitem()
        found[plan] = higher([counts, best.pop(plan, {})])
    return Earlier(folder, plans, found)


def find_regressions(
    earlier: Earlier, given: Sequence[Given], failed: Mapping[str, str], keys_now: Keys
) -> tuple[list[Regression], dict[str, Given]]:
    """The documents that give less than what was published of them, and the document that stands for each plan now.

    Args:
        earlier: what is published now.
        given: what is about to be published.
        failed: the cause by file name, and by plan_id where the content is known, of what could not be read.
        keys_now: the indicator keys of a plan that is about to be published.
    """
    now = successors(earlier.plans, given, earlier.keys, keys_now)
    found = []
    for plan in earlier.plans:
        plan_id, file = str(plan["plan_id"]), str(plan["source_file"])
        before, one = earlier.best[plan_id], now.get(plan_id)
        if one is not None:
            if lost := _describe_loss(before, one.counts):
                name = "" if one.source_file == file else f"it is {one.source_file} now and "
                found.append(
                    Regression(file, plan_id, before[ROWS], one.counts[ROWS], name + lost, stands_now=one.plan_id)
                )
        elif cause := failed.get(plan_id) or failed.get(file):
            found.append(Regression(file, plan_id, before[ROWS], None, cause))
    return [*found, *_left_out(earlier, now, failed)], now


def _left_out(earlier: Earlier, now: Mapping[str, Given], failed: Mapping[str, str]) -> list[Regression]:
    """The plans that are not among the files read, where they are most of what is published."""
    gone = [plan for plan in earlier.plans if _is_gone(plan, now, failed)]
    rows = {str(plan["plan_id"]): earlier.best[str(plan["plan_id"])][ROWS] for plan in earlier.plans}
    if sum(rows[str(plan["plan_id"])] for plan in gone) <= _MOST * sum(rows.values()):
        return []
    cause = f"{len(gone)} of the {len(earlier.plans)} plans published before are not among the files read, as this one"
    return [Regression(str(p["source_file"]), str(p["plan_id"]), rows[str(p["plan_id"])], None, cause) for p in gone]


def gone_files(earlier: Earlier, now: Mapping[str, Given], failed: Mapping[str, str]) -> list[str]:
    """The files of published plans that are not among those read now; taking a plan out is no regression."""
    return sorted(str(plan["source_file"]) for plan in earlier.plans if _is_gone(plan, now, failed))


def _is_gone(plan: Row, now: Mapping[str, Given], failed: Mapping[str, str]) -> bool:
    return plan["plan_id"] not in now and failed.keys().isdisjoint((plan["plan_id"], plan["source_file"]))


def best_now(
    earlier: Earlier | None, published: Iterable[Given], now: Mapping[str, Given], lost: Collection[str]
) -> dict[str, Counts]:
    """The highest counts of what is published now, also of the plans that it goes on from.

    Where somebody has accepted that a plan of before, one of `lost`, gives less, it is held against the less from
    then on.
    """
    before = {} if earlier is None else earlier.best
    origins: dict[str, set[str]] = {}
    for plan_id, one in now.items():
        origins.setdefault(one.plan_id, set()).add(plan_id)
    found: dict[str, Counts] = {}
    for one in published:
        of = (origins.get(one.plan_id, set()) | {one.plan_id}) & before.keys() - set(lost)
        found[one.plan_id] = higher([one.counts, *(before[plan_id] for plan_id in of)])
    return found


def kept_rows(earlier: Earlier, kept: Iterable[Regression]) -> Iterator[DocumentRows]:
    """The rows published before of the plans in `kept`, marked, each with an issue that says so."""
    for one in kept:
        rows: dict[str, Any] = {table: _published_rows(earlier.folder, table, [one.plan_id]) for table in TABLES}
        issues = [row for row in rows["issues"] if row["code"] != codes.LAST_GOOD_KEPT.code]
        for plan in rows["plans"]:
            yield DocumentRows(
                plan | {"freshness": KEPT},
                rows["objectives"],
                rows["indicators"],
                rows["values"],
                [*issues, _make_issue(one)],
            )


def replaced(kept: Iterable[Regression]) -> set[str]:
    """The plans read now in whose place rows published before are kept."""
    return {plan for one in kept for plan in (one.plan_id, one.stands_now) if plan is not None}


def _describe_loss(before: Counts, now: Counts) -> str | None:
    """What to say where `now` is clearly less than `before`."""
    for what, part in _FEWER.items():
        most, count = before.get(what, 0), now.get(what, 0)
        if count < most - max(_FEW, most * part):
            return f"it gives {count} {what}, {most} were published before"
    return None


def _make_issue(one: Regression) -> IssueRow:
    message = f"{one.source_file}: {one.cause}. Its rows are those published before."
    return IssueRows(one.source_file, one.plan_id).make_row(make_issue(codes.LAST_GOOD_KEPT, message))


def _published_rows(folder: Path, table: str, plans: Sequence[str] | None) -> list[dict[str, Any]]:
    """The rows of a published table, of some plans or of all, with the columns that the table has now."""
    filters = None if plans is None else [("plan_id", "in", list(plans))]
    files = table_files(folder, table)
    found = pa.concat_tables(pq.read_table(file, filters=filters, partitioning=None) for file in files)
    columns = arrow_schema(table).names
    # What versions before did not state: their figures are not computed with until they are read again.
    defaults = {"freshness": CURRENT, "interim": False, "usable": False, "direction": "unknown"}
    return [{name: row.get(name, defaults.get(name)) for name in columns} for row in found.to_pylist()]


def _compared_plans(folder: Path) -> list[ColumnRow]:
    """What the published table of plans says of each plan, as far as plans are compared by it."""
    columns: dict[str, list[Any]] = {name: [] for name in COMPARED}
    for path in table_files(folder, "plans"):
        with pq.ParquetFile(path) as file:
            read = file.read([name for name in COMPARED if name in file.schema_arrow.names])
        for name in COMPARED:
            columns[name] += read[name].to_pylist() if name in read.column_names else [None] * read.num_rows
    return rows_of(columns)


def _count_rows(found: Mapping[str, dict[str, int]], folder: Path, table: str, what: str) -> None:
    """Add how many rows of a published table there are of each plan, and of `values` how many without doubt."""
    columns = ["plan_id", "status"] if table == "values" else ["plan_id"]
    for batch in read_batches(table_files(folder, table), columns):
        for row in pa.Table.from_batches([batch]).group_by(columns).aggregate([([], "count_all")]).to_pylist():
            counts = found.get(row["plan_id"])
            if counts is not None:
                counts[what] += row["count_all"]
            if counts is not None and row.get("status") in SURE_STATUSES:
                counts[_SURE] += row["count_all"]
