"""The command line. Commands import what they need when they run, so that each starts fast."""

# ruff: noqa: PLC0415

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from typing import Annotated, TextIO

import typer

from pipeline.cli.commands import dataset, extract, health, layouts, pages, texts
from pipeline.cli.defaults import CONFIG_FILE, find_config_file
from pipeline.cli.error_output import EXIT_CODES, exit_with_error_code
from pipeline.cli.spoken_help import SpokenTyper, speak_at_once
from pipeline.errors import ExitCode
from pipeline.language.choice import choose_language, speak, speak_default

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


for part in (extract, dataset, texts, layouts, health, pages):
    app.add_typer(part.commands)


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
