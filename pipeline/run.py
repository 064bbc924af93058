"""A run: from the raw files to the published tables."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from extractors.engines import Engine
from extractors.errors import UnknownLayout
from extractors.library import layout_by_id
from pipeline import issue_codes as codes
from pipeline.cache import Cache, is_lasting, read_changed, recall_run, remember_run, run_key
from pipeline.catalogued import load_catalogue
from pipeline.corrections import corrections_of, load_corrections
from pipeline.dataset import publish_dataset
from pipeline.derived import with_achievement_issues
from pipeline.document import DocumentRows
from pipeline.errors import ExitCode, RegressionError, UsageError
from pipeline.identity import plan_id
from pipeline.inputs import Inputs, find_inputs
from pipeline.issue_codes import SCHEMA_PREFIX
from pipeline.issues import Issue, IssueRows, issue
from pipeline.limits import DEFAULT_LIMITS, Limits
from pipeline.publish import current_version, is_intact
from pipeline.regression import OnRegression, Regression, find_regressions, gone_files, published_before, with_kept
from pipeline.report.build import REPORT, report_writer
from pipeline.sieve import Sieved, sieve
from pipeline.vocabularies import CURRENT, KEPT
from pipeline.workers import Failure, Outcome, Watcher, failure_of

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
    freshness: str = CURRENT
    cached: bool = False

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
    """What a run did. `set_aside` counts rows that failed the schema, `issues` all issues by severity.

    `regressions` are documents that give less than before, `gone` the files of plans published before that were not
    among those to read.
    """

    out: Path
    plans: tuple[PlanSummary, ...]
    failed: tuple[FailedDocument, ...]
    set_aside: int
    issues: dict[str, int]
    strict: bool
    changed: bool
    regressions: tuple[Regression, ...] = ()
    gone: tuple[str, ...] = ()

    @property
    def exit_code(self) -> ExitCode:
        """How the command ends: the gravest thing that happened decides."""
        if any(one.kept for one in self.regressions):
            return ExitCode.REGRESSION
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
    engine: Engine = "pdfium",
    jobs: int | None = None,
    strict: bool = False,
    corrections: Path | None = None,
    report: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    on_regression: OnRegression = "keep",
    force: bool = False,
    watch: Callable[[int], Watcher] | None = None,
    waiting: Callable[[], None] | None = None,
) -> RunResult:
    """Read the documents that `paths` name and publish the tables in `out`.

    Args:
        paths: files, or folders whose .pdf and .txt files are meant.
        out: the folder to publish in.
        layout: the id or the file of the layout that reads all of them, instead of what each document says.
        engine: what reads the pages of PDFs.
        jobs: how many documents are read at a time; as many as there are processors where None.
        strict: whether unresolved values and rejected rows decide on `RunResult.exit_code`.
        corrections: the folder of corrections that people made; none where None.
        report: whether the report for people is published with the tables.
        limits: what one document may take.
        on_regression: what to do about documents that failed or give clearly fewer rows than are published of them:
            keep those rows, publish nothing (fail), or publish what there is now (replace).
        force: whether all documents are read, whatever is known of them from earlier runs.
        watch: given the number of documents, makes the watcher that is told how the run gets on.
        waiting: called when another run is publishing into `out` and this one has to wait.

    Raises:
        UsageError: there is nothing to read, or no such layout.
        CorrectionsError: a file of corrections cannot be read.
        CatalogueError: the catalogue cannot be read.
        RegressionError: there is a regression, and `on_regression` is "fail".
        PublishError: the tables could not be written; what was published before is untouched.
        SchemaError: the tables do not satisfy the schema, which is a fault of this program.
    """
    # Arrow's own allocator keeps what it once had, which a run over many plans has no room for.
    pa.set_memory_pool(pa.system_memory_pool())
    if layout is not None:
        _check_layout(layout)
    corrected = load_corrections(corrections) if corrections is not None else {}
    load_catalogue()  # a fault in it ends the run before the work, not within it
    inputs = find_inputs(paths)
    sources = [replace(s, corrections=corrections_of(corrected, s.name, plan_id(s.sha256))) for s in inputs.sources]
    options = (
        layout,
        engine,
        report,
        limits,
        on_regression,
        [(s.name, s.path.suffix, s.sha256, s.corrections) for s in sources],
    )
    key = run_key(*options, inputs.issues, inputs.failed, [(name, of.sha256) for name, of in inputs.copies])
    if not force and (known := recall_run(out, key, lambda version: is_intact(out, version))) is not None:
        return _recalled(known, out, strict=strict)
    processes = max(1, min(jobs or os.cpu_count() or 1, len(inputs.sources)))
    watcher = watch(len(inputs.sources)) if watch else None
    cache = Cache(out, layout, limits, engine)
    outcomes = read_changed(
        sources, cache, force=force, layout=layout, engine=engine, processes=processes, watcher=watcher, limits=limits
    )
    sieved, regressions, gone = _guarded(out, inputs, outcomes, on_regression)
    outcomes = [_without_rows(outcome) for outcome in outcomes]  # the frames have them: memory is for forty plans
    sieved = replace(sieved, frames=with_achievement_issues(sieved.frames))
    beside = {REPORT: report_writer(sieved.frames, sources, processes, out)} if report else {}
    changed = publish_dataset(out, sieved.frames, beside=beside, waiting=waiting)
    result = RunResult(
        out=out,
        plans=_summaries(sieved, outcomes),
        failed=_failed(inputs, outcomes, sieved),
        set_aside=len(sieved.set_aside),
        issues=dict(sorted(Counter(sieved.frames["issues"]["severity"]).items())),
        strict=strict,
        changed=changed,
        regressions=regressions,
        gone=gone,
    )
    if all(is_lasting(o.result) for o in outcomes) and all(one.kept for one in regressions) and not gone:
        remember_run(out, key, current_version(out).name, {k: v for k, v in asdict(result).items() if k != "out"})
    return result


def _without_rows(outcome: Outcome) -> Outcome:
    if isinstance(outcome.result, Failure):
        return outcome
    return replace(outcome, result=replace(outcome.result, objectives=[], indicators=[], values=[], issues=[]))


def _guarded(
    out: Path, inputs: Inputs, outcomes: Sequence[Outcome], on_regression: OnRegression
) -> tuple[Sieved, tuple[Regression, ...], tuple[str, ...]]:
    """The rows to publish, with what is published now kept where a document gives less than before.

    Raises:
        RegressionError: a document does, and nothing is to be published then.
    """
    rows = _rows(inputs, outcomes)
    sieved = sieve(rows)
    earlier = published_before(out)
    causes = {one.source_file: one.failure.cause for one in _failed(inputs, outcomes, sieved)}
    causes |= {plan_id(o.source.sha256): o.result.cause for o in outcomes if isinstance(o.result, Failure)}
    found = find_regressions(earlier, sieved.frames, causes)
    gone = tuple(gone_files(earlier, sieved.frames, causes))
    if found and on_regression == "fail":
        told = "; ".join(f"{one.source_file}: {one.cause}" for one in found)
        raise RegressionError(f"nothing was published, for some documents give less than before: {told}")
    if earlier is not None and found and on_regression == "keep":
        found = [replace(one, kept=True) for one in found]
        sieved = sieve(with_kept(rows, earlier, found))
    return sieved, tuple(found), gone


def _recalled(known: Mapping[str, Any], out: Path, *, strict: bool) -> RunResult:
    """The result of the last run, which had the same input and whose dataset is still published."""
    return RunResult(
        out=out,
        plans=tuple(PlanSummary(**{**plan, "seconds": 0.0, "cached": True}) for plan in known["plans"]),
        failed=tuple(FailedDocument(one["source_file"], Failure(**one["failure"])) for one in known["failed"]),
        set_aside=known["set_aside"],
        issues=known["issues"],
        strict=strict,
        changed=False,
        regressions=tuple(Regression(**one) for one in known["regressions"]),
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
    cached = {outcome.source.sha256 for outcome in outcomes if outcome.cached}
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
            seconds=0.0 if row["freshness"] == KEPT else round(seconds[row["source_sha256"]], 3),
            freshness=row["freshness"],
            cached=row["freshness"] == CURRENT and row["source_sha256"] in cached,
        )
        for row in frames["plans"].to_dict("records")
    )
