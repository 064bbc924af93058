"""What a file is by its content, and whether it may be opened: packages that would fill the memory are not."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Final

from extractors.errors import (
    DocumentError,
    DocumentTooLarge,
    EmptyFile,
    EncryptedOffice,
    MisnamedFile,
    NotAnOfficeFile,
    OldOfficeFile,
)
from extractors.pages.file_bytes import read_at_most

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_OLE: Final = "EncryptedPackage".encode("utf-16-le")
_MOST_BYTES: Final = 64 << 20  # of a file; the largest known plan in such a form has 1 MB
_MOST_UNPACKED: Final = 256 << 20  # of all its parts
_MOST_PARTS: Final = 10_000  # files in the package; a document has some dozens, and one for each picture
_HIGHEST_RATIO: Final = 200  # of a part to its packed size; the XML of a large regular table reaches 60
_SMALL: Final = 1 << 20  # bytes; a part so small does no harm however well it is packed
_MARKS: Final = {
    "word/": ".docx",
    "xl/": ".xlsx",
    "ppt/": ".pptx",
}
_ODF: Final = {
    "application/vnd.oasis.opendocument.text": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet": ".ods",
    "application/vnd.oasis.opendocument.text-template": ".odt",
    "application/vnd.oasis.opendocument.spreadsheet-template": ".ods",
}


def read_bytes(path: Path) -> bytes:
    """The content of `path`.

    Raises:
        UnreadableFile: the file system does not give it.
        EmptyFile: there is none.
        DocumentTooLarge: there is more than any plan has.
    """
    data = read_at_most(path, _MOST_BYTES, "file")
    if not data.strip():
        raise EmptyFile("the file is empty" if not data else "the file holds nothing but white space")
    return data


def check_content(data: bytes, suffix: str) -> None:
    """Let through what is of the kind that `suffix` (`.docx`) says.

    Raises:
        OldOfficeFile: it is a .doc or .xls, whatever its name.
        EncryptedOffice: it asks for a password.
        MisnamedFile: its content is of another kind.
        NotAnOfficeFile: it is of no kind known, or damaged.
    """
    found = content_kind(data)
    if found != suffix:
        if found is None:
            raise NotAnOfficeFile(f"its content is no {suffix} file, or is damaged")
        raise MisnamedFile(f"its name ends in {suffix}, its content is that of a {found} file")


def content_kind(data: bytes) -> str | None:
    """The suffix that fits the content: of a packed format, `.pdf` or `.rtf`; None where none of these does.

    Raises: as `check_content`.
    """
    if data[:1024].lstrip().startswith(b"%PDF-"):
        return ".pdf"
    if data.startswith(b"{\\rtf"):
        return ".rtf"
    if data.startswith(_OLE):
        if _ENCRYPTED_OLE in data:
            raise EncryptedOffice("it is encrypted")
        raise OldOfficeFile("it is a file of Word or Excel 97 to 2003")
    return _packed_kind(data) if data.startswith(b"PK") else None


def _packed_kind(data: bytes) -> str | None:
    import io  # noqa: PLC0415

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_size(package)
            names = package.namelist()
            if "mimetype" in names:
                return _odf_kind(package)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, NotImplementedError, OSError, EOFError, ValueError) as error:
        raise NotAnOfficeFile(f"its package cannot be opened: {error}") from error
    return next((kind for start, kind in _MARKS.items() if any(name.startswith(start) for name in names)), None)


def _odf_kind(package: zipfile.ZipFile) -> str | None:
    kind = _ODF.get(package.read("mimetype").decode("ascii", errors="replace").strip())
    manifest = package.read("META-INF/manifest.xml") if "META-INF/manifest.xml" in package.namelist() else b""
    if b"encryption-data" in manifest:
        raise EncryptedOffice("it is encrypted")
    return kind


def _check_size(package: zipfile.ZipFile) -> None:
    parts = package.infolist()
    if len(parts) > _MOST_PARTS:
        raise DocumentTooLarge(f"its package has {len(parts)} parts, the limit is {_MOST_PARTS}")
    if (total := sum(part.file_size for part in parts)) > _MOST_UNPACKED:
        raise DocumentTooLarge(f"its package unpacks to {total >> 20} MiB, the limit is {_MOST_UNPACKED >> 20}")
    for part in parts:
        if part.flag_bits & 1:
            raise EncryptedOffice("a part of its package is encrypted")
        if part.file_size > _SMALL and part.file_size > _HIGHEST_RATIO * max(part.compress_size, 1):
            raise DocumentTooLarge(f"a part of its package is packed {part.file_size // max(part.compress_size, 1)}:1")


def wrapped(error: Exception) -> DocumentError:
    """What a library says of a file that it cannot read, as this project's error."""
    return NotAnOfficeFile(f"it cannot be read ({type(error).__name__}: {str(error)[:120]})")
