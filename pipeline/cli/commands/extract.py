"""`extract`: read plans and publish their tables."""

# ruff: noqa: PLC0415

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from pipeline.cli.defaults import DEFAULT_CLEAN, DEFAULT_CORRECTIONS, DEFAULT_DOWNLOADS, DEFAULT_RAW
from pipeline.cli.error_output import EXIT_CODES, print_error_line
from pipeline.cli.options import LayoutChoice
from pipeline.cli.spoken_help import SpokenTyper
from pipeline.errors import UsageError
from pipeline.language.choice import say

if TYPE_CHECKING:
    from pipeline.run.assembly.results import RunResult
    from pipeline.run.workers.pool import Watcher

Sources: TypeAlias = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="[SOURCE]...",
        help="Files, folders, addresses (https://, s3://, gs://), .zip or .tar archives, and manifests in CSV or "
        "Parquet with a column url; data/raw if none.",
    ),
]
Out: TypeAlias = Annotated[Path, typer.Option("--out", "-o", metavar="DIR", help="Folder to publish the tables in.")]
Engine: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="pdfium|pdfplumber|camelot|auto", help="What reads PDFs; auto reads rows in doubt with camelot too."
    ),
]
Ocr: TypeAlias = Annotated[
    str,
    typer.Option(
        metavar="auto|off|force", help="Read pages from their pictures: those without a sound text, none, or all."
    ),
]
Jobs: TypeAlias = Annotated[
    int | None, typer.Option(metavar="N", min=1, help="Processes that read; as many as processors if not given.")
]
Cluster: TypeAlias = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS|local[N]", help="Read on a Dask cluster: that of a scheduler, or N workers started here."
    ),
]
Partitioned: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--partitioned/--one-file",
        help="Publish each table in partitions by year and publisher, or in one file; as it is now if not given.",
    ),
]
KeepVersions: TypeAlias = Annotated[
    int, typer.Option(metavar="N", min=1, help="Versions that were replaced and stay; each stays for an hour.")
]
Strict: TypeAlias = Annotated[
    bool, typer.Option("--strict", help="Exit with 4 when values are unresolved, rows rejected or files skipped.")
]
CorrectionsFolder: TypeAlias = Annotated[
    Path, typer.Option(metavar="DIR", help="Folder of corrections that people made.")
]
Report: TypeAlias = Annotated[bool, typer.Option("--report/--no-report", help="Write the report for people.")]
OnRegression: TypeAlias = Annotated[
    str, typer.Option(metavar="keep|fail|replace", help="What to do when a document gives less than is published.")
]
Accept: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(metavar="FILE", help="A file of which less than is published is right; may be given again."),
]
Force: TypeAlias = Annotated[bool, typer.Option("--force", help="Read all documents, also those that did not change.")]
Retry: TypeAlias = Annotated[bool, typer.Option("--retry-quarantined", help="Read also the files that failed twice.")]
LogFormat: TypeAlias = Annotated[
    str, typer.Option(metavar="text|json", help="What stderr is told: lines for people, or all that happens as JSON.")
]
Metrics: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="FILE.prom", help="Write figures of the run for Prometheus.")
]
RunPage: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="FILE.html", help="Write a page that tells what the run came to.")
]
Downloads: TypeAlias = Annotated[
    Path, typer.Option(metavar="DIR", help="Where documents from addresses and archives are kept.")
]
Timeout: TypeAlias = Annotated[
    float, typer.Option(metavar="SECONDS", min=0.1, help="For one document; a page read by OCR adds its own.")
]
PageTimeout: TypeAlias = Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="Without a page being done.")]
StageTimeout: TypeAlias = Annotated[
    float, typer.Option(metavar="SECONDS", min=0.1, help="For each stage after the last page.")
]
MaxMemory: TypeAlias = Annotated[int, typer.Option(metavar="MIB", min=16, help="For one document.")]
MaxPages: TypeAlias = Annotated[int, typer.Option(metavar="N", min=1, help="Of one document.")]
MaxOutput: TypeAlias = Annotated[int, typer.Option(metavar="MIB", min=1, help="For the rows of one document.")]
LogFile: TypeAlias = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Append what happens to it, as JSON lines.")
]
AsJson: TypeAlias = Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")]
Quiet: TypeAlias = Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")]


commands = SpokenTyper()


@commands.command("extract", epilog=f"Example: cruscotto extract data/raw --out data/clean --jobs 4. {EXIT_CODES}")
def extract_plans(
    paths: Sources = None,
    *,
    out: Out = DEFAULT_CLEAN,
    layout: LayoutChoice = None,
    engine: Engine = "pdfium",
    ocr: Ocr = "auto",
    jobs: Jobs = None,
    cluster: Cluster = None,
    partitioned: Partitioned = None,
    keep_versions: KeepVersions = 1,
    strict: Strict = False,
    corrections: CorrectionsFolder = DEFAULT_CORRECTIONS,
    report: Report = True,
    on_regression: OnRegression = "keep",
    accept: Accept = None,
    force: Force = False,
    retry_quarantined: Retry = False,
    downloads: Downloads = DEFAULT_DOWNLOADS,
    timeout: Timeout = 300,
    page_timeout: PageTimeout = 45,
    stage_timeout: StageTimeout = 120,
    max_memory: MaxMemory = 1024,
    max_pages: MaxPages = 5000,
    max_output: MaxOutput = 128,
    log_file: LogFile = None,
    log_format: LogFormat = "text",
    metrics: Metrics = None,
    run_page: RunPage = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Read plans and publish their tables."""
    from pipeline.cli.sources import stage_sources
    from pipeline.processes.limits import MIB, Limits
    from pipeline.run.assembly.results import Form

    _check_choices(engine, ocr, on_regression, corrections, log_format)
    options: dict[str, Any] = {
        **{"layout": layout, "engine": engine, "ocr": ocr, "jobs": jobs, "strict": strict, "force": force},
        "cluster": cluster,
        "form": Form(partitioned, keep_versions),
        **{"corrections": corrections, "report": report, "on_regression": on_regression, "log_file": log_file},
        "log_format": log_format,
        **{"accept": accept or (), "retry_quarantined": retry_quarantined, "metrics": metrics},
        "run_page": run_page,
        "limits": Limits(timeout, page_timeout, stage_timeout, max_memory * MIB, max_pages, max_output * MIB),
    }
    logged = log_format == "json"
    silent = quiet or as_json or logged
    local, unavailable = stage_sources(paths or [str(DEFAULT_RAW)], downloads, say=print_error_line, quiet=silent)
    options |= {"unavailable": unavailable, "tell": None if silent else print_error_line}
    result = run_with_progress(local, out, options, show=not silent)
    # Under --strict it may be what the exit code is about. What stderr would be told, a log has told it already.
    print_result(result, as_json=as_json, quiet=quiet, name_skipped=strict or not quiet, on_stderr=not logged)
    raise typer.Exit(result.exit_code)


def _check_choices(engine: str, ocr: str, on_regression: str, corrections: Path, log_format: str) -> None:
    """Hold what was asked for against what there is.

    Raises:
        UsageError: there is no such thing.
    """
    from extractors.engines.registry import ENGINES
    from extractors.pages.scans.options import OCR_MODES
    from pipeline.run.assembly.results import ON_REGRESSION

    if corrections != DEFAULT_CORRECTIONS and not corrections.is_dir():
        raise UsageError(f"there is no folder {corrections}", remedy="Name the folder that holds the corrections.")
    choices: tuple[tuple[str, str, Collection[str]], ...] = (
        (engine, f"engine '{engine}'", ENGINES),
        (ocr, f"--ocr '{ocr}'", OCR_MODES),
        (on_regression, f"'{on_regression}'", ON_REGRESSION),
        (log_format, f"--log-format '{log_format}'", ("text", "json")),
    )
    for given, shown, known in choices:
        if given not in known:
            raise UsageError(f"there is no {shown}", remedy=f"Give one of {', '.join(known)}.")


def print_result(result: RunResult, *, as_json: bool, quiet: bool, name_skipped: bool, on_stderr: bool = True) -> None:
    """Print what a run came to: warnings and failures on stderr, the summary on stdout."""
    from rich.console import Console

    from pipeline.cli.run_output.console import MANY, print_summary, regression_lines, skipped_lines, summary_json

    for line in (*(skipped_lines(result) if name_skipped else ()), *regression_lines(result)) if on_stderr else ():
        print_error_line(line)
    # Of many the summary tells, by cause.
    for failed in result.failed if on_stderr and len(result.failed) <= MANY else ():
        failure = failed.failure
        print_error_line(f"{say('error')}: {failed.source_file}: {say(failure.cause)}. {say(failure.remedy)}")
        if failure.trace is not None:
            print_error_line(failure.trace)
    if as_json:
        for piece in summary_json(result):
            typer.echo(piece, nl=False)
        typer.echo()
    elif not quiet:
        print_summary(Console(), result)


def run_with_progress(paths: list[Path], out: Path, options: dict[str, Any], *, show: bool) -> RunResult:
    """Run with a progress bar on stderr, where that is a terminal and `show` asks for it."""
    from rich.console import Console

    from pipeline.cli.run_output.console import ProgressBar, progress_on
    from pipeline.cli.run_output.log import run_with_log as run

    def on_wait() -> None:
        print_error_line(f"waiting for another run that is publishing into {out}")

    console = Console(stderr=True)
    if not (show and console.is_terminal):
        return run(paths, out, waiting=on_wait, **options)
    with progress_on(console) as progress:

        def make_watcher(documents: int) -> Watcher:
            return ProgressBar(progress, documents)

        return run(paths, out, watch=make_watcher, waiting=on_wait, **options)
