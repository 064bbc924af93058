"""A run: from the raw files to the published tables."""

# ruff: noqa: PLC0415

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from threading import Thread

from extractors.engines.registry import Engine
from extractors.errors import DocumentError, UnknownLayout
from extractors.layouts.registry import layout_by_id
from extractors.pages.scans.installation import installed, what_is_missing
from extractors.pages.scans.options import Ocr, OcrMode
from pipeline.corrections.files import Corrections, corrections_of, load_corrections
from pipeline.corrections.source import Source
from pipeline.dataset.derived.catalogue import load_catalogue
from pipeline.dataset.derived.chambers import load_chambers
from pipeline.dataset.derived.lookup_tables import load_processes
from pipeline.dataset.identity import plan_id
from pipeline.dataset.rows.series_files import load_series
from pipeline.errors import UsageError
from pipeline.processes.limits import DEFAULT_LIMITS, Limits
from pipeline.processes.temporary import sweep_temporary_folders
from pipeline.publish.atomic import current_version, is_intact
from pipeline.publish.ownership import check_folder
from pipeline.publish.table_files import dataset_files
from pipeline.report.plan_names import REPORT
from pipeline.run.assembly.results import AS_NOW, Form, Guard, OnRegression, RunResult, as_remembered, recalled
from pipeline.run.cache.cache import CACHE, Cache, Reader, is_lasting, read_changed, recall_run, remember_run, run_key
from pipeline.run.cache.pages import StoredPages
from pipeline.run.cache.quarantine import Quarantine
from pipeline.run.documents.fragment import Fragment
from pipeline.run.inputs import Inputs, find_inputs
from pipeline.run.workers.pool import Failure, Outcome, Watcher, read_documents
from pipeline.run.workers.tasks import ReadingOptions


def run(
    paths: Sequence[Path],
    out: Path,
    *,
    layout: str | None = None,
    engine: Engine = "pdfium",
    ocr: OcrMode = "auto",
    jobs: int | None = None,
    strict: bool = False,
    corrections: Path | None = None,
    report: bool = False,
    limits: Limits = DEFAULT_LIMITS,
    on_regression: OnRegression = "keep",
    accept: Sequence[str] = (),
    force: bool = False,
    watch: Callable[[int], Watcher] | None = None,
    waiting: Callable[[], None] | None = None,
    unavailable: Sequence[tuple[str, DocumentError]] = (),
    cluster: str | None = None,
    form: Form = AS_NOW,
    retry_quarantined: bool = False,
    tell: Callable[[str], None] | None = None,
) -> RunResult:
    """Read the documents that `paths` name and publish the tables in `out`.

    Args:
        paths: files, or folders whose documents (`pipeline.run.inputs.SUFFIXES`) are meant.
        out: the folder to publish in.
        layout: the id or the file of the layout that reads all of them, instead of what each document says.
        engine: what reads the pages of PDFs.
        ocr: which pages are read from their pictures: those without a sound text layer (auto), none (off), all (force).
        jobs: how many processes read, documents or pages of long ones; as many as there are processors where None.
        strict: whether unresolved values, rejected rows and skipped files decide on `RunResult.exit_code`.
        corrections: the folder of corrections that people made; none where None.
        report: whether the report for people is published with the tables.
        limits: what one document may take.
        on_regression: what to do about documents that failed or give clearly fewer rows than are published of them:
            keep those rows, publish nothing (fail), or publish what there is now (replace).
        accept: the files of which less than before is right, whatever `on_regression` says of others.
        force: whether all documents are read, whatever is known of them from earlier runs.
        watch: given the number of documents, makes the watcher that is told how the run gets on.
        waiting: called when another run is publishing into `out` and this one has to wait.
        unavailable: documents that a source names and that could not be brought here.
        cluster: what reads instead of processes of this run: the address of a Dask scheduler, or `local[N]` for one
            of N workers on this machine. What is published does not depend on it.
        form: how tables are published.
        retry_quarantined: whether files are read that failed twice (`pipeline.run.cache.quarantine`).
        tell: is given what a person who waits wants to know of the cluster.

    Raises:
        ClusterError: the cluster cannot be reached, does not fit, or is lost.
        UsageError: there is nothing to read, no such layout, or OCR is asked for and not installed.
        CorrectionsError: a file of corrections cannot be read.
        EditedDataError: the catalogue, or the file of chambers, processes or decisions about series, cannot be read.
        RegressionError: there is a regression, and `on_regression` is "fail".
        ForeignFolderError: `out` holds what this program has not published.
        PublishError: the tables could not be written; what was published before is untouched.
        SchemaError: the tables do not satisfy the schema, which is a fault of this program.
    """
    check_folder(out, [*dataset_files(), REPORT])
    sweep_temporary_folders()
    _check_options(layout, ocr)
    corrected = load_corrections(corrections) if corrections is not None else {}
    inputs = _correct_inputs(find_inputs(paths, unavailable), corrected)
    sources = inputs.sources
    guard = Guard(on_regression, tuple(sorted(accept)))
    key = run_key(chain((layout, engine, (ocr, installed()), report, limits, guard, form), parts_of_key(inputs)))
    if (
        not (force or retry_quarantined)
        and (known := recall_run(out, key, lambda version: is_intact(out, version))) is not None
    ):
        return recalled(known, out, strict=strict)
    processes = jobs or os.cpu_count() or 1
    watcher = watch(len(inputs.sources)) if watch else None
    options = ReadingOptions(layout, engine, Ocr(ocr, StoredPages(out / CACHE)), limits)
    cache = Cache(out, options)
    quarantine = Quarantine(out, limits)
    loading = Thread(target=_load_tables, args=(report,), daemon=True)  # an interrupted run does not wait for it
    reading = read_changed(
        sources,
        cache,
        _what_is_known(cache, quarantine, force=force, retry_quarantined=retry_quarantined),
        options,
        processes=processes,
        watcher=watcher,
        meanwhile=loading.start,
        read=read_documents if cluster is None else _cluster_reader(cluster, tell),
    )
    with closing(reading):
        first = _read_while(loading, reading)
        from pipeline.run.assembly.assemble import assemble

        result, outcomes = assemble(
            inputs,
            chain(first, reading),
            out,
            guard=guard,
            report=report,
            processes=processes,
            limits=limits,
            waiting=waiting,
            form=form,
        )
    _note_failures(sources, outcomes, cache, quarantine)
    result = replace(result, strict=strict, quarantined=tuple(quarantine.files()))
    settled = all(is_lasting(outcome.result) or outcome.cached for outcome in outcomes)
    if settled and all(one.kept for one in result.regressions):
        remember_run(out, key, current_version(out).name, as_remembered(result))
    return result


def _check_options(layout: str | None, ocr: OcrMode) -> None:
    """A fault in what is asked for, or in what people decided, ends the run before the work, not within it."""
    if ocr == "force" and (missing := what_is_missing()):
        raise UsageError("--ocr force needs OCR, which is not installed", remedy=missing)
    if layout is not None:
        _check_layout(layout)
    load_catalogue()
    load_series()
    load_chambers()
    load_processes()


def _note_failures(
    sources: Sequence[Source], outcomes: Sequence[Outcome], cache: Cache, quarantine: Quarantine
) -> None:
    """Keep what failed for the next run; `outcomes` are those of the documents that gave no rows."""
    for outcome in outcomes:
        if not is_lasting(outcome.result):
            cache.forget(outcome.source)
            if isinstance(outcome.result, Failure) and not outcome.cached:
                quarantine.add(outcome.source, outcome.result)
    failed = {outcome.source for outcome in outcomes}
    quarantine.release(source for source in sources if source not in failed)
    quarantine.save()


def _what_is_known(
    cache: Cache, quarantine: Quarantine, *, force: bool, retry_quarantined: bool
) -> Callable[[Source], Fragment | Failure | None]:
    """What tells of a document what it gave before, None where it is to be read."""
    if force:
        return lambda _: None
    return cache.get if retry_quarantined else lambda source: cache.get(source) or quarantine.get(source)


def _correct_inputs(inputs: Inputs, corrected: Corrections) -> Inputs:
    """The files of a run, each with what people have corrected of it."""
    sources = (replace(s, corrections=corrections_of(corrected, s.name, plan_id(s.sha256))) for s in inputs.sources)
    return replace(inputs, sources=list(sources))


def parts_of_key(inputs: Inputs) -> Iterator[object]:
    """What a run depends on of its files, as `run_key` takes it."""
    yield from ((s.name, s.path.suffix, s.sha256, s.url, s.retrieved_on, s.corrections) for s in inputs.sources)
    yield from (inputs.issues, inputs.failed, [(name, of.sha256) for name, of in inputs.copies])


def _cluster_reader(address: str, tell: Callable[[str], None] | None) -> Reader:
    """What reads on the cluster at this address; the way of speaking to it is loaded here alone."""
    from pipeline.run.cluster.reading import read_on_cluster

    return partial(read_on_cluster, address=address, tell=tell)


def _check_layout(layout: str) -> None:
    """See before the work that the layout, an id or a file, is there and right."""
    try:
        layout_by_id(layout)
    except UnknownLayout as error:
        raise UsageError(error.cause, remedy=error.remedy) from error


def _load_tables(report: bool) -> None:
    """Load what makes the tables, and the report, which takes most of a second: while documents are being read."""
    import pipeline.run.assembly.assemble

    if report:
        import pipeline.report.build  # noqa: F401


def _read_while(loading: Thread, reading: Iterator[Outcome]) -> list[Outcome]:
    """What is read until `loading` ends, so that workers have their next documents meanwhile."""
    read = []
    for outcome in reading:
        read.append(outcome)
        if not loading.is_alive():
            break
    return read
