"""A run: from the raw files to the published tables."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from extractors.errors import UnknownLayout
from extractors.library import layout_by_id
from pipeline import issue_codes as codes
from pipeline.catalogued import load_catalogue
from pipeline.corrections import corrections_of, load_corrections
from pipeline.dataset import publish_dataset
from pipeline.derived import with_achievement_issues
from pipeline.document import DocumentRows
from pipeline.errors import ExitCode, UsageError
from pipeline.identity import plan_id
from pipeline.inputs import Inputs, find_inputs
from pipeline.issue_codes import SCHEMA_PREFIX
from pipeline.issues import Issue, IssueRows, issue
from pipeline.report.build import REPORT, report_writer
from pipeline.sieve import Sieved, sieve
from pipeline.workers import Failure, Outcome, Watcher, failure_of, read_documents

UNRESOLVED = ("review", "unparsed", "invalid")
"""The statuses of values that `--strict` does not let pass."""


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """What a run published of one document."""

    plan_id: str
    source_file: str
    chamber: str | None
    layout: str
    pages: int | None
    indicators: int
    values: int
    review: int
    unparsed: int
    invalid: int
    rejected: int
    ignored: int
    seconds: float

    @property
    def unresolved(self) -> int:
        """Values that a person should look at."""
        return self.review + self.unparsed + self.invalid


@dataclass(frozen=True, slots=True)
class FailedDocument:
    """A file of which nothing was published."""

    source_file: str
    failure: Failure


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did. `set_aside` counts rows that failed the schema, `issues` all issues by severity."""

    out: Path
    plans: tuple[PlanSummary, ...]
    failed: tuple[FailedDocument, ...]
    set_aside: int
    issues: dict[str, int]
    strict: bool
    changed: bool

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends: the gravest thing that happened decides."""
        if self.failed:
            return ExitCode.DOCUMENT
        if self.set_aside:
            return ExitCode.SCHEMA
        if self.strict and any(plan.unresolved or plan.rejected for plan in self.plans):
            return ExitCode.UNRESOLVED
        return ExitCode.OK


def run(
    paths: Sequence[Path],
    out: Path,
    *,
    layout: str | None = None,
    jobs: int | None = None,
    strict: bool = False,
    corrections: Path | None = None,
    report: bool = False,
    watch: Callable[[int], Watcher] | None = None,
    waiting: Callable[[], None] | None = None,
) -> RunResult:
    """Read the documents that `paths` name and publish the tables in `out`.

    Args:
        paths: files, or folders whose .pdf and .txt files are meant.
        out: the folder to publish in.
        layout: the id or the file of the layout that reads all of them, instead of what each document says.
        jobs: how many documents are read at a time; as many as there are processors where None.
        strict: whether unresolved values and rejected rows decide on `RunResult.exit_code`.
        corrections: the folder of corrections that people made; none where None.
        report: whether the report for people is published with the tables.
        watch: given the number of documents, makes the watcher that is told how the run gets on.
        waiting: called when another run is publishing into `out` and this one has to wait.

    Raises:
        UsageError: there is nothing to read, or no such layout.
        CorrectionsError: a file of corrections cannot be read.
        CatalogueError: the catalogue cannot be read.
        PublishError: the tables could not be written; what was published before is untouched.
        SchemaError: the tables do not satisfy the schema, which is a fault of this program.
    """
    if layout is not None:
        _check_layout(layout)
    corrected = load_corrections(corrections) if corrections is not None else {}
    load_catalogue()  # a fault in it ends the run before the work, not within it
    inputs = find_inputs(paths)
    sources = [replace(s, corrections=corrections_of(corrected, s.name, plan_id(s.sha256))) for s in inputs.sources]
    processes = max(1, min(jobs or os.cpu_count() or 1, len(inputs.sources)))
    watcher = watch(len(inputs.sources)) if watch else None
    outcomes = read_documents(sources, layout=layout, processes=processes, watcher=watcher)
    sieved = sieve(_rows(inputs, outcomes))
    sieved = replace(sieved, frames=with_achievement_issues(sieved.frames))
    beside = {REPORT: report_writer(sieved.frames, sources, processes, out)} if report else {}
    changed = publish_dataset(out, sieved.frames, beside=beside, waiting=waiting)
    return RunResult(
        out=out,
        plans=_summaries(sieved, outcomes),
        failed=_failed(inputs, outcomes, sieved),
        set_aside=len(sieved.set_aside),
        issues=dict(sorted(Counter(sieved.frames["issues"]["severity"]).items())),
        strict=strict,
        changed=changed,
    )


def _check_layout(layout: str) -> None:
    """See before the work that the layout, an id or a file, is there and right."""
    try:
        layout_by_id(layout)
    except UnknownLayout as error:
        raise UsageError(error.cause, remedy=error.remedy) from error


def _rows(inputs: Inputs, outcomes: Sequence[Outcome]) -> dict[str, Sequence[dict[str, Any]]]:
    """The rows of all documents by table, in the order of the published tables."""
    read = [outcome.result for outcome in outcomes if isinstance(outcome.result, DocumentRows)]
    return {
        "plans": [rows.plan for rows in read],
        "objectives": [row for rows in read for row in rows.objectives],
        "indicators": [row for rows in read for row in rows.indicators],
        "values": [row for rows in read for row in rows.values],
        "issues": [*_file_issues(inputs, outcomes), *(row for rows in read for row in rows.issues)],
    }


def _failures(inputs: Inputs, outcomes: Sequence[Outcome]) -> list[FailedDocument]:
    """The files that gave no rows, by name."""
    found = [FailedDocument(name, failure_of(error)) for name, error in inputs.failed]
    for outcome in outcomes:
        if isinstance(outcome.result, Failure):
            names = [outcome.source.name, *(name for name, of in inputs.copies if of == outcome.source)]
            found += [FailedDocument(name, outcome.result) for name in names]
    return sorted(found, key=lambda f: (f.source_file, f.failure.code, f.failure.cause))


def _file_issues(inputs: Inputs, outcomes: Sequence[Outcome]) -> list[dict[str, Any]]:
    """The issues about files: those that gave no plan and what is odd about the input folder."""
    found: list[tuple[str, str | None, Issue]] = [
        (
            failed.source_file,
            None,
            Issue(
                "error",
                failed.failure.code,
                f"{failed.source_file}: {failed.failure.cause}. {failed.failure.remedy}",
            ),
        )
        for failed in _failures(inputs, outcomes)
    ]
    read = {outcome.source for outcome in outcomes if isinstance(outcome.result, DocumentRows)}
    copies = [
        (name, plan_id(of.sha256), issue(codes.DUPLICATE_DOCUMENT, f"it has the content of {of.name}"))
        for name, of in inputs.copies
        if of in read
    ]
    found += sorted([*inputs.issues, *copies], key=lambda i: (i[0], i[2].code, i[2].message))
    makers: dict[tuple[str, str | None], IssueRows] = {}
    return [makers.setdefault((name, plan), IssueRows(name, plan)).row(one) for name, plan, one in found]


def _failed(inputs: Inputs, outcomes: Sequence[Outcome], sieved: Sieved) -> tuple[FailedDocument, ...]:
    """The files of which nothing was published, those included whose plan fails the schema."""
    found = _failures(inputs, outcomes)
    for aside in sieved.set_aside:
        if aside.table == "plans":
            cause = "; ".join(str(check) for check in aside.checks)
            failure = Failure(SCHEMA_PREFIX + aside.checks[0].check, cause, "Report this with the file.")
            found.append(FailedDocument(str(aside.row["source_file"]), failure))
    return tuple(found)


def _summaries(sieved: Sieved, outcomes: Sequence[Outcome]) -> tuple[PlanSummary, ...]:
    frames = sieved.frames
    seconds = {outcome.source.sha256: outcome.seconds for outcome in outcomes}
    statuses: dict[str, Counter[str]] = defaultdict(Counter)
    for plan, status in zip(frames["values"]["plan_id"], frames["values"]["status"], strict=True):
        statuses[plan][status] += 1
    return tuple(
        PlanSummary(
            plan_id=row["plan_id"],
            source_file=row["source_file"],
            chamber=None if pd.isna(row["chamber"]) else row["chamber"],
            layout=row["layout_id"],
            pages=None if pd.isna(row["pages"]) else int(row["pages"]),
            indicators=int(row["rows_published"]),
            values=statuses[row["plan_id"]].total(),
            review=statuses[row["plan_id"]]["review"],
            unparsed=statuses[row["plan_id"]]["unparsed"],
            invalid=statuses[row["plan_id"]]["invalid"],
            rejected=int(row["rows_rejected"]),
            ignored=int(row["rows_ignored"]),
            seconds=round(seconds[row["source_sha256"]], 3),
        )
        for row in frames["plans"].to_dict("records")
    )
