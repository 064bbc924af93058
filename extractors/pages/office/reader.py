"""Which reader reads which file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from extractors.errors import MarkdownFile, OldOfficeFile
from extractors.pages.office.excel.workbook import read_workbook
from extractors.pages.office.model import OfficeDocument
from extractors.pages.office.opendocument.sheets import read_ods
from extractors.pages.office.opendocument.text import read_odt
from extractors.pages.office.package import check_content, content_kind, read_bytes
from extractors.pages.office.suffixes import MARKDOWN_SUFFIXES, OLD_SUFFIXES, WEB_SUFFIXES
from extractors.pages.office.web.page import read_html
from extractors.pages.office.word.document import read_docx

_READERS: Final[dict[str, Callable[[bytes], OfficeDocument]]] = {
    ".docx": read_docx,
    ".odt": read_odt,
    ".xlsx": read_workbook,
    ".ods": read_ods,
}


def read_office_document(path: Path) -> OfficeDocument:
    """What the file at `path` holds; the end of its name, one of `OFFICE_SUFFIXES`, says how it is read.

    Raises:
        DocumentError: it cannot be read, each cause with a class of its own.
    """
    suffix = path.suffix.casefold()
    data = read_bytes(path)
    if suffix in WEB_SUFFIXES:
        return read_html(data)
    if suffix in MARKDOWN_SUFFIXES:
        raise MarkdownFile(f"{suffix} is what a converter has written of a document")
    if suffix in OLD_SUFFIXES:
        content_kind(data)  # says so of an encrypted one
        raise OldOfficeFile(f"{suffix} is a format of Word and Excel 97 to 2003")
    check_content(data, suffix)
    return _READERS[suffix](data)
