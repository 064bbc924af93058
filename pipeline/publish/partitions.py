"""A dataset of many plans: its tables in Parquet partitions by year and publisher, published together.

    values/plan_year=2024/publisher_group=07/values-3f0c….parquet      series/publisher_group=07/series-91ab….parquet

A partition's file is named after what it is made of: one of before that is made of the same is linked, not written.
The transaction over all tables and partitions is the version's folder (`pipeline.publish.atomic`): readers that open it
see one run, and a version that is kept can be read as it was. Publishers stand in groups, for a file for each of twenty
thousand would take longer to open than to read; rows of a partition are in the order of the documents.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.checks.relations import Dataset
from pipeline.dataset.forms.arrow import as_stream
from pipeline.dataset.identity import hash_file
from pipeline.dataset.rows.series_files import load_series
from pipeline.dataset.tables import ANSWERS, LOOKUPS, TABLES
from pipeline.publish.answer_files import AnswerFiles, decided_answers, files_of
from pipeline.publish.atomic import Writer, current_version, publication, publish
from pipeline.publish.dataset_files import WholeTables, write_parquet
from pipeline.publish.table_files import MANIFEST, PARTITIONED, VIEWS, is_partitioned
from pipeline.publish.views import write_views

YEAR, GROUP = "plan_year", "publisher_group"
"""The columns that partitions are named after, beside those of the tables."""
GROUPS: Final = 32
"""Groups of publishers."""
_UNKNOWN: Final = "__HIVE_DEFAULT_PARTITION__"
_BY_GROUP: Final = tuple(name for name in PARTITIONED if name in ANSWERS)
_BY_PLACE: Final = tuple(name for name in PARTITIONED if name not in ANSWERS)


class PlacedTables(Protocol):
    """Tables by the places that `place_of` gives their documents."""

    def places(self) -> Iterable[str]:
        """The places, in order."""

    def digests_at(self, place: str) -> Mapping[str, str]:
        """By table that has rows at a place, a hash of them."""

    def arrow_at(self, name: str, place: str) -> Iterable[pa.Table]:
        """The parts of a table at a place, in order."""

    def arrow(self, name: str) -> Iterable[pa.Table]:
        """The parts of a table, in order."""


class PlacedRows(WholeTables):
    """Tables that are in memory, by the places of their plans."""

    def __init__(self, read: Dataset) -> None:
        super().__init__(read)
        self._places = {row["plan_id"]: place_of(row) for row in self._tables["plans"].to_pylist()}

    def places(self) -> Iterable[str]:
        """The places, in order."""
        return sorted({*self._places.values(), place_of(None)})

    def digests_at(self, place: str) -> dict[str, str]:
        """By table that has rows at a place, a hash of them."""
        found = {name: next(iter(self.arrow_at(name, place))) for name in _BY_PLACE}
        return {name: hashlib.sha256(as_stream(rows)).hexdigest() for name, rows in found.items() if rows.num_rows}

    def arrow_at(self, name: str, place: str) -> Iterable[pa.Table]:
        """The rows of a table at a place, in one part."""
        table = self._tables[name]
        own = [self._places.get(plan, place_of(None)) == place for plan in table["plan_id"].to_pylist()]
        return [table.filter(pa.array(own, pa.bool_()))]


def place_of(plan: Mapping[str, Any] | None) -> str:
    """Where the rows of a plan stand, by its row of `plans`; None for issues that no plan has."""
    year = None if plan is None else plan["period_start"]
    body = "" if plan is None else plan["chamber"] or ""
    return f"{YEAR}={_UNKNOWN if year is None else year}/{GROUP}={group_of(body)}"


def group_of(body: str) -> str:
    """The group that a publisher is in."""
    return f"{int(hashlib.sha256(body.encode()).hexdigest()[:8], 16) % GROUPS:02}"


def publish_partitions(
    out: Path,
    tables: PlacedTables,
    *,
    stamp: str = "",
    beside: Mapping[str, Writer] | None = None,
    waiting: Callable[[], None] | None = None,
    versions: int = 1,
    at_once: int = 1,
) -> bool:
    """Publish the tables in `out` in partitions; those that did not change are taken from the version before.

    `stamp` says by what program: partitions that another one has written are written anew. `at_once` tables are written
    at a time.

    Returns:
        Whether anything changed.

    Raises:
        PublishError: the files could not be written; what was published before is untouched.
    """
    with publication(out, waiting):
        earlier = _Earlier(current_version(out), stamp)
        digests = {place: tables.digests_at(place) for place in tables.places()}
        made = _GroupAnswers(earlier)
        steps: list[Mapping[str, Writer]] = [{name: made.write} for name in _BY_GROUP]  # the first writes all
        return publish(
            out,
            beside or {},
            {name: partial(_write_places, tables, digests, earlier, name) for name in _BY_PLACE},
            *steps,
            {
                "series_relations.parquet": _write_relations,
                **{f"{name}.parquet": partial(_write_whole, tables, name) for name in LOOKUPS},
            },
            {VIEWS: partial(write_views, partitioned=True)},
            {MANIFEST: _write_manifest},
            versions=versions,
            at_once=at_once,
        )


class _Earlier:
    """The partitions of the version before, each as it was written: one that somebody has changed is none."""

    def __init__(self, version: Path, stamp: str) -> None:
        self.stamp = f"{pa.__version__} {stamp}".encode()
        self._version = version
        self._known: dict[str, str] = {}
        if is_partitioned(version):
            with suppress(OSError, ValueError, TypeError, KeyError):
                listed = json.loads((version / MANIFEST).read_text(encoding="utf-8"))["files"]
                self._known = {one["path"]: one["sha256"] for one in listed}

    def link(self, path: str, file: Path) -> bool:
        """Let `file` be the partition of before at `path`; whether there is such a one."""
        found = self._version / path
        if path not in self._known:
            return False
        with suppress(OSError):
            if hash_file(found) == self._known[path]:
                os.link(found, file)
                return True
        return False


def _write_places(
    tables: PlacedTables, digests: Mapping[str, Mapping[str, str]], earlier: _Earlier, name: str, folder: Path
) -> None:
    """Write a table of documents, whose rows at each place have these hashes."""
    folder.mkdir()
    for place, of in digests.items():
        if name in of:
            digest = hashlib.sha256(earlier.stamp + of[name].encode()).hexdigest()[:16]
            rows = partial(tables.arrow_at, name, place)
            _write_partition(earlier, folder, f"{name}/{place}/{name}-{digest}.parquet", name, rows)
    _write_empty(earlier, folder, f"{YEAR}={_UNKNOWN}/{GROUP}=00")


def _write_partition(
    earlier: _Earlier, folder: Path, path: str, name: str, rows: Callable[[], Iterable[pa.Table]]
) -> None:
    file = folder.parent / path
    file.parent.mkdir(parents=True, exist_ok=True)
    if not earlier.link(path, file):
        write_parquet(rows(), name, file)


def _write_empty(earlier: _Earlier, folder: Path, place: str) -> None:
    """Let a table without rows have a file, so that programs find its columns."""
    if not any(folder.iterdir()):
        name = folder.name
        digest = hashlib.sha256(earlier.stamp).hexdigest()[:16]
        _write_partition(earlier, folder, f"{name}/{place}/{name}-{digest}.parquet", name, list)


class _GroupAnswers:
    """The tables made of all plans of a publisher, written group by group beside the tables that they are made of."""

    def __init__(self, earlier: _Earlier) -> None:
        self._earlier = earlier

    def write(self, folder: Path) -> None:
        """Write the table that is to be in `folder`; the first that is asked for writes all."""
        if folder.exists():
            return
        version = folder.parent
        for table in _BY_GROUP:
            (version / table).mkdir()
        for group in sorted({path.name for path in version.glob(f"plans/*/{GROUP}=*")}):
            self._write_group(version, group)
        for table in _BY_GROUP:
            _write_empty(self._earlier, version / table, f"{GROUP}=00")

    def _write_group(self, version: Path, group: str) -> None:
        files = {table: sorted(version.glob(f"{table}/*/{group}/*.parquet")) for table in TABLES}
        names = [str(path.relative_to(version)) for table in ("plans", "indicators", "values") for path in files[table]]
        digest = hashlib.sha256(self._earlier.stamp + "\0".join(names).encode()).hexdigest()[:16]
        paths = {table: f"{table}/{group}/{table}-{digest}.parquet" for table in _BY_GROUP}
        for path in paths.values():
            (version / path).parent.mkdir()
        if all(self._earlier.link(path, version / path) for path in paths.values()):
            return
        answers = AnswerFiles(_BY_GROUP).made_of(files)
        for table, path in paths.items():
            (version / path).unlink(missing_ok=True)
            write_parquet(answers.arrow(table), table, version / path)


def _write_relations(path: Path) -> None:
    """Write what people have decided, of the groups whose publishers they have decided about."""
    groups = {f"{GROUP}={group_of(body)}" for body in load_series()}
    files = {table: [file for file in found if file.parent.name in groups]
             for table, found in files_of(path.parent).items()}  # fmt: skip
    relations = decided_answers(files)["series_relations"]
    write_parquet([relations], "series_relations", path)


def _write_whole(tables: PlacedTables, name: str, path: Path) -> None:
    write_parquet(tables.arrow(name), name, path)


def _write_manifest(path: Path) -> None:
    """List all partitions: rows, bytes and hash of each file."""
    folder = path.parent
    listed = [
        {
            "path": file.relative_to(folder).as_posix(),
            "rows": pq.read_metadata(file).num_rows,
            "bytes": file.stat().st_size,
            "sha256": hash_file(file),
        }
        for file in sorted(folder.glob("**/*.parquet"))
    ]
    told = {"partitioned_by": [YEAR, GROUP], "groups": GROUPS, "files": listed}
    path.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8", newline="\n")
