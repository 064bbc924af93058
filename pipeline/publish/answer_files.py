"""The tables made of all plans together, some bodies at a time: no more is in memory than their plans need.

Which plan of a body is the newest depends on that body's plans alone, so those of some bodies are read from the files
that were written before, and the tables made of them are put aside on disk, in the order of the published rows.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from pathlib import Path
from threading import Lock
from typing import IO, Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from pipeline.dataset.derived.answers import answer_tables, answers_need
from pipeline.dataset.forms.arrow import arrow_schema
from pipeline.dataset.rows.series_files import load_series
from pipeline.dataset.tables import ANSWERS
from pipeline.processes.limits import release_memory
from pipeline.publish.parquet_columns import read_batches, read_plans
from pipeline.publish.table_files import table_files

_ENOUGH: Final = 10_000  # indicators whose answers are made together; of those that need no values twice as many
_ROWS: Final = 2000  # of a part
_BY_DOCUMENT: Final = ("indicators_once",)
_DECIDED: Final = ("series_relations",)
_BY_BODY: Final = tuple(name for name in ANSWERS if name not in (*_BY_DOCUMENT, *_DECIDED))

_BY_NAME: Final = "series"
"""The table that is in the order of names."""
_CODEC: Final = pa.Codec("lz4")

_Piece: TypeAlias = tuple[int, int, int]
"""Where rows stand in a file: the first byte, how many there are, and how many when decompressed."""
_Choice: TypeAlias = Callable[[pa.RecordBatch], pa.RecordBatch]
"""Leaves some rows of a table."""


class AnswerFiles:
    """The tables by name, in parts, made of other tables when they are first asked for."""

    def __init__(self, names: Collection[str] = tuple(ANSWERS)) -> None:
        """`names` are those of the tables."""
        self._names = names
        self._aside: dict[str, _Aside] = {}
        self._making = Lock()

    def made_of(self, files: Mapping[str, Sequence[Path]]) -> AnswerFiles:
        """Make them of the tables in these files, once, whichever thread asks first."""
        with self._making:
            if not self._aside:
                self._aside = {name: _Aside(arrow_schema(name)) for name in self._names}
                self._make_answers(files)
        return self

    def arrow(self, name: str) -> Iterable[pa.Table]:
        """The parts of a table, in order."""
        return self._aside[name].parts()

    def _make_answers(self, files: Mapping[str, Sequence[Path]]) -> None:
        plans = read_plans(files["plans"], ["plan_id", "chamber", "source_file", "rows_published"])
        if _count_indicators(plans) <= _ENOUGH:
            self._put_tables(answers_of_files(files, [name for name in self._names if name not in _DECIDED]))
        else:
            names = self._asked_names(_BY_BODY)
            lots = _lots_of_plans(plans, ["chamber"], _ENOUGH)  # those that are not known behind the others
            for lot, own in zip(lots, _sort_by_lot(files, names, lots), strict=True):
                self._put_of_bodies(own, lot, names)
            names = self._asked_names(_BY_DOCUMENT)
            lots = _lots_of_plans(plans, ["source_file", "plan_id"], 2 * _ENOUGH)
            for own in _sort_by_lot(files, names, lots):
                self._put_tables(own.answers(names))
        if self._aside.keys() & {*_DECIDED}:
            self._put_tables(decided_answers(files))

    def _put_of_bodies(self, own: _LotRows, lot: pa.Table, names: Collection[str]) -> None:
        """Make the answers of some bodies; those of one that has too much for it, some series after the others."""
        slices = 1 + _count_indicators(lot) // _ENOUGH
        if slices == 1 or len(lot["chamber"].unique()) > 1:
            self._put_tables(own.answers(names))
            return
        series: list[pa.Table] = []
        for number in range(slices):
            tables = own.answers(names, partial(_in_slice, number=number, of=slices))
            series += [found for name, found in tables.items() if name == _BY_NAME]
            self._put_tables({name: found for name, found in tables.items() if name != _BY_NAME})
        if series:
            by_name = [(name, "ascending") for name in ("name", "series_id")]
            self._put_tables({_BY_NAME: pa.concat_tables(series).sort_by(by_name)})

    def _asked_names(self, names: Iterable[str]) -> list[str]:
        return [name for name in names if name in self._names]

    def _put_tables(self, tables: Mapping[str, pa.Table]) -> None:
        for name, rows in tables.items():
            self._aside[name].put(rows)
        release_memory()  # those of the next plans need as much again


class _Aside:
    """Parts of a table in a file without a name."""

    def __init__(self, schema: pa.Schema) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile()  # noqa: SIM115 - it goes with this object
        self._writer: pa.RecordBatchStreamWriter | None = pa.ipc.new_stream(self._file, schema)

    def put(self, part: pa.Table) -> None:
        """Add a part."""
        assert self._writer is not None
        self._writer.write_table(part, _ROWS)

    def parts(self) -> Iterator[pa.Table]:
        """All parts."""
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._file.seek(0)
        with pa.ipc.open_stream(self._file) as stream:
            for batch in stream:
                yield pa.Table.from_batches([batch])


def _lots_of_plans(plans: pa.Table, order: Sequence[str], enough: int) -> list[pa.Table]:
    """The plans in this order, in lots of about `enough` indicators; those with the same cell in its last column are in
    one, alone where they have as many."""
    plans = plans.sort_by([(name, "ascending") for name in order]).combine_chunks()
    group = plans[order[-1]].combine_chunks().dictionary_encode().indices.fill_null(-1).to_numpy()
    starts = np.flatnonzero(np.diff(group, prepend=-2))
    counts = np.add.reduceat(plans["rows_published"].to_numpy(), starts)
    lots, begin, count = [], 0, 0
    for start, more in zip(starts.tolist(), counts.tolist(), strict=True):
        if start > begin and (count >= enough or more >= enough):
            lots.append(plans.slice(begin, start - begin))
            begin, count = start, 0
        count += more
    return [*lots, plans.slice(begin)]


def _count_indicators(plans: pa.Table) -> int:
    """How many indicators these plans have."""
    counts: list[int] = plans["rows_published"].to_pylist()
    return sum(counts)


def _in_slice(batch: pa.RecordBatch, number: int, of: int) -> pa.RecordBatch:
    """The indicators of the series in one slice of all: their ids begin with a hash, and slices are in their order."""
    digits = pc.utf8_slice_codeunits(batch["series_id"], 4, 8)
    low, high = (f"{0x10000 * at // of:04x}" for at in (number, number + 1))
    chosen = pc.greater_equal(digits, low)
    return batch.filter(chosen if number + 1 == of else pc.and_(chosen, pc.less(digits, high)))


def _sort_by_lot(
    files: Mapping[str, Sequence[Path]], names: Collection[str], lots: Sequence[pa.Table]
) -> Iterator[_LotRows]:
    """The rows of each lot that answers of these names are made of, in the order of the files.

    These are read once and put aside in pieces: to read them again for each lot would take as often as there are lots.
    """
    plans = pa.concat_tables(lots)["plan_id"].combine_chunks()
    lot_of_plan = np.repeat(np.arange(len(lots)), [len(lot) for lot in lots])
    tables = answers_need(names)
    pieces: list[dict[str, list[_Piece]]] = [{name: [] for name in tables} for _ in lots]
    with tempfile.TemporaryFile() as file:
        for name, columns in tables.items():
            for batch in read_batches(files[name], columns.names):
                known = pc.index_in(batch["plan_id"], value_set=plans)
                for lot, own in _split_by(lot_of_plan[known.to_numpy()], batch):
                    rows = own.serialize()
                    packed = _CODEC.compress(rows)
                    pieces[lot][name].append((file.tell(), packed.size, rows.size))
                    file.write(packed)
        file.flush()
        for own in pieces:
            yield _LotRows(file.fileno(), own)


def _split_by(number: NDArray[np.int64], batch: pa.RecordBatch) -> Iterator[tuple[int, pa.RecordBatch]]:
    """The rows of each number that some of them have, in their order."""
    in_order = np.argsort(number, kind="stable")
    batch, number = batch.take(pa.array(in_order)), number[in_order]
    starts = np.flatnonzero(np.diff(number, prepend=-1)).tolist()
    for start, end in pairwise([*starts, len(number)]):
        yield int(number[start]), batch.slice(start, end - start)


@dataclass(frozen=True, slots=True)
class _LotRows:
    """The rows of a lot, in pieces of a file, by table."""

    file: int
    pieces: Mapping[str, Sequence[_Piece]]

    def answers(self, names: Collection[str], chosen: _Choice | None = None) -> dict[str, pa.Table]:
        """The tables of these names, made of them, or of the indicators that are `chosen` with their values."""
        return _answers_of(self._batches, names, chosen=chosen)

    def _batches(self, name: str, columns: pa.Schema) -> Iterator[pa.RecordBatch]:
        for start, packed, size in self.pieces[name]:
            rows = _CODEC.decompress(os.pread(self.file, packed, start), size)
            yield pa.ipc.read_record_batch(rows, columns)


def answers_of_files(
    files: Mapping[str, Sequence[Path]], names: Collection[str] = tuple(ANSWERS), wanted: pa.Array | None = None
) -> dict[str, pa.Table]:
    """The tables of these names, made of the plans in Parquet files, given by table; of those alone whose plan_id is in
    `wanted`."""
    return _answers_of(lambda name, columns: read_batches(files[name], columns.names), names, wanted)


def _answers_of(
    batches_of: Callable[[str, pa.Schema], Iterable[pa.RecordBatch]],
    names: Collection[str],
    wanted: pa.Array | None = None,
    chosen: _Choice | None = None,
) -> dict[str, pa.Table]:
    read: dict[str, pa.Table] = {}
    for name, columns in answers_need(names).items():
        choices: list[_Choice] = [] if wanted is None else [partial(_with_cell_in, column="plan_id", wanted=wanted)]
        if chosen is not None and name == "indicators":
            choices.append(chosen)
        if chosen is not None and name == "values":
            own = read["indicators"]["indicator_id"]
            choices.append(partial(_with_cell_in, column="indicator_id", wanted=own))
        parts: list[pa.RecordBatch] = []
        for batch in batches_of(name, columns):
            for choice in choices:
                batch = choice(batch)  # noqa: PLW2901 - less and less of it
            parts.append(batch)
        read[name] = pa.Table.from_batches(parts, columns).combine_chunks()
    return answer_tables(read, names)


def files_of(folder: Path) -> dict[str, list[Path]]:
    """The files in `folder` of the tables that answers are made of, by table."""
    return {name: table_files(folder, name) for name in answers_need()}


def decided_answers(files: Mapping[str, Sequence[Path]]) -> dict[str, pa.Table]:
    """What people have decided about series, as tables made of the plans of those bodies."""
    decided = pa.array(list(load_series()), pa.string())
    plans = read_plans(files["plans"], ["plan_id", "chamber"])
    wanted = plans.filter(pc.is_in(plans["chamber"], value_set=decided))["plan_id"].combine_chunks()
    return answers_of_files(files, _DECIDED, wanted)


def _with_cell_in(batch: pa.RecordBatch, column: str, wanted: pa.Array) -> pa.RecordBatch:
    return batch.filter(pc.is_in(batch[column], value_set=wanted))
