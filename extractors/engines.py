"""The engines that read pages of a PDF, by name; each is imported when it is asked for."""

# ruff: noqa: PLC0415

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Literal, TypeAlias, get_args

from extractors.model import Page

Engine: TypeAlias = Literal["pdfium", "pdfplumber", "camelot", "auto"]
ENGINES: tuple[Engine, ...] = get_args(Engine)
"""`pdfium` reads with pdfium, and with pdfplumber what pdfium cannot open; `auto` besides asks a second reader about
rows in doubt. `camelot` reads the tables that camelot finds."""


class Pages(ABC):
    """The pages of an open PDF, read one at a time so that memory does not grow with the document."""

    @abstractmethod
    def __len__(self) -> int: ...

    @abstractmethod
    def page(self, number: int) -> Page:
        """Read page `number`, from 1.

        Raises:
            NotAPdf: the page's structure cannot be read.
        """

    def __iter__(self) -> Iterator[Page]:
        return map(self.page, range(1, len(self) + 1))


def open_with(engine: Engine, path: Path) -> tuple[str, AbstractContextManager[Pages]]:
    """The name of `engine` as published, and the PDF at `path` to be opened with it.

    Entering raises what `extractors.pdfium_source.open_pages` and its like raise.
    """
    if engine == "pdfplumber":
        from extractors import pdfplumber_source

        return pdfplumber_source.ENGINE, pdfplumber_source.open_pages(path)
    if engine == "camelot":
        from extractors import camelot_source

        return camelot_source.ENGINE, camelot_source.open_pages(path)
    from extractors import pdfium_source

    return pdfium_source.ENGINE, pdfium_source.open_pages(path)
