"""The tables that analysts ask for first: series, targets by the newest plan, and each indicator once.

Pure functions of the tables that were read, over all plans at once: which plan is the newest is a question that no
plan answers alone. A plan is newer than another whose first year is earlier, then by the day of approval.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any, Final, TypeAlias

from normalizers.names.names import fold
from pipeline.dataset.forms.cells import Row
from pipeline.dataset.identity import hash_parts
from pipeline.dataset.rows.series_files import load_series
from pipeline.dataset.tables import ANSWERS, TABLES

Read: TypeAlias = Mapping[str, Sequence[Row]]
"""Rows of the tables that were read, by table."""

_OF_ROWS: Final = frozenset({"indicators_once", "series_relations"})
"""The answers that no value is asked for."""
_RULES: Final = ("person", "name", "place")
_PLANS: Final = ("plan_id", "chamber", "source_file", "period_start", "approved_on")
_INDICATORS: Final = (
    *("indicator_id", "indicator_key", "plan_id", "ordinal", "level", "code", "code_path", "name", "catalogue_id"),
    *("series_id", "series_rule", "unit", "direction"),
)
_VALUES: Final = (
    *("value_id", "indicator_id", "plan_id", "role", "period", "part", "clause", "kind", "comparator", "number"),
    *("number_high", "unit", "date", "boolean", "reference", "raw", "usable", "page"),
)


def answers_need(wanted: Collection[str] = tuple(ANSWERS)) -> dict[str, list[str]]:
    """By table, the columns that the answers of these names are made of: all that has to be in memory."""
    needed = {"plans": _PLANS, "indicators": _INDICATORS}
    if not {*wanted} <= _OF_ROWS:
        needed["values"] = _VALUES
    return {table: [name for name in names if name in TABLES[table].columns] for table, names in needed.items()}


def answer_rows(tables: Read, wanted: Collection[str] = tuple(ANSWERS)) -> dict[str, Sequence[Row]]:
    """The tables of these names; rows need hold no more columns than `answers_need`."""
    once = _indicators_once(tables)
    of_series = [row for row in once if row["series_id"] is not None]
    found: dict[str, Sequence[Row]] = {"indicators_once": once}
    if "series" in wanted:
        found["series"] = _series_table(tables, of_series)
    if "series_relations" in wanted:
        found["series_relations"] = _relation_table(of_series)
    if {"target_history", "current_targets"} & {*wanted}:
        history = _target_history(tables, of_series)
        found["target_history"] = history
        found["current_targets"] = [row for row in history if row["current"]]
    return {name: _as_table(name, found[name]) for name in wanted}


def _as_table(table: str, rows: Iterable[Row]) -> list[Row]:
    """The rows with the table's columns, in their order."""
    columns = tuple(ANSWERS[table].columns)
    return [dict(zip(columns, cells, strict=True)) for cells in map(itemgetter(*columns), rows)]


def _nulls_first(cell: Any) -> tuple[Any, ...]:
    """A cell as it is sorted where null is before all."""
    return () if cell is None else (cell,)


def _nulls_last(cell: Any) -> tuple[bool, Any]:
    """A cell as it is sorted where null is behind all."""
    return (True, "") if cell is None else (False, cell)


def _order_plans(plans: Iterable[Row]) -> dict[str, Row]:
    """By id what rows take from their plan, with `plan_order`: the newest has the highest."""
    ordered = sorted(
        plans,
        key=lambda plan: (_nulls_first(plan["period_start"]), _nulls_first(plan["approved_on"]), plan["source_file"]),
    )
    return {
        plan["plan_id"]: {**{name: plan[name] for name in _PLANS[1:]}, "plan_order": order}
        for order, plan in enumerate(ordered)
    }


def _indicators_once(tables: Read) -> list[Row]:
    plans = _order_plans(tables["plans"])
    printed = Counter((row["plan_id"], row["indicator_key"]) for row in tables["indicators"])
    once: dict[tuple[str, str], Row] = {}
    for row in sorted(tables["indicators"], key=lambda row: (row["plan_id"], row["ordinal"])):
        once.setdefault((row["plan_id"], row["indicator_key"]), row)
    rows = [
        {**row, **plans[row["plan_id"]], "times_printed": printed[cell]}
        for cell, row in once.items()
        if row["plan_id"] in plans
    ]
    return sorted(rows, key=lambda row: (row["source_file"], row["plan_id"], row["ordinal"]))


def _target_history(tables: Read, of_series: Sequence[Row]) -> list[Row]:
    """The targets of every series and year by plan, each clause once, in the order of plans."""
    history: list[Row] = []
    of_year: dict[tuple[str, int], list[Row]] = defaultdict(list)
    for target in _targets_once(_list_targets(tables, of_series)):
        of_year[target["series_id"], target["period"]].append(target)
    for targets in of_year.values():
        newest = targets[-1]
        before: dict[int, Row] = {}
        for target in targets:
            previous = before.get(target["clause"])
            before[target["clause"]] = target
            is_current = target["plan_order"] == newest["plan_order"]
            told = {
                "current": is_current,
                "superseded_by": None if is_current else newest["plan_id"],
                "previous_value_id": None if previous is None else previous["value_id"],
                "previous_raw": None if previous is None else previous["raw"],
            }
            history.append({**target, **told})
    return sorted(
        history,
        key=lambda row: (_nulls_last(row["chamber"]), row["series_id"], row["year"], row["plan_order"], row["clause"]),
    )


def _list_targets(tables: Read, of_series: Iterable[Row]) -> list[Row]:
    """The targets of a year of indicators that have a series, each with what its row and plan say, by plan."""
    printed = {row["indicator_id"]: row for row in tables["indicators"]}
    stated = {(row["plan_id"], row["indicator_key"]): row for row in of_series}
    found: list[Row] = []
    for value in tables["values"]:
        # A part of the year is no target of the year.
        is_of_year = value["role"] == "target" and value["period"] is not None and value.get("part") is None
        own = printed.get(value["indicator_id"]) if is_of_year and value["kind"] != "missing" else None
        first = None if own is None else stated.get((value["plan_id"], own["indicator_key"]))
        if own is None or first is None:
            continue
        has_unit = value["unit"] is not None or value["reference"] is not None
        unit = value["unit"] if has_unit else first["unit"]
        said = {
            "unit": unit if value["kind"] == "quantity" else None,
            "ordinal": own["ordinal"],
            "year": value["period"],
            "plan_year": first["period_start"],
        }
        found.append({**first, **value, **said})
    # Where one is read and the other in doubt the one that is read counts, wherever it is printed.
    return sorted(
        found,
        key=lambda row: (row["plan_order"], not row["usable"], row["ordinal"], row["clause"], row["value_id"]),
    )


def _targets_once(targets: Iterable[Row]) -> Iterable[Row]:
    """The clauses of one cell for each plan, series and year: the first."""
    cells: dict[tuple[str, str, int], tuple[str, str]] = {}
    given: set[tuple[str, str, int, int]] = set()
    for row in targets:
        of, printed = (row["plan_id"], row["series_id"], row["period"]), (row["indicator_id"], row["raw"])
        clause = (*of, row["clause"])
        if cells.setdefault(of, printed) == printed and clause not in given:
            given.add(clause)
            yield row


def _series_table(tables: Read, of_series: Sequence[Row]) -> list[Row]:
    series = {row["indicator_id"]: row["series_id"] for row in tables["indicators"]}
    years: dict[str, list[int]] = defaultdict(list)
    for value in tables["values"]:
        if value["period"] is not None and (one := series.get(value["indicator_id"])) is not None:
            years[one].append(value["period"])
    stated: dict[str, list[Row]] = defaultdict(list)
    for row in sorted(of_series, key=lambda row: (row["plan_order"], row["ordinal"])):
        stated[row["series_id"]].append(row)
    made = [
        {
            "series_id": one,
            "chamber": rows[-1]["chamber"],
            "name": rows[-1]["name"],
            "series_rule": _RULES[min(_RULES.index(row["series_rule"]) for row in rows)],
            "catalogue_id": _agreed_cell(rows, "catalogue_id"),
            "unit": _agreed_cell(rows, "unit"),
            "direction": _agreed_cell(rows, "direction") or "unknown",
            "plans": len({row["plan_id"] for row in rows}),
            "first_year": min(years[one], default=None),
            "last_year": max(years[one], default=None),
        }
        for one, rows in stated.items()
    ]
    return sorted(made, key=lambda row: (_nulls_last(row["chamber"]), row["name"], row["series_id"]))


def _agreed_cell(rows: Iterable[Row], column: str) -> Any:
    """What all rows that state anything say; None where they do not agree."""
    said = {row[column] for row in rows} - {None}
    return said.pop() if len(said) == 1 else None


def _relation_table(of_series: Sequence[Row]) -> list[Row]:
    """The relations that people have decided, of series that the dataset holds."""
    found: list[Row] = []
    for chamber, decided in load_series().items():
        by_name = {fold(row["name"]): row["series_id"] for row in of_series if row["chamber"] == chamber}
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
    return found
