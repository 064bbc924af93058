"""The command line. Commands import what they need when they run, so that each starts fast."""

# ruff: noqa: PLC0415

from __future__ import annotations

import json
import os
import signal
import sys
from pathlib import Path
from typing import Annotated, TextIO

import typer

from pipeline.cli.commands.dataset import add_dataset_commands
from pipeline.cli.commands.extract import add_extract_command
from pipeline.cli.commands.health import add_health_commands
from pipeline.cli.commands.layouts import add_layout_commands
from pipeline.cli.commands.pages import add_page_commands
from pipeline.cli.defaults import CONFIG_FILE, DEFAULT_CLEAN, DEFAULT_CORRECTIONS, find_config_file
from pipeline.cli.error_output import EXIT_CODES, exit_with_error_code, print_error_line, print_line
from pipeline.cli.spoken_help import SpokenTyper, speak_at_once
from pipeline.errors import ExitCode, UsageError
from pipeline.language.choice import choose_language, speak, speak_default

_MANY = 20

app = SpokenTyper(
    help="The performance plans of Italian chambers of commerce as one validated dataset.",
    epilog=EXIT_CODES,
    pretty_exceptions_enable=False,
)


def _show_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import version

        typer.echo(f"cruscotto {version('cruscotto')}")
        raise typer.Exit


@app.callback()
@exit_with_error_code
def apply_global_options(
    context: typer.Context,
    *,
    config: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help=f"Settings; {CONFIG_FILE}, or [tool.cruscotto] of pyproject.toml, if none."),
    ] = None,
    lang: Annotated[
        str | None,
        typer.Option(
            metavar="it|en",
            help="Language of what is said; the environment's (LANG), if none.",
            callback=speak_at_once,
            is_eager=True,
        ),
    ] = None,
    version: Annotated[  # noqa: ARG001 - its callback does it
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Print the version and end.")
    ] = False,
) -> None:
    """The performance plans of Italian chambers of commerce as one validated dataset."""
    speak(choose_language(lang, os.environ), asked=lang is not None)
    context.call_on_close(speak_default)  # whoever calls a command from a program goes on as before
    if (file := config or find_config_file(Path())) is not None:
        from pipeline.cli.config import command_defaults, load_config

        settings = load_config(file)
        chosen = lang or settings.lang
        speak(choose_language(chosen, os.environ), asked=chosen is not None)
        context.default_map = command_defaults(context.command, settings)


add_extract_command(app, exit_with_error_code)
corrections_app = SpokenTyper(help="Corrections that people make.")
app.add_typer(corrections_app, name="corrections")


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
    print_line(f"{folder} is valid: {counts}")


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
    from pipeline.cli.commands.show import describe_indicator, find_indicators, indicator_as_lines, indicator_as_text
    from pipeline.publish.dataset_files import read_dataset

    frames = read_dataset(data)
    found = find_indicators(frames, wanted)
    if as_json:
        shown = [describe_indicator(frames, indicator) for indicator in found]
        typer.echo(json.dumps(shown, ensure_ascii=False, indent=1, default=str))
    elif len(found) == 1:
        typer.echo(indicator_as_text(describe_indicator(frames, found[0])))
    else:
        print_line(f"{len(found)} indicators match; show one by its id:")
        for indicator in found[:_MANY]:
            typer.echo(indicator_as_lines(frames, indicator))
        if len(found) > _MANY:
            print_line(f"... and {len(found) - _MANY} more; --json shows them all")


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
    from pipeline.cli.commands.texts import answer_cells, answer_stream, read_cell_clauses
    from pipeline.dataset.vocabularies import ROLES

    if stdin == (text is not None):
        raise UsageError("give either a TEXT or --stdin", remedy="Quote a text that has spaces.")
    if role not in ROLES:
        raise UsageError(f"there is no role '{role}'", remedy=f"Give one of {', '.join(ROLES)}.")
    if stdin:
        answer_stream(sys.stdin.fileno(), sys.stdout.buffer, answer_cells)
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
    from pipeline.cli.commands.texts import code_parts

    if scheme is not None and scheme not in codes.list_schemes():
        known = ", ".join(codes.list_schemes())
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
