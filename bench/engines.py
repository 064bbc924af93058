"""What is measured beside this project: each tool reads the tables of PDFs as its documentation shows it.

Run as `python -m bench.engines ENGINE FILE...` to measure one engine in a process of its own.
"""

# ruff: noqa: PLC0415

from __future__ import annotations

import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, TypeAlias

Table: TypeAlias = "Sequence[Sequence[str | None]]"


def pdfplumber_tables(path: Path, settings: dict[str, Any] | None = None) -> Iterator[Table]:
    """`Page.extract_tables` of pdfplumber with its defaults, or with `settings`."""
    import pdfplumber

    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            yield from page.extract_tables(settings)
            page.close()


def camelot_tables(path: Path, **options: str) -> Iterator[Table]:
    """camelot's tables of all pages; `options` are those of its `read_pdf`."""
    import camelot

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # pages without a table
        found = camelot.read_pdf(path, pages="all", suppress_stdout=True, **options)  # type: ignore[attr-defined]
    for table in found:
        yield table.df.to_numpy().tolist()


def camelot_vector(path: Path) -> Iterator[Table]:
    """camelot's lattice on the lines that a PDF draws, without rendering."""
    return camelot_tables(path, flavor="lattice", engine="vector")


def camelot_combined(path: Path) -> Iterator[Table]:
    """camelot's lattice on the lines drawn and those seen in the rendered page."""
    return camelot_tables(path, flavor="lattice", engine="combined")


def floor(path: Path) -> Iterator[Table]:
    """No tables: pypdfium2 reads each page's text and goes through its objects, which nothing built on it can beat."""
    import pypdfium2

    with pypdfium2.PdfDocument(path) as pdf:
        for page in pdf:
            text = page.get_textpage()
            text.get_text_range()
            for _ in page.get_objects():
                pass
            text.close()
            page.close()
    yield from ()


ENGINES: dict[str, Callable[[Path], Iterator[Table]]] = {
    "pdfplumber": pdfplumber_tables,
    "camelot-vector": camelot_vector,
    "camelot-combined": camelot_combined,
    "floor": floor,
}


def main(engine: str, *files: str) -> None:
    """Read the tables of `files` with `engine` and say how many cells there are."""
    cells = sum(len(row) for file in files for table in ENGINES[engine](Path(file)) for row in table)
    print(f"{cells} cells")


if __name__ == "__main__":
    main(*sys.argv[1:])
