"""The published dataset as files: written all together, read back for `validate` and `show`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any, Final, Protocol

import pyarrow as pa
import pyarrow.parquet as pq

from pipeline.dataset.checks.relations import Dataset
from pipeline.dataset.columns import Row
from pipeline.dataset.derived.derived import derived_rows
from pipeline.dataset.forms.arrow import arrow_schema, from_arrow, to_arrow
from pipeline.dataset.tables import ALL_TABLES, ANSWERS, OF_DOCUMENTS, TABLES
from pipeline.errors import DatasetMissingError, SchemaError
from pipeline.processes.limits import release_memory
from pipeline.publish.answer_files import AnswerFiles, files_of
from pipeline.publish.atomic import Writer, current_version, publish
from pipeline.publish.csv_export import csv_head
from pipeline.publish.csv_order import find_telling_rows
from pipeline.publish.datapackage import write_package
from pipeline.publish.dcat import write_catalogue
from pipeline.publish.parquet_columns import read_plans
from pipeline.publish.table_files import CATALOGUE, PACKAGE, VIEWS, is_partitioned, table_files
from pipeline.publish.views import write_views


class Tables(Protocol):
    """Where the tables to publish come from, in parts, so that no table need be in memory whole."""

    def arrow(self, name: str) -> Iterable[pa.Table]:
        """The parts of a table, in order."""


class WholeTables:
    """Tables that are in memory; what is computed from those that were read is added."""

    def __init__(self, read: Dataset) -> None:
        self._tables = {name: to_arrow(name, rows) for name, rows in {**read, **derived_rows(read)}.items()}

    def arrow(self, name: str) -> Iterable[pa.Table]:
        """The table, in one part."""
        return [self._tables[name]]


def _write_answer(answers: AnswerFiles, write: Callable[[Tables, str, Path], None], name: str, path: Path) -> None:
    write(answers.made_of(files_of(path.parent)), name, path)


def publish_dataset(
    out: Path,
    tables: Tables,
    *,
    beside: Mapping[str, Writer] | None = None,
    waiting: Callable[[], None] | None = None,
    versions: int = 1,
    at_once: int = 1,
) -> bool:
    """Publish the tables in `out`: Parquet, CSV twins, views and the data package.

    `beside` names what else is published with them, such as the report; `at_once` files are written at a time.

    Returns:
        Whether anything changed.

    Raises:
        PublishError: the files could not be written; what was published before is untouched.
    """
    read = [name for name in ALL_TABLES if name not in ANSWERS]
    answers = AnswerFiles()  # written after the tables that they are made of
    first, *others = ((f"{name}.parquet", partial(_write_answer, answers, _write_parquet, name)) for name in ANSWERS)
    return publish(
        out,
        beside or {},
        {f"{name}.parquet": partial(_write_parquet, tables, name) for name in read},
        # The first of the answers to be written makes all of them, and the others wait for it.
        dict([first, *((f"{name}.csv", partial(_write_csv, tables, name)) for name in read), *others]),
        {f"{name}.csv": partial(_write_answer, answers, _write_csv, name) for name in ANSWERS},
        {VIEWS: write_views, CATALOGUE: lambda path: write_catalogue(path.parent, path, list(ALL_TABLES))},
        # The package states size and hash of the other files, so it is the last to be written.
        {PACKAGE: lambda path: write_package(path.parent, path, [VIEWS, CATALOGUE])},
        waiting=waiting,
        versions=versions,
        at_once=at_once,
    )


def read_dataset(folder: Path, names: Iterable[str] = TABLES) -> dict[str, Sequence[Row]]:
    """The rows of the tables of these names in a folder, all of one version.

    Raises what `read_tables` raises.
    """
    return {name: from_arrow(table) for name, table in read_tables(folder, names).items()}


def read_tables(folder: Path, names: Iterable[str]) -> dict[str, pa.Table]:
    """The published tables of these names, all of one version.

    Raises:
        DatasetMissingError: a table is not there.
        SchemaError: a file is no Parquet file, or has not the columns and types of its table.
    """
    version = current_version(folder)
    tables = {}
    for name in names:
        paths = table_files(version, name)
        if not paths:
            raise DatasetMissingError(f"{folder} holds no {name}.parquet")
        tables[name] = pa.concat_tables([_read_file(folder, path, name) for path in paths])
    return _in_order(tables, version) if is_partitioned(version) else tables


def _read_file(folder: Path, path: Path, name: str) -> pa.Table:
    try:
        table = pq.ParquetFile(path).read()
    except (pa.ArrowInvalid, OSError) as error:
        raise SchemaError(f"{folder / path.name} is no readable Parquet file: {error}") from error
    _compare_schema(name, table.schema)
    return table


def _in_order(tables: Mapping[str, pa.Table], version: Path) -> dict[str, pa.Table]:
    """The rows of tables that stood in partitions, in the order that they have in one file."""
    plans = read_plans(table_files(version, "plans"), ["plan_id", "source_file", "source_sha256"]).to_pylist()
    plans.sort(key=lambda plan: (plan["source_file"], plan["source_sha256"]))
    ranks = {plan["plan_id"]: rank for rank, plan in enumerate(plans)}
    found = {}
    for name, table in tables.items():
        keys: Sequence[Any] = range(len(table))
        if name == "indicators_once":
            keys = [*zip(table["source_file"].to_pylist(), table["plan_id"].to_pylist(), strict=True)]
        elif name in OF_DOCUMENTS:
            keys = [ranks.get(plan, -1) for plan in table["plan_id"].to_pylist()]
        elif "chamber" in table.column_names:
            keys = table["chamber"].to_pylist()
        found[name] = table.take(pa.array(sorted(range(len(table)), key=keys.__getitem__), pa.int64()))
    return found


_TOGETHER: Final = 64  # parts
_BLOCK: Final = 1 << 13  # rows
_ROW_GROUP: Final = 1 << 15
"""Rows that are written together: those of some hundred plans, as few groups are fast to read."""


def _write_parquet(tables: Tables, name: str, path: Path) -> None:
    write_parquet(tables.arrow(name), name, path)


def write_parquet(parts: Iterable[pa.Table], name: str, path: Path) -> None:
    """Write the parts of a table into one file."""
    # What decides on the bytes is said here, so that a newer pyarrow changes as little as it can.
    with pq.ParquetWriter(
        path,
        arrow_schema(name),
        version="2.6",
        compression="zstd",
        compression_level=1,  # 9 takes more than twice as long, and hashes become no smaller
        use_dictionary=True,
        write_statistics=True,
        data_page_version="1.0",
        store_schema=True,
    ) as writer:
        for group in _row_groups(parts, arrow_schema(name)):
            writer.write_table(group, row_group_size=_ROW_GROUP)
            if group.num_rows == _ROW_GROUP:
                del group  # before the next is put together
                release_memory()


def _row_groups(parts: Iterable[pa.Table], schema: pa.Schema) -> Iterator[pa.Table]:
    """The rows of the parts cut into row groups, whatever the parts; one without rows where there is none."""
    # Small parts are put together some at a time: one by one, each would copy the list of all before it, and each holds
    # a hundred times the memory of its rows.
    blocks: list[pa.Table] = [schema.empty_table()]
    rows, empty = 0, True
    for block in _row_blocks(parts):
        blocks.append(block)
        rows += block.num_rows
        if rows < _ROW_GROUP:
            continue
        joined = pa.concat_tables(blocks)
        blocks = []
        while joined.num_rows >= _ROW_GROUP:
            columns, joined, empty = joined.slice(0, _ROW_GROUP).columns, joined.slice(_ROW_GROUP), False
            group = pa.Table.from_arrays(_put_together(columns), schema=schema)
            yield group
            del group
        blocks, rows = [joined], joined.num_rows
    if rows or empty:
        yield pa.concat_tables(blocks).combine_chunks()


def _put_together(columns: list[pa.ChunkedArray]) -> list[pa.Array]:
    """Each column in one piece; what it is made of is let go before the next, so that no group is in memory twice."""
    made = []
    while columns:
        made.append(columns.pop(0).combine_chunks())
    return made


def _row_blocks(parts: Iterable[pa.Table]) -> Iterator[pa.Table]:
    """The parts, so many together as make a block of rows, each of its columns in memory of its own."""
    some: list[pa.Table] = []
    for part in parts:
        some.append(part)
        if len(some) == _TOGETHER or sum(one.num_rows for one in some) >= _BLOCK:
            yield _join_parts(some)
            some = []
    if some:
        yield _join_parts(some)


def _join_parts(parts: Sequence[pa.Table]) -> pa.Table:
    # Even one part is copied: the columns of a stream are in one piece of memory, and could not go one by one.
    return pa.concat_tables([*parts, parts[0].slice(0, 0)]).combine_chunks()


def _write_csv(tables: Tables, name: str, path: Path) -> None:
    with path.open("wb") as file:
        file.write(csv_head(arrow_schema(name).names))
        filled = _filled_columns(path.with_suffix(".parquet"))
        telling = find_telling_rows(_row_blocks(tables.arrow(name)), arrow_schema(name), filled)
        file.writelines(telling.as_csv(_row_blocks(tables.arrow(name))))


def _filled_columns(file: Path) -> list[str]:
    """The columns of a Parquet file in which not every cell is null."""
    told = pq.read_metadata(file)
    groups = [group for group in map(told.row_group, range(told.num_row_groups)) if group.num_rows]
    return [
        name
        for at, name in enumerate(told.schema.names)
        if any(group.column(at).statistics.null_count < group.num_rows for group in groups)
    ]


def _compare_schema(name: str, found: pa.Schema) -> None:
    """Hold a file's columns against those of its table.

    Raises:
        SchemaError: they differ.
    """
    wanted = arrow_schema(name)
    shown = [f"{field.name} {field.type}" for field in found]
    expected = [f"{field.name} {field.type}" for field in wanted]
    if shown != expected:
        odd = sorted(set(shown) ^ set(expected)) or ["their order"]
        raise SchemaError(f"the columns of {name}.parquet are not those of the schema: {', '.join(odd)}")
