"""What was read, by this run or before: the finished rows of documents, and the result of the last run.

The cache stands in the output folder, `.cache/`. A run puts there what it reads (`pipeline.run.documents.fragment`),
and publishes from there, whether a document was read now or before. It can be deleted between runs and never changes a
result: a file has a name made of all that the answer depends on, carries a hash of itself, and takes its name in one
step; one that is torn, or of another version of this program, is as good as none.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing, suppress
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import Any, Final, TypeAlias

from extractors.pages.scans.installation import installed
from pipeline.corrections.source import Source
from pipeline.dataset import issue_codes as codes
from pipeline.errors import PublishError
from pipeline.run.cache.files import HEAD, SUFFIX, read_file, write_file
from pipeline.run.documents.fingerprint import (
    choice_fingerprint,
    code_fingerprint,
    layout_fingerprint,
    layouts_fingerprint,
)
from pipeline.run.documents.fragment import Fragment, seal, unseal
from pipeline.run.documents.serialization import Failure, json_pieces
from pipeline.run.workers.pool import read_documents
from pipeline.run.workers.tasks import AS_USUAL, ReadingOptions
from pipeline.run.workers.worker import Outcome, Watcher

Reader: TypeAlias = Callable[..., Generator[Outcome]]
"""What reads documents, as `read_documents` does."""
CACHE: Final = ".cache"
"""The folder inside the output folder."""
LAST_RUN: Final = f"last-run{SUFFIX}"
"""The file in it that tells what the last run did."""
_LAYOUT: Final = 64  # bytes of the fingerprint of a layout
_UNUSED: Final = 90 * 24 * 3600.0  # seconds after which what no run has used is removed
_FLEETING: Final = frozenset(
    kind.code
    for kind in (
        *(
            codes.DOCUMENT_CRASHED,
            codes.WORKER_DIED,
            codes.DOCUMENT_TIMEOUT,
            codes.STAGE_TIMEOUT,
            codes.MEMORY_EXCEEDED,
        ),
        *(codes.PAGES_EXCEEDED, codes.OUTPUT_EXCEEDED, codes.FILE_CHANGED),
    )
) | {"file-unreadable"}
"""Failures that say as much of the machine, the limits or the moment as of the document: it is read again."""


def is_lasting(result: Fragment | Failure) -> bool:
    """Whether reading the document again would give the same."""
    return not isinstance(result, Failure) or result.code not in _FLEETING


class Cache:
    """The answers of earlier runs, for documents read with these `options`."""

    def __init__(self, out: Path, options: ReadingOptions = AS_USUAL) -> None:
        self._folder = out / CACHE
        chosen = choice_fingerprint() if options.layout is None else _forced_layout(options.layout)
        engine, mode, limits = options.engine, options.ocr.mode, options.limits
        self._common = [code_fingerprint(), chosen, engine, mode, installed(), limits.pages, limits.output]

    def get(self, source: Source) -> Fragment | Failure | None:
        """What an earlier run has read of a document; None where it has to be read."""
        path = self._entry_path(source)
        if (found := read_file(path)) is None:
            return None
        try:
            result = unseal(found[_LAYOUT:])
        except ValueError:
            return None
        if found[:_LAYOUT] != _layout_of(result):
            return None
        if isinstance(result, Fragment):
            if result.key != (source.name, source.sha256):
                return None
            result = _stand_in_file(result, path)
        with suppress(OSError):
            os.utime(path)
        return result

    def put(self, outcome: Outcome) -> Outcome:
        """Keep what a worker has answered: what was read of a document is in the cache alone from then on.

        Raises:
            PublishError: it cannot be written.
        """
        result, path = outcome.result, self._entry_path(outcome.source)
        if not is_lasting(result):
            return outcome
        try:
            write_file(path, chain((_layout_of(result),), seal(result)))
        except OSError as error:
            if isinstance(result, Failure):  # it is told whether it is kept or not
                return outcome
            raise PublishError(f"cannot publish into {path.parent.parent}: {error}") from error
        return outcome if isinstance(result, Failure) else replace(outcome, result=_stand_in_file(result, path))

    def forget(self, source: Source) -> None:
        """Read the document again the next time."""
        with suppress(OSError):
            self._entry_path(source).unlink(missing_ok=True)

    def _entry_path(self, source: Source) -> Path:
        stated = repr((source.url, source.retrieved_on, source.corrections))
        parts = [*self._common, source.sha256, source.path.suffix.lower(), source.name, stated]
        return self._folder / f"{hashlib.sha256(json.dumps(parts).encode()).hexdigest()}{SUFFIX}"


def read_changed(
    sources: Sequence[Source],
    cache: Cache,
    known: Callable[[Source], Fragment | Failure | None],
    options: ReadingOptions,
    *,
    processes: int,
    watcher: Watcher | None,
    meanwhile: Callable[[], None] | None = None,
    read: Reader = read_documents,
) -> Generator[Outcome]:
    """Like `read_documents`, but that what is `known` of a document is its outcome; what is read is kept in the cache.

    `read` is what reads the others: `read_documents`, or something with the same signature.

    Raises:
        PublishError: what was read cannot be kept.
    """
    left = []
    for source in sources:
        result = known(source)
        if result is None:
            left.append(source)
            continue
        outcome = Outcome(source, result, 0.0, cached=True)
        if watcher is not None:
            watcher.end(outcome)
        yield outcome
    reading = read(left, options, processes=processes, watcher=watcher, meanwhile=meanwhile)
    with closing(reading):
        yield from map(cache.put, reading)


def remember_run(out: Path, key: str, version: str, result: Mapping[str, Any]) -> None:
    """Keep what a run did, until one that would do something else."""
    content = json_pieces({"key": key, "version": version, "result": result})
    with suppress(OSError):
        write_file(out / CACHE / LAST_RUN, (piece.encode() for piece in content))
    _tidy_folder(out / CACHE)


def recall_run(out: Path, key: str, intact: Callable[[str], bool]) -> dict[str, Any] | None:
    """What the last run did if it had the same `key` and `intact` says that its version is still published whole."""
    found = read_file(out / CACHE / LAST_RUN)
    if found is None:
        return None
    with suppress(ValueError, KeyError, TypeError):
        kept = json.loads(found)
        if kept["key"] == key and intact(str(kept["version"])):
            result: dict[str, Any] = kept["result"]
            return result
    return None


def run_key(parts: Iterable[object] = ()) -> str:
    """What the result of a run depends on, beside the code and the layouts, as one hash with these; the parts pass by,
    for there is one for each document."""
    digest = hashlib.sha256()
    for part in chain((code_fingerprint(), layouts_fingerprint()), map(repr, parts)):
        digest.update(json.dumps(part).encode() + b"\n")
    return digest.hexdigest()


def damaged_entries(out: Path) -> list[Path]:
    """The files of the cache that are torn; the next run reads those documents again."""
    folder = out / CACHE
    return [path for path in sorted(folder.glob(f"*{SUFFIX}")) if read_file(path) is None]


def _forced_layout(layout: str) -> str:
    """What a layout that was asked for states: a known one's id, as each entry says its content, a file's content."""
    path = Path(layout)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else layout


def _layout_of(result: Fragment | Failure) -> bytes:
    """The fingerprint of the layouts that gave the result; of all where none did, or its row was not published."""
    plan = result.plan if isinstance(result, Fragment) else None
    found = layouts_fingerprint() if plan is None else layout_fingerprint(str(plan["layout_id"]), str(plan["chamber"]))
    return found.encode("ascii").ljust(_LAYOUT)


def _stand_in_file(fragment: Fragment, path: Path) -> Fragment:
    """The fragment as it stands in a file of the cache, and not in memory."""
    return replace(fragment, content=b"", file=str(path), start=HEAD + _LAYOUT)


def _tidy_folder(folder: Path) -> None:
    """Remove what no run has used for long, and what killed runs have left."""
    with suppress(OSError):
        for path in folder.iterdir():
            age = time.time() - path.stat().st_mtime
            if age > (_UNUSED if path.suffix == SUFFIX else 3600):
                path.unlink(missing_ok=True)
