"""From what was read of the documents to the published dataset."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from pipeline.dataset import issue_codes as codes
from pipeline.dataset.forms.rows import rows_of
from pipeline.dataset.identity import plan_id
from pipeline.dataset.issues import Issue, IssueRows, make_issue
from pipeline.dataset.text import without_folders
from pipeline.errors import RegressionError
from pipeline.processes.limits import keep_heap_small, nothing_older_searched
from pipeline.processes.temporary import temporary_folder
from pipeline.processes.without_pandas import load_no_pandas
from pipeline.publish.atomic import Writer, current_version, publication
from pipeline.publish.dataset_files import publish_dataset
from pipeline.publish.partitions import place_of, publish_partitions
from pipeline.publish.table_files import is_partitioned
from pipeline.report.plan_names import REPORT
from pipeline.run.assembly.account import Account, failed_documents, share_text
from pipeline.run.assembly.best import Counts, write_best
from pipeline.run.assembly.gathering import Gathering
from pipeline.run.assembly.lineage import COMPARED, Given
from pipeline.run.assembly.regression import (
    best_now,
    counts_of,
    find_regressions,
    gone_files,
    kept_rows,
    published_before,
    replaced,
)
from pipeline.run.assembly.results import (
    AS_NOW,
    FailedDocument,
    Form,
    Guard,
    Regression,
    RunResult,
    SkippedFile,
)
from pipeline.run.documents.fingerprint import code_fingerprint
from pipeline.run.documents.fragment import Fragment
from pipeline.run.documents.settling import make_fragment
from pipeline.run.workers.pool import Failure, Outcome, failure_of

if TYPE_CHECKING:
    from pipeline.corrections.source import Source
    from pipeline.dataset.schemas.issues import IssueRow
    from pipeline.processes.limits import Limits
    from pipeline.run.inputs import Inputs


_AT_ONCE: Final = 2
"""Tables that are written at a time at most: half of the work is Python's, which runs in one thread, and each takes
memory."""


def assemble(
    inputs: Inputs,
    reading: Iterable[Outcome],
    out: Path,
    *,
    guard: Guard,
    report: bool,
    processes: int,
    limits: Limits,
    waiting: Callable[[], None] | None = None,
    form: Form = AS_NOW,
) -> tuple[RunResult, list[Outcome]]:
    """Publish in `out` what the documents of `inputs` give, each of which has an outcome in `reading`.

    Args:
        inputs: the files of the run.
        reading: what became of the documents, in any order; taken as they come.
        out: the folder to publish in.
        guard: what to do about documents that give less than is published of them.
        report: whether the report for people is published with the tables.
        processes: how many draw its pictures, and threads write tables, at a time.
        limits: what the drawing of one document may take.
        waiting: called when another run is publishing into `out` and this one has to wait.
        form: how tables are published.

    Returns:
        What was done, and the outcomes of the documents that gave no rows.

    Raises:
        RegressionError: there is a regression that is not accepted, and none is to be published.
        ForeignFolderError: `out` holds what this program has not published.
        PublishError: the tables could not be written; what was published before is untouched.
        SchemaError: the tables do not satisfy the schema, which is a fault of this program.
    """
    keep_heap_small()
    load_no_pandas()
    with (
        nothing_older_searched(),
        Gathering(out, place_of) as gathering,
        temporary_folder() as drawn,
    ):
        outcomes, read = _gather_outcomes(inputs, reading, gathering)
        gathering.add_issues(_number_issues(_of_no_plan(inputs, outcomes, read)))
        del read
        gathering.prove()
        beside: dict[str, Writer] = {}
        if report:
            from pipeline.report.build import draw_pictures, report_writer  # noqa: PLC0415 - it loads what reads pages

            earlier = current_version(out) / REPORT
            pictures = draw_pictures(
                gathering, inputs.sources, Path(drawn), processes=processes, earlier=earlier, limits=limits
            )
            beside[REPORT] = report_writer(gathering, inputs.sources, pictures)
        # Another run may have published since this one began: what is compared stays so until it is replaced.
        at_once = min(processes, _AT_ONCE)
        with publication(out, waiting):
            guarded = _guard_outcomes(out, inputs, outcomes, gathering, guard)
            if _in_partitions(out, form):
                stamp, versions = code_fingerprint(), form.versions
                changed = publish_partitions(
                    out, gathering, stamp=stamp, beside=beside, versions=versions, at_once=at_once
                )
            else:
                changed = publish_dataset(out, gathering, beside=beside, versions=form.versions, at_once=at_once)
            write_best(out, guarded.best)
        told = Account(gathering.documents())
        issues = dict(sorted(gathering.severities().items()))
    result = RunResult(
        out=out,
        plans=tuple(told.plans),
        failed=(*_list_failures(inputs, outcomes), *told.failed),
        set_aside=told.set_aside,
        issues=issues,
        strict=False,
        changed=changed,
        regressions=guarded.regressions,
        gone=guarded.gone,
        skipped=_list_skipped(inputs),
    )
    return result, outcomes


def _list_skipped(inputs: Inputs) -> tuple[SkippedFile, ...]:
    issues = inputs.issues
    return tuple(SkippedFile(name, one.message) for name, _, one in issues if one.code == codes.FILE_SKIPPED.code)


def _in_partitions(out: Path, form: Form) -> bool:
    return is_partitioned(current_version(out)) if form.partitioned is None else form.partitioned


def _gather_outcomes(
    inputs: Inputs, reading: Iterable[Outcome], gathering: Gathering
) -> tuple[list[Outcome], Mapping[str, Source]]:
    """The outcomes of the documents that gave no rows, in the order of the documents, and the sources of the plans that
    were read: their rows are gathered."""
    failed: dict[Source, Outcome] = {}
    plans: dict[str, Source] = {}
    told = _ByPlan(inputs)
    for outcome in reading:
        source, result = outcome.source, outcome.result
        plan = plan_id(source.sha256)
        if not isinstance(result, Failure) and (other := plans.setdefault(plan, source)) is not source:
            # what is both a PDF and a text
            twin = codes.DUPLICATE_DOCUMENT
            result = Failure(twin.code, f"it has the content of {other.name}", "Keep one of the two files.")
        if isinstance(result, Failure):
            failed[source] = replace(outcome, result=result)
        else:
            read = replace(result, seconds=outcome.seconds, cached=outcome.cached)
            gathering.add(read, _number_issues(told.of_plan(plan, source)))
    return [failed[source] for source in inputs.sources if source in failed], plans


@dataclass(frozen=True, slots=True)
class _Guarded:
    """What the guard has found and done; `best` is to be kept with what is published."""

    regressions: tuple[Regression, ...]
    gone: tuple[str, ...]
    best: Mapping[str, Counts]


def _guard_outcomes(
    out: Path, inputs: Inputs, outcomes: Sequence[Outcome], gathering: Gathering, guard: Guard
) -> _Guarded:
    """Keep what is published now where a document gives less than before.

    Raises:
        RegressionError: a document does, and nothing is to be published then; or what is published cannot be read.
    """
    try:
        earlier = published_before(out)
    except RegressionError:
        if guard.on_regression != "replace":
            raise
        earlier = None
    causes = {one.source_file: one.failure.cause for one in _list_failures(inputs, outcomes)}
    given = _given_of(gathering.documents())
    for one in gathering.documents():
        causes |= {failed.source_file: failed.failure.cause for failed in failed_documents(one)}
    if earlier is None:
        return _Guarded((), (), best_now(None, given, {}, ()))
    causes |= {plan_id(o.source.sha256): o.result.cause for o in outcomes if isinstance(o.result, Failure)}
    found, now = find_regressions(earlier, given, causes, gathering.keys_of)
    found = [replace(one, accepted=one.source_file in guard.accepted) for one in found]
    refused = [one for one in found if not one.accepted]
    if refused and guard.on_regression == "fail":
        told = "; ".join(f"{one.source_file}: {one.cause}" for one in refused)
        raise RegressionError(f"nothing was published, for some documents give less than before: {told}")
    kept: list[Regression] = []
    if guard.on_regression == "keep":
        kept = [replace(one, kept=True) for one in refused]
        gathering.drop(replaced(kept))
        for rows in kept_rows(earlier, kept):
            gathering.add(make_fragment(rows))
    stand = {one.plan_id for one in kept}
    if kept:
        given = _given_of(gathering.documents())
    return _Guarded(
        (*kept, *(one for one in found if one.plan_id not in stand)),
        tuple(file for file in gone_files(earlier, now, causes) if file not in {one.source_file for one in kept}),
        best_now(earlier, given, now, {one.plan_id for one in found} - stand),
    )


def _list_failures(inputs: Inputs, outcomes: Sequence[Outcome]) -> list[FailedDocument]:
    """The files that gave no rows, by name."""
    found = [FailedDocument(name, failure_of(error)) for name, error in inputs.failed]
    for outcome in outcomes:
        if isinstance(outcome.result, Failure):
            names = [outcome.source.name, *_names_of_copies(inputs, outcome.source)]
            found += [FailedDocument(name, outcome.result) for name in names]
    return sorted(found, key=lambda f: (f.source_file, f.failure.code, f.failure.cause))


_Told: TypeAlias = tuple[str, str | None, Issue]
"""A file's name, its plan where it gives one, and what is to report of it."""


class _ByPlan:
    """What is to report of the files that gave plans, and of their copies."""

    def __init__(self, inputs: Inputs) -> None:
        self._copies: dict[Source, list[str]] = defaultdict(list)
        for name, of in inputs.copies:
            self._copies[of].append(name)
        self._told: dict[str, list[_Told]] = defaultdict(list)
        for told in inputs.issues:
            if told[1] is not None:
                self._told[told[1]].append(told)

    def of_plan(self, plan: str, source: Source) -> list[_Told]:
        """What is to report of the file that gave this plan."""
        copies = [
            (name, plan, make_issue(codes.DUPLICATE_DOCUMENT, f"it has the content of {source.name}"))
            for name in self._copies.get(source, ())
        ]
        return _sort_issues([*self._told.get(plan, ()), *copies])


def _of_no_plan(inputs: Inputs, outcomes: Sequence[Outcome], read: Collection[str]) -> list[_Told]:
    """What is to report of files that gave none of the plans in `read`, and of what is odd about the input folder."""
    failures = [
        (failed.source_file, None, Issue("error", failed.failure.code, _as_message(failed)))
        for failed in _list_failures(inputs, outcomes)
    ]
    return [*failures, *_sort_issues(told for told in inputs.issues if told[1] not in read)]


def _sort_issues(told: Iterable[_Told]) -> list[_Told]:
    return sorted(told, key=lambda one: (one[0], one[2].code, one[2].message))


def _as_message(failed: FailedDocument) -> str:
    return f"{failed.source_file}: {failed.failure.cause}. {failed.failure.remedy}"


def _names_of_copies(inputs: Inputs, source: Source) -> list[str]:
    return [name for name, of in inputs.copies if of == source]


def _number_issues(told: Iterable[_Told]) -> list[IssueRow]:
    """The rows of issues, each with an id of its own and without paths of this machine."""
    makers: dict[tuple[str, str | None], IssueRows] = {}
    return [
        makers.setdefault((name, plan), IssueRows(name, plan)).make_row(
            replace(one, message=without_folders(one.message))
        )
        for name, plan, one in told
    ]


def _given_of(documents: Iterable[Fragment]) -> list[Given]:
    """What documents give, as it is counted against what was published before: there is one for each, so by column."""
    columns: dict[str, list[Any]] = {name: [] for name in COMPARED}
    counts: list[Counts] = []
    for one in documents:
        if one.plan is not None:
            for name, cells in columns.items():
                cells.append(share_text(one.plan[name]))
            counts.append(counts_of(one.plan["rows_published"], one.objectives, one.statuses))
    return [Given(plan, of) for plan, of in zip(rows_of(columns), counts, strict=True)]
