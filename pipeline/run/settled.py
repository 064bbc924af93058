"""What was gathered of a document, kept in the cache: a run in which the document did not change takes it as it is.

A file (`pipeline.run.cache_files`) has the document's record, how many bytes of ids there are of each table, the ids,
and the rows of each part as Arrow, which are read where a file of the published dataset has to be written anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import accumulate
from pathlib import Path
from typing import IO, Any, Final, cast

import pyarrow as pa

from pipeline.dataset.arrow import from_stream
from pipeline.errors import PublishError
from pipeline.run.gathered import Gathered, Piece, digest_of, pack_gathered, unpack_gathered
from pipeline.run.serialization import from_json, to_json
from pipeline.run.spool import Part

_CODEC: Final = pa.Codec("zstd", compression_level=1)
_SIZE: Final = 8  # bytes that say how many a part has


@dataclass(frozen=True, slots=True)
class Settled:
    """What was gathered of a document whose plan is published, and by table the hashes of its ids."""

    record: Gathered
    ids: Mapping[str, bytes]

    @property
    def plan(self) -> Mapping[str, Any]:
        """Its row of `plans`."""
        assert self.record.plan is not None
        return self.record.plan

    def rows(self, name: str) -> Iterator[pa.Table]:
        """The parts of a table.

        Raises:
            PublishError: they are not there any more.
        """
        for piece in self.record.parts.get(name, ()):
            yield from_stream(read_kept(Path(self.record.file), piece))


def read_kept(path: Path, piece: Piece) -> bytes:
    """The rows of a part that stands in a file of the cache.

    Raises:
        PublishError: the file was changed since the run found it whole.
    """
    with suppress(OSError, ValueError), path.open("rb") as file:
        file.seek(piece.arrow.start)
        size = int.from_bytes(file.read(_SIZE))
        rows: bytes = _CODEC.decompress(file.read(piece.arrow.length - _SIZE), size, asbytes=True)
        if digest_of(rows) == piece.digest:
            return rows
    raise PublishError(f"{path} was removed or changed while it was read", remedy="Run again.")


def pack_settled(settled: Settled, read: Callable[[Part], bytes]) -> Iterator[bytes]:
    """The content of a file, in pieces; `read` gives what stands in a part."""
    record = settled.record
    packed = [_compressed(read(piece.arrow)) for piece in record.pieces]
    places = map(Part, accumulate(map(len, packed), initial=0), map(len, packed))
    yield pack_gathered(replace(record.standing("", places), seconds=0.0, cached=True)) + b"\n"
    yield to_json({name: len(ids) for name, ids in settled.ids.items()}) + b"\n"
    yield from settled.ids.values()
    yield from packed


def _compressed(rows: bytes) -> bytes:
    """The bytes with their number before them: a tenth of what Arrow aligns and describes."""
    return len(rows).to_bytes(_SIZE) + cast("bytes", _CODEC.compress(rows, asbytes=True))


def unpack_settled(file: IO[bytes]) -> Settled:
    """What `pack_settled` made the content of, from where `file` stands.

    Raises:
        ValueError, TypeError: it is none.
    """
    record = unpack_gathered(file.readline())
    lengths: Mapping[str, int] = from_json(file.readline())
    ids = {name: file.read(length) for name, length in lengths.items()}
    start = file.tell()
    places = (Part(start + piece.arrow.start, piece.arrow.length) for piece in record.pieces)
    return Settled(record.standing(file.name, places), ids)
