"""The command line. Commands import what they need when they run, so that each starts fast."""

# ruff: noqa: PLC0415

from __future__ import annotations

import functools
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, ParamSpec, TextIO, TypeVar

import typer

from pipeline.cli.dataset_commands import add_dataset_commands
from pipeline.cli.health_commands import add_health_commands
from pipeline.cli.layout_commands import add_layout_commands
from pipeline.cli.page_commands import add_page_commands
from pipeline.dataset.text import strip_control
from pipeline.errors import CruscottoError, ExitCode, UsageError

if TYPE_CHECKING:
    from pipeline.run.results import RunResult
    from pipeline.run.workers import Watcher

P = ParamSpec("P")
R = TypeVar("R")

DEFAULT_RAW = Path("data/raw")
DEFAULT_CLEAN = Path("data/clean")
DEFAULT_CORRECTIONS = Path("data/corrections")
DEFAULT_DOWNLOADS = Path("data/downloads")
_MANY = 20

_EXIT_CODES = (
    "Exit codes: 0 all published; 2 wrong usage; 3 a document could not be read; 4 unresolved values, "
    "rejected rows or skipped files under --strict; 5 rows failed the schema; 6 the tables could not be published; "
    "7 nothing found; 8 corrections cannot be read or do not fit; 9 a document gives less than before; 130 interrupted."
)

app = typer.Typer(
    help="The performance plans of Italian chambers of commerce as one validated dataset.",
    epilog=_EXIT_CODES,
    no_args_is_help=True,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"cruscotto {version('cruscotto')}")
        raise typer.Exit


@app.callback()
def print_version_option(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """The performance plans of Italian chambers of commerce as one validated dataset."""


corrections_app = typer.Typer(help="Corrections that people make.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(corrections_app, name="corrections")


def exit_with_error_code(command: Callable[P, R]) -> Callable[P, R]:
    """A command that ends with the exit code of its error, and says cause and remedy on stderr."""

    @functools.wraps(command)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except CruscottoError as error:
            exit_with(error)
        except KeyboardInterrupt:
            print_error_line("interrupted; what was published before is unchanged")
            raise typer.Exit(ExitCode.INTERRUPTED) from None
        except BrokenPipeError:
            # Whoever reads the output has enough of it; leave Python nothing to flush at its end.
            sys.stdout = None
            raise typer.Exit(ExitCode.OK) from None

    return wrapped


def print_error_line(message: str) -> None:
    """Print a line to stderr, without control characters."""
    typer.echo(strip_control(message), err=True)


def exit_with(error: CruscottoError) -> NoReturn:
    """Print cause and remedy of an error, and exit with its code."""
    print_error_line(f"error: {error.cause}. {error.remedy}")
    raise typer.Exit(error.exit_code)


@app.command(epilog=f"Example: cruscotto extract data/raw --out data/clean --jobs 4. {_EXIT_CODES}")
@exit_with_error_code
def extract(
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[SOURCE]...",
            help="Files, folders, addresses (https://, s3://, gs://), .zip or .tar archives, and manifests in CSV or "
            "Parquet with a column url; data/raw if none.",
        ),
    ] = None,
    *,
    out: Annotated[
        Path, typer.Option("--out", "-o", metavar="DIR", help="Folder to publish the tables in.")
    ] = DEFAULT_CLEAN,
    layout: Annotated[
        str | None, typer.Option(metavar="ID|FILE", help="Layout to read with, instead of choosing by content.")
    ] = None,
    engine: Annotated[
        str,
        typer.Option(
            metavar="pdfium|pdfplumber|camelot|auto",
            help="What reads PDFs; auto reads rows in doubt with camelot too.",
        ),
    ] = "pdfium",
    ocr: Annotated[
        str,
        typer.Option(
            metavar="auto|off|force",
            help="Read pages from their pictures: those without a sound text, none, or all.",
        ),
    ] = "auto",
    jobs: Annotated[
        int | None,
        typer.Option(metavar="N", min=1, help="Processes that read; as many as processors if not given."),
    ] = None,
    strict: Annotated[
        bool, typer.Option("--strict", help="Exit with 4 when values are unresolved, rows rejected or files skipped.")
    ] = False,
    corrections: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of corrections that people made.")
    ] = DEFAULT_CORRECTIONS,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the report for people.")] = True,
    on_regression: Annotated[
        str,
        typer.Option(metavar="keep|fail|replace", help="What to do when a document gives less than is published."),
    ] = "keep",
    accept: Annotated[
        list[str] | None,
        typer.Option(metavar="FILE", help="A file of which less than is published is right; may be given again."),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Read all documents, also those that did not change.")] = False,
    downloads: Annotated[
        Path, typer.Option(metavar="DIR", help="Where documents from addresses and archives are kept.")
    ] = DEFAULT_DOWNLOADS,
    timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="For one document; a page read by OCR adds its own.")
    ] = 300,
    page_timeout: Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="Without a page being done.")] = 45,
    stage_timeout: Annotated[
        float, typer.Option(metavar="SECONDS", min=0.1, help="For each stage after the last page.")
    ] = 120,
    max_memory: Annotated[int, typer.Option(metavar="MIB", min=16, help="For one document.")] = 1024,
    max_pages: Annotated[int, typer.Option(metavar="N", min=1, help="Of one document.")] = 2000,
    max_output: Annotated[int, typer.Option(metavar="MIB", min=1, help="For the rows of one document.")] = 16,
    log_file: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Append what happens to it, as JSON lines.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the summary as one JSON object.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print nothing but errors.")] = False,
) -> None:
    """Read plans and publish their tables."""
    from rich.console import Console

    from extractors.engines.registry import ENGINES
    from extractors.pages.scans.options import OCR_MODES
    from pipeline.cli.console import print_summary, regression_lines, skipped_lines, summary_json
    from pipeline.cli.sources import stage_sources
    from pipeline.processes.limits import MIB, Limits
    from pipeline.run.results import ON_REGRESSION

    if corrections != DEFAULT_CORRECTIONS and not corrections.is_dir():
        raise UsageError(f"there is no folder {corrections}", remedy="Name the folder that holds the corrections.")
    if engine not in ENGINES:
        raise UsageError(f"there is no engine '{engine}'", remedy=f"Give one of {', '.join(ENGINES)}.")
    if ocr not in OCR_MODES:
        raise UsageError(f"there is no --ocr '{ocr}'", remedy=f"Give one of {', '.join(OCR_MODES)}.")
    if on_regression not in ON_REGRESSION:
        raise UsageError(f"there is no '{on_regression}'", remedy=f"Give one of {', '.join(ON_REGRESSION)}.")
    options = {
        **{"layout": layout, "engine": engine, "ocr": ocr, "jobs": jobs, "strict": strict},
        **{
            "corrections": corrections,
            "report": report,
            "on_regression": on_regression,
            "accept": accept or (),
            "force": force,
            "log_file": log_file,
        },
        "limits": Limits(timeout, page_timeout, stage_timeout, max_memory * MIB, max_pages, max_output * MIB),
    }
    local, unavailable = stage_sources(
        paths or [str(DEFAULT_RAW)], downloads, say=print_error_line, quiet=quiet or as_json
    )
    result = run_with_progress(local, out, {**options, "unavailable": unavailable}, show=not (quiet or as_json))
    # Under --strict it may be what the exit code is about.
    for line in (*(skipped_lines(result) if strict or not quiet else ()), *regression_lines(result)):
        print_error_line(line)
    for failed in result.failed:
        failure = failed.failure
        print_error_line(f"error: {failed.source_file}: {failure.cause}. {failure.remedy}")
        if failure.trace is not None:
            print_error_line(failure.trace)
    if as_json:
        typer.echo(summary_json(result))
    elif not quiet:
        print_summary(Console(), result)
    raise typer.Exit(result.exit_code)


def run_with_progress(paths: list[Path], out: Path, options: dict[str, Any], *, show: bool) -> RunResult:
    """Run with a progress bar on stderr, where that is a terminal and `show` asks for it."""
    from rich.console import Console

    from pipeline.cli.console import ProgressBar, progress_on
    from pipeline.cli.run_log import run_with_log as run

    def waiting() -> None:
        print_error_line(f"waiting for another run that is publishing into {out}")

    console = Console(stderr=True)
    if not (show and console.is_terminal):
        return run(paths, out, waiting=waiting, **options)
    with progress_on(console) as progress:

        def watch(documents: int) -> Watcher:
            return ProgressBar(progress, documents)

        return run(paths, out, watch=watch, waiting=waiting, **options)


@app.command(epilog="Example: cruscotto validate data/clean. Exit codes: 0 valid; 5 not valid; 7 no dataset.")
@exit_with_error_code
def validate(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder of the published tables.")] = DEFAULT_CLEAN,
) -> None:
    """Check published tables again: columns, vocabularies, ranges, keys, references, counts and computed tables."""
    from pipeline.dataset.checks.quarantine import find_all_breaches
    from pipeline.dataset.checks.relations import find_count_breaches
    from pipeline.dataset.derived.derived import find_derived_breaches
    from pipeline.dataset.tables import ALL_TABLES
    from pipeline.publish.dataset_files import read_dataset, read_derived

    frames = read_dataset(folder)
    derived = read_derived(folder)
    found = [*find_all_breaches(frames), *find_count_breaches(frames)] or find_derived_breaches(frames, derived)
    for breach in found:
        identity = {**frames, **derived}[breach.table][ALL_TABLES[breach.table].key].iloc[breach.row]
        print_error_line(f"error: {breach}: row {breach.row} ({identity})")
    counts = ", ".join(f"{len(frame)} {name}" for name, frame in frames.items())
    if found:
        print_error_line(f"{folder} is not valid: {len(found)} breaches in {counts}")
        raise typer.Exit(ExitCode.SCHEMA)
    typer.echo(f"{folder} is valid: {counts}")


@app.command(epilog="Example: cruscotto show O1.2.4-a")
@exit_with_error_code
def show(
    wanted: Annotated[
        str,
        typer.Argument(metavar="INDICATOR|CODE|TEXT", help="An id, a code, or a part of a name."),
    ],
    data: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the published tables.")] = DEFAULT_CLEAN,
    as_json: Annotated[bool, typer.Option("--json", help="Print all matches as JSON.")] = False,
) -> None:
    """Show an indicator with its path, values, raw cells, page and box; several matches are listed."""
    from pipeline.cli.show import describe_indicator, find_indicators, indicator_as_lines, indicator_as_text
    from pipeline.publish.dataset_files import read_dataset

    frames = read_dataset(data)
    found = find_indicators(frames, wanted)
    if as_json:
        shown = [describe_indicator(frames, indicator) for indicator in found]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=1, default=str))
    elif len(found) == 1:
        typer.echo(indicator_as_text(describe_indicator(frames, found[0])))
    else:
        typer.echo(f"{len(found)} indicators match; show one by its id:")
        for indicator in found[:_MANY]:
            typer.echo(indicator_as_lines(frames, indicator))
        if len(found) > _MANY:
            typer.echo(f"... and {len(found) - _MANY} more; --json shows them all")


@app.command(
    "read-cell",
    context_settings={"ignore_unknown_options": True},  # `-20%` and `---` are cells
    epilog="""Examples: cruscotto read-cell '>= 80%' --role target --period 2019; """
    """echo '{"raw": "entro il 30/06", "period": 2020}' | cruscotto read-cell --stdin""",
)
@exit_with_error_code
def read_cell(
    text: Annotated[str | None, typer.Argument(metavar="[TEXT]", help="The cell as printed.")] = None,
    *,
    role: Annotated[str, typer.Option(help="target, result, baseline, achievement or benchmark.")] = "target",
    period: Annotated[int | None, typer.Option(metavar="YEAR", help="The year of the cell's column.")] = None,
    formula: Annotated[str | None, typer.Option(metavar="TEXT", help="The row's Algoritmo or Formula.")] = None,
    unit: Annotated[str | None, typer.Option(metavar="TEXT", help="The row's unit column.")] = None,
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Read JSON lines, write the clauses of each as one JSON line.")
    ] = False,
) -> None:
    """Print as JSON the clauses that the grammar reads in a cell."""
    from pipeline.cli.text_commands import answer_line, answer_stream, read_cell_clauses
    from pipeline.dataset.vocabularies import ROLES

    if stdin == (text is not None):
        raise UsageError("give either a TEXT or --stdin", remedy="Quote a text that has spaces.")
    if role not in ROLES:
        raise UsageError(f"there is no role '{role}'", remedy=f"Give one of {', '.join(ROLES)}.")
    if stdin:
        answer_stream(sys.stdin.fileno(), sys.stdout.buffer, answer_line)
    elif text is not None:
        clauses = read_cell_clauses(text, role, period, formula, unit)
        typer.echo(json.dumps(clauses, ensure_ascii=False, indent=1))


@app.command("read-code", epilog="Example: cruscotto read-code 01.2.4-a --scheme massa-carrara")
@exit_with_error_code
def read_code(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The code as printed.")],
    scheme: Annotated[
        str | None, typer.Option(metavar="NAME", help="The scheme it belongs to; all are tried if not given.")
    ] = None,
) -> None:
    """Print as JSON the parts of a code and what was repaired in it."""
    from normalizers import codes
    from pipeline.cli.text_commands import code_parts

    if scheme is not None and scheme not in codes.schemes():
        known = ", ".join(codes.schemes())
        raise UsageError(f"there is no scheme '{scheme}'", remedy=f"Give one of {known}.")
    typer.echo(json.dumps(code_parts(codes.read_code(text, scheme)), ensure_ascii=False, indent=1))


@corrections_app.command(
    "check",
    epilog="Example: cruscotto corrections check data/corrections. Exit codes: 0 all fit; 7 no dataset; "
    "8 some are stale or in conflict, or a file cannot be read.",
)
@exit_with_error_code
def check_corrections(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder of corrections.")] = DEFAULT_CORRECTIONS,
    *,
    data: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the published tables.")] = DEFAULT_CLEAN,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List the corrections that are applied, pending, stale and in conflict."""
    from pipeline.corrections.check import UNFIT, examine_corrections, examined_as_rows, examined_as_text
    from pipeline.corrections.files import load_corrections
    from pipeline.publish.dataset_files import read_dataset

    if folder != DEFAULT_CORRECTIONS and not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", remedy="Name the folder that holds the corrections.")
    found = examine_corrections(load_corrections(folder), read_dataset(data))
    typer.echo(
        json.dumps(examined_as_rows(found), ensure_ascii=False, indent=1) if as_json else examined_as_text(found)
    )
    if any(one.standing in UNFIT for one in found):
        raise typer.Exit(ExitCode.CORRECTIONS)


add_layout_commands(app, exit_with_error_code)


add_dataset_commands(app, exit_with_error_code)
add_health_commands(app, exit_with_error_code)
add_page_commands(app, exit_with_error_code)


def open_null_output() -> TextIO:
    """What takes the place of an output that was closed before the program began."""
    return Path(os.devnull).open("w", encoding="utf-8")


def main() -> None:
    """Run the command line."""
    sys.stdout = sys.stdout or open_null_output()
    sys.stderr = sys.stderr or open_null_output()
    # Whoever stops a service means what Ctrl-C means.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    for stream in (sys.stdout, sys.stderr):
        # Plans are full of letters and signs beyond ASCII; one that a terminal cannot show ends no command.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app()
    except KeyboardInterrupt:
        raise SystemExit(ExitCode.INTERRUPTED) from None


if __name__ == "__main__":
    main()
