"""What was read of one document, finished: its rows, checked and as Arrow, and what a run is to know of it.

The process that has read the document makes it (`pipeline.run.documents.settling`), whoever listens to that process
sees that it is one of this document (`pipeline.run.documents.fragment_rows`), and the run keeps it in its cache and
publishes the rows from there. Its bytes are the parts of its tables, one behind the other, a line of JSON about them,
and the length of that.
"""

from __future__ import annotations

import base64
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, field, replace
from pathlib import Path
from typing import Any, Final, TypeAlias

from pipeline.errors import PublishError
from pipeline.run.documents.serialization import Failure, as_failure, failure_record, from_json, to_json

_LENGTH: Final = 8  # bytes that say how long the record is
Key: TypeAlias = tuple[str, str]
"""A document's file name and SHA-256, which is the order of the published plans."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows of a table: where they stand, in bytes, and a hash of them; `aside` where the run has put them aside."""

    start: int
    length: int
    digest: str
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Fragment:
    """What is published of one document: the `parts` of each table that has rows (those of a long one are some), and
    what the summary tells of it. Parts stand in `content`, or behind `start` in the `file` of the cache.

    `plan` is its row of `plans`, None where that fails the schema, which `failure` says. `statuses` counts its values,
    `severities` its issues, `objectives` its nodes, `set_aside` rows that failed the schema; `ids` are the hashes of
    those that may not stand twice. `seconds` are those that its reading took, `cached` that it was not read again.
    """

    key: Key
    parts: Mapping[str, Sequence[Piece]]
    plan: Mapping[str, Any] | None = None
    statuses: Counter[str] = field(default_factory=Counter)
    severities: Counter[str] = field(default_factory=Counter)
    objectives: int = 0
    set_aside: int = 0
    failure: Failure | None = None
    ids: Mapping[str, bytes] = field(default_factory=dict)
    content: bytes = b""
    file: str = ""
    start: int = 0
    seconds: float = 0.0
    cached: bool = False

    def read(self, piece: Piece) -> bytes:
        """The bytes of a part.

        Raises:
            PublishError: they are not there any more.
        """
        if not self.file:
            return self.content[piece.start : piece.start + piece.length]
        with suppress(OSError), Path(self.file).open("rb") as file:
            file.seek(self.start + piece.start)
            if len(packed := file.read(piece.length)) == piece.length:
                return packed
        raise changed_meanwhile(self.file)


def changed_meanwhile(file: str) -> PublishError:
    """The error of a file of the cache that is not what the run has found, or put, there."""
    return PublishError(f"{file} was removed or changed while it was read", remedy="Run again.")


def pack_record(one: Fragment) -> bytes:
    """What is known of a document, on one line; where its parts are `read` from is not said."""
    return to_json(
        {
            "key": one.key,
            "parts": {name: [astuple(piece) for piece in pieces] for name, pieces in one.parts.items()},
            "plan": one.plan,
            "statuses": one.statuses,
            "severities": one.severities,
            "objectives": one.objectives,
            "set_aside": one.set_aside,
            "failed": None if one.failure is None else failure_record(one.failure),
            "ids": {name: base64.b64encode(ids).decode("ascii") for name, ids in one.ids.items()},
        }
    )


def unpack_record(packed: bytes) -> Fragment:
    """What `pack_record` made a line of.

    Raises:
        ValueError: it has made nothing of the kind.
    """
    try:
        return _make_fragment(**from_json(packed))
    except (AttributeError, TypeError, KeyError) as error:
        raise ValueError(f"this is no record of a document: {error}") from error


def _make_fragment(
    *, key: Any, parts: Any, statuses: Any, severities: Any, failed: Any, ids: Any, **others: Any
) -> Fragment:
    name, sha256 = key
    return Fragment(
        (name, sha256),
        {table: [Piece(*piece) for piece in pieces] for table, pieces in parts.items()},
        statuses=Counter(statuses),
        severities=Counter(severities),
        failure=None if failed is None else as_failure(failed),
        ids={table: base64.b64decode(packed) for table, packed in ids.items()},
        **others,
    )


def pack_known(one: Fragment) -> bytes:
    """What a run is to know of a document that it has gathered: all but its ids and its content."""
    where = to_json([one.file, one.start, one.seconds, one.cached])
    return where + b"\n" + pack_record(replace(one, ids={}))


def unpack_known(packed: bytes) -> Fragment:
    """What `pack_known` made bytes of."""
    where, _, record = packed.partition(b"\n")
    file, start, seconds, cached = from_json(where)
    return replace(unpack_record(record), file=file, start=start, seconds=seconds, cached=cached)


def seal(result: Fragment | Failure) -> Iterator[bytes]:
    """What became of a document, as bytes in pieces; a fragment has its parts in memory."""
    record = to_json({"failure": failure_record(result)}) if isinstance(result, Failure) else pack_record(result)
    if isinstance(result, Fragment):
        yield result.content
    yield record + len(record).to_bytes(_LENGTH)


def unseal(sealed: bytes) -> Fragment | Failure:
    """What `seal` made bytes of.

    Raises:
        ValueError: it has made nothing of the kind.
    """
    end = len(sealed) - _LENGTH
    start = end - int.from_bytes(sealed[max(0, end) :])
    if start < 0:
        raise ValueError("this is no answer")
    record = sealed[start:end]
    try:
        found = from_json(record)
        if found.keys() == {"failure"}:
            return as_failure(found["failure"])
    except (AttributeError, TypeError, KeyError) as error:
        raise ValueError(f"this is no answer: {error}") from error
    return replace(unpack_record(record), content=sealed[:start])
