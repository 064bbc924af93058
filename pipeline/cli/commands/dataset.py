"""The commands about a published dataset: evaluate it, suggest catalogue entries, write the data dictionary."""

# ruff: noqa: PLC0415

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.defaults import DEFAULT_CLEAN
from pipeline.cli.spoken_help import SpokenTyper

catalogue_app = SpokenTyper(help="Indicators that chambers share.")

series_app = SpokenTyper(help="One indicator over its plans.")

_Folder = Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder of the published tables.")]


def add_dataset_commands(app: typer.Typer, ends_well: Callable[[Callable[..., Any]], Callable[..., Any]]) -> None:
    """Add the commands to `app`; `ends_well` gives each the exit code of its error."""
    app.add_typer(catalogue_app, name="catalogue")
    codes = "Exit codes: 0 done; 6 the tables could not be published; 7 no dataset"
    app.command("evaluate", epilog=f"Example: cruscotto evaluate data/clean. {codes}.")(ends_well(evaluate_dataset))
    app.command("export", epilog=f"Example: cruscotto export data/clean --out cruscotto.xlsx. {codes}.")(
        ends_well(export_tables)
    )
    app.command("dictionary", epilog="Example: cruscotto dictionary --out docs/data-dictionary.md")(
        ends_well(write_dictionary)
    )
    app.add_typer(series_app, name="series")
    series_app.command("suggest", epilog=f"Example: cruscotto series suggest --out candidates.yml. {codes}.")(
        ends_well(suggest_series)
    )
    catalogue_app.command("suggest", epilog=f"Example: cruscotto catalogue suggest --out candidates.yml. {codes}.")(
        ends_well(suggest_catalogue)
    )


def evaluate_dataset(
    folder: _Folder = DEFAULT_CLEAN,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print objectives and differences as JSON.")] = False,
) -> None:
    """Measure achievement anew, by the methods that the layouts state, and publish it with its issues."""
    from pipeline.cli.answers.evaluation_report import evaluation_as_rows, evaluation_as_text
    from pipeline.publish.republish import republish

    frames, derived = republish(folder)
    if as_json:
        typer.echo(json.dumps(evaluation_as_rows(frames, derived), ensure_ascii=False, indent=1))
    else:
        typer.echo(evaluation_as_text(frames, derived))


def write_dictionary(
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there instead of stdout.")] = None,
) -> None:
    """Write the data dictionary: every table and column, from the models that check them."""
    from pipeline.publish.dictionary import dictionary_text

    write_text_output(dictionary_text(), out)


def suggest_catalogue(
    folder: _Folder = DEFAULT_CLEAN,
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there instead of stdout.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of YAML.")] = False,
) -> None:
    """List names that look like an indicator of the catalogue, or like one another, with the evidence."""
    from pipeline.dataset.derived.catalogue import load_catalogue, suggest_catalogue_entries, suggestions_as_yaml
    from pipeline.publish.dataset_files import read_dataset

    found = suggest_catalogue_entries(read_dataset(folder), load_catalogue())
    write_text_output(
        json.dumps(found, ensure_ascii=False, indent=1) + "\n" if as_json else suggestions_as_yaml(found), out
    )


def suggest_series(
    folder: _Folder = DEFAULT_CLEAN,
    *,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there instead of stdout.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON instead of YAML.")] = False,
) -> None:
    """List indicators of a chamber's plans that look like one and are in no series together, with the evidence."""
    from dataclasses import asdict

    from pipeline.dataset.derived.series_candidates import candidates_as_yaml, find_series_candidates
    from pipeline.publish.dataset_files import read_dataset

    found = find_series_candidates(read_dataset(folder))
    listed = [asdict(one) for one in found]
    write_text_output(
        json.dumps(listed, ensure_ascii=False, indent=1) + "\n" if as_json else candidates_as_yaml(found), out
    )


def export_tables(
    folder: _Folder = DEFAULT_CLEAN,
    *,
    out: Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="The file to write; its ending says what.")],
) -> None:
    """Write the published tables into one file: SQLite (.sqlite), DuckDB (.duckdb) or an Excel workbook (.xlsx)."""
    from pipeline.errors import UsageError
    from pipeline.publish.export import FORMATS, export_dataset

    kind = next((known for known in FORMATS if out.suffix == f".{known}"), None)
    if kind is None:
        endings = ", ".join(f".{known}" for known in FORMATS)
        raise UsageError(f"{out.name} has no known ending", remedy=f"End the file's name with one of {endings}.")
    export_dataset(folder, out, kind)


def write_text_output(text: str, out: Path | None) -> None:
    """Write a text to the file `out`, to stdout where it is None."""
    from pipeline.errors import UsageError

    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"cannot write {out}: {error}", remedy="Name a file in a folder that is there.") from error
