"""The rows of documents on their way into the published tables: they stay where they are, in the files of the cache.

A run knows of each document what its fragment says (`pipeline.run.documents.fragment`), and of that nothing in memory:
it needs no more for a hundred thousand documents than for a hundred. Rows are read when a file is written of them. What
no fragment has is put aside: issues of files, and the rows of plans that are kept as they were published before.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, Final

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.dataset.checks.row_checks import find_breaches
from pipeline.dataset.derived.lookup_tables import lookup_rows
from pipeline.dataset.forms.arrow import from_arrow, to_arrow
from pipeline.dataset.forms.rows import ColumnRow
from pipeline.dataset.tables import OF_DOCUMENTS, TABLES
from pipeline.errors import PublishError, SchemaError
from pipeline.run.assembly.document_index import DocumentIndex
from pipeline.run.documents.fragment import Fragment, Key, Piece, pack_known, unpack_known
from pipeline.run.documents.fragment_rows import Seen, hashes_of, pack_rows, rows_of_piece, unpack_rows

if TYPE_CHECKING:
    from pipeline.dataset.schemas.issues import IssueRow

NO_DOCUMENT: Final[Key] = ("", "")
"""Of the issues that belong to no plan; these come first."""


class Gathering:
    """Takes documents in any order; gives their tables in the order of their keys."""

    def __init__(self, folder: Path, place_of: Callable[[Mapping[str, Any] | None], str] = lambda _: "") -> None:
        """`place_of` says where a document is published, by its row of `plans`, in a dataset of many places.

        Raises:
            PublishError: nothing can be written in `folder`.
        """
        self._place_of = place_of
        self._documents: DocumentIndex[Fragment] = DocumentIndex(pack_known, unpack_known)
        self._severities: Counter[str] = Counter()
        self._seen = {name: Seen() for name in TABLES}
        self._folder = folder
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._aside: IO[bytes] = tempfile.TemporaryFile(dir=folder)  # noqa: SIM115 - closed by `__exit__`
        except OSError as error:
            raise self._publish_error(error) from error

    def __enter__(self) -> Gathering:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._aside.close()
        self._documents.close()

    def add(self, one: Fragment, told: Sequence[IssueRow] = ()) -> None:
        """Take a document, with what is told of its file before what its rows tell.

        Raises:
            PublishError: what has no file of its own cannot be put aside.
            SchemaError: what is told does not satisfy the schema, which is a fault of this program.
        """
        for name, hashes in one.ids.items():
            self._seen[name].add(hashes)
        if one.content:
            base = self._put_aside(one.content).start
            parts = {name: [replace(piece, start=base + piece.start, aside=True) for piece in pieces]
                     for name, pieces in one.parts.items()}  # fmt: skip
            one = replace(one, parts=parts, content=b"")
        if told:
            one = self._with_issues(one, told)
        self._severities.update(one.severities)
        plan = one.plan
        self._documents.put(one.key, None if plan is None else plan["plan_id"], one, self._place_of(plan))

    def add_issues(self, rows: Sequence[IssueRow]) -> None:
        """Take the issues that belong to no plan.

        Raises what `add` raises.
        """
        self.add(Fragment(NO_DOCUMENT, {}), rows)

    def _with_issues(self, one: Fragment, rows: Sequence[IssueRow]) -> Fragment:
        """The document with these before its own issues; they name its plan where that is published."""
        plan = None if one.plan is None else one.plan["plan_id"]
        issues = [{**row, "plan_id": plan} for row in rows]
        if breaches := find_breaches("issues", issues):
            raise SchemaError(f"{breaches[0]}, in what is told of a file")
        table = to_arrow("issues", issues)
        packed = pack_rows(table)
        piece = replace(self._put_aside(packed), digest=unpack_rows("issues", packed)[1])
        self._seen["issues"].add(hashes_of(table["issue_id"].to_pylist()))
        severities = one.severities + Counter(table["severity"].to_pylist())
        parts = {**one.parts, "issues": [piece, *one.parts.get("issues", ())]}
        return replace(one, parts=parts, severities=severities)

    def _put_aside(self, content: bytes) -> Piece:
        try:
            start = self._aside.seek(0, 2)
            self._aside.write(content)
        except OSError as error:
            raise self._publish_error(error) from error
        return Piece(start, len(content), "", aside=True)

    def _read_aside(self, piece: Piece) -> bytes:
        try:
            self._aside.flush()
            return os.pread(self._aside.fileno(), piece.length, piece.start)  # tables are written by some threads
        except OSError as error:
            raise self._publish_error(error) from error

    def _publish_error(self, error: OSError) -> PublishError:
        return PublishError(f"cannot publish into {self._folder}: {error}")

    def drop(self, plans: Collection[str]) -> None:
        """Forget the documents that gave these plans."""
        for one in (one for plan in plans for one in self._documents.of_plan(plan)):
            self._severities.subtract(one.severities)
        self._documents.drop(plans)

    def documents(self) -> Iterator[Fragment]:
        """What was gathered, in order, without the issues of no plan."""
        return (one for key, one in self._documents.items() if key != NO_DOCUMENT)

    def severities(self) -> Counter[str]:
        """How many issues there are of each severity."""
        return +self._severities

    def prove(self) -> None:
        """See that no id stands twice, which no document can tell of another; what tells it is forgotten.

        Raises:
            SchemaError: one does.
        """
        for name, seen in self._seen.items():
            key = TABLES[name].key
            if seen.stands_twice(partial(self._column_chunks, name, key)):
                raise SchemaError(f"table {name}: a {key} stands twice")
        self._seen = {name: Seen() for name in TABLES}

    def _column_chunks(self, name: str, column: str) -> Iterator[pa.ChunkedArray]:
        return (part[column] for part in self.arrow(name))

    def arrow(self, name: str) -> Iterator[pa.Table]:
        """The parts of a table, a document each; those of a long one are some."""
        if name not in OF_DOCUMENTS:
            yield to_arrow(name, lookup_rows(name))
            return
        for _, one in self._documents.items():  # noqa: PERF102 - no dict
            yield from self._table_parts(one, name)

    def places(self) -> list[str]:
        """Where documents are published, in order."""
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
            yield from self._table_parts(one, name)

    def plans(self) -> list[Mapping[str, Any]]:
        """The rows of `plans`."""
        return [one.plan for one in self.documents() if one.plan is not None]

    def of_plan(self, plan: str | None, most: int | None = None) -> dict[str, list[ColumnRow]]:
        """By table, the rows of the plan of this id; of None, those of no plan. Of a long plan no more than so many
        rows of each table, and of the values those of these indicators."""
        found: dict[str, list[ColumnRow]] = {name: [] for name in TABLES}
        for one in self._documents.of_plan(plan):
            for name, rows in found.items():
                for table in self._table_parts(one, name):
                    left = None if most is None or name == "values" else most - len(rows)
                    part = table.slice(0, left)
                    if most is not None and name == "values":
                        shown = pa.array([row["indicator_id"] for row in found["indicators"]], pa.string())
                        part = part.filter(pc.is_in(part["indicator_id"], value_set=shown))
                    rows.extend(from_arrow(part))
        return found

    def keys_of(self, plan: str) -> frozenset[str]:
        """The `indicator_key`s of the plan of this id."""
        parts = (part for one in self._documents.of_plan(plan) for part in self._table_parts(one, "indicators"))
        return frozenset(key or "" for part in parts for key in part["indicator_key"].to_pylist())

    def _table_parts(self, one: Fragment, name: str) -> Iterator[pa.Table]:
        """The parts of a table of a document."""
        for piece in one.parts.get(name, ()):
            yield rows_of_piece(one, name, piece, self._read_aside if piece.aside else one.read)
