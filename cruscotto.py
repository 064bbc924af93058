"""The Python interface: `cruscotto.read("plan.pdf")` gives the tables of one or more plans as pandas frames.

Example:
    >>> import cruscotto
    >>> tables = cruscotto.read("plan.pdf")
    >>> tables["indicators"][["code", "name"]]
"""

# Each process that a run starts loads again what its command began with, which is this and no more.
# ruff: noqa: PLC0415

from __future__ import annotations

import tempfile
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.errors import CruscottoError

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["CruscottoError", "open_dataset", "read"]


def read(*paths: str | PathLike[str], layout: str | None = None, jobs: int | None = None) -> dict[str, pd.DataFrame]:
    """The tables of plans, by name: `plans`, `objectives`, `indicators`, `values`, `issues` and those computed of them.

    Nothing is published; docs/data-dictionary.md describes the columns. A document that cannot be read has no row in
    `plans`, and an error in `issues` that says why.

    Args:
        paths: files, or folders whose .pdf and .txt files are meant.
        layout: the id or the file of a layout, instead of what each document says.
        jobs: how many processes read; as many as there are processors where None.

    Raises:
        CruscottoError: a path does not exist or holds no document; the message says what to do.
    """
    from pipeline.run.extract import run

    with tempfile.TemporaryDirectory(prefix="cruscotto-") as folder:
        run([Path(path) for path in paths], Path(folder), layout=layout, jobs=jobs)
        return open_dataset(folder)


def open_dataset(folder: str | PathLike[str] = "data/clean") -> dict[str, pd.DataFrame]:
    """The tables of a published dataset, by name.

    Raises:
        CruscottoError: the folder holds no published dataset, or only a part of one.
    """
    from pipeline.dataset.forms.frames import arrow_to_frame
    from pipeline.dataset.tables import ALL_TABLES
    from pipeline.publish.dataset_files import read_tables

    return {name: arrow_to_frame(table) for name, table in read_tables(Path(folder), ALL_TABLES).items()}


def run_command() -> None:
    """The command line."""
    from pipeline.cli.app import main

    main()


if __name__ == "__main__":  # `python -m cruscotto` is the command
    run_command()
