"""One document brought here: checked, resumed where it was cut, never taken for whole when it is not."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from aiohttp import ClientError
from fsspec.core import url_to_fs

from extractors.errors import DocumentError
from pipeline.sources.locations import Document

CHUNK: Final = 1 << 20
"""Bytes of one read."""
LARGEST: Final = 1 << 30
"""Bytes of the largest document: `pipeline.run.inputs` reads none that is larger."""
ATTEMPTS: Final = 4
"""Times that a document is asked for before it counts as not to be had."""
WAIT: Final = 1.0
"""Seconds before the second attempt; each further one waits twice as long."""


# What a client raises when a connection breaks is its own affair: aiohttp's errors are no OSError.
_BROKEN: Final = (TimeoutError, OSError, ValueError, RuntimeError, ClientError)


class DownloadError(DocumentError):
    """A document of a source cannot be had."""

    code = "download-failed"
    remedy = "Try again later, or check the address in the list."


class DownloadMismatchError(DownloadError):
    """What arrived is not what the manifest promises."""

    code = "download-mismatch"
    remedy = "Check the document at its source, then correct the SHA-256 in the manifest."


@dataclass(frozen=True, slots=True)
class Downloaded:
    """A document that is here: its SHA-256, and by what its source tells one version of it from the next."""

    sha256: str
    version: str | None


def version_of(info: dict[str, Any]) -> str | None:
    """What tells one version of a remote file from another: its entity tag, else its date and size, else None."""
    for key in ("ETag", "etag", "md5Hash"):
        if info.get(key):
            return str(info[key])
    for key in ("Last-Modified", "LastModified", "last_modified", "updated", "mtime", "date_time", "created"):
        if info.get(key):
            return f"{info[key]} {info.get('size')}"
    return None


def download(
    document: Document, dest: Path, known: str | None, *, sleep: Callable[[float], None] = time.sleep
) -> Downloaded | None:
    """Bring `document` to `dest`; None where its source still has the version `known` and the file is here.

    What arrives is written beside `dest` and renamed when it is whole. A piece that is there from before is gone on
    with where the source still has the version it is of.

    Raises:
        DownloadError: it cannot be had, or is too large.
        DownloadMismatchError: its SHA-256 is not the one that the manifest gives.
    """
    for attempt in range(ATTEMPTS):
        try:
            return _fetch_file(document, dest, known)
        except DocumentError:
            raise
        except FileNotFoundError as error:
            raise DownloadError(f"{document.url}: not found") from error
        except _BROKEN as error:
            if attempt + 1 == ATTEMPTS:
                raise DownloadError(f"{document.url}: {type(error).__name__}: {error}") from error
            sleep(WAIT * 2**attempt)
    raise AssertionError("the last attempt returns or raises")


def _fetch_file(document: Document, dest: Path, known: str | None) -> Downloaded | None:
    fs, path = url_to_fs(document.url)
    info = fs.info(path)
    version, size = version_of(info), info.get("size")
    if size is not None and size > LARGEST:
        raise DownloadError(f"{document.url}: it has {size >> 20} MiB, the limit is {LARGEST >> 20} MiB")
    if known is not None and version == known and dest.exists():
        return None
    part = dest.with_name(f".{dest.name}.part")
    mark = dest.with_name(f".{dest.name}.version")
    begin = part.stat().st_size if _goes_on(part, mark, version) else 0
    mark.write_text(version or "", encoding="utf-8")
    _copy_file(fs, path, part, begin)
    if size is not None and part.stat().st_size != size:
        raise OSError(f"{part.stat().st_size} of {size} bytes arrived")
    with part.open("rb") as file:
        found = hashlib.file_digest(file, "sha256").hexdigest()
    if document.sha256 and document.sha256.lower() != found:
        part.unlink()
        raise DownloadMismatchError(f"{document.url}: SHA-256 {found}, the manifest gives {document.sha256}")
    part.replace(dest)
    mark.unlink()
    return Downloaded(found, version)


def _goes_on(part: Path, mark: Path, version: str | None) -> bool:
    """Whether the piece that is here is of the version that the source has."""
    return version is not None and part.exists() and mark.exists() and mark.read_text(encoding="utf-8") == version


def _copy_file(fs: Any, path: str, part: Path, begin: int) -> None:
    with fs.open(path, "rb") as remote, part.open("ab" if begin else "wb") as local:
        if begin:
            remote.seek(begin)
        while chunk := remote.read(CHUNK):
            if local.tell() + len(chunk) > LARGEST:
                raise DownloadError(f"{path}: larger than {LARGEST >> 20} MiB")
            local.write(chunk)
