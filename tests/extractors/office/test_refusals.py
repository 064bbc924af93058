"""Files that are not read say why, each with what to do."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from docx import Document

from extractors.documents import extract_document
from extractors.errors import (
    DocumentError,
    DocumentTooLarge,
    EmptyFile,
    EncryptedOffice,
    MarkdownFile,
    MisnamedFile,
    NotAnOfficeFile,
    OldOfficeFile,
    UnsupportedFile,
)
from extractors.pages.office.reader import read_office_document
from pipeline.run.inputs import find_inputs

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def package(**parts: bytes) -> bytes:
    """A package of these parts, `__` for a slash in their names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/"), content)
    return file.getvalue()


def _docx() -> bytes:
    file = io.BytesIO()
    Document().save(file)
    return file.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.doc", _OLE, OldOfficeFile),
        ("a.xls", _OLE, OldOfficeFile),
        ("a.docx", _OLE, OldOfficeFile),
        ("a.docx", _OLE + "EncryptedPackage".encode("utf-16-le"), EncryptedOffice),
        ("a.docx", b"%PDF-1.7 and so on", MisnamedFile),
        ("a.xlsx", _docx(), MisnamedFile),
        ("a.docx", b"", EmptyFile),
        ("a.docx", b"PK\x03\x04 cut", NotAnOfficeFile),
        ("a.docx", _docx()[:-400], NotAnOfficeFile),
        ("a.xlsx", package(xl__workbook=b"<no"), NotAnOfficeFile),
        ("a.odt", package(mimetype=b"application/vnd.oasis.opendocument.text"), NotAnOfficeFile),
        ("a.docx", package(word__document=b"\0" * (40 << 20)), DocumentTooLarge),
        (
            "a.ods",
            package(
                mimetype=b"application/vnd.oasis.opendocument.spreadsheet",
                **{"META-INF__manifest.xml": b"<manifest:encryption-data/>"},
            ),
            EncryptedOffice,
        ),
        ("a.html", b"%PDF-1.4", NotAnOfficeFile),
        ("a.html", b"only words", NotAnOfficeFile),
    ],
)
def test_what_is_no_document_is_refused_with_a_remedy(
    name: str, data: bytes, error: type[DocumentError], tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(error) as caught:
        read_office_document(path)
    assert caught.value.remedy != UnsupportedFile.remedy


def test_spans_that_claim_a_table_larger_than_any_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    rows = "<tr>" + "<td rowspan=1000 colspan=1000>x</td>" * 3 + "</tr>" + "<tr></tr>" * 1000
    path.write_text(f"<table>{rows.replace('<tr></tr>', '<tr><td>y</td></tr>')}</table>", encoding="utf-8")
    with pytest.raises(DocumentTooLarge):
        read_office_document(path)


def test_entities_of_a_document_are_not_resolved(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("segreto", encoding="utf-8")
    space = "urn:oasis:names:tc:opendocument:xmlns"
    content = (
        f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{secret}">]><o:document-content xmlns:o="{space}:office:1.0" '
        f'xmlns:t="{space}:text:1.0"><o:body><o:text><t:p>a &e;</t:p></o:text></o:body></o:document-content>'
    )
    path = tmp_path / "a.odt"
    path.write_bytes(package(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": content.encode()}))
    assert "segreto" not in repr(read_office_document(path))


@pytest.mark.parametrize("suffix", [".md", ".markdown"])
def test_markdown_is_refused_with_what_to_do(tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"plan{suffix}"
    path.write_text("| Indicatore | Target 2021 |\n| --- | --- |\n| Incontri | 5 |\n", encoding="utf-8")
    with pytest.raises(MarkdownFile) as refused:
        extract_document(path)
    assert ".html" in refused.value.remedy


def test_markdown_in_a_folder_is_told_and_costs_no_run(tmp_path: Path) -> None:
    (tmp_path / "piano.md").write_text("# Piano", encoding="utf-8")
    (tmp_path / "README.md").write_text("# Notes", encoding="utf-8")
    (tmp_path / "plan.txt").write_text("Piano", encoding="utf-8")
    found = find_inputs([tmp_path])
    assert [source.name for source in found.sources] == ["plan.txt"]
    ((name, _, issue),) = found.issues
    assert name == "piano.md"
    assert "Markdown" in issue.message
