"""The commands about layouts: list them, check a file, draft one for a plan, and draw a page with what was read."""

# ruff: noqa: PLC0415

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline.cli.error_output import print_json, write_output_file
from pipeline.cli.options import DocumentTimeout, LayoutChoice, Plan
from pipeline.cli.spoken_help import SpokenTyper
from pipeline.dataset.text import strip_control
from pipeline.errors import CruscottoError, ExitCode, UsageError

commands = SpokenTyper()
layout_commands = SpokenTyper(help="Layouts: how a chamber prints its plans.")
commands.add_typer(layout_commands, name="layout")

_CODES = "Exit codes: 0 done; 2 wrong usage; 3 the document cannot be read"


class DocumentUnreadError(CruscottoError):
    """The document that a command is about cannot be read."""

    exit_code = ExitCode.DOCUMENT


class LayoutFaultyError(CruscottoError):
    """A layout file breaks the model."""

    exit_code = ExitCode.SCHEMA
    remedy = "Mend the file; docs/layouts.md lists the keys and what each holds."


@layout_commands.command("list", epilog="Example: cruscotto layout list")
def list_layouts() -> None:
    """List the layouts that come with the project: id, chamber, and what each reads."""
    from extractors.layouts.registry import layouts

    known = layouts().values()
    width = max(len(layout.id) for layout in known)
    for layout in known:
        kind = "cards" if layout.cards else "tables"
        typer.echo(f"{layout.id:{width}}  {kind:6}  {layout.chamber}")


@layout_commands.command(
    "check",
    epilog="Example: cruscotto layout check draft.yml. Exit codes: 0 right; 2 no such file; 5 it breaks the model.",
)
def check_layout(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The YAML file of a layout.")],
) -> None:
    """Check a layout file against the model, and say what it holds."""
    from extractors.edited_text import EditedFileError, read_edited_text
    from extractors.layouts.registry import LayoutInvalid, parse_layout
    from normalizers.codes import SchemeFaultyError, list_schemes, make_scheme

    try:
        layout = parse_layout(read_edited_text(file), file.name)
        if layout.codes is not None:
            make_scheme(layout.id, layout.codes)
    except EditedFileError as error:
        raise UsageError(f"{file} cannot be read ({error})", remedy="Name a YAML file of a layout.") from error
    except LayoutInvalid as error:
        raise LayoutFaultyError(str(error)) from error
    except SchemeFaultyError as error:
        raise LayoutFaultyError(f"{file.name}: codes: {error}") from error
    if layout.scheme is not None and layout.scheme not in list_schemes():
        raise LayoutFaultyError(
            f"{file.name}: no scheme is called {layout.scheme!r}; known are {', '.join(list_schemes())}"
        )
    columns = len(layout.tables.columns) if layout.tables else len(layout.cards.keys) if layout.cards else 0
    parts = (
        f"{columns} columns",
        f"{len(layout.nodes)} node rules",
        f"{len(layout.sections)} sections",
        f"{len(layout.ignore)} rules for rows left out",
    )
    typer.echo(f"{file} is right: {layout.id}, {', '.join(parts)}")


@layout_commands.command("suggest", epilog=f"Example: cruscotto layout suggest plan.pdf --out draft.yml. {_CODES}.")
def suggest_layout_file(
    plan: Plan,
    *,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File to write the draft to; printed if not given.")
    ] = None,
    timeout: DocumentTimeout = 180,
) -> None:
    """Draft a layout for a plan that nobody has described, as YAML with what it was made from as comments."""
    from pipeline.cli.answers.document_tasks import layout_draft

    draft = run_document_task(layout_draft, plan, timeout=timeout)
    if out is None:
        typer.echo(draft["text"], nl=False)
        return
    write_output_file(out, draft["text"].encode())
    counts = f"reads {draft['read']} rows of {plan.name} and rejects {draft['rejected']}"
    typer.echo(strip_control(f"{out}: {counts}; `generic` reads {draft['generic']}"))


@layout_commands.command("try", epilog=f"Example: cruscotto layout try draft.yml plan.pdf. {_CODES}.")
def try_layout_file(
    draft: Annotated[str, typer.Argument(metavar="DRAFT", help="A layout file, or the id of a layout.")],
    plan: Plan,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, one object.")] = False,
    timeout: DocumentTimeout = 180,
) -> None:
    """Read a plan with a layout and say of each row which rule took or refused it, and why nodes open and close."""
    from pipeline.cli.answers.document_tasks import layout_trial

    found = run_document_task(layout_trial, plan, draft, timeout=timeout)
    if as_json:
        print_json(found)
        return
    for line in found["lines"]:
        typer.echo(strip_control(line))


@commands.command("inspect", epilog=f"Example: cruscotto inspect plan.pdf --page 3 --out page-3.png. {_CODES}.")
def inspect_page(
    plan: Annotated[Path, typer.Argument(metavar="PLAN.pdf", help="The plan as PDF.")],
    *,
    page: Annotated[int, typer.Option(metavar="N", min=1, help="The page to draw, from 1.")] = 1,
    layout: LayoutChoice = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE.png", help="File to write; PLAN-page-N.png if none.")
    ] = None,
    timeout: DocumentTimeout = 180,
) -> None:
    """Draw a page with what was found on it: words, rules, cells, columns, and what became of each row."""
    from pipeline.cli.answers.document_tasks import page_picture

    target = out or Path(f"{plan.stem}-page-{page}.png")
    if target.suffix.casefold() != ".png":
        raise UsageError(f"{target} is no .png file", remedy="Give --out a name that ends in .png.")
    drawn = run_document_task(page_picture, plan, page, layout, timeout=timeout)
    if "missing" in drawn:
        raise UsageError(drawn["missing"], remedy="Give --page one of the document's pages.")
    write_output_file(target, base64.b64decode(drawn["picture"]))
    typer.echo(strip_control(f"{target}: {drawn['summary']}"))


def run_document_task(task: Callable[..., str], plan: Path, *arguments: object, timeout: float) -> dict[str, Any]:
    """What a task of `pipeline.cli.answers.document_tasks` gives of a plan, held to the limits of a document.

    Raises:
        DocumentUnread: it cannot be read, or takes more than it may.
    """
    from extractors.errors import DocumentError
    from pipeline.processes.alone import run_alone
    from pipeline.processes.limits import Limits

    try:
        found: dict[str, Any] = json.loads(run_alone(task, str(plan), *arguments, limits=Limits(timeout=timeout)))
    except DocumentError as error:
        raise DocumentUnreadError(f"{plan}: {error.cause}", remedy=error.remedy) from error
    return found
