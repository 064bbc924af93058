"""`report`, `review` and `dashboard`: the pages for people, opened from disk or served on this machine."""

# ruff: noqa: PLC0415

from __future__ import annotations

import webbrowser
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from pipeline.cli.defaults import DEFAULT_CLEAN, DEFAULT_CORRECTIONS, DEFAULT_RAW
from pipeline.cli.options import Opened, Port, Published
from pipeline.cli.spoken_help import SpokenTyper
from pipeline.errors import DatasetMissingError, UsageError
from pipeline.language.choice import asked_language

commands = SpokenTyper()


@commands.command("report", epilog="Example: cruscotto report. Exit codes: 0 opened; 7 there is no report.")
def open_report(
    folder: Published = DEFAULT_CLEAN,
    *,
    show: Opened = True,
) -> None:
    """Print the address of the report, and open it."""
    address = f"{find_report(folder).resolve().as_uri()}{_language_query()}"
    typer.echo(address)
    if show:
        webbrowser.open(address)


@commands.command(
    "review",
    epilog="Example: cruscotto review --raw data/raw. Exit codes: 0 ended; 2 the port is taken; 7 no report.",
)
def serve_review(
    folder: Published = DEFAULT_CLEAN,
    *,
    corrections: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder that corrections are saved in.")
    ] = DEFAULT_CORRECTIONS,
    raw: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder of the plans, to open them at a page.")
    ] = DEFAULT_RAW,
    port: Port = 0,
    show: Opened = True,
) -> None:
    """Serve the report on 127.0.0.1: what is corrected there is saved at once."""
    from pipeline.publish.dataset_files import read_dataset
    from pipeline.report.plan_names import names_of
    from pipeline.report.server import HOST, ReviewFolders, open_server

    plans = read_dataset(folder)["plans"]
    files = frozenset(named.correction_file for named in names_of(plans).values())
    sources = {row["source_file"]: raw / row["source_file"] for row in plans}
    desk = ReviewFolders(find_report(folder).absolute().parent, corrections, files, sources)
    try:
        server = open_server(desk, port)
    except OSError as error:
        raise UsageError(f"port {port} cannot be taken: {error}", remedy="Choose another --port, or none.") from error
    with server:
        address = f"http://{HOST}:{server.server_address[1]}/{_language_query()}"
        typer.echo(address)
        if show:
            webbrowser.open(address)
        with suppress(KeyboardInterrupt):  # the way to end it
            server.serve_forever()


@commands.command(
    "dashboard",
    epilog="Example: cruscotto dashboard data/clean --port 8502. Exit codes: 0 ended; 2 the port is taken, "
    "or the dashboard is not installed; 7 no dataset.",
)
def serve_dashboard(
    folder: Published = DEFAULT_CLEAN,
    *,
    port: Port = 8501,
    show: Opened = True,
) -> None:
    """Serve the dashboard on 127.0.0.1."""
    from importlib.util import find_spec

    from pipeline.publish.atomic import current_version
    from pipeline.publish.table_files import table_files
    from pipeline.report.server import HOST, listen

    if not table_files(current_version(folder), "plans"):
        raise DatasetMissingError(f"there is no dataset in {folder}")
    if any(find_spec(name) is None for name in ("duckdb", "starlette", "uvicorn")):
        raise UsageError(
            "the dashboard is not installed", remedy="Run `make dashboard` once, or pip install 'cruscotto[dashboard]'."
        )
    try:
        # Browsers may ask from now on; they are answered when what the pages need is loaded.
        listening = listen(port)
    except OSError as error:
        raise UsageError(f"port {port} cannot be taken: {error}", remedy="Choose another --port, or none.") from error
    address = f"http://{HOST}:{listening.getsockname()[1]}/{_language_query()}"
    typer.echo(address)
    if show:
        webbrowser.open(address)

    import uvicorn

    from dashboard.app import make_app

    app = make_app(folder, asked_language() or "it")
    with suppress(KeyboardInterrupt):  # the way to end it
        uvicorn.Server(uvicorn.Config(app, log_level="warning")).run([listening])


def _language_query() -> str:
    """What an address ends with for its page to be in the language that was asked for."""
    language = asked_language()
    return "" if language is None else f"?lang={language}"


def find_report(folder: Path) -> Path:
    """The first page of the report of a published folder."""
    found = folder / "report" / "index.html"
    if not found.is_file():
        raise DatasetMissingError(f"there is no report in {folder}")
    return found
