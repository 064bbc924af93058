"""`read-cell` and `read-code`: what is read in a text."""

# ruff: noqa: PLC0415

from __future__ import annotations

import sys
from typing import Annotated

import typer

from pipeline.cli.error_output import print_json
from pipeline.cli.spoken_help import SpokenTyper
from pipeline.errors import UsageError

commands = SpokenTyper()


@commands.command(
    "read-cell",
    context_settings={"ignore_unknown_options": True},  # `-20%` and `---` are cells
    epilog="""Examples: cruscotto read-cell '>= 80%' --role target --period 2019; """
    """echo '{"raw": "entro il 30/06", "period": 2020}' | cruscotto read-cell --stdin""",
)
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
    from pipeline.cli.answers.texts import answer_cells, answer_stream, read_cell_clauses
    from pipeline.dataset.vocabularies import ROLES

    if stdin == (text is not None):
        raise UsageError("give either a TEXT or --stdin", remedy="Quote a text that has spaces.")
    if role not in ROLES:
        raise UsageError(f"there is no role '{role}'", remedy=f"Give one of {', '.join(ROLES)}.")
    if stdin:
        answer_stream(sys.stdin.fileno(), sys.stdout.buffer, answer_cells)
    elif text is not None:
        print_json(read_cell_clauses(text, role, period, formula, unit))


@commands.command("read-code", epilog="Example: cruscotto read-code 01.2.4-a --scheme massa-carrara")
def read_code(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="The code as printed.")],
    scheme: Annotated[
        str | None, typer.Option(metavar="NAME", help="The scheme it belongs to; all are tried if not given.")
    ] = None,
) -> None:
    """Print as JSON the parts of a code and what was repaired in it."""
    from normalizers import codes
    from pipeline.cli.answers.texts import code_parts

    if scheme is not None and scheme not in codes.list_schemes():
        known = ", ".join(codes.list_schemes())
        raise UsageError(f"there is no scheme '{scheme}'", remedy=f"Give one of {known}.")
    print_json(code_parts(codes.read_code(text, scheme)))
