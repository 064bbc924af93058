"""The rows of documents on their way into the published tables, some documents at a time.

Rows wait until there are enough of them to be checked together: a check of a table takes its time however few the
rows. Then they go through the sieve, what is computed from them is added, and all of it is put aside on disk by
document, as Arrow and as CSV. So a run needs no more memory for a thousand pages than for a hundred, and most of this
work is done while documents are still being read: in a thread, for the workers that read them must not wait for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import partial
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final

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
from pipeline.run.gathered import Gathered, pack_gathered, unpack_gathered
from pipeline.run.long_documents import settle_long
from pipeline.run.owners import NO_DOCUMENT, Owners, Seen, counts, grouped

if TYPE_CHECKING:
    from pipeline.dataset.schemas.issues import IssueRow
    from pipeline.run.document_rows import DocumentRows
    from pipeline.run.spool import Part, Spool

_ENOUGH: Final = 6000  # indicators and values that are checked together


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
        self._read: dict[Key, tuple[float, bool]] = {}
        self._documents: DocumentIndex[Gathered] = DocumentIndex(pack_gathered, unpack_gathered)
        self._thread = ThreadPoolExecutor(1)
        self._settling: Future[None] | None = None
        self._seen = {name: Seen() for name in TABLES}

    def __enter__(self) -> Gathering:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()
        self._documents.close()

    def add(self, rows: DocumentRows, seconds: float = 0.0, *, cached: bool = False) -> None:
        """Take the rows of a document, which are taken out of their lists; reading it took so many seconds.

        Raises what `settle` raises, of documents before.
        """
        key = rows.plan["source_file"], rows.plan["source_sha256"]
        self._read[key] = (seconds, cached)
        if rows.more:
            self._begin()
            self._wait()
            self._settling = self._thread.submit(self._settle_parts, key, rows)
            return
        self._waiting[key] = rows
        self._rows += len(rows.indicators) + len(rows.values)
        if self._rows >= _ENOUGH:
            self._begin()

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

    def drop(self, plans: Iterable[str]) -> None:
        """Forget the documents that gave these plans."""
        self.settle()
        self._documents.drop(plans)

    def documents(self) -> Iterator[Gathered]:
        """What was gathered, in order, without the issues of no plan."""
        self.settle()
        return (one for key, one in self._documents.items() if key != NO_DOCUMENT)

    def severities(self) -> Counter[str]:
        """How many issues there are of each severity."""
        self.settle()
        found: Counter[str] = Counter()
        for _, one in self._documents.items():  # noqa: PERF102 - no dict
            found.update(one.severities)
        return found

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
        for arrow, _ in self._parts(name):
            yield self._table(arrow)

    def places(self) -> list[str]:
        """Where documents are published, in order."""
        self.settle()
        return self._documents.places()

    def packed_at(self, name: str, place: str) -> Iterator[bytes]:
        """The parts of a table at a place, a document each, as Arrow has them in a stream; long ones have some."""
        for one in self._documents.at(place):
            for arrow, _ in one.parts.get(name, ()):
                yield self._spool.get(arrow)

    def csv(self, name: str) -> Iterator[bytes]:
        """The lines of a table as CSV, a document at a time."""
        if name not in OF_DOCUMENTS:
            yield csv_lines(to_arrow(name, lookup_frames()[name]))
            return
        for arrow, lines in self._parts(name):
            if lines is None:
                yield from csv_parts(self._table(arrow))
            else:
                yield self._spool.get(lines)

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
                for arrow, _ in one.parts.get(name, ()):
                    left = None if most is None or name == "values" else most - len(rows)
                    part = self._table(arrow).slice(0, left)
                    if most is not None and name == "values":
                        shown = pa.array([row["indicator_id"] for row in found["indicators"]], pa.string())
                        part = part.filter(pc.is_in(part["indicator_id"], value_set=shown))
                    rows.extend(_as_rows(part))
        return found

    def keys_of(self, plan: str) -> frozenset[str]:
        """The `indicator_key`s of the plan of this id."""
        self.settle()
        parts = (arrow for one in self._documents.of_plan(plan) for arrow, _ in one.parts.get("indicators", ()))
        return frozenset(key or "" for arrow in parts for key in self._table(arrow)["indicator_key"].to_pylist())

    def _table(self, part: Part) -> pa.Table:
        return from_stream(self._spool.get(part))

    def _parts(self, name: str) -> Iterator[tuple[Part, Part | None]]:
        self.settle()
        for _, one in self._documents.items():  # noqa: PERF102 - no dict
            yield from one.parts.get(name, ())

    def _settle_parts(self, key: Key, rows: DocumentRows) -> None:
        """Check the rows of a long document part by part, and put them aside."""
        parts: dict[str, list[tuple[Part, Part | None]]] = defaultdict(list)

        def put(name: str, frame: pd.DataFrame) -> None:
            self._see(name, frame)
            if len(frame):
                parts[name].append(self._put(to_arrow(name, frame)))

        settled = settle_long(rows, put)
        plan = settled.plan
        record = Gathered(
            parts,
            plan,
            settled.statuses,
            settled.severities,
            settled.objectives,
            settled.set_aside,
            *self._read.pop(key, (0.0, False)),
        )
        self._documents.put(key, None if plan is None else plan["plan_id"], record, self._place_of(plan))
        release_memory(cycles=True)

    def _see(self, name: str, frame: pd.DataFrame) -> None:
        """Take the ids of rows, of which none may stand twice."""
        if name in self._seen:
            self._seen[name].add(frame[TABLES[name].key].tolist())

    def _put(self, table: pa.Table) -> tuple[Part, Part | None]:
        """Put rows of a table aside."""
        lines = self._spool.put_all(csv_parts(table)) if self._as_csv else None
        return self._spool.put(memoryview(as_stream(table))), lines

    def _settle(self, rows: dict[str, list[Any]], documents: Mapping[Key, str | None]) -> None:
        """Sieve the rows of `documents`, each with its plan_id, and put them aside: `rows` is empty
        then."""
        sieved = quarantine_rows(rows)
        evaluated = evaluate_plans(sieved.frames)
        frames = {**with_evaluations(sieved.frames, evaluated), **computed_frames(evaluated)}
        set_aside = sieved.set_aside
        del sieved, evaluated  # the same rows once more
        owners = Owners(documents)
        parts: dict[Key, dict[str, list[tuple[Part, Part | None]]]] = defaultdict(dict)
        for name, frame in frames.items():
            self._see(name, frame)
            table = to_arrow(name, frame)
            for key, numbers in grouped(owners.of(frame)).items():
                parts[key][name] = [self._put(table.take(numbers))]
        plans = {owners.of_row(row): row for row in to_rows(frames["plans"])}
        statuses = counts(owners.of(frames["values"]), frames["values"]["status"])
        nodes = Counter(owners.of(frames["objectives"]))
        severities = counts(owners.of(frames["issues"]), frames["issues"]["severity"])
        for key in documents:
            aside = tuple(one for one in set_aside if owners.of_row(one.row) == key)
            plan = plans.get(key)
            record = Gathered(
                parts[key], plan, statuses[key], severities[key], nodes[key], aside, *self._read.pop(key, (0.0, False))
            )
            self._documents.put(key, None if plan is None else plan["plan_id"], record, self._place_of(plan))
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
