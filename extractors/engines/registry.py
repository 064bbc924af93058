"""The engines that read pages of a PDF, by name; each is imported when it is asked for."""

# ruff: noqa: PLC0415

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from extractors.pages.scans.options import AS_NEEDED, Beat, Ocr, silent
from extractors.pages.source import Pages

Engine: TypeAlias = Literal["pdfium", "pdfplumber", "camelot", "auto"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
"""`pdfium` reads with pdfium, and with pdfplumber what pdfium cannot open; `auto` besides asks a second reader about
rows in doubt. `camelot` reads the tables that camelot finds."""


def open_with(
    engine: Engine, path: Path, ocr: Ocr = AS_NEEDED, beat: Beat = silent, *, repaired: bool = False
) -> tuple[str, AbstractContextManager[Pages]]:
    """The name of `engine` as published, and the PDF at `path` to be opened with it; `ocr` says which of its pages are
    read from their pictures, `beat` is called with a page's number while that is done. `repaired` pages of pdfium have
    their text layer put right (`extractors.pages.text_repair`).

    Entering raises what `extractors.pages.pdfium.source.open_pages` and its like raise.
    """
    from extractors.pages.scans.source import with_scans

    name, opened = _open_engine(engine, path, repaired)
    return name, with_scans(opened, path, ocr, beat)


def _open_engine(engine: Engine, path: Path, repaired: bool) -> tuple[str, AbstractContextManager[Pages]]:
    if engine == "pdfplumber":
        from extractors.pages import pdfplumber_source

        return pdfplumber_source.ENGINE, pdfplumber_source.open_pages(path)
    if engine == "camelot":
        from extractors.engines import camelot_source

        return camelot_source.ENGINE, camelot_source.open_pages(path)
    from extractors.pages.pdfium import source as pdfium_source

    if repaired:
        from extractors.pages.text_repair.source import open_repaired

        return pdfium_source.ENGINE, open_repaired(path)
    return pdfium_source.ENGINE, pdfium_source.open_pages(path)
