"""Arguments and options that several commands take, each with its help once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

Published: TypeAlias = Annotated[Path, typer.Argument(metavar="[DIR]", help="Folder of the published tables.")]
DataFolder: TypeAlias = Annotated[Path, typer.Option(metavar="DIR", help="Folder of the published tables.")]
LayoutChoice: TypeAlias = Annotated[
    str | None, typer.Option(metavar="ID|FILE", help="Layout to read with, instead of choosing by content.")
]
Plan: TypeAlias = Annotated[Path, typer.Argument(metavar="PLAN", help="The plan, a PDF or the text form of one.")]
TextFile: TypeAlias = Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there instead of stdout.")]
DocumentTimeout: TypeAlias = Annotated[float, typer.Option(metavar="SECONDS", min=0.1, help="For the document.")]
Opened: TypeAlias = Annotated[bool, typer.Option("--open/--no-open", help="Open it in the browser.")]
Port: TypeAlias = Annotated[int, typer.Option(metavar="N", min=0, max=65535, help="Port; 0 takes a free one.")]
