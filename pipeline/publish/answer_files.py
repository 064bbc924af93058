"""The tables made of all plans together, some bodies at a time: no more is in memory than their plans need.

Which plan of a body is the newest depends on that body's plans alone, so those of some bodies are read from the files
that were written before, and the tables made of them are put aside on disk, in the order of the published rows.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from threading import Lock
from typing import IO, Any, Final, TypeAlias

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.dataset.derived.answers import answer_tables, answers_need
from pipeline.dataset.forms.arrow import arrow_schema
from pipeline.dataset.rows.series_files import load_series
from pipeline.dataset.tables import ANSWERS
from pipeline.processes.limits import release_memory
from pipeline.publish.table_files import table_files

_ENOUGH: Final = 30_000  # indicators whose answers are made together; of those that need no values twice as many
_ROWS: Final = 2000  # of a part
_BY_DOCUMENT: Final = ("indicators_once",)
_DECIDED: Final = ("series_relations",)
_BY_BODY: Final = tuple(name for name in ANSWERS if name not in (*_BY_DOCUMENT, *_DECIDED))

_BY_NAME: Final = "series"
"""The table that is in the order of names."""
_ROWS_READ: Final = 1 << 13

_Plan: TypeAlias = Mapping[str, Any]
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
        columns = ["plan_id", "chamber", "source_file", "rows_published"]
        rows: list[_Plan] = [row for path in files["plans"] for row in pq.ParquetFile(path).read(columns).to_pylist()]
        if sum(row["rows_published"] for row in rows) <= _ENOUGH:
            self._put_tables(answers_of_files(files, [name for name in self._names if name not in _DECIDED]))
        else:
            # The order of the tables: by body, those that are not known behind the others.
            by_body = sorted(rows, key=lambda plan: (plan["chamber"] is None, plan["chamber"] or ""))
            for lot in _lots_of_plans(by_body, "chamber", _ENOUGH):
                self._put_of_bodies(files, lot)
            by_document = sorted(rows, key=lambda plan: (plan["source_file"], plan["plan_id"]))
            for lot in _lots_of_plans(by_document, "plan_id", 2 * _ENOUGH):
                self._put_tables(_answer_tables(files, lot, self._asked_names(_BY_DOCUMENT)))
        if self._aside.keys() & {*_DECIDED}:
            self._put_tables(decided_answers(files))

    def _put_of_bodies(self, files: Mapping[str, Sequence[Path]], lot: Sequence[_Plan]) -> None:
        """Make the answers of some bodies; those of one that has too much for it, some series after the others."""
        names = self._asked_names(_BY_BODY)
        slices = 1 + _count_indicators(lot) // _ENOUGH
        if slices == 1 or len({plan["chamber"] for plan in lot}) > 1:
            self._put_tables(_answer_tables(files, lot, names))
            return
        series: list[pa.Table] = []
        for number in range(slices):
            tables = _answer_tables(files, lot, names, partial(_in_slice, number=number, of=slices))
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


def _lots_of_plans(plans: Sequence[_Plan], together: str, enough: int) -> Iterator[list[_Plan]]:
    """The plans in lots of about `enough` indicators; those with the same `together` are in one, alone where they have
    as many."""
    lot: list[_Plan] = []
    for _, found in groupby(plans, itemgetter(together)):
        group = [*found]
        if lot and (_count_indicators(lot) >= enough or _count_indicators(group) >= enough):
            yield lot
            lot = []
        lot += group
    if lot or not plans:
        yield lot


def _count_indicators(plans: Iterable[_Plan]) -> int:
    """How many indicators these plans have."""
    return sum(plan["rows_published"] for plan in plans)


def _in_slice(batch: pa.RecordBatch, number: int, of: int) -> pa.RecordBatch:
    """The indicators of the series in one slice of all: their ids begin with a hash, and slices are in their order."""
    digits = pc.utf8_slice_codeunits(batch["series_id"], 4, 8)
    low, high = (f"{0x10000 * at // of:04x}" for at in (number, number + 1))
    chosen = pc.greater_equal(digits, low)
    return batch.filter(chosen if number + 1 == of else pc.and_(chosen, pc.less(digits, high)))


def answers_of_files(
    files: Mapping[str, Sequence[Path]],
    names: Collection[str] = tuple(ANSWERS),
    wanted: pa.Array | None = None,
    chosen: _Choice | None = None,
) -> dict[str, pa.Table]:
    """The tables of these names, made of the plans in Parquet files, given by table; of those alone whose plan_id is in
    `wanted`, and of these of the indicators that are `chosen` with their values."""
    read: dict[str, pa.Table] = {}
    for name, columns in answers_need(names).items():
        choices: list[_Choice] = [] if wanted is None else [partial(_with_cell_in, column="plan_id", wanted=wanted)]
        if chosen is not None and name == "indicators":
            choices.append(chosen)
        if chosen is not None and name == "values":
            own = read["indicators"]["indicator_id"]
            choices.append(partial(_with_cell_in, column="indicator_id", wanted=own))
        parts: list[pa.RecordBatch] = []
        for path in files[name]:
            with pq.ParquetFile(path) as file:
                for batch in file.iter_batches(_ROWS_READ, columns=columns.names):
                    for choice in choices:
                        batch = choice(batch)  # noqa: PLW2901 - less and less of it
                    parts.append(batch)
        read[name] = pa.Table.from_batches(parts, columns)
    return answer_tables(read, names)


def files_of(folder: Path) -> dict[str, list[Path]]:
    """The files in `folder` of the tables that answers are made of, by table."""
    return {name: table_files(folder, name) for name in answers_need()}


def decided_answers(files: Mapping[str, Sequence[Path]]) -> dict[str, pa.Table]:
    """What people have decided about series, as tables made of the plans of those bodies."""
    decided = pa.array(list(load_series()), pa.string())
    plans = [pq.ParquetFile(path).read(["plan_id", "chamber"]) for path in files["plans"]]
    wanted = [plan for part in plans for plan in part.filter(pc.is_in(part["chamber"], value_set=decided))["plan_id"]]
    return answers_of_files(files, _DECIDED, pa.array([plan.as_py() for plan in wanted], pa.string()))


def _answer_tables(
    files: Mapping[str, Sequence[Path]], plans: Sequence[_Plan], names: Collection[str], chosen: _Choice | None = None
) -> dict[str, pa.Table]:
    """The tables of these names, made of these plans, or of what is chosen of them."""
    return answers_of_files(files, names, pa.array([plan["plan_id"] for plan in plans], pa.string()), chosen)


def _with_cell_in(batch: pa.RecordBatch, column: str, wanted: pa.Array) -> pa.RecordBatch:
    return batch.filter(pc.is_in(batch[column], value_set=wanted))
