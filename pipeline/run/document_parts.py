"""The rows of a long document in parts: no process has them whole as they go from its worker to the tables.

A part is some rows with the plan: nodes first, then indicators with all of their values, then issues. As bytes each is
a line of JSON (`pipeline.run.serialization`), so that a document is as many lines as it has parts. All but the longest
documents have one.
"""

from __future__ import annotations

import tempfile
import zlib
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import accumulate, chain, islice
from typing import IO, TYPE_CHECKING, Any, Final, TypeAlias

from pipeline.errors import PublishError
from pipeline.run.document_rows import DocumentRows
from pipeline.run.serialization import Failure, check_answer, pack, unpack

if TYPE_CHECKING:
    from pipeline.corrections.source import Source

ENOUGH: Final = 6000  # rows of a part
Packed: TypeAlias = Iterable[bytes]
"""The packed parts of a document."""
LONGEST: Final = 16 << 20
"""Bytes of a part: what the process that takes it has room for."""
_LINE: Final = b"\n"
_CHUNK: Final = 1 << 20
_PLAIN: Final = b"{"  # what a part begins with, and nothing that zlib makes


def parts_of(rows: DocumentRows, enough: int = ENOUGH) -> Iterator[DocumentRows]:
    """The rows of a document, some `enough` of them at a time, in their order; the rows themselves are not copied.

    An indicator is in one part with its values; where these stand among those of others, all of them are.
    """
    if sum(len(table) for table in (rows.objectives, rows.indicators, rows.values, rows.issues)) <= enough:
        yield rows
        return
    for start in range(0, len(rows.objectives), enough):
        yield DocumentRows(rows.plan, rows.objectives[start : start + enough], [], [], [])
    last = (0, 0)
    for cut in _cuts(rows, enough):
        yield DocumentRows(rows.plan, [], rows.indicators[last[0] : cut[0]], rows.values[last[1] : cut[1]], [])
        last = cut
    for start in range(0, len(rows.issues), enough):
        yield DocumentRows(rows.plan, [], [], [], rows.issues[start : start + enough])


def _cuts(rows: DocumentRows, enough: int) -> Iterator[tuple[int, int]]:
    """Where indicators and values are cut: how many of each come before."""
    number = {row["indicator_id"]: at for at, row in enumerate(rows.indicators)}
    last, owners = 0, []
    for row in rows.values:
        last = number.get(row["indicator_id"], last)
        owners.append(last)
    stated = [0] * len(rows.indicators)
    for owner in owners:
        stated[owner] += 1
    before = list(accumulate(stated, initial=0))
    furthest = list(accumulate(owners, max, initial=-1))
    cut = (0, 0)
    for at in range(1, len(rows.indicators)):
        here = (at, before[at])
        if furthest[before[at]] < at and sum(here) - sum(cut) >= enough:
            yield here
            cut = here
    if cut != (whole := (len(rows.indicators), len(rows.values))):
        yield whole


class PartLines:
    """The packed parts of a document in a file, from `start` on, each time that they are gone through."""

    def __init__(self, file: IO[bytes], start: int = 0) -> None:
        self._file = file
        self._start = start

    def __iter__(self) -> Iterator[bytes]:
        at = self._start
        while True:
            self._file.seek(at)
            if not (line := self._file.readline()):
                return
            at += len(line)
            yield line.removesuffix(_LINE)


class Parts:
    """Takes the parts of a document as they come from a process that has read it, and is not trusted."""

    def __init__(self, source: Source, most: int) -> None:
        """`most` are the bytes that all parts together may have."""
        self._source = source
        self._left = most
        self._file: IO[bytes] | None = None
        self._ids = array("q")

    def add(self, packed: bytes) -> None:
        """Take a part.

        Raises:
            ValueError: it is none of this document, or too much.
            PublishError: the disk does not take it.
        """
        self._left -= len(packed)
        part = unpack(packed)
        if self._left < 0 or isinstance(part, Failure):
            raise ValueError("this is no part of the document")
        check_answer(self._source, part)
        self._ids.extend(hash(one) for one in _ids_of(part))
        try:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it goes with what is read of it
            self._file.writelines([packed, _LINE])
        except OSError as error:
            raise PublishError(f"the rows of {self._source.name} cannot be put aside: {error}") from error

    def finish(self, last: bytes) -> tuple[DocumentRows | Failure, Packed]:
        """What became of the document, by the last of its parts, and all of them.

        Raises:
            ValueError: this is no answer for the document, or a row was given twice.
            PublishError: the disk does not take it.
        """
        result = unpack(last)
        if self._file is None or isinstance(result, Failure):
            check_answer(self._source, result)
            return result, [last]
        self.add(last)
        import numpy as np  # noqa: PLC0415 - a worker, which packs, has no need of it

        if len(np.unique(np.frombuffer(self._ids, np.int64))) < len(self._ids):
            raise ValueError("a row was given twice")
        packed = PartLines(self._file)
        return rows_in(packed), packed


def take_answer(source: Source, answer: bytes, most: int) -> tuple[DocumentRows | Failure, Packed]:
    """What became of a document, and its packed parts, by what `as_one_answer` made of these.

    Raises:
        ValueError: it is nothing of this document.
    """
    parts = Parts(source, most)
    last = None
    for line in lines_of_answer(answer):
        if last is not None:
            parts.add(last)
        last = line
    return parts.finish(last or b"")


def _ids_of(part: DocumentRows) -> Iterator[Any]:
    tables: tuple[tuple[Sequence[Any], tuple[str, ...]], ...] = (
        (part.objectives, ("objective_id", "ordinal")),
        (part.indicators, ("indicator_id", "ordinal")),
        (part.values, ("value_id",)),
        (part.issues, ("issue_id",)),
    )
    for rows, names in tables:
        for name in names:
            yield from ((names[0], row.get(name)) for row in rows)


def rows_in(lines: Iterable[bytes]) -> DocumentRows | Failure:
    """What packed parts hold; the parts behind the first are read when they are gone through.

    Raises:
        ValueError: the first holds nothing that `pack` makes.
    """
    parts = iter(lines)
    first = unpack(next(parts, b""))
    if isinstance(first, Failure) or next(parts, None) is None:
        return first
    return replace(first, more=_More(lines))


class _More(Iterable[DocumentRows]):
    """The parts behind the first."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._lines = lines

    def __iter__(self) -> Iterator[DocumentRows]:
        for line in islice(self._lines, 1, None):
            part = unpack(line)
            if isinstance(part, Failure):
                raise ValueError("this is no part of a document")  # noqa: TRY004
            yield part


def pack_parts(result: DocumentRows | Failure, enough: int = ENOUGH) -> Iterator[bytes]:
    """What became of a document as packed parts, of some `enough` rows each."""
    for part in [result] if isinstance(result, Failure) else parts_of(result, enough):
        yield pack(part)


def as_one_answer(parts: Iterable[bytes]) -> bytes:
    """Packed parts as one answer; those of a long document are compressed, to a tenth of their length."""
    left = iter(parts)
    first, second = next(left), next(left, None)
    if second is None:
        return first
    packer = zlib.compressobj(1)
    made = [packer.compress(line + _LINE) for line in chain((first, second), left)]
    return b"".join([*made, packer.flush()])


def lines_of_answer(answer: bytes) -> Iterator[bytes]:
    """The packed parts of what `as_one_answer` made.

    Raises:
        ValueError: it has made nothing of the kind.
    """
    if answer[:1] == _PLAIN:
        yield answer
        return
    unpacker = zlib.decompressobj()
    begun = b""
    while answer:
        try:
            *lines, begun = (begun + unpacker.decompress(answer, _CHUNK)).split(_LINE)
        except zlib.error as error:
            raise ValueError(f"this is no answer: {error}") from error
        yield from lines
        answer = unpacker.unconsumed_tail
    if begun:
        raise ValueError("an answer is torn")
