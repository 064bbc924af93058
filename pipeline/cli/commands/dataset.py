"""The commands about a published dataset: check and show it, measure achievement, suggest what people may decide."""

# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.defaults import DEFAULT_CLEAN, DEFAULT_CORRECTIONS
from pipeline.cli.error_output import json_text, print_error_line, print_json, print_line, write_text_output
from pipeline.cli.options import DataFolder, Published, TextFile
from pipeline.cli.spoken_help import SpokenTyper
from pipeline.errors import ExitCode, UsageError

commands = SpokenTyper()
catalogue_commands = SpokenTyper(help="Indicators that chambers share.")
corrections_commands = SpokenTyper(help="Corrections that people make.")
series_commands = SpokenTyper(help="One indicator over its plans.")
commands.add_typer(corrections_commands, name="corrections")
commands.add_typer(catalogue_commands, name="catalogue")
commands.add_typer(series_commands, name="series")

_MANY = 20
_CODES = "Exit codes: 0 done; 6 the tables could not be published; 7 no dataset"


@commands.command(
    "validate", epilog="Example: cruscotto validate data/clean. Exit codes: 0 valid; 5 not valid; 7 no dataset."
)
def validate_dataset(folder: Published = DEFAULT_CLEAN) -> None:
    """Check published tables again: columns, vocabularies, ranges, keys, references, counts and computed tables."""
    from pipeline.dataset.checks.quarantine import find_all_breaches
    from pipeline.dataset.checks.relations import find_count_breaches
    from pipeline.dataset.derived.derived import find_derived_breaches
    from pipeline.dataset.tables import ALL_TABLES, TABLES
    from pipeline.publish.dataset_files import read_dataset

    published = read_dataset(folder, ALL_TABLES)
    found = [*find_all_breaches(published), *find_count_breaches(published)] or find_derived_breaches(published)
    for breach in found:
        identity = published[breach.table][breach.row][ALL_TABLES[breach.table].key]
        print_error_line(f"error: {breach}: row {breach.row} ({identity})")
    counts = ", ".join(f"{len(rows)} {name}" for name, rows in published.items() if name in TABLES)
    if found:
        print_error_line(f"{folder} is not valid: {len(found)} breaches in {counts}")
        raise typer.Exit(ExitCode.SCHEMA)
    print_line(f"{folder} is valid: {counts}")


@commands.command("show", epilog="Example: cruscotto show O1.2.4-a")
def show_indicator(
    wanted: Annotated[str, typer.Argument(metavar="INDICATOR|CODE|TEXT", help="An id, a code, or a part of a name.")],
    data: DataFolder = DEFAULT_CLEAN,
    as_json: Annotated[bool, typer.Option("--json", help="Print all matches as JSON.")] = False,
) -> None:
    """Show an indicator with its path, values, raw cells, page and box; several matches are listed."""
    from pipeline.cli.answers.show import describe_indicator, find_indicators, indicator_as_lines, indicator_as_text
    from pipeline.publish.dataset_files import read_dataset

    tables = read_dataset(data)
    found = find_indicators(tables, wanted)
    if as_json:
        print_json([describe_indicator(tables, indicator) for indicator in found])
    elif len(found) == 1:
        typer.echo(indicator_as_text(describe_indicator(tables, found[0])))
    else:
        print_line(f"{len(found)} indicators match; show one by its id:")
        for indicator in found[:_MANY]:
            typer.echo(indicator_as_lines(tables, indicator))
        if len(found) > _MANY:
            print_line(f"... and {len(found) - _MANY} more; --json shows them all")


@commands.command("evaluate", epilog=f"Example: cruscotto evaluate data/clean. {_CODES}.")
def evaluate_dataset(
    folder: Published = DEFAULT_CLEAN,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print objectives and differences as JSON.")] = False,
) -> None:
    """Measure achievement anew, by the methods that the layouts state, and publish it with its issues."""
    from pipeline.cli.answers.evaluation_report import evaluation_as_rows, evaluation_as_text
    from pipeline.publish.republish import republish

    tables, derived = republish(folder)
    if as_json:
        print_json(evaluation_as_rows(tables, derived))
    else:
        typer.echo(evaluation_as_text(tables, derived))


@commands.command("dictionary", epilog="Example: cruscotto dictionary --out docs/data-dictionary.md")
def write_dictionary(out: TextFile = None) -> None:
    """Write the data dictionary: every table and column, from the models that check them."""
    from pipeline.publish.dictionary import dictionary_text

    write_text_output(dictionary_text(), out)


@catalogue_commands.command("suggest", epilog=f"Example: cruscotto catalogue suggest --out candidates.yml. {_CODES}.")
def suggest_catalogue(
    folder: Published = DEFAULT_CLEAN,
    *,
    out: TextFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of YAML.")] = False,
) -> None:
    """List names that look like an indicator of the catalogue, or like one another, with the evidence."""
    from pipeline.dataset.derived.catalogue import SUGGESTED, load_catalogue, suggest_catalogue_entries
    from pipeline.publish.dataset_files import read_dataset

    _write_suggestions(SUGGESTED, suggest_catalogue_entries(read_dataset(folder), load_catalogue()), out, as_json)


@series_commands.command("suggest", epilog=f"Example: cruscotto series suggest --out candidates.yml. {_CODES}.")
def suggest_series(
    folder: Published = DEFAULT_CLEAN,
    *,
    out: TextFile = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of YAML.")] = False,
) -> None:
    """List indicators of a chamber's plans that look like one and are in no series together, with the evidence."""
    from pipeline.dataset.derived.series_candidates import SUGGESTED, find_series_candidates
    from pipeline.publish.dataset_files import read_dataset

    _write_suggestions(SUGGESTED, find_series_candidates(read_dataset(folder)), out, as_json)


def _write_suggestions(head: str, found: list[Any], out: Path | None, as_json: bool) -> None:
    """Write what a person may decide as JSON, or as YAML to edit, which begins with a comment that says what to do."""
    from dataclasses import asdict

    import yaml

    listed = [asdict(one) for one in found]
    if as_json:
        text = json_text(listed)
    else:
        text = head + yaml.safe_dump(listed, allow_unicode=True, sort_keys=False, width=110)
    write_text_output(text, out)


@commands.command("export", epilog=f"Example: cruscotto export data/clean --out cruscotto.xlsx. {_CODES}.")
def export_tables(
    folder: Published = DEFAULT_CLEAN,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The file to write; its ending says what.")],
) -> None:
    """Write the published tables into one file: SQLite (.sqlite), DuckDB (.duckdb) or an Excel workbook (.xlsx)."""
    from pipeline.publish.export import FORMATS, export_dataset

    kind = next((known for known in FORMATS if out.suffix == f".{known}"), None)
    if kind is None:
        endings = ", ".join(f".{known}" for known in FORMATS)
        raise UsageError(f"{out.name} has no known ending", remedy=f"End the file's name with one of {endings}.")
    export_dataset(folder, out, kind)


@corrections_commands.command(
    "check",
    epilog="Example: cruscotto corrections check data/corrections. Exit codes: 0 all fit; 7 no dataset; "
    "8 some are stale or in conflict, or a file cannot be read.",
)
def check_corrections(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder of corrections.")] = DEFAULT_CORRECTIONS,
    *,
    data: DataFolder = DEFAULT_CLEAN,
    as_json: Annotated[bool, typer.Option("--json", help="Print the list as JSON.")] = False,
) -> None:
    """List the corrections that are applied, pending, stale and in conflict."""
    from pipeline.corrections.check import UNFIT, examine_corrections, examined_as_rows, examined_as_text
    from pipeline.corrections.files import load_corrections
    from pipeline.publish.dataset_files import read_dataset

    if folder != DEFAULT_CORRECTIONS and not folder.is_dir():
        raise UsageError(f"there is no folder {folder}", remedy="Name the folder that holds the corrections.")
    found = examine_corrections(load_corrections(folder), read_dataset(data))
    if as_json:
        print_json(examined_as_rows(found))
    else:
        typer.echo(examined_as_text(found))
    if any(one.standing in UNFIT for one in found):
        raise typer.Exit(ExitCode.CORRECTIONS)
