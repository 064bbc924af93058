"""The rows of a fragment as bytes, and what sees that those from a process are rows of its document.

A process that has read a stranger's file makes them, and is not believed: what it says is taken as Arrow with the
columns of the table, all of it is looked at (`pyarrow.RecordBatch.validate`), and whatever the run is to know of the
document is told from the rows. That they satisfy the rules of their tables is the word of the process alone, as are the
figures in them: one that was taken over by its document could make up either.
"""

from __future__ import annotations

import base64
import hashlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, Final, cast

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.forms.arrow import arrow_schema
from pipeline.dataset.identity import plan_id
from pipeline.dataset.tables import OF_DOCUMENTS, TABLES
from pipeline.run.documents.fragment import Fragment, Piece, changed_meanwhile
from pipeline.run.documents.serialization import Failure, as_failure, failure_record, from_json, to_json

if TYPE_CHECKING:
    from pipeline.corrections.source import Source

_CODEC: Final = pa.Codec("zstd", compression_level=1)
_SIZE: Final = 8  # bytes that say how many a part has
_ALONE: Final = "issues"  # what is published of a document whose row of `plans` fails the schema


def pack_rows(table: pa.Table) -> bytes:
    """The rows of a table, compressed, with the number of their bytes before them."""
    (batch,) = table.combine_chunks().to_batches()
    rows = batch.serialize()
    return len(rows).to_bytes(_SIZE) + cast("bytes", _CODEC.compress(rows, asbytes=True))


def size_of(packed: bytes) -> int:
    """How many bytes the rows take that `pack_rows` compressed."""
    return int.from_bytes(packed[:_SIZE])


def unpack_rows(name: str, packed: bytes) -> tuple[pa.Table, str]:
    """The rows that `pack_rows` compressed, and their hash.

    Raises:
        ValueError: they are none of this table.
    """
    try:
        rows = _CODEC.decompress(packed[_SIZE:], size_of(packed), asbytes=True)
        batch = pa.ipc.read_record_batch(pa.py_buffer(rows), arrow_schema(name))
        return pa.Table.from_batches([batch]), hashlib.sha256(rows).hexdigest()[:32]
    except (pa.ArrowException, OSError, KeyError, TypeError, MemoryError, OverflowError) as error:
        raise ValueError(f"these are no rows of {name}: {error}") from error


def rows_of_piece(one: Fragment, name: str, piece: Piece, read: Callable[[Piece], bytes]) -> pa.Table:
    """The rows of a part, of which `read` gives the bytes, held against their hash.

    Raises:
        PublishError: they are not what they were.
    """
    try:
        table, digest = unpack_rows(name, read(piece))
    except ValueError as error:
        raise changed_meanwhile(one.file) from error
    if digest != piece.digest:
        raise changed_meanwhile(one.file)
    return table


def hashes_of(texts: Iterable[str]) -> bytes:
    """A hash of eight bytes of each text, the same in every run."""
    return b"".join(hashlib.blake2b(text.encode(), digest_size=8).digest() for text in texts)


def part_line(name: str, packed: bytes) -> bytes:
    """Packed rows of a table as `FragmentTaker.add` takes them, on one line."""
    return b"%s %s" % (name.encode("ascii"), base64.b64encode(packed))


def end_line(set_aside: int, failure: Failure | None) -> bytes:
    """What `FragmentTaker.finish` takes when all rows are given: how many failed the schema, and why the plan has."""
    return to_json({"set_aside": set_aside, "failed": None if failure is None else failure_record(failure)})


class FragmentTaker:
    """Takes the rows of a document as they come from a process that has read it, and is not trusted."""

    def __init__(self, source: Source, most: int) -> None:
        """`most` are the bytes that all rows together may have."""
        self._key = source.name, source.sha256
        self._plan_id = plan_id(source.sha256)
        self._left = most
        self._content: list[bytes] = []
        self._end = 0
        self._parts: dict[str, list[Piece]] = defaultdict(list)
        self._ids: dict[str, bytes] = defaultdict(bytes)
        self._rows: Counter[str] = Counter()
        self._plan: dict[str, Any] | None = None
        self._counts: dict[str, Counter[str]] = {"status": Counter(), "severity": Counter()}
        self._told_alone = 0

    def add(self, line: bytes) -> None:
        """Take rows, by what `part_line` made of them.

        Raises:
            ValueError: they are none of this document, or too many.
        """
        table, _, encoded = line.partition(b" ")
        name = table.decode("ascii", "replace")
        packed = base64.b64decode(encoded)
        self._left -= max(size_of(packed), len(packed))
        if name not in OF_DOCUMENTS or self._left < 0:
            raise ValueError("this is no part of the document")
        rows, digest = unpack_rows(name, packed)
        self._check_rows(name, rows)
        self._count_rows(name, rows)
        self._content.append(packed)
        self._parts[name].append(Piece(self._end, len(packed), digest))
        self._end += len(packed)

    def finish(self, line: bytes) -> Fragment | Failure:
        """What became of the document, by the last that its process says of it: `end_line`, or why it failed.

        Raises:
            ValueError: this is no answer for the document, or a row was given twice.
        """
        try:
            match from_json(line):
                case {"failure": failure}:
                    return as_failure(failure)
                case {"set_aside": int(set_aside), "failed": failed}:
                    return self._make_fragment(set_aside, None if failed is None else as_failure(failed))
        except (TypeError, AttributeError) as error:
            raise ValueError(f"this is no answer: {error}") from error
        raise ValueError("this is no answer")

    def _check_rows(self, name: str, rows: pa.Table) -> None:
        """See that these are rows of the document, whole in themselves.

        Raises:
            ValueError: they are not.
        """
        try:
            rows.validate(full=True)
        except pa.ArrowException as error:
            raise ValueError(f"these are no rows of {name}: {error}") from error
        if not rows.num_rows or any(rows[one.name].null_count for one in rows.schema if not one.nullable):
            raise ValueError(f"these are no rows of {name}: a cell is missing")
        own = {"plan_id": self._plan_id}
        if name == "plans":
            own |= {"source_file": self._key[0], "source_sha256": self._key[1]}
        elif name == _ALONE and rows["plan_id"].null_count == rows.num_rows:
            own = {"source_file": self._key[0]}
            self._told_alone += rows.num_rows
        if any(pc.unique(rows[column]).to_pylist() != [cell] for column, cell in own.items()):
            raise ValueError("these are rows of another document")

    def _count_rows(self, name: str, rows: pa.Table) -> None:
        """Tell what the run is to know from the rows."""
        self._rows[name] += rows.num_rows
        if name in TABLES:
            self._ids[name] += hashes_of(rows[TABLES[name].key].to_pylist())
        if name == "plans":
            (self._plan,) = rows.to_pylist()
        for column, counts in self._counts.items():
            if name == ("values" if column == "status" else "issues"):
                found = rows[column].value_counts().to_pylist()
                counts.update({one["values"]: one["counts"] for one in found})

    def _make_fragment(self, set_aside: int, failure: Failure | None) -> Fragment:
        plan, told = self._plan, self._rows[_ALONE]
        is_whole = plan is not None and failure is None and self._told_alone == 0
        is_told = plan is None and failure is not None and self._told_alone == told == self._rows.total()
        if not (is_whole or is_told):
            raise ValueError("these are rows of another document, or of none")
        if plan is not None and plan["rows_published"] != self._rows["indicators"]:
            raise ValueError("rows are missing")
        for ids in self._ids.values():
            hashes = np.frombuffer(ids, np.int64)
            if len(np.unique(hashes)) < len(hashes):
                raise ValueError("a row was given twice")
        return Fragment(
            self._key,
            dict(self._parts),
            plan,
            self._counts["status"],
            self._counts["severity"],
            self._rows["objectives"],
            set_aside,
            failure,
            dict(self._ids),
            b"".join(self._content),
        )


class Seen:
    """The texts of a column, eight bytes each, to tell whether one stands in it twice."""

    def __init__(self) -> None:
        self._hashes = array("q")

    def add(self, hashes: bytes) -> None:
        """Take some of the texts, by their `hashes_of`."""
        self._hashes.frombytes(hashes)

    def stands_twice(self, texts: Callable[[], Iterable[pa.ChunkedArray]]) -> bool:
        """Whether a text does; `texts` gives all that were taken, where their hashes do not tell."""
        hashes = np.array(self._hashes, dtype=np.int64)
        hashes.sort()
        alike = set(hashes[1:][hashes[1:] == hashes[:-1]].tolist())
        if not alike:
            return False
        found: Counter[str] = Counter()
        for column in texts():
            cells = column.to_pylist()
            own = np.frombuffer(hashes_of(cells), np.int64).tolist()
            found.update(cell for cell, one in zip(cells, own, strict=True) if one in alike)
        return max(found.values(), default=0) > 1
