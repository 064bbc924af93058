"""The rows of documents on their way into the published tables, some documents at a time.

Rows wait until there are enough of them to be checked together: a check of a table takes its time however few the
rows. Then they go through the sieve, what is computed from them is added, and all of it is put aside on disk by
document, as Arrow and as CSV. So a run needs no more memory for a thousand pages than for a hundred, and most of this
work is done while documents are still being read: in a thread, for the workers that read them must not wait for it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.arrow import to_arrow
from pipeline.dataset.checks.quarantine import SetAside, quarantine_rows
from pipeline.dataset.derived.derived import computed_frames, evaluate_plans, lookup_frames, with_evaluations
from pipeline.dataset.frames import to_rows
from pipeline.dataset.tables import TABLES
from pipeline.errors import SchemaError
from pipeline.processes.limits import release_memory
from pipeline.publish.csv_export import csv_lines
from pipeline.run.lineage import Given
from pipeline.run.regression import counts_of

if TYPE_CHECKING:
    from pipeline.dataset.schemas.issues import IssueRow
    from pipeline.run.document import DocumentRows
    from pipeline.run.spool import Part, Spool

_ENOUGH: Final = 6000  # indicators and values that are checked together
_LINES: Final = 2000  # of CSV that are made together

Key: TypeAlias = tuple[str, str]
"""A document's file name and SHA-256, which is the order of the published plans."""
NO_DOCUMENT: Final[Key] = ("", "")
"""Of the issues that belong to no plan; these come first."""
_OF_DOCUMENTS: Final = (*TABLES, "achievement", "objective_achievement")
"""The tables whose rows come from documents; the others are the same whatever was read."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What is published of one document: `parts` by table, as Arrow and as CSV, and what the summary tells of it.

    `plan` is its row of `plans`, None where that fails the schema. `statuses` counts its values, `severities` its
    issues, `objectives` its nodes.
    """

    parts: Mapping[str, tuple[Part, Part]]
    plan: Mapping[str, Any] | None
    statuses: Counter[str]
    severities: Counter[str]
    objectives: int
    set_aside: tuple[SetAside, ...]

    @property
    def given(self) -> Given | None:
        """Its rows as they are counted against those published before."""
        if self.plan is None:
            return None
        return Given(self.plan, counts_of(self.plan["rows_published"], self.objectives, self.statuses))


class Gathering:
    """Takes documents in any order; gives their tables in the order of their keys."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._waiting: dict[Key, DocumentRows] = {}
        self._rows = 0
        self._documents: dict[Key, Gathered] = {}
        self._thread = ThreadPoolExecutor(1)
        self._settling: Future[None] | None = None

    def __enter__(self) -> Gathering:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._thread.shutdown()

    def add(self, rows: DocumentRows) -> None:
        """Take the rows of a document, which are taken out of their lists.

        Raises what `settle` raises, of documents before.
        """
        self._waiting[rows.plan["source_file"], rows.plan["source_sha256"]] = rows
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
        gone = set(plans)
        self._documents = {
            key: one for key, one in self._documents.items() if one.plan is None or one.plan["plan_id"] not in gone
        }

    def documents(self) -> list[Gathered]:
        """What was gathered, in order, without the issues of no plan."""
        self.settle()
        return [one for key, one in sorted(self._documents.items()) if key != NO_DOCUMENT]

    def severities(self) -> Counter[str]:
        """How many issues there are of each severity."""
        self.settle()
        return sum((one.severities for one in self._documents.values()), Counter())

    def prove(self) -> None:
        """See that no id stands twice, which no document can tell of another.

        Raises:
            SchemaError: one does.
        """
        for name in TABLES:
            key = TABLES[name].key
            ids = pa.chunked_array((part[key].combine_chunks() for part in self.arrow(name)), pa.string())
            if pc.count_distinct(ids).as_py() != len(ids):
                raise SchemaError(f"table {name}: a {key} stands twice")

    def arrow(self, name: str) -> Iterator[pa.Table]:
        """The parts of a table, a document each."""
        if name not in _OF_DOCUMENTS:
            yield to_arrow(name, lookup_frames()[name])
            return
        for arrow, _ in self._parts(name):
            yield self._table(arrow)

    def csv(self, name: str) -> Iterator[bytes]:
        """The lines of a table as CSV, a document at a time."""
        if name not in _OF_DOCUMENTS:
            yield csv_lines(to_arrow(name, lookup_frames()[name]))
            return
        for _, lines in self._parts(name):
            yield self._spool.get(lines)

    def plans(self) -> list[Mapping[str, Any]]:
        """The rows of `plans`."""
        return [one.plan for one in self.documents() if one.plan is not None]

    def of_plan(self, plan: str | None) -> dict[str, list[dict[str, Any]]]:
        """By table, the rows of the plan of this id; of None, those of no plan."""
        self.settle()
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in TABLES}
        for _, one in sorted(self._documents.items()):
            if plan == (one.plan and one.plan["plan_id"]):
                for name in found.keys() & one.parts.keys():
                    found[name] += _as_rows(self._table(one.parts[name][0]))
        return found

    def _table(self, part: Part) -> pa.Table:
        with pa.ipc.open_stream(pa.py_buffer(self._spool.get(part))) as stream:
            return stream.read_all()

    def _parts(self, name: str) -> Iterator[tuple[Part, Part]]:
        self.settle()
        for _, one in sorted(self._documents.items()):
            if name in one.parts:
                yield one.parts[name]

    def _settle(self, rows: dict[str, list[Any]], documents: Mapping[Key, str | None]) -> None:
        """Sieve the rows of `documents`, each with its plan_id, and put them aside: `rows` is empty
        then."""
        sieved = quarantine_rows(rows)
        evaluated = evaluate_plans(sieved.frames)
        frames = {**with_evaluations(sieved.frames, evaluated), **computed_frames(evaluated)}
        set_aside = sieved.set_aside
        del sieved, evaluated  # the same rows once more
        owners = _Owners(documents)
        parts: dict[Key, dict[str, tuple[Part, Part]]] = defaultdict(dict)
        for name, frame in frames.items():
            table = to_arrow(name, frame)
            for key, numbers in _grouped(owners.of(frame)).items():
                own = table.take(numbers)
                parts[key][name] = (self._spool.put_all(_as_bytes(own)), self._spool.put_all(_as_csv(own)))
        plans = {owners.of_row(row): row for row in to_rows(frames["plans"])}
        statuses = _counts(owners.of(frames["values"]), frames["values"]["status"])
        nodes = Counter(owners.of(frames["objectives"]))
        severities = _counts(owners.of(frames["issues"]), frames["issues"]["severity"])
        for key in documents:
            aside = tuple(one for one in set_aside if owners.of_row(one.row) == key)
            self._documents[key] = Gathered(
                parts[key], plans.get(key), statuses[key], severities[key], nodes[key], aside
            )
        del frames, owners
        release_memory()


def odd_columns(rows: DocumentRows) -> str:
    """The columns that rows of a document lack, or have and the tables do not know; nothing where all is well."""
    odd: set[str] = set()
    for name, table in TABLES.items():
        found = [rows.plan] if name == "plans" else getattr(rows, name)
        for row in found:
            odd |= {f"{name}.{column}" for column in row.keys() ^ table.columns.keys()}
    return ", ".join(sorted(odd))


class _Owners:
    """Tells which document a row is of: by its plan, or by its file where its plan is not published."""

    def __init__(self, documents: Mapping[Key, str | None]) -> None:
        self._plans: dict[str | None, Key] = {plan: key for key, plan in documents.items() if plan is not None}
        self._files = {key[0]: key for key in reversed([*documents])}

    def of_row(self, row: Mapping[str, Any]) -> Key:
        """The document of a row."""
        return self._owner(row["plan_id"], row.get("source_file", ""))

    def of(self, frame: pd.DataFrame) -> list[Key]:
        """The documents of the rows of a table."""
        plans = frame["plan_id"].tolist()
        files = frame["source_file"].tolist() if "source_file" in frame else [""] * len(plans)
        return [self._owner(plan, file) for plan, file in zip(plans, files, strict=True)]

    def _owner(self, plan: str | None, file: str) -> Key:
        return self._plans.get(plan) or self._files.get(file, NO_DOCUMENT)


def _grouped(owners: Sequence[Key]) -> dict[Key, list[int]]:
    """The numbers of the rows of each document."""
    found: dict[Key, list[int]] = defaultdict(list)
    for number, key in enumerate(owners):
        found[key].append(number)
    return found


def _counts(owners: Sequence[Key], values: Iterable[str]) -> dict[Key, Counter[str]]:
    """How often each value stands in rows of each document."""
    found: dict[Key, Counter[str]] = defaultdict(Counter)
    for key, value in zip(owners, values, strict=True):
        found[key][value] += 1
    return found


def _as_rows(table: pa.Table) -> list[dict[str, Any]]:
    """The rows of a table; a text that stands in many of them is one object, not one for each."""
    once: dict[Any, Any] = {}
    columns = (
        [once.setdefault(cell, cell) for cell in column.to_pylist()]
        if pa.types.is_string(column.type)
        else column.to_pylist()
        for column in table.columns
    )
    return [dict(zip(table.column_names, cells, strict=True)) for cells in zip(*columns, strict=True)]


def _as_bytes(table: pa.Table) -> Iterator[memoryview]:
    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema) as stream:
        stream.write_table(table)
    yield memoryview(sink.getvalue())


def _as_csv(table: pa.Table) -> Iterator[bytes]:
    """The lines of a table, some at a time: as Python has them they take ten times their bytes."""
    for first in range(0, table.num_rows, _LINES):
        yield csv_lines(table.slice(first, _LINES))
