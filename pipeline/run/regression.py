"""Nothing silently smaller: what is about to be published, held against what is published now.

A document that failed, or gives clearly fewer rows than before, is a regression. Its rows published before can be kept,
marked as such, until somebody has looked. The same document is the same content, or another content under its name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset import issue_codes as codes
from pipeline.dataset.arrow import arrow_schema
from pipeline.dataset.frames import Row
from pipeline.dataset.issues import IssueRows, issue
from pipeline.dataset.schemas.issues import IssueRow
from pipeline.dataset.tables import TABLES
from pipeline.dataset.vocabularies import CURRENT, KEPT
from pipeline.publish.atomic import current_version
from pipeline.run.document import DocumentRows
from pipeline.run.results import Regression

_FEWER: Final = 0.1  # the part of its rows that a document may lose, as a layout is bettered
_FEW: Final = 2  # and the number of rows, for short documents


@dataclass(frozen=True, slots=True)
class Earlier:
    """What is published now, as far as it is compared: rows and values by plan. `folder` holds its tables."""

    folder: Path
    plans: tuple[Row, ...]
    rows: Mapping[str, int]
    values: Mapping[str, int]


def published_before(out: Path) -> Earlier | None:
    """What is published in `out`, by whichever version of this program; None where there is nothing to read."""
    folder = current_version(out)
    try:
        plans = tuple(_rows(folder, "plans", None))
        rows, values = (Counter(_column(folder, name, "plan_id")) for name in ("indicators", "values"))
    except (OSError, KeyError, pa.ArrowException):
        return None
    return Earlier(folder, plans, rows, values)


@dataclass(frozen=True, slots=True)
class Given:
    """What a document gives now: rows and values of the plan `plan_id`."""

    plan_id: str
    source_file: str
    rows: int
    values: int


def find_regressions(earlier: Earlier | None, given: Sequence[Given], failed: Mapping[str, str]) -> list[Regression]:
    """The documents that give less than what is published of them.

    Args:
        earlier: what is published now.
        given: what is about to be published.
        failed: the cause by file name, and by plan_id where the content is known, of what could not be read.
    """
    if earlier is None:
        return []
    by_plan = {one.plan_id: one for one in given}
    by_file = {one.source_file: one for one in given}
    found = []
    for plan in earlier.plans:
        plan_id, file = str(plan["plan_id"]), str(plan["source_file"])
        now = by_plan.get(plan_id) or by_file.get(file)
        before = earlier.rows.get(plan_id, 0)
        if now is not None:
            lost = _lost("rows", before, now.rows) or _lost("values", earlier.values.get(plan_id, 0), now.values)
            if lost:
                found.append(Regression(file, plan_id, before, now.rows, lost))
        elif cause := failed.get(plan_id) or failed.get(file):
            found.append(Regression(file, plan_id, before, None, cause))
    return found


def gone_files(earlier: Earlier | None, given: Sequence[Given], failed: Mapping[str, str]) -> list[str]:
    """The files of published plans that are not among those read now; taking a plan out is no regression."""
    if earlier is None:
        return []
    here = {*(one.plan_id for one in given), *(one.source_file for one in given), *failed}
    return sorted(
        str(plan["source_file"]) for plan in earlier.plans if here.isdisjoint((plan["plan_id"], plan["source_file"]))
    )


def kept_rows(earlier: Earlier, kept: Iterable[Regression]) -> Iterator[DocumentRows]:
    """The rows published before of the plans in `kept`, marked, each with an issue that says so."""
    for one in kept:
        rows: dict[str, Any] = {table: _rows(earlier.folder, table, [one.plan_id]) for table in TABLES}
        issues = [row for row in rows["issues"] if row["code"] != codes.LAST_GOOD_KEPT.code]
        for plan in rows["plans"]:
            yield DocumentRows(
                plan | {"freshness": KEPT},
                rows["objectives"],
                rows["indicators"],
                rows["values"],
                [*issues, _told(one)],
            )


def replaced(given: Iterable[Given], kept: Sequence[Regression]) -> set[str]:
    """The plans read now in whose place rows published before are kept."""
    files = {one.source_file for one in kept if one.now is not None}
    return {one.plan_id for one in kept} | {one.plan_id for one in given if one.source_file in files}


def _lost(what: str, before: int, now: int) -> str | None:
    """What to say where `now` is clearly less than `before`."""
    return (
        f"it gives {now} {what}, {before} were published before" if now < before - max(_FEW, before * _FEWER) else None
    )


def _told(one: Regression) -> IssueRow:
    message = f"{one.source_file}: {one.cause}. Its rows are those published before."
    return IssueRows(one.source_file, one.plan_id).row(issue(codes.LAST_GOOD_KEPT, message))


def _rows(folder: Path, table: str, plans: Sequence[str] | None) -> list[dict[str, Any]]:
    """The rows of a published table, of some plans or of all, with the columns that the table has now."""
    filters = None if plans is None else [("plan_id", "in", list(plans))]
    found = pq.read_table(folder / f"{table}.parquet", filters=filters, partitioning=None)
    columns = arrow_schema(table).names
    # What versions before did not state: their figures are not computed with until they are read again.
    defaults = {"freshness": CURRENT, "interim": False, "usable": False, "direction": "unknown"}
    return [{name: row.get(name, defaults.get(name)) for name in columns} for row in found.to_pylist()]


def _column(folder: Path, table: str, column: str) -> list[Any]:
    return list(pq.read_table(folder / f"{table}.parquet", columns=[column], partitioning=None)[column].to_pylist())
