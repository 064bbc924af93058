"""What was read before and need not be read again: the rows of documents, and the result of the last run.

The cache stands in the output folder, `.cache/`. It can be deleted between runs and never changes a result: what comes
from it are the bytes that a worker has answered, and what was gathered of these (`pipeline.run.settled`), under a name
made of all that the answer depends on. Files carry a hash of themselves, and take their name in one step; one that is
torn, or of another version of this program, is as good as none. A cache that cannot be written is no error of the run.
"""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from extractors.engines.registry import Engine
from extractors.pages.scans.installation import installed
from extractors.pages.scans.options import Ocr, OcrMode
from pipeline.corrections.source import Source
from pipeline.dataset import issue_codes as codes
from pipeline.processes.limits import Limits
from pipeline.run.cache_files import SUFFIX, open_file, read_file, write_file
from pipeline.run.document_parts import Packed, PartLines, rows_in
from pipeline.run.document_rows import DocumentRows
from pipeline.run.fingerprint import choice_fingerprint, code_fingerprint, layout_fingerprint, layouts_fingerprint
from pipeline.run.serialization import Failure, json_pieces
from pipeline.run.worker import Outcome, Watcher
from pipeline.run.workers import read_documents

if TYPE_CHECKING:
    from pipeline.run.settled import Settled
    from pipeline.run.spool import Part

Reader: TypeAlias = Callable[..., Generator[Outcome]]
"""What reads documents, as `read_documents` does."""
CACHE: Final = ".cache"
"""The folder inside the output folder."""
_LAST_RUN: Final = "last-run"
_SETTLED: Final = "settled-"
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


def is_lasting(result: DocumentRows | Failure | Settled) -> bool:
    """Whether reading the document again would give the same."""
    return not isinstance(result, Failure) or result.code not in _FLEETING


class Cache:
    """The answers of earlier runs, for documents read with this `layout` under these `limits`."""

    def __init__(
        self, out: Path, layout: str | None, limits: Limits, engine: Engine = "pdfium", ocr: OcrMode = "auto"
    ) -> None:
        self._folder = out / CACHE
        chosen = choice_fingerprint() if layout is None else _forced(layout)
        self._common = [code_fingerprint(), chosen, engine, ocr, installed(), limits.pages, limits.output]

    def get(self, source: Source) -> DocumentRows | Failure | None:
        """What an earlier run has read of a document; None where it has to be read."""
        if (file := open_file(self._path(source))) is None:
            return None
        layout = file.readline().rstrip(b"\n")
        try:
            result = rows_in(PartLines(file, file.tell()))
        except ValueError:
            return None
        if isinstance(result, Failure) or not result.more:
            file.close()
        if layout != _layout_of(result):
            return None
        with suppress(OSError):
            os.utime(self._path(source))
        return result

    def get_settled(self, source: Source) -> Settled | None:
        """What an earlier run has gathered of a document; None where it has to be gathered of its rows."""
        path = self._path(source, _SETTLED)
        if (file := open_file(path)) is None:
            return None
        from pipeline.run.settled import unpack_settled  # noqa: PLC0415 - it loads what makes tables

        with file, suppress(ValueError, TypeError):
            layout = file.readline().rstrip(b"\n")
            settled = unpack_settled(file)
            is_of = (settled.plan["source_file"], settled.plan["source_sha256"]) == (source.name, source.sha256)
            if is_of and layout == _layout_of(settled):
                with suppress(OSError):
                    os.utime(path)
                return settled
        return None

    def put_settled(self, source: Source, settled: Settled, read: Callable[[Part], bytes]) -> None:
        """Keep what was gathered of a document, whose parts `read` gives."""
        from pipeline.run.settled import pack_settled  # noqa: PLC0415 - it loads what makes tables

        write_file(self._path(source, _SETTLED), chain((_layout_of(settled), b"\n"), pack_settled(settled, read)))

    def put(self, outcome: Outcome, packed: Packed) -> None:
        """Keep what a worker has answered, and the packed parts that it answered with."""
        if is_lasting(outcome.result):
            lines = (line + b"\n" for line in packed)
            write_file(self._path(outcome.source), chain((_layout_of(outcome.result), b"\n"), lines))

    def forget(self, source: Source) -> None:
        """Read the document again the next time."""
        with suppress(OSError):
            self._path(source).unlink(missing_ok=True)

    def _path(self, source: Source, kind: str = "") -> Path:
        stated = repr((source.url, source.retrieved_on, source.corrections))
        parts = [*self._common, source.sha256, source.path.suffix.lower(), source.name, stated]
        return self._folder / f"{kind}{hashlib.sha256(json.dumps(parts).encode()).hexdigest()}{SUFFIX}"


def read_changed(
    sources: Sequence[Source],
    cache: Cache,
    *,
    force: bool,
    layout: str | None,
    engine: Engine,
    ocr: Ocr,
    processes: int,
    watcher: Watcher | None,
    limits: Limits,
    meanwhile: Callable[[], None] | None = None,
    read: Reader = read_documents,
    known_failure: Callable[[Source], Failure | None] = lambda _: None,
    is_told: Callable[[Source], bool] = lambda _: False,
) -> Generator[Outcome]:
    """Like `read_documents`, but what the cache holds is not read again unless `force` asks for it.

    `read` is what reads the others: `read_documents`, or something with the same signature. What `known_failure` tells
    of a document is its outcome too. Where there `is_told` something of a file, it is told among what its rows tell,
    and what was gathered of these without it is of no use.
    """
    left = []
    for source in sources:
        settled = None if force or is_told(source) else cache.get_settled(source)
        result = settled or (None if force else cache.get(source) or known_failure(source))
        if result is None:
            left.append(source)
            continue
        known = Outcome(source, result, 0.0, cached=True)
        if watcher is not None:
            watcher.end(known)
        yield known
    yield from read(
        left,
        layout=layout,
        engine=engine,
        ocr=ocr,
        processes=processes,
        watcher=watcher,
        limits=limits,
        keep=cache.put,
        meanwhile=meanwhile,
    )


def remember_run(out: Path, key: str, version: str, result: Mapping[str, Any]) -> None:
    """Keep what a run did, until one that would do something else."""
    content = json_pieces({"key": key, "version": version, "result": result})
    write_file(out / CACHE / (_LAST_RUN + SUFFIX), (piece.encode() for piece in content))
    _tidy(out / CACHE)


def recall_run(out: Path, key: str, intact: Callable[[str], bool]) -> dict[str, Any] | None:
    """What the last run did if it had the same `key` and `intact` says that its version is still published whole."""
    found = read_file(out / CACHE / (_LAST_RUN + SUFFIX))
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


def _forced(layout: str) -> str:
    """What a layout that was asked for states: a known one's id, as each entry says its content, a file's content."""
    path = Path(layout)
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else layout


def _layout_of(result: DocumentRows | Settled | Failure) -> bytes:
    """The fingerprint of the layout that gave the result; of all where none did."""
    if isinstance(result, Failure):
        return layouts_fingerprint().encode()
    return layout_fingerprint(str(result.plan["layout_id"])).encode()


def _tidy(folder: Path) -> None:
    """Remove what no run has used for long, and what killed runs have left."""
    with suppress(OSError):
        for path in folder.iterdir():
            age = time.time() - path.stat().st_mtime
            if age > (_UNUSED if path.suffix == SUFFIX else 3600):
                path.unlink(missing_ok=True)
