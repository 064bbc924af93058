"""How commands end: exit codes of errors, and what is said on stderr."""

from __future__ import annotations

import functools
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, ParamSpec, TypeVar

import typer

from pipeline.dataset.text import strip_control
from pipeline.errors import CruscottoError, ExitCode, UsageError
from pipeline.language.choice import say

P = ParamSpec("P")
R = TypeVar("R")

EXIT_CODES = (
    "Exit codes: 0 all published; 2 wrong usage; 3 a document could not be read; 4 unresolved values, "
    "rejected rows or skipped files under --strict; 5 rows failed the schema; 6 the tables could not be published; "
    "7 nothing found; 8 corrections cannot be read or do not fit; 9 a document gives less than before; "
    "10 the cluster is lost; 130 interrupted."
)


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
    """Print a line to stderr in the language that is spoken, without control characters."""
    typer.echo(strip_control(say(message)), err=True)


def print_line(message: str) -> None:
    """Print a line to stdout in the language that is spoken."""
    typer.echo(say(message))


def json_text(found: object) -> str:
    """What a command has found as JSON; a day as its text."""
    return json.dumps(found, ensure_ascii=False, indent=1, default=str) + "\n"


def print_json(found: object) -> None:
    """Print what a command has found as JSON."""
    typer.echo(json_text(found), nl=False)


def write_output_file(path: Path, content: bytes) -> None:
    """Write the file that a command was asked for.

    Raises:
        UsageError: it cannot be written.
    """
    try:
        path.write_bytes(content)
    except OSError as error:
        raise UsageError(f"{path} cannot be written ({error.strerror})", remedy="Name another file.") from error


def write_text_output(text: str, out: Path | None) -> None:
    """Write a text to the file `out`, to stdout where it is None."""
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_output_file(out, text.encode())


def exit_with(error: CruscottoError) -> NoReturn:
    """Print cause and remedy of an error, and exit with its code."""
    print_error_line(f"{say('error')}: {say(error.cause)}. {say(error.remedy)}")
    raise typer.Exit(error.exit_code)
