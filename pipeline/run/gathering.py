"""The rows of documents on their way into the published tables, some documents at a time.

Rows wait until there are enough of them to be checked together: a check of a table takes its time however few the
rows. Then they go through the sieve, what is computed from them is added, and all of it is put aside on disk by
document, as Arrow and as CSV. So a run needs no more memory for a thousand pages than for a hundred, and most of this
work is done while documents are still being read: in a thread, for the workers that read them must not wait for it.
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.arrow import as_stream, from_stream, to_arrow
from pipeline.dataset.checks.quarantine import quarantine_rows
from pipeline.dataset.column_rows import ColumnRow, rows_of, share_texts
from pipeline.dataset.derived.derived import computed_frames, evaluate_plans, lookup_frames, with_evaluations
from pipeline.dataset.frames import to_rows
from pipeline.dataset.tables import OF_DOCUMENTS, TABLES
from pipeline.errors import SchemaError
from pipeline.processes.limits import release_memory
from pipeline.publish.csv_export import csv_lines, csv_parts
from pipeline.run.document_index import DocumentIndex, Key
from pipeline.run.gathered import Gathered, Piece, digest_of, pack_gathered, unpack_gathered
from pipeline.run.long_documents import settle_long
from pipeline.run.owners import NO_DOCUMENT, Owners, Seen, counts, grouped, hashes_of
from pipeline.run.settled import Settled, read_kept

if TYPE_CHECKING:
    from pipeline.dataset.schemas.issues import IssueRow
    from pipeline.run.document_rows import DocumentRows
    from pipeline.run.spool import Part, Spool

_ENOUGH: Final = 6000  # indicators and values that are checked together
Keep: TypeAlias = Callable[[Settled, Callable[["Part"], bytes]], None]
"""Is given what was gathered of a document, and what reads its parts."""


class Gathering:
    """Takes documents in any order; gives their tables in the order of their keys."""

    def __init__(
        self, spool: Spool, place_of: Callable[[Mapping[str, Any] | None], str] = lambda _: "", *, as_csv: bool = True
    ) -> None:
        """`place_of` says where a document is published, by its row of `plans`, in a dataset of many places; `as_csv`
        that rows are made lines of CSV while documents are being read, for they will be asked for."""
        self._as_csv = as_csv
        self._spool = spool
        self._place_of = place_of
        self._waiting: dict[Key, DocumentRows] = {}
        self._rows = 0
        self._read: dict[Key, tuple[float, bool, Keep | None]] = {}
        self._documents: DocumentIndex[Gathered] = DocumentIndex(pack_gathered, unpack_gathered)
        self._thread = ThreadPoolExecutor(1)
        self._settling: Future[None] | None = None
        self._severities: Counter[str] = Counter()
        self._seen = {name: Seen() for name in TABLES}

    def __enter__(self) -> Gathering:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()
        self._documents.close()

    def add(self, rows: DocumentRows, seconds: float = 0.0, *, cached: bool = False, keep: Keep | None = None) -> None:
        """Take the rows of a document, which are taken out of their lists; reading it took so many seconds. `keep` is
        given what was gathered of it, if its plan is published.

        Raises what `settle` raises, of documents before.
        """
        key = rows.plan["source_file"], rows.plan["source_sha256"]
        self._read[key] = (seconds, cached, keep)
        if rows.more:
            self._begin()
            self._wait()
            self._settling = self._thread.submit(self._settle_parts, key, rows)
            return
        self._waiting[key] = rows
        self._rows += len(rows.indicators) + len(rows.values)
        if self._rows >= _ENOUGH:
            self._begin()

    def add_settled(self, settled: Settled) -> None:
        """Take what an earlier run has gathered of a document.

        Raises what `settle` raises, of documents before.
        """
        self._wait()
        for name, hashes in settled.ids.items():
            self._seen[name].add(hashes)
        self._put_record((settled.plan["source_file"], settled.plan["source_sha256"]), settled.record)

    def add_issues(self, rows: Sequence[IssueRow]) -> None:
        """Take the issues that belong to no plan.

        Raises what `settle` raises.
        """
        self.settle()
        self._settle({**{name: [] for name in TABLES}, "issues": [*rows]}, {NO_DOCUMENT: None})

    def settle(self) -> None:
        """Check all rows that wait, put them aside, and wait until that is done.

        Raises:
            PublishError: they cannot be put aside.
            SchemaError: tables do not satisfy the schema even after the sieve, which is a fault of this program.
        """
        self._begin()
        self._wait()

    def _begin(self) -> None:
        """Let the thread check the rows that wait, after those before them: there are never more than two lots."""
        self._wait()
        if not self._waiting:
            return
        documents = dict(sorted(self._waiting.items()))
        self._waiting, self._rows = {}, 0
        read = documents.values()
        rows: dict[str, list[Any]] = {
            "plans": [one.plan for one in read],
            "objectives": [row for one in read for row in one.objectives],
            "indicators": [row for one in read for row in one.indicators],
            "values": [row for one in read for row in one.values],
            "issues": [row for one in read for row in one.issues],
        }
        plans = {key: one.plan["plan_id"] for key, one in documents.items()}
        for one in read:  # from here on `rows` has them alone, and they are gone as soon as they are tables
            lists: tuple[list[Any], ...] = (one.objectives, one.indicators, one.values, one.issues)
            for table in lists:
                table.clear()
        self._settling = self._thread.submit(self._settle, rows, plans)

    def _wait(self) -> None:
        """Wait for the thread."""
        settling, self._settling = self._settling, None
        if settling is not None:
            settling.result()

    def drop(self, plans: Collection[str]) -> None:
        """Forget the documents that gave these plans."""
        self.settle()
        for one in (one for plan in plans for one in self._documents.of_plan(plan)):
            self._severities.subtract(one.severities)
        self._documents.drop(plans)

    def documents(self) -> Iterator[Gathered]:
        """What was gathered, in order, without the issues of no plan."""
        self.settle()
        return (one for key, one in self._documents.items() if key != NO_DOCUMENT)

    def severities(self) -> Counter[str]:
        """How many issues there are of each severity."""
        self.settle()
        return +self._severities

    def prove(self) -> None:
        """See that no id stands twice, which no document can tell of another.

        Raises:
            SchemaError: one does.
        """
        self.settle()
        for name, seen in self._seen.items():
            key = TABLES[name].key
            if seen.stands_twice(partial(self._column, name, key)):
                raise SchemaError(f"table {name}: a {key} stands twice")

    def _column(self, name: str, column: str) -> Iterator[pa.ChunkedArray]:
        return (part[column] for part in self.arrow(name))

    def arrow(self, name: str) -> Iterator[pa.Table]:
        """The parts of a table, a document each; those of a long one are some."""
        if name not in OF_DOCUMENTS:
            yield to_arrow(name, lookup_frames()[name])
            return
        for one, piece in self._parts(name):
            yield self._table(one, piece)

    def places(self) -> list[str]:
        """Where documents are published, in order."""
        self.settle()
        return self._documents.places()

    def digests_at(self, place: str) -> dict[str, str]:
        """By table that has rows at a place, a hash of them: of the parts, a document each or some of a long one."""
        found: dict[str, hashlib._Hash] = defaultdict(hashlib.sha256)
        for one in self._documents.at(place):
            for name, pieces in one.parts.items():
                found[name].update("".join(piece.digest for piece in pieces).encode())
        return {name: digest.hexdigest() for name, digest in found.items()}

    def arrow_at(self, name: str, place: str) -> Iterator[pa.Table]:
        """The parts of a table at a place, in order."""
        for one in self._documents.at(place):
            for piece in one.parts.get(name, ()):
                yield self._table(one, piece)

    def csv(self, name: str) -> Iterator[bytes]:
        """The lines of a table as CSV, a document at a time."""
        if name not in OF_DOCUMENTS:
            yield csv_lines(to_arrow(name, lookup_frames()[name]))
            return
        for one, piece in self._parts(name):
            if piece.lines is None:
                yield from csv_parts(self._table(one, piece))
            else:
                yield self._spool.get(piece.lines)

    def plans(self) -> list[Mapping[str, Any]]:
        """The rows of `plans`."""
        return [one.plan for one in self.documents() if one.plan is not None]

    def of_plan(self, plan: str | None, most: int | None = None) -> dict[str, list[ColumnRow]]:
        """By table, the rows of the plan of this id; of None, those of no plan. Of a long plan no more than so many
        rows of each table, and of the values those of these indicators."""
        self.settle()
        found: dict[str, list[ColumnRow]] = {name: [] for name in TABLES}
        for one in self._documents.of_plan(plan):
            for name, rows in found.items():
                for piece in one.parts.get(name, ()):
                    left = None if most is None or name == "values" else most - len(rows)
                    part = self._table(one, piece).slice(0, left)
                    if most is not None and name == "values":
                        shown = pa.array([row["indicator_id"] for row in found["indicators"]], pa.string())
                        part = part.filter(pc.is_in(part["indicator_id"], value_set=shown))
                    rows.extend(_as_rows(part))
        return found

    def keys_of(self, plan: str) -> frozenset[str]:
        """The `indicator_key`s of the plan of this id."""
        self.settle()
        found = self._documents.of_plan(plan)
        parts = (self._table(one, piece) for one in found for piece in one.parts.get("indicators", ()))
        return frozenset(key or "" for part in parts for key in part["indicator_key"].to_pylist())

    def _table(self, one: Gathered, piece: Piece) -> pa.Table:
        return from_stream(read_kept(Path(one.file), piece) if one.file else self._spool.get(piece.arrow))

    def _parts(self, name: str) -> Iterator[tuple[Gathered, Piece]]:
        self.settle()
        for _, one in self._documents.items():  # noqa: PERF102 - no dict
            yield from ((one, piece) for piece in one.parts.get(name, ()))

    def _settle_parts(self, key: Key, rows: DocumentRows) -> None:
        """Check the rows of a long document part by part, and put them aside."""
        parts: dict[str, list[Piece]] = defaultdict(list)
        ids: dict[str, bytes] = defaultdict(bytes)

        def put(name: str, frame: pd.DataFrame) -> None:
            if name in self._seen:
                ids[name] += self._see(name, frame).tobytes()
            if len(frame):
                parts[name].append(self._put(to_arrow(name, frame)))

        one = settle_long(rows, put)
        record = Gathered(parts, one.plan, one.statuses, one.severities, one.objectives, one.set_aside)
        self._put_document(key, record, ids)
        release_memory(cycles=True)

    def _see(self, name: str, frame: pd.DataFrame) -> npt.NDArray[np.int64]:
        """Take the ids of rows, of which none may stand twice; their hashes."""
        hashes = hashes_of(frame[TABLES[name].key].tolist())
        self._seen[name].add(hashes.tobytes())
        return hashes

    def _put(self, table: pa.Table) -> Piece:
        """Put rows of a table aside."""
        lines = self._spool.put_all(csv_parts(table)) if self._as_csv else None
        packed = memoryview(as_stream(table))
        return Piece(self._spool.put(packed), digest_of(packed), lines)

    def _put_document(self, key: Key, record: Gathered, ids: Mapping[str, bytes]) -> None:
        """Put aside what is known of a document whose rows are put aside, and keep it where that is wanted."""
        seconds, cached, keep = self._read.pop(key, (0.0, False, None))
        record = replace(record, seconds=seconds, cached=cached)
        self._put_record(key, record)
        if keep is not None and record.plan is not None:
            keep(Settled(record, ids), self._spool.get)

    def _put_record(self, key: Key, record: Gathered) -> None:
        plan = record.plan
        self._severities.update(record.severities)
        self._documents.put(key, None if plan is None else plan["plan_id"], record, self._place_of(plan))

    def _settle(self, rows: dict[str, list[Any]], documents: Mapping[Key, str | None]) -> None:
        """Sieve the rows of `documents`, each with its plan_id, and put them aside: `rows` is empty
        then."""
        sieved = quarantine_rows(rows)
        evaluated = evaluate_plans(sieved.frames)
        frames = {**with_evaluations(sieved.frames, evaluated), **computed_frames(evaluated)}
        set_aside = sieved.set_aside
        del sieved, evaluated  # the same rows once more
        owners = Owners(documents)
        parts: dict[Key, dict[str, list[Piece]]] = defaultdict(dict)
        ids: dict[Key, dict[str, bytes]] = defaultdict(dict)
        for name, frame in frames.items():
            hashes = self._see(name, frame) if name in self._seen else None
            table = to_arrow(name, frame)
            for key, numbers in grouped(owners.of(frame)).items():
                parts[key][name] = [self._put(table.take(numbers))]
                if hashes is not None:
                    ids[key][name] = hashes[numbers].tobytes()
        plans = {owners.of_row(row): row for row in to_rows(frames["plans"])}
        statuses = counts(owners.of(frames["values"]), frames["values"]["status"])
        nodes = Counter(owners.of(frames["objectives"]))
        severities = counts(owners.of(frames["issues"]), frames["issues"]["severity"])
        for key in documents:
            aside = tuple(one for one in set_aside if owners.of_row(one.row) == key)
            record = Gathered(parts[key], plans.get(key), statuses[key], severities[key], nodes[key], aside)
            self._put_document(key, record, ids[key])
        del frames, owners
        release_memory(cycles=True)


def odd_columns(rows: DocumentRows) -> str:
    """The columns that rows of a document lack, or have and the tables do not know; nothing where all is well."""
    odd: set[str] = set()
    for name, table in TABLES.items():
        found = [rows.plan] if name == "plans" else getattr(rows, name)
        known = table.columns.keys()
        for row in found:
            if row.keys() != known:
                odd |= {f"{name}.{column}" for column in row.keys() ^ known}
    return ", ".join(sorted(odd))


def _as_rows(table: pa.Table) -> list[ColumnRow]:
    """The rows of a table."""
    once: dict[str, str] = {}
    columns = zip(table.column_names, table.columns, strict=True)
    return rows_of({name: share_texts(column.to_pylist(), once) for name, column in columns})
