"""The commands about a dataset's health and history: `doctor` and `diff`."""

# ruff: noqa: PLC0415

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.defaults import DEFAULT_CLEAN, DEFAULT_RAW
from pipeline.cli.error_output import print_json
from pipeline.cli.options import DataFolder
from pipeline.cli.spoken_help import SpokenTyper
from pipeline.errors import ExitCode

commands = SpokenTyper()


@commands.command(
    "doctor",
    epilog="Example: cruscotto doctor --data data/clean. Exit codes: 0 well; 1 the environment is not; 2 documents "
    "cannot be read; 5 the dataset is not as it was published; 6 the folder cannot be written to.",
)
def check_health(
    *,
    raw: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the documents.")] = DEFAULT_RAW,
    data: DataFolder = DEFAULT_CLEAN,
    as_json: Annotated[bool, typer.Option("--json", help="Print the checks as JSON.")] = False,
) -> None:
    """Check environment, versions, folders and the published dataset's health."""
    from dataclasses import asdict

    from pipeline.cli.answers.doctor import checks_as_text, exit_code_of, run_checks

    checks = run_checks(raw, data)
    if as_json:
        print_json([asdict(check) for check in checks])
    else:
        typer.echo(checks_as_text(checks))
    if (code := exit_code_of(checks)) is not ExitCode.OK:
        raise typer.Exit(code)


@commands.command(
    "diff",
    epilog="Example: cruscotto diff before/ data/clean --json. Exit codes: 0 compared; 5 no dataset of this "
    "version; 7 no dataset.",
)
def diff_datasets(
    old: Annotated[Path, typer.Argument(metavar="OLD", help="Folder of the tables before.")],
    new: Annotated[Path, typer.Argument(metavar="NEW", help="Folder of the tables after.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print the changes as JSON.")] = False,
) -> None:
    """Show what changed between two datasets: plans, indicators and values, by key."""
    from pipeline.cli.answers.diff import changes_as_dict, changes_as_text, compare_datasets
    from pipeline.publish.dataset_files import read_dataset

    changes = compare_datasets(read_dataset(old), read_dataset(new))
    if as_json:
        print_json(changes_as_dict(changes))
    else:
        typer.echo(changes_as_text(changes))
