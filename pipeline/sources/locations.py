"""Which documents a source names: an address, a folder of an object store, an archive, a list, a manifest."""

from __future__ import annotations

import csv
import io
import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import fsspec
from fsspec.core import url_to_fs

from pipeline.errors import UsageError
from pipeline.sources.kinds import archive_kind, is_list

DOCUMENTS: Final = (".pdf", ".txt", ".docx", ".odt", ".xlsx", ".ods", ".html", ".htm")
"""What is taken out of folders and archives. A document that a list names is taken whatever its name."""
LARGEST_LIST: Final = 256 << 20
"""Bytes of the largest list: one of 100,000 addresses has a twentieth of it."""


class SourceError(UsageError):
    """A source that cannot be listed."""

    remedy = "Check the address and, for object stores, the credentials in the environment."


@dataclass(frozen=True, slots=True)
class Document:
    """One document of a source: its address as fsspec opens it, its name, and what a manifest says of it."""

    url: str
    name: str
    body: str | None = None
    year: int | None = None
    sha256: str | None = None


def list_documents(source: str) -> list[Document]:
    """The documents of a source, in the order of their addresses, each address once.

    Raises:
        SourceError: the source cannot be listed, or a list has no column `url`.
    """
    try:
        found = _list_documents(source)
        return sorted({document.url: document for document in found}.values(), key=lambda d: d.url)
    except SourceError:
        raise
    except ImportError as error:
        raise SourceError(f"{source}: {error}", remedy="Install it: pip install 'cruscotto[sources]'.") from error
    except (OSError, ValueError) as error:
        raise SourceError(f"{source} cannot be listed: {error}") from error


def _list_documents(source: str) -> Iterable[Document]:
    if (kind := archive_kind(source)) is not None:
        return _list_members(source, kind)
    if is_list(source):
        return _list_addresses(source)
    fs, root = url_to_fs(source)
    if fs.protocol in (("http", "https"), "http", "https"):
        return [Document(source, _file_name(root))]
    if fs.isfile(root):
        return [Document(source, _file_name(root))]
    return _files_under(fs, root)


def _files_under(fs: Any, root: str) -> Iterator[Document]:
    root = root.rstrip("/")
    for path in fs.find(root):
        if path.lower().endswith(DOCUMENTS):
            yield Document(fs.unstrip_protocol(path), _file_name(path.removeprefix(root).lstrip("/")))


def _list_members(source: str, kind: str) -> Iterator[Document]:
    """The documents inside an archive; its members' names never become paths of this machine."""
    fs, _ = url_to_fs(f"{kind}://::{source}")
    for path in fs.find(""):
        if path.lower().endswith(DOCUMENTS):
            yield Document(f"{kind}://{path}::{source}", _file_name(path))


def _list_addresses(source: str) -> Iterator[Document]:
    with fsspec.open(source, "rb") as file:
        content = file.read(LARGEST_LIST + 1)
    if len(content) > LARGEST_LIST:
        raise SourceError(f"{source} is larger than {LARGEST_LIST >> 20} MiB", remedy="Split the list.")
    for row in _manifest_rows(source, content):
        url = str(row.get("url") or "").strip()
        if url:
            yield Document(
                url,
                _file_name(url),
                _text_or_none(row.get("body")),
                _parse_year(row.get("year")),
                _text_or_none(row.get("sha256")),
            )


def _manifest_rows(source: str, content: bytes) -> Iterable[Mapping[str, Any]]:
    if source.lower().endswith(".parquet"):
        import pyarrow.parquet as pq  # noqa: PLC0415 - slow to load, and most sources are no Parquet

        rows: list[dict[str, Any]] = pq.read_table(io.BytesIO(content)).to_pylist()
        columns = rows[0].keys() if rows else {"url"}
    elif source.lower().endswith(".csv"):
        reader = csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""))
        rows, columns = list(reader), set(reader.fieldnames or ())
    else:
        lines = content.decode("utf-8-sig").splitlines()
        rows, columns = [{"url": line} for line in lines if not line.lstrip().startswith("#")], {"url"}
    if "url" not in columns:
        raise SourceError(f"{source} has no column url", remedy="Name the column of addresses `url`.")
    return rows


def _file_name(path: str) -> str:
    """A file name of a document: folders become a part of it, so that two of one name stay apart."""
    plain = path.partition("?")[0].partition("#")[0]
    if "://" in plain:
        plain = plain.partition("://")[2].partition("/")[2]  # without the host, or the bucket
    parts = [part for part in posixpath.normpath(plain).split("/") if part not in ("", ".", "..")]
    return "__".join(parts[-3:]) or "document"


def _text_or_none(value: object) -> str | None:
    return str(value).strip() or None if value is not None and value == value else None  # noqa: PLR0124 - NaN


def _parse_year(value: object) -> int | None:
    text = _text_or_none(value)
    return int(float(text)) if text is not None and text.replace(".", "", 1).isdigit() else None
