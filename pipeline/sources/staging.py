"""A source's documents in a local folder: only what changed is downloaded again, and politely."""

from __future__ import annotations

import csv
import hashlib
import json
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final, TypeAlias
from urllib.parse import urlsplit

from extractors.errors import DocumentError
from pipeline.sources.download import download
from pipeline.sources.locations import Document, list_documents

STATE: Final = ".downloads.json"
"""In each staged folder: which version of each document is there."""
MANIFEST: Final = "manifest.csv"
HOSTS: Final = 8
"""Hosts that are asked at the same time; of each, one document after the other."""
PAUSE: Final = 0.5
"""Seconds between two documents of one web host: a public body's site serves people first."""

Progress: TypeAlias = Callable[[int, int], None]


@dataclass(slots=True)
class Staged:
    """A folder of documents that are here, and what could not be had, by name. `fresh` were downloaded just now.

    Of those that could not be had, `stale` are here as they were downloaded before, `failed` are not here.
    """

    folder: Path
    failed: list[tuple[str, DocumentError]] = field(default_factory=list)
    stale: list[tuple[str, DocumentError]] = field(default_factory=list)
    fresh: int = 0


@dataclass(slots=True)
class _Kept:
    """What is known of a document that is here."""

    file: str
    sha256: str
    version: str | None
    retrieved_on: str


def stage(source: str, store: Path, progress: Progress | None = None) -> Staged:
    """Bring the documents of `source` into a folder of `store`, with a manifest that says where each comes from.

    `progress` is told how many documents are done, of how many. A document that cannot be had is in `failed` and costs
    no other; a copy of it from before stays (`stale`). Documents that the source no longer lists are taken away.

    Raises:
        SourceError: the source cannot be listed.
    """
    documents = list_documents(source)
    folder = store / f"{_slug_of(source)}-{hashlib.sha256(source.encode()).hexdigest()[:10]}"
    folder.mkdir(parents=True, exist_ok=True)
    kept = _read_state(folder)
    staged = Staged(folder)
    names = _file_names(documents)
    done = 0

    def fetch_all(of_host: list[Document]) -> None:
        nonlocal done
        for index, document in enumerate(of_host):
            if index and document.url.startswith(("http://", "https://")):
                time.sleep(PAUSE)
            _fetch_document(document, folder / names[document.url], kept, staged)
            done += 1
            if progress:
                progress(done, len(documents))

    by_host: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_host[urlsplit(document.url).netloc].append(document)
    try:
        with ThreadPoolExecutor(HOSTS) as pool:
            for result in [pool.submit(fetch_all, of_host) for of_host in by_host.values()]:
                result.result()
    finally:
        _drop_unlisted(folder, kept, {document.url for document in documents})
        _write_state(folder, kept)
    _write_manifest(folder, documents, kept)
    for found in (staged.failed, staged.stale):
        found.sort(key=lambda one: one[0])
    return staged


def _fetch_document(document: Document, dest: Path, kept: dict[str, _Kept], staged: Staged) -> None:
    before = kept.get(document.url)
    known = before.version if before is not None and before.file == dest.name else None
    try:
        got = download(document, dest, known)
    except DocumentError as error:
        (staged.stale if dest.exists() else staged.failed).append((dest.name, error))
        return
    if got is not None:
        kept[document.url] = _Kept(dest.name, got.sha256, got.version, datetime.now(UTC).date().isoformat())
        staged.fresh += 1


def _file_names(documents: Iterable[Document]) -> dict[str, str]:
    """A file name for each address; where two documents have one name, part of the address's hash is added."""
    by_name: dict[str, list[Document]] = defaultdict(list)
    for document in documents:
        by_name[document.name.lower()].append(document)
    names = {}
    for same in by_name.values():
        for document in same:
            name = document.name if len(document.name.encode()) <= 120 else _shorten_name(document.name)
            if len(same) > 1:
                stem, dot, suffix = name.rpartition(".")
                tag = hashlib.sha256(document.url.encode()).hexdigest()[:8]
                name = f"{stem or suffix}-{tag}{dot}{suffix if stem else ''}"
            names[document.url] = name
    return names


def _shorten_name(name: str) -> str:
    stem, dot, suffix = name.rpartition(".")
    tag = hashlib.sha256(name.encode()).hexdigest()[:8]
    return f"{stem.encode()[:80].decode(errors='ignore')}-{tag}{dot}{suffix[:8]}"


def _drop_unlisted(folder: Path, kept: dict[str, _Kept], listed: set[str]) -> None:
    for url in [url for url in kept if url not in listed]:
        (folder / kept.pop(url).file).unlink(missing_ok=True)


def _read_state(folder: Path) -> dict[str, _Kept]:
    """What is known of the documents that are here; nothing where the state cannot be read: all is downloaded again."""
    try:
        found = json.loads((folder / STATE).read_text(encoding="utf-8"))
        return {url: _Kept(**one) for url, one in found.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write_state(folder: Path, kept: dict[str, _Kept]) -> None:
    text = json.dumps({url: {k: getattr(one, k) for k in one.__slots__} for url, one in sorted(kept.items())}, indent=0)
    aside = folder / f"{STATE}.new"
    aside.write_text(text, encoding="utf-8")
    aside.replace(folder / STATE)


def _write_manifest(folder: Path, documents: Iterable[Document], kept: dict[str, _Kept]) -> None:
    """The manifest beside the documents, in the form of the one in `data/raw`."""
    with (folder / MANIFEST).open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["file", "chamber", "year", "sha256", "source_url", "retrieved_on"])
        for document in documents:
            if one := kept.get(document.url):
                row = [one.file, document.body or "", document.year or "", one.sha256, document.url, one.retrieved_on]
                writer.writerow(row)


def _slug_of(source: str) -> str:
    words = "".join(c if c.isalnum() else "-" for c in source.rpartition("://")[2]).strip("-")
    return words[-60:].strip("-") or "source"
