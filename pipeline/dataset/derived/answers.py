"""The tables that analysts ask for first: series, targets by the newest plan, and each indicator once.

Pure functions of the tables that were read, over all plans at once: which plan is the newest is a question that no
plan answers alone. A plan is newer than another whose first year is earlier, then by the day of approval. Rows stay in
columns, and what is sorted and grouped are their numbers: as Python's rows they take ten times as long.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from normalizers.names.names import fold
from pipeline.dataset.columns import Row
from pipeline.dataset.forms.arrow import arrow_schema, to_arrow
from pipeline.dataset.identity import hash_parts
from pipeline.dataset.rows.series_files import load_series
from pipeline.dataset.tables import ANSWERS

Read: TypeAlias = Mapping[str, pa.Table]
"""The tables that were read, by name."""
_Numbers: TypeAlias = NDArray[np.int64]

_OF_ROWS: Final = frozenset({"indicators_once", "series_relations"})
"""The answers that no value is asked for."""
_RULES: Final = ("person", "name", "place")
_OF_PLAN: Final = ("chamber", "source_file", "period_start", "approved_on")
_PLANS: Final = ("plan_id", *_OF_PLAN)
_INDICATORS: Final = (
    *("indicator_id", "indicator_key", "plan_id", "ordinal", "level", "code", "code_path", "name", "catalogue_id"),
    *("series_id", "series_rule", "unit", "direction"),
)
_VALUES: Final = (
    *("value_id", "indicator_id", "plan_id", "role", "period", "part", "clause", "kind", "comparator", "number"),
    *("number_high", "unit", "date", "boolean", "reference", "raw", "usable", "page"),
)


def answers_need(wanted: Collection[str] = tuple(ANSWERS)) -> dict[str, pa.Schema]:
    """By table, the columns that the answers of these names are made of: all that has to be in memory."""
    needed = {"plans": _PLANS, "indicators": _INDICATORS}
    if not {*wanted} <= _OF_ROWS:
        needed["values"] = _VALUES
    return {table: pa.schema([arrow_schema(table).field(name) for name in names]) for table, names in needed.items()}


def answer_tables(tables: Read, wanted: Collection[str] = tuple(ANSWERS)) -> dict[str, pa.Table]:
    """The tables of these names; those that were read need hold no more columns than `answers_need`."""
    stated = _state_once(tables)
    found = {"indicators_once": stated.once}
    if "series" in wanted:
        found["series"] = _series_table(stated, tables["values"])
    if "series_relations" in wanted:
        found["series_relations"] = _relation_table(stated.once)
    if {"target_history", "current_targets"} & {*wanted}:
        history = _target_history(stated, tables["values"])
        found["target_history"] = history
        found["current_targets"] = history.filter(history["current"])
    return {name: found[name].select(arrow_schema(name).names).cast(arrow_schema(name)) for name in wanted}


@dataclass(frozen=True, slots=True)
class _Stated:
    """The `plans`, the newest last; the `indicators` of these; `once`, one of each that a plan states, with what its
    plan says and the number of that, `plan_order`; and `first`, the row of `once` that stands for each indicator."""

    plans: pa.Table
    indicators: pa.Table
    once: pa.Table
    first: _Numbers


def _state_once(tables: Read) -> _Stated:
    """Each indicator that a plan states by the row that prints it first, in the order of files."""
    plans, indicators = tables["plans"], tables["indicators"]
    newest_last = [_ranks_of(plans[name], null=0) for name in ("source_file", "approved_on", "period_start")]
    plans = plans.take(np.lexsort(newest_last))
    of_plan = pc.index_in(indicators["plan_id"], value_set=plans["plan_id"])
    indicators, plan = indicators.filter(of_plan.is_valid()), _as_numbers(of_plan.drop_null())
    by_file = np.lexsort([_ranks_of(plans[name]) for name in ("plan_id", "source_file")])
    in_order = np.lexsort((_as_numbers(indicators["ordinal"]), np.argsort(by_file)[plan]))
    _, at, row, times = np.unique(
        _number_groups(plan, _codes_of(indicators["indicator_key"]))[in_order],
        return_index=True,
        return_inverse=True,
        return_counts=True,
    )
    as_printed = np.argsort(at)  # the groups in the order of the rows that print them first
    rows = in_order[at[as_printed]]
    first = np.empty(len(plan), np.int64)
    first[in_order] = np.argsort(as_printed)[row]
    once = indicators.take(rows)
    of_rows = plans.take(plan[rows])
    for name in _OF_PLAN:
        once = once.append_column(name, of_rows[name])
    once = once.append_column("plan_order", pa.array(plan[rows]))
    return _Stated(plans, indicators, once.append_column("times_printed", pa.array(times[as_printed])), first)


def _target_history(stated: _Stated, values: pa.Table) -> pa.Table:
    """The targets of every series and year by plan, each clause once, in the order of plans."""
    values, own = _list_targets(stated, values)
    row = stated.first[own]
    plan = _as_numbers(stated.once["plan_order"])[row]
    series = _codes_of(stated.once["series_id"])[row]
    ordinal = _as_numbers(stated.indicators["ordinal"])[own]
    once = _first_clauses(values, own, plan, series, ordinal)
    values, row, plan, series = values.take(once), row[once], plan[once], series[once]
    year, clause = _as_numbers(values["period"]), _as_numbers(values["clause"])
    newest, previous = _compare_plans(series, year, clause, plan)
    said = stated.once.take(row)
    has_unit = pc.or_(values["unit"].is_valid(), values["reference"].is_valid())
    unit = pc.if_else(has_unit, values["unit"], said["unit"])
    told = {
        "unit": pc.if_else(pc.equal(values["kind"], "quantity"), unit, None),
        "year": values["period"],
        "plan_year": said["period_start"],
        "current": pa.array(plan == newest),
        "superseded_by": stated.plans["plan_id"].take(_rows_or_null(np.where(plan == newest, -1, newest))),
        **{f"previous_{name}": values[name].take(_rows_or_null(previous)) for name in ("value_id", "raw")},
    }
    names = arrow_schema("target_history").names
    columns = [
        told[name] if name in told else (values if name in values.column_names else said)[name] for name in names
    ]
    table = pa.table(columns, names)
    ranks = (_ranks_of(table[name]) for name in ("series_id", "chamber"))
    return table.take(np.lexsort((clause, plan, year, *ranks)))


def _list_targets(stated: _Stated, values: pa.Table) -> tuple[pa.Table, _Numbers]:
    """The targets of a year of indicators that have a series, and the rows of these in `stated.indicators`."""
    # A part of the year is no target of the year.
    of_year = pc.and_(values["period"].is_valid(), values["part"].is_null())
    said = pc.and_(pc.equal(values["role"], "target"), pc.not_equal(values["kind"], "missing"))
    printed = pc.index_in(values["indicator_id"], value_set=stated.indicators["indicator_id"])
    chosen = pc.and_(pc.and_(of_year, said), printed.is_valid()).to_numpy()
    own = _as_numbers(printed.fill_null(0))
    if len(stated.indicators):
        chosen &= stated.once["series_id"].is_valid().to_numpy()[stated.first[own]]
    return values.filter(pa.array(chosen)), own[chosen]


def _first_clauses(values: pa.Table, own: _Numbers, plan: _Numbers, series: _Numbers, ordinal: _Numbers) -> _Numbers:
    """The rows with the clauses of one cell for each plan, series and year: the first.

    Where one is read and the other in doubt the one that is read counts, wherever it is printed.
    """
    year, clause = _as_numbers(values["period"]), _as_numbers(values["clause"])
    doubted = ~values["usable"].to_numpy()
    in_order = np.lexsort((_ranks_of(values["value_id"]), clause, ordinal, doubted, plan))
    of = _number_groups(plan, series, year)[in_order]
    _, first, group = np.unique(of, return_index=True, return_inverse=True)
    cell = _number_groups(own, _codes_of(values["raw"]))[in_order]
    of_cell = np.flatnonzero(cell == cell[first[group]])
    _, once = np.unique(_number_groups(of, clause[in_order])[of_cell], return_index=True)
    return in_order[np.sort(of_cell[once])]


def _compare_plans(series: _Numbers, year: _Numbers, clause: _Numbers, plan: _Numbers) -> tuple[_Numbers, _Numbers]:
    """For each target the newest plan that states one of its series and year, and the row of the target of the same
    clause in the plan before, -1 where there is none."""
    of_year = _number_groups(series, year)
    newest = np.zeros(len(plan), np.int64)
    np.maximum.at(newest, of_year, plan)
    of_clause = _number_groups(of_year, clause)
    in_order = np.lexsort((plan, of_clause))
    follows = of_clause[in_order][1:] == of_clause[in_order][:-1]
    previous = np.full(len(plan), -1)
    previous[in_order[1:][follows]] = in_order[:-1][follows]
    return newest[of_year], previous


def _series_table(stated: _Stated, values: pa.Table) -> pa.Table:
    """The series that rows of `stated.once` are of."""
    once = stated.once.filter(stated.once["series_id"].is_valid())
    once = once.take(np.lexsort([_as_numbers(once[name]) for name in ("ordinal", "plan_order")]))
    codes, begin, series = np.unique(_codes_of(once["series_id"]), return_index=True, return_inverse=True)
    last = np.empty(len(codes), np.int64)
    last[series] = np.arange(len(series))  # of several the last stays
    strongest = np.full(len(codes), len(_RULES) - 1)
    np.minimum.at(strongest, series, _as_numbers(pc.index_in(once["series_rule"], value_set=pa.array(_RULES))))
    stating = np.unique(_number_groups(series, _as_numbers(once["plan_order"])), return_index=True)[1]
    made = {
        "series_id": once["series_id"].take(begin),
        "chamber": once["chamber"].take(last),
        "name": once["name"].take(last),
        "series_rule": pa.array(_RULES).take(pa.array(strongest)),
        **{name: _agreed_cells(once[name], series, len(codes)) for name in ("catalogue_id", "unit", "direction")},
        "plans": np.bincount(series[stating], minlength=len(codes)),
    }
    made |= _years_of(made["series_id"], stated.indicators, values)
    table = pa.table({**made, "direction": made["direction"].fill_null("unknown")})
    return table.take(np.lexsort([_ranks_of(table[name]) for name in ("series_id", "name", "chamber")]))


def _years_of(series: pa.ChunkedArray, indicators: pa.Table, values: pa.Table) -> dict[str, pa.ChunkedArray]:
    """The first and the last year that values of each of these series are for."""
    values = values.filter(values["period"].is_valid())
    own = indicators["series_id"].take(pc.index_in(values["indicator_id"], value_set=indicators["indicator_id"]))
    grouped = pa.table({"series": own, "year": values["period"]}).group_by("series", use_threads=False)
    years = grouped.aggregate([("year", "min"), ("year", "max")])
    at = pc.index_in(series, value_set=years["series"])
    return {"first_year": years["year_min"].take(at), "last_year": years["year_max"].take(at)}


def _agreed_cells(column: pa.ChunkedArray, group: _Numbers, groups: int) -> pa.ChunkedArray:
    """What all rows of a group that state anything say; null where they do not agree."""
    codes = _codes_of(column)
    said = np.flatnonzero(codes >= 0)
    low, high, row = np.full(groups, len(codes)), np.full(groups, -1), np.full(groups, -1)
    np.minimum.at(low, group[said], codes[said])
    np.maximum.at(high, group[said], codes[said])
    row[group[said]] = said
    return column.take(_rows_or_null(np.where(low == high, row, -1)))


def _relation_table(once: pa.Table) -> pa.Table:
    """The relations that people have decided, of series that the dataset holds."""
    once = once.filter(once["series_id"].is_valid())
    found: list[Row] = []
    for chamber, decided in load_series().items():
        own = once.filter(pc.equal(once["chamber"], chamber)).select(["name", "series_id"]).to_pylist()
        by_name = {fold(row["name"]): row["series_id"] for row in own}
        for relation in decided.relations:
            pairs = [(by_name.get(fold(a)), by_name.get(fold(b))) for a in relation.from_ for b in relation.to]
            found += (
                {
                    "series_relation_id": f"rel-{hash_parts(earlier, later, relation.kind)}",
                    "from_series_id": earlier,
                    "to_series_id": later,
                    "kind": relation.kind,
                    "reason": relation.reason,
                    "by": relation.by,
                    "when": relation.when,
                }
                for earlier, later in pairs
                if earlier is not None and later is not None
            )
    return to_arrow("series_relations", found)


def _as_numbers(column: pa.ChunkedArray) -> _Numbers:
    """A column of whole numbers, none of them null."""
    numbers: _Numbers = column.cast(pa.int64()).to_numpy()
    return numbers


def _codes_of(column: pa.ChunkedArray) -> _Numbers:
    """A number for each text, the same for the same, and -1 for null."""
    indices = column.combine_chunks().dictionary_encode().indices
    return _as_numbers(indices.fill_null(-1))


def _ranks_of(column: pa.ChunkedArray, null: int | None = None) -> _Numbers:
    """The place of each cell in the order of all, from 1; null is behind them, if it is given no other place."""
    ranks = _as_numbers(pc.rank(column, tiebreaker="dense"))
    return ranks if null is None else np.where(column.is_null(), null, ranks)


def _number_groups(*keys: _Numbers) -> _Numbers:
    """The number of each row's group: the rows that agree in all keys; groups are in the order of these."""
    found = keys[0]
    for key in keys[1:]:
        # Numbered anew each time, they stay below the number of rows, whatever the keys are.
        known, other = np.unique(key, return_inverse=True)
        found = np.unique(found * len(known) + other, return_inverse=True)[1]
    return found


def _rows_or_null(rows: _Numbers) -> pa.Array:
    """The rows to take of a table, and null where the number is -1."""
    return pa.array(rows, mask=rows < 0)
